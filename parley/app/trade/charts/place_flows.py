"""Who took China's place, industry by industry: a flow diagram and China's share in each industry in two years."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts import sankey
from parley.charts.figure import Caption
from parley.charts.labels import with_unit
from parley.charts.ranked_bars import pairs
from parley.charts.theme import Palette

OTHER = "other"
REST = "ROW"
SAY = words.beside(__file__)


def industry(code: str) -> str:
    """The short name of an industry; ``other`` for those gathered."""
    return "Other industries" if code == OTHER else terms.INDUSTRY_LABELS[code]


def partner(code: str, names: Mapping[str, str]) -> str:
    """The name of a partner; what is left of the world is ``All others``."""
    return "All others" if code == REST else names[code]


def flow_diagram(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """China's shortfall by industry (left, in China's colour) laid on the partners that gained (right), US$ billion.

    ``rows``: naics3 (``other`` for those gathered), partner_iso3 (ROW for the rest), flow_usd. Every node says its sum.
    """
    called = industry, lambda code: partner(code, names)
    heads = "China's shortfall", "Gained by"
    return sankey.flow_diagram(rows, ("naics3", "partner_iso3"), ((OTHER,), (REST,)), called, heads, palette)


def flow_caption(
    rows: pd.DataFrame, names: Mapping[str, str], months: str, year: int, before: int, risen_usd: float
) -> Caption:
    """China's shortfall; in the measure the industry that makes most of it and the partners that gained most.

    ``months``: the part of the two years that is compared, such as ``January to November``. ``risen_usd``: what China
    sold more than at its earlier shares in the industries where its share rose, which have no flows.
    """
    total = float(rows["flow_usd"].sum())
    left, right = sankey.ordered(rows, "naics3", (OTHER,)), sankey.ordered(rows, "partner_iso3", (REST,))
    winners = [terms.with_article(partner(c, names)) for c in right.index if c != REST][:2]
    share = left.iloc[0] / total * 100
    finding = SAY("flow.finding", base=before, value=terms.usd(total), when=_when(months, year))
    measure = SAY(
        "flow.measure",
        "mixed" if risen_usd else "fell",
        risen=terms.usd(risen_usd),
        before=_when(months, before),
        when=_when(months, year),
        year=year,
        industry=industry(str(left.index[0])).lower(),
        share=terms.rate(share, 0),
        winners=terms.listed(winners),
    )
    told = "; ".join(f"{industry(str(c))} {sankey.bn(v)}" for c, v in left.items())
    gained = "; ".join(f"{partner(str(c), names)} {sankey.bn(v)}" for c, v in right.items())
    return Caption(
        finding,
        measure,
        f"Flow diagram, US$ bn, {terms.usd(total)} in all. China's shortfall: {told}. Gained by: {gained}.",
    )


def _when(months: str, year: int) -> str:
    return SAY("flow.when", months=months, year=year) if months else str(year)


def share_pairs(rows: pd.DataFrame, palette: Palette, before: int, year: int) -> go.Figure:
    """China's share of US imports of each industry in two years, joined; in the order of the rows.

    ``rows``: naics3, share_before_pct, share_pct, change_pp. The earlier year hollow, the newer one filled.
    """
    names = rows["naics3"].map(industry)
    marks = pd.DataFrame(
        {
            "name": [f"{n}, {terms.points(c, 0)}" for n, c in zip(names, rows["change_pp"], strict=True)],
            "before": rows["share_before_pct"],
            "now": rows["share_pct"],
            "before_words": rows["share_before_pct"].map(terms.rate),
            "now_words": rows["share_pct"].map(terms.rate),
        }
    )
    top = max(float(marks[["before", "now"]].max().max()) * 1.08, 10.0)
    ticks = [v for v in range(0, 101, 20) if v <= top]
    words = with_unit(map(str, ticks), "%")
    axis = {"range": [0, top], "tickvals": ticks, "ticktext": words}
    return pairs(marks, before, year, axis, ("china", "china"), palette)


def shares_caption(rows: pd.DataFrame, months: str, year: int, before: int, known: int = 12) -> Caption:
    """The industry in which China's share fell most among those shown; ``known``: months of each year, in words
    ``months``."""
    steepest = rows.sort_values("change_pp").iloc[0]
    name = industry(str(steepest["naics3"]))
    finding = SAY(
        "industries.finding",
        count=terms.counted(len(rows)),
        industry=name.lower(),
        before=terms.rate(steepest["share_before_pct"]),
        after=terms.rate(steepest["share_pct"]),
        base=terms.year_to(known, before),
        year=terms.year_to(known, year),
    )
    measure = SAY("industries.measure", before=_when(months, before), when=_when(months, year))
    told = "; ".join(
        f"{industry(str(r['naics3']))} {terms.number(r['share_before_pct'], 1)} to {terms.number(r['share_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dot chart, percent, {before} to {year}. {told}.")
