"""US imports of one year by goods or by partner, and US exports to China by chapter and product group."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks
from parley.charts.theme import Palette


def import_bars(rows: pd.DataFrame, whose: Sequence[str], palette: Palette) -> go.Figure:
    """Imports, one bar a row with US$ billion and the effective duty at its end.

    ``rows``: name, value_usd, effective_rate_pct; ``whose``: where the goods of each row come from, ISO code, which
    gives the bar its colour.
    """
    words = [f"{_bn(v)}, {terms.rate(r)}" for v, r in zip(rows["value_usd"], rows["effective_rate_pct"], strict=True)]
    return ranked_bars.ranked_bars(rows.assign(words=words), palette, [palette.country(code) for code in whose])


def export_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Exports to China by chapter with US$ billion and the change on the base year, where there is one.

    ``rows``: name, value_usd, change_pct (missing in the base year itself).
    """
    words = [
        _bn(v) if pd.isna(c) else f"{_bn(v)}, {terms.change_pct(c, 0)}"
        for v, c in zip(rows["value_usd"], rows["change_pct"], strict=True)
    ]
    return ranked_bars.ranked_bars(rows.assign(words=words), palette, palette.us)


def product_pairs(rows: pd.DataFrame, base: int, year: int, palette: Palette) -> go.Figure:
    """Exports to China by product group of the agreement in two years, US$ billion."""
    marks = pd.DataFrame(
        {
            "name": [f"{p} ({g})" for p, g in zip(rows["phase_one_product"], rows["phase_one_group"], strict=True)],
            "before": rows["value_base_usd"] / 1e9,
            "now": rows["value_usd"] / 1e9,
            "before_words": rows["value_base_usd"].map(terms.usd_bn),
            "now_words": rows["value_usd"].map(terms.usd_bn),
        }
    )
    top = float(marks[["before", "now"]].max().max())
    return ranked_bars.pairs(marks, base, year, money_ticks(top), ("us", "us"), palette)


def _bn(value_usd: float) -> str:
    return f"{terms.significant(value_usd / 1e9, 3)}{terms.NBSP}bn"


def imports_caption(rows: pd.DataFrame, total_usd: float, in_all: int, of: str, kind: str, year: int) -> Caption:
    """The largest of the rows and its part of all.

    ``in_all``: how many rows there are, shown or not; ``of`` names what is imported, ``kind`` what a row is.
    """
    first = rows.iloc[0]
    part = terms.rate(first["value_usd"] / total_usd * 100, 0)
    finding = (
        f"{ranked_bars.clauses(str(first['name']))}: {terms.usd_bn(first['value_usd'])} or {part} of {of} in {year}"
    )
    largest = f"; the {len(rows)} largest of {in_all}" if in_all > len(rows) else ""
    measure = (
        f"US imports for consumption in {year} by {kind}, customs value, US$ bn; beside it calculated duty as percent "
        f"of value{largest}"
    )
    told = "; ".join(
        f"{r['name']} {terms.usd_bn(r['value_usd'])}, duty {terms.rate(r['effective_rate_pct'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bars, US$ bn, {year}. {told}.")


def exports_caption(rows: pd.DataFrame, total_usd: float, year: int, base: int) -> Caption:
    """All exports to China in the year, and its largest chapters."""
    names = [f"{ranked_bars.clauses(str(r['name']))} ({terms.usd_bn(r['value_usd'])})" for r in rows.to_dict("records")]
    finding = (
        f"The US exported {terms.usd_bn(total_usd)} of goods to China in {year}; the largest chapter is {names[0]}"
    )
    measure = f"Total US exports to China, free alongside ship, by chapter, {year}, US$ bn; the {len(rows)} largest"
    if year != base:
        measure += f"; beside it the change on {base}"
    return Caption(finding, measure, f"Bars, US$ bn, {year}. {'; '.join(names)}.")


def products_caption(rows: pd.DataFrame, base: int, year: int) -> Caption:
    """The sum of the goods named in the agreement in both years."""
    now, before = float(rows["value_usd"].sum()), float(rows["value_base_usd"].sum())
    change = (now / before - 1) * 100
    finding = (
        f"US exports to China of the goods named in the phase-one agreement: {terms.usd_bn(now)} in {year}, "
        f"{terms.change_pct(change, 0)} on {base}"
    )
    measure = (
        f"Exports free alongside ship by product group of the agreement of January 2020, {base} (hollow) and {year} "
        "(filled), US$ bn. Values recorded, not the amounts promised"
    )
    told = "; ".join(
        f"{r['phase_one_product']} {terms.usd_bn(r['value_base_usd'])} to {terms.usd_bn(r['value_usd'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dot chart, US$ bn, {base} to {year}. {told}.")
