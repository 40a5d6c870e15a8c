"""The acts on a law or a mineral in force on an earlier day beside those of the as-of date."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up.two_days import KEY
from parley.charts.figure import Caption
from parley.measures import two_days
from parley.measures.export_controls import SUSPENDED, UNCLEAR
from parley.measures.tariffs import in_force
from parley.results.law.words import programme_name

SAY = words.beside(__file__)
Days = tuple[pd.Timestamp, pd.Timestamp]
Row = dict[str, Any]
COLUMNS = ["name", "before", "now"]


def of_law(spells: pd.DataFrame, of: str, as_of: date, wider: str = "") -> Figure:
    """The rates of a law's programmes on both days.

    ``spells``: rows of ``measures.programmes``; ``wider``: what to say where they are of more than the law looked up.
    """
    unsure = spells["state"].ne("in_force")
    named = spells.assign(name=spells["programme"].map(programme_name), is_unsure=unsure)
    rows, days, labels = _both(named, of, as_of)
    both_days, rates = (side_by_side(rows, "name", cell) for cell in (rate_words, rate))
    is_changed, is_unsure = rates["before"].ne(rates["now"]), unsure_now(rows)
    during = named[(named["valid_from"] <= days[1]) & ~(named["valid_to"] < days[0])]
    shown = both_days.assign(now=rates["now"])
    caption = rates_caption(shown, is_changed, is_unsure, of, labels, between(rows, during))
    return _figure("look_up_law_two", caption, rows, "Programme", rate_words, labels, wider)


def of_mineral(spells: pd.DataFrame, of: str, as_of: date) -> Figure:
    """The state of China's controls on a mineral on both days, act by act. ``spells``: of ``export_controls``."""
    named = spells.assign(name=spells["title"], is_unsure=spells["state"].eq(UNCLEAR))
    rows, _, labels = _both(named, of, as_of)
    caption = controls_caption(side_by_side(rows, "name", _state), unsure_now(rows), of, labels)
    return _figure("look_up_mineral_two", caption, rows, "Act", _state, labels)


def _figure(
    name: str,
    caption: Caption,
    rows: pd.DataFrame,
    head: str,
    cell: Callable[[Row], str],
    labels: tuple[str, str],
    remark: str = "",
) -> Figure:
    """The list of both days, ``head`` over what its lines are, with all rows behind it."""
    short = side_by_side(rows, "name", cell, is_linked=True).set_axis([head, *labels], axis="columns")
    return Figure(name, caption, rows.drop(columns=["is_before", "is_unsure"]), short=short, remark=remark)


def _state(row: Row) -> str:
    if row["state"] == SUSPENDED and not pd.isna(row["until"]):
        return SAY("states.until", state=SUSPENDED, day=terms.day(row["until"]))
    return str(row["state"])


def _both(spells: pd.DataFrame, of: str, as_of: date) -> tuple[pd.DataFrame, Days, tuple[str, str]]:
    """The spells in force on the earlier day chosen and those on the as-of date, both days, and these in words.

    Offered are the days on which one began, and the eve of the first, at first where all began on one day and are in
    force. Raises NothingToShowError where none was on either day.
    """
    on, eve = pd.Timestamp(as_of), spells["valid_from"].min() - pd.Timedelta(days=1)
    begun = two_days.change_days(spells, on - pd.Timedelta(days=1))
    first = eve if len(begun) < 2 and len(in_force(spells, on)) else begun[-1]
    before = controls.select("Earlier day", [*begun, eve], KEY, first, terms.day)
    sides = [in_force(spells, day).assign(date=day, is_before=day == before) for day in (before, on)]
    rows = pd.concat(sides, ignore_index=True).sort_values("valid_from", kind="stable", ignore_index=True)
    labels = terms.day(before), terms.day(on)
    if rows.empty:
        raise NothingToShowError(SAY("states.neither", of=of, first=labels[0], day=labels[1]))
    return rows, (before, on), labels


class Between(NamedTuple):
    """The case of ``states.rates`` for two days with the same rates, and the rate furthest from theirs in between."""

    case: str
    ends: str


ALIKE = Between("same", "")


def side_by_side(rows: pd.DataFrame, by: str, cell: Callable[[Row], str], is_linked: bool = False) -> pd.DataFrame:
    """One line a name of ``by`` with what ``cell`` says of its rows on each day: columns ``COLUMNS``.

    ``rows``: spells in force on either day, ``is_before`` tells which. What several acts say alike is told once, where
    ``is_linked`` in Markdown as a link to the first of them whose text has an address. A name without one says that
    none is held.
    """
    lines = [
        (str(name), *(_told(spells[spells["is_before"].eq(side)], cell, is_linked) for side in (True, False)))
        for name, spells in rows.groupby(by, sort=False)
    ]
    return pd.DataFrame(lines, columns=COLUMNS).replace("", SAY("states.none"))


