"""The section Averages: what the providers make of the duties, side by side and over time."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import blocks, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.tariffs.charts import averages as charts
from parley.app.tariffs.header import DIRECTIONS, provider_figures, ruling
from parley.charts.figure import Caption
from parley.measures import averages
from parley.tables import compiled_on

SAY = words.beside(__file__)
CONCEPTS = {
    "statutory": "By law",
    "proposed": "By law, end of 2026",
    "after_non_compliance": "After non-compliance",
    "after_substitution": "After substitution",
}


def draw(as_of: date) -> None:
    """Providers' averages for one direction and period."""

    figures.block("Providers side by side", lambda: providers(as_of))


def providers(as_of: date) -> list[Content]:
    """The averages of one direction and period, and Yale's newest in each of its concepts."""
    importer = controls.choose("Direction", list(DIRECTIONS), "tariff_direction", DIRECTIONS.__getitem__)
    period = controls.choose("Period", periods(as_of), "tariff_period")
    choice = (importer, period, as_of)
    shown = compared(*choice)
    figure = Figure(
        "tariff_averages",
        shown.caption,
        shown.figures,
        {
            "Side by side": lambda palette: charts.side_by_side(shown.marked, shown.spread, importer, palette),
            "Over time": lambda palette: charts.over_time(shown.drawn, importer, palette),
        },
        {"Over time": shown.over_time},
        note=shown.note,
        remark=SAY("averages.remark"),
        state=choice,
    )
    return [figure, lambda: concepts(shown.facts)]


class Compared(NamedTuple):
    """Providers side by side for one direction and period: words, those of the view over time, all figures and those by
    law, marks per regime, their ranges, Yale's newest figure in each of its concepts, and a note.
    """

    caption: Caption
    over_time: Caption
    figures: pd.DataFrame
    drawn: pd.DataFrame
    marked: pd.DataFrame
    spread: pd.DataFrame
    facts: list[Metric]
    note: str


@kept
def compared(importer: str, period: str, as_of: date) -> Compared:
    """One direction and period of the providers' figures. Raises NothingToShowError when there are none."""
    shown = averages.in_period(provider_figures(importer, as_of), period)
    drawn = shown[shown["concept"].isin(averages.BY_LAW)]
    marked = averages.marks(drawn, period, as_of)
    if marked.empty:
        direction, day = DIRECTIONS[importer], terms.day(as_of)
        raise NothingToShowError(SAY("averages.none", direction=direction, period=period.lower(), day=day))
    spread = averages.spreads(marked)
    caption = charts.averages_caption(marked, spread, importer)
    rebuilt = importer == charts.ALL_IMPORTS and as_of < compiled_on()
    note = SAY("averages.note") if rebuilt else ""
    note = f"{note} {ruling(as_of) if importer != 'CHN' else ''}".strip()
    return Compared(
        caption,
        charts.over_time_caption(caption, drawn, importer),
        shown,
        drawn,
        marked,
        spread,
        _concepts(shown),
        note,
    )


def concepts(facts: list[Metric]) -> None:
    """Yale's newest figure in each of its concepts, where there is one."""
    if facts:
        blocks.metrics(facts, "concepts")


def _concepts(shown: pd.DataFrame) -> list[Metric]:
    rates = shown[shown["series"].eq(averages.NEWEST)].set_index("concept")
    return [
        Metric(
            label,
            f"{terms.number(row['rate_pct'], 1)}{terms.NBSP}%",
            terms.day(row["date"]),
            "Yale",
            SAY("averages.concepts", concept),
            source=sources_of(rates).parts,
        )
        for concept, label in CONCEPTS.items()
        for row in rates[rates.index == concept].to_dict("records")
    ]


@kept
def periods(as_of: date) -> list[str]:
    """The two periods, that with the newest figures first."""
    newest = averages.latest_period(provider_figures("USA", as_of))
    return sorted([averages.SINCE_2025, averages.FIRST_WAR], key=lambda period: period != newest)
