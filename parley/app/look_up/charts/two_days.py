"""The words above the law of two days."""

import pandas as pd

from parley import terms, words
from parley.app.look_up.charts.law_steps import SAME_PP
from parley.charts.figure import Caption

SAY = words.beside(__file__)


def caption(rows: pd.DataFrame, of: tuple[str, str], then: str, now: str) -> Caption:
    """What the sum of duties was on both days, ``then`` and ``now`` in words with what is not certain of them.

    ``rows``: name, rates and days, the sum first; ``of``: what is taxed, and that in fewer words for a title that would
    be too long.
    """
    total = rows.iloc[0]
    before, on = terms.day(total["before_on"]), terms.day(total["date"])
    rates = {"before": then, "rate": now}
    case = _case(total["change_pp"])
    finding = terms.fitting(SAY("two.title", case, of=name, first=before, day=on, **rates) for name in of)
    parts = [
        f"{row['name']} {_rate(row['rate_before_pct'])} to {_rate(row['rate_pct'])}"
        for row in rows.iloc[1:].to_dict("records")
    ]
    alt = "; ".join([f"{total['name']} {then} to {now}", *parts])
    return Caption(
        finding, SAY("two.measure", first=before, day=on), f"Pairs of marks, percent, {before} and {on}: {alt}."
    )


def _case(change_pp: float) -> str:
    if pd.isna(change_pp):
        return "unknown"
    return "same" if abs(change_pp) < SAME_PP else "rose" if change_pp > 0 else "fell"


def _rate(value: float) -> str:
    return "not known" if pd.isna(value) else terms.rate(value)