def _told(rows: pd.DataFrame, cell: Callable[[Row], str], is_linked: bool) -> str:
    addresses: dict[str, str] = {}
    for row in rows.to_dict("records"):
        name = cell(row)  # type: ignore[arg-type]
        url = row["source_url"] if is_linked and isinstance(row["source_url"], str) else ""
        addresses[name] = addresses.get(name) or url
    return "; ".join(f"[{name}]({url})" if url else name for name, url in addresses.items())


def unsure_now(rows: pd.DataFrame) -> pd.Series:
    """Whether no source confirms a row of each name on the second day, in the order of ``side_by_side``.

    ``rows``: those of ``side_by_side`` with ``is_unsure``.
    """
    unsure = rows["is_unsure"] & ~rows["is_before"]
    is_unsure: pd.Series = unsure.groupby(rows["name"], sort=False).any()
    return is_unsure.reset_index(drop=True)


def rate(row: Row) -> str:
    """The rates an act prints."""
    return terms.rates(row["low_pct"], row["high_pct"])


def rate_words(row: Row) -> str:
    """The same, and whether our sources confirm them on the day."""
    return rate(row) if row["state"] == "in_force" else SAY("states.rate", rates=rate(row), unsure=SAY("states.unsure"))


def between(rows: pd.DataFrame, during: pd.DataFrame) -> Between:
    """Whether rates were charged in between that were on neither day: above, below or among those of both days.

    ``rows``: the spells on the two days; ``during``: those on any day from one to the other; name, low_pct, high_pct.
    """
    keys = ["name", "low_pct", "high_pct"]
    both_days = pd.MultiIndex.from_frame(rows[keys])
    others = during[~pd.MultiIndex.from_frame(during[keys]).isin(both_days)]
    if others.empty:
        return ALIKE
    if others["high_pct"].max() > rows["high_pct"].max():
        return Between("same_up", terms.rate(others["high_pct"].max()))
    if others["low_pct"].min() < rows["low_pct"].min():
        return Between("same_down", terms.rate(others["low_pct"].min()))
    return Between("same_other", "")


def rates_caption(
    lines: pd.DataFrame,
    is_changed: pd.Series,
    is_unsure: pd.Series,
    of: str,
    days: tuple[str, str],
    then: Between = ALIKE,
) -> Caption:
    """How many programmes of a law are known to have begun, ended or changed between two days, and how many are not.

    ``lines``: columns ``COLUMNS``, a line a programme, ``now`` the rates alone.
    ``is_changed``: whether its rates differ, by the acts alone.
    ``is_unsure``: of ``unsure_now``. ``then``: what was charged between two days that are alike.
    """
    first, day = days
    changed = int((is_changed & ~is_unsure).sum())
    counts = {"changed": _counted(changed), "count": _counted(len(lines)), "unsure": _counted(int(is_unsure.sum()))}
    if not is_changed.any() and not is_unsure.any():
        now = str(lines["now"].iloc[0]) if len(lines) == 1 else SAY("states.alike")
        finding = SAY("states.rates", then.case, of=of, first=first, day=day, now=now, ends=then.ends)
    elif len(lines) == 1:
        before, now = lines[["before", "now"]].iloc[0]
        case = "alone_unsure" if is_unsure.all() else "alone"
        now = str(now).replace("; ", " and ")
        finding = SAY("states.rates", case, of=of, first=first, day=day, before=str(before), now=now)
    elif is_unsure.all():
        finding = SAY("states.rates", "unsure", of=of, day=day, count=counts["count"])
    elif is_unsure.any():
        finding = SAY("states.rates", "some_unsure", of=of, first=first, day=day, **counts)
    else:
        finding = SAY("states.rates", "several", of=of, first=first, day=day, **counts)
    return Caption(finding, SAY("states.rates_measure", first=first, day=day))


def controls_caption(lines: pd.DataFrame, is_unsure: pd.Series, of: str, days: tuple[str, str]) -> Caption:
    """How many of China's controls on a mineral are known to have changed between two days, and how many are not.

    ``lines``: columns ``COLUMNS``, a line an act. ``is_unsure``: of ``unsure_now``.
    """
    first, day = days
    changed = int((lines["before"].ne(lines["now"]) & ~is_unsure).sum())
    if not changed and not is_unsure.any():
        finding = SAY("states.controls", "same", of=of, first=first, day=day)
    elif len(lines) == 1:
        before, now = lines[["before", "now"]].iloc[0]
        finding = SAY("states.controls", "alone", of=of, first=first, day=day, before=str(before), now=str(now))
    else:
        numbers = {"changed": changed, "count": len(lines), "unsure": int(is_unsure.sum())}
        counts = {name: _counted(number) for name, number in numbers.items()}
        case = "some_unsure" if is_unsure.any() else "all" if changed == len(lines) else "several"
        finding = SAY("states.controls", case, of=of, first=first, day=day, **counts)
    return Caption(finding, SAY("states.controls_measure", first=first, day=day))


def _counted(number: int) -> str:
    return terms.counted(number) if number else SAY("states.nothing")
