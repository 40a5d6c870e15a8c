"""What acts said of a thing on two days: both days side by side as a list, and its words."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from parley import terms, words
from parley.charts.figure import Caption

SAY = words.beside(__file__)
Row = dict[str, Any]
COLUMNS = ["name", "before", "now"]


def side_by_side(rows: pd.DataFrame, by: str, cell: Callable[[Row], str]) -> pd.DataFrame:
    """One line a name of ``by`` with what ``cell`` says of its rows on each day: columns ``COLUMNS``.

    ``rows``: spells in force on either day, ``is_before`` tells which. A name without one says that none is held.
    """
    lines = [
        (str(name), *("; ".join(map(cell, _records(own[own["is_before"].eq(side)]))) for side in (True, False)))
        for name, own in rows.groupby(by, sort=False)
    ]
    return pd.DataFrame(lines, columns=COLUMNS).replace("", SAY("states.none"))


def _records(rows: pd.DataFrame) -> list[Row]:
    found: list[Row] = rows.to_dict("records")  # type: ignore[assignment]
    return found


def linked(cell: Callable[[Row], str]) -> Callable[[Row], str]:
    """The same words in Markdown, as a link to the act where its text has an address."""
    return lambda row: f"[{cell(row)}]({row['source_url']})" if isinstance(row["source_url"], str) else cell(row)


def rate_words(row: Row) -> str:
    """The rates an act prints, and whether our sources confirm them on the day."""
    low, high = row["low_pct"], row["high_pct"]
    rates = terms.rate(low) if low == high else f"{terms.span(low, high)}{terms.NBSP}%"
    return rates if row["state"] == "in_force" else SAY("states.unsure", rates=rates)


def rates_caption(told: pd.DataFrame, of: str, days: tuple[str, str]) -> Caption:
    """Whether the rates of a law differ between two days. ``told``: columns ``COLUMNS``, a line a programme."""
    case, fields = _case(told)
    fields |= {"of": of, "first": days[0], "day": days[1]}
    return _caption(SAY("states.rates", case, **fields), SAY("states.rates_measure", first=days[0], day=days[1]))


def controls_caption(told: pd.DataFrame, of: str, days: tuple[str, str]) -> Caption:
    """Whether China's controls on a mineral differ between two days. ``told``: columns ``COLUMNS``, a line an act."""
    case, fields = _case(told)
    fields |= {"of": of, "first": days[0], "day": days[1]}
    return _caption(SAY("states.controls", case, **fields), SAY("states.controls_measure", first=days[0], day=days[1]))


def _case(told: pd.DataFrame) -> tuple[str, dict[str, str | int]]:
    changed = int((told["before"] != told["now"]).sum())
    if not changed:
        return "same", {}
    if len(told) == 1:
        return "alone", {"before": str(told["before"].iloc[0]), "now": str(told["now"].iloc[0])}
    return "several", {"count": terms.counted(len(told)), "changed": terms.counted(changed)}


def _caption(finding: str, measure: str) -> Caption:
    return Caption(finding, measure, f"List. {finding}.")
