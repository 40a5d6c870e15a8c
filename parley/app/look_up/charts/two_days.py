"""The words above the law of two days."""

import pandas as pd

from parley import terms, words
from parley.charts.figure import Caption

SAY = words.beside(__file__)
SAME_PP = 0.05


def caption(rows: pd.DataFrame, of: str, then: str, now: str) -> Caption:
    """What the sum of duties was on both days, ``then`` and ``now`` in words with what is not certain of them.

    ``rows``: name, rates and days, the sum first; ``of``: what is taxed.
    """
    total = rows.iloc[0]
    before, on = terms.day(total["before_on"]), terms.day(total["date"])
    rates = {"before": then, "rate": now}
    finding = SAY("two.title", _case(total["change_pp"]), of=of, first=before, day=on, **rates)
    alt = "; ".join(
        f"{row['name']} {_rate(row['rate_before_pct'])} to {_rate(row['rate_pct'])}" for row in rows.to_dict("records")
    )
    return Caption(
        finding, SAY("two.measure", first=before, day=on), f"Pairs of marks, percent, {before} and {on}: {alt}."
    )


def _case(change_pp: float) -> str:
    if pd.isna(change_pp):
        return "unknown"
    return "same" if abs(change_pp) < SAME_PP else "rose" if change_pp > 0 else "fell"


def _rate(value: float) -> str:
    return "not known" if pd.isna(value) else terms.rate(value)
