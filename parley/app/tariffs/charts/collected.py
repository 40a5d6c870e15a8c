"""Duty collected as a share of the value of imports in two years, a pair of marks a row."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, rate_ticks
from parley.charts.theme import Palette

SAY = words.beside(__file__)


def rate_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The rate of both years in percent, the earlier year hollow, largest imports on top.

    ``rows``: name, year, base_year, rate_pct, rate_base_pct, value and duty of both years; a year without imports has
    no mark.
    """
    marks = pd.DataFrame(
        {
            "name": rows["name"],
            "before": rows["rate_base_pct"],
            "now": rows["rate_pct"],
            "before_words": _words(rows, "_base"),
            "now_words": _words(rows, ""),
        }
    )
    top = ceiling(float(rows[["rate_pct", "rate_base_pct"]].max().max()))
    axis = {"range": [0, top], **rate_ticks(top)}
    return ranked_bars.pairs(
        marks, int(rows["base_year"].iloc[0]), int(rows["year"].iloc[0]), axis, ("us", "us"), palette
    )


def _words(rows: pd.DataFrame, suffix: str) -> list[str]:
    """Rate, duty and value of one year of each row, as a mark tells them."""
    columns = [f"rate{suffix}_pct", f"duty{suffix}_usd", f"value{suffix}_usd"]
    return [
        "" if pd.isna(rate) else f"{terms.rate(rate)}, {terms.usd(duty, 2)} on {terms.usd(value, 2)}"
        for rate, duty, value in rows[columns].itertuples(index=False)
    ]


def collected_caption(total: pd.Series, shown: pd.DataFrame, in_all: int, of: str, kind: str) -> Caption:
    """The rate of all rows together in both years, and what the largest paid.

    ``total``: one row of ``collected.two_years`` of everything chosen; ``of`` names it, ``kind`` what a row is;
    ``in_all``: how many rows there are, shown or not.
    """
    year, base = int(total["year"]), int(total["base_year"])
    has_now, has_before = pd.notna(total["rate_pct"]), pd.notna(total["rate_base_pct"])
    finding = SAY(
        "collected.title",
        "both" if has_now and has_before else "only_now" if has_now else "only_before",
        of=of,
        year=year,
        base=base,
        now=_rate(total["rate_pct"]),
        before=_rate(total["rate_base_pct"]),
    )
    duties = [
        SAY("collected.duty", duty=terms.usd(total[column]), year=of_year)
        for column, of_year in (("duty_usd", year), ("duty_base_usd", base))
        if pd.notna(total[column])
    ]
    largest = (
        SAY("collected.largest", count=terms.counted(len(shown)), all=terms.counted(in_all))
        if in_all > len(shown)
        else ""
    )
    measure = SAY("collected.measure", kind=kind, base=base, year=year, largest=largest, duties=terms.listed(duties))
    told = "; ".join(
        f"{name} {_rate(before)} to {_rate(now)}"
        for name, before, now in shown[["name", "rate_base_pct", "rate_pct"]].itertuples(index=False)
    )
    return Caption(finding, measure, f"Pairs of marks, percent, {base} to {year}. {told}.")


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)
