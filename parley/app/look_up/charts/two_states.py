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


def rate(row: Row) -> str:
    """The rates an act prints."""
    low, high = row["low_pct"], row["high_pct"]
    return terms.rate(low) if low == high else f"{terms.span(low, high)}{terms.NBSP}%"


def rate_words(row: Row) -> str:
    """The same, and whether our sources confirm them on the day."""
    return rate(row) if row["state"] == "in_force" else SAY("states.unsure", rates=rate(row))


def rates_caption(told: pd.DataFrame, changed: int, of: str, days: tuple[str, str]) -> Caption:
    """How many programmes of a law began, ended or changed their rate between two days, by the acts alone.

    ``told``: columns ``COLUMNS``, a line a programme, of which ``changed`` have other rates on the second day.
    """
    first, day = days
    if not changed:
        finding = SAY("states.rates", "same", of=of, first=first, day=day)
    elif len(told) == 1:
        before, now = told[["before", "now"]].iloc[0]
        finding = SAY("states.rates", "alone", of=of, first=first, day=day, before=str(before), now=str(now))
    else:
        counts = {"changed": terms.counted(changed), "count": terms.counted(len(told))}
        finding = SAY("states.rates", "several", of=of, first=first, day=day, **counts)
    return _caption(finding, SAY("states.rates_measure", first=first, day=day))


def controls_caption(told: pd.DataFrame, unsure: str, of: str, days: tuple[str, str]) -> Caption:
    """How many of China's controls on a mineral are known to have changed between two days, and how many are not.

    ``told``: columns ``COLUMNS``, a line an act. ``unsure``: the state that no source confirms.
    """
    first, day = days
    is_unsure = told["now"].str.contains(unsure, regex=False)
    changed = int((told["before"].ne(told["now"]) & ~is_unsure).sum())
    if not changed and not is_unsure.any():
        finding = SAY("states.controls", "same", of=of, first=first, day=day)
    elif len(told) == 1:
        before, now = told[["before", "now"]].iloc[0]
        finding = SAY("states.controls", "alone", of=of, first=first, day=day, before=str(before), now=str(now))
    else:
        numbers = {"changed": changed, "count": len(told), "unsure": int(is_unsure.sum())}
        counts = {name: terms.counted(number) for name, number in numbers.items()}
        finding = SAY("states.controls", "several", of=of, first=first, day=day, **counts)
    return _caption(finding, SAY("states.controls_measure", first=first, day=day))


def _caption(finding: str, measure: str) -> Caption:
    return Caption(finding, measure, f"List. {finding}.")
