"""The acts on a law or a mineral in force on an earlier day beside those of the as-of date."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.charts import two_states as charts
from parley.app.look_up.two_days import KEY
from parley.charts.figure import Caption
from parley.measures import two_days
from parley.results.law_words import programme_name

SAY = words.beside(__file__)
Captioned = Callable[[pd.DataFrame, str, tuple[str, str]], Caption]


def of_law(spells: pd.DataFrame, of: str, as_of: date) -> Figure:
    """The rates of a law's programmes on both days. ``spells``: rows of ``measures.programmes``."""
    named = spells.assign(name=spells["programme"].map(programme_name))
    return _figure("look_up_law_two", named, of, as_of, charts.rate_words, charts.rates_caption)


def of_mineral(spells: pd.DataFrame, of: str, as_of: date) -> Figure:
    """The state of China's controls on a mineral on both days, act by act. ``spells``: of ``export_controls``."""
    named = spells.assign(name=spells["title"])
    return _figure("look_up_mineral_two", named, of, as_of, lambda row: str(row["state"]), charts.controls_caption)


def _figure(
    figure: str, spells: pd.DataFrame, of: str, as_of: date, cell: Callable[[charts.Row], str], captioned: Captioned
) -> Figure:
    """The spells of each name in force on the earlier day chosen and on the as-of date.

    Raises NothingToShowError where all began on one day.
    """
    on = pd.Timestamp(as_of)
    days = two_days.change_days(spells, on - pd.Timedelta(days=1))
    if len(days) < 2:
        raise NothingToShowError(SAY("states.never", of=of))
    before = controls.select("Earlier day", days, KEY, days[-1], terms.day)
    sides = [two_days.held(spells, day).assign(date=day, is_before=day == before) for day in (before, on)]
    rows = pd.concat(sides, ignore_index=True).sort_values("valid_from", kind="stable", ignore_index=True)
    dates = terms.day(before), terms.day(on)
    short = charts.side_by_side(rows, "name", charts.linked(cell)).set_axis(["", *dates], axis="columns")
    caption = captioned(charts.side_by_side(rows, "name", cell), of, dates)
    return Figure(figure, caption, rows.drop(columns="is_before"), short=short)
