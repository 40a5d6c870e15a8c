"""Who took China's place, industry by industry: two lists and China's share in each industry in two years."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import with_unit
from parley.charts.ranked_bars import pairs
from parley.charts.theme import Palette
from parley.charts.two_lists import said, summed

OTHER = "other"
REST, OTHERS = "ROW", "All others"
SAY = words.beside(__file__)


def industry(code: str) -> str:
    """The short name of an industry; ``other`` for those gathered."""
    return "Other industries" if code == OTHER else terms.INDUSTRY_LABELS[code]


def partner(code: str, names: Mapping[str, str]) -> str:
    """The name of a partner; what is left of the world is ``All others``."""
    return OTHERS if code == REST else names[code]


def flow_lists(rows: pd.DataFrame, names: Mapping[str, str]) -> dict[str, pd.Series]:
    """China's shortfall by industry, below zero, and what each partner gained: US dollars by name under their heads.

    ``rows``: naics3 (``other`` for those gathered), partner_iso3 (ROW for the rest), flow_usd.
    """
    return {
        "China's shortfall": -summed(rows, "naics3", (OTHER,), industry),
        "Gained by": summed(rows, "partner_iso3", (REST,), lambda code: partner(code, names)),
    }


def flow_caption(lists: Mapping[str, pd.Series], months: str, year: int, before: int, risen_usd: float) -> Caption:
    """China's shortfall; in the measure the industry that makes most of it and the partners that gained most.

    ``months``: the part of the two years that is compared, such as ``January to November``. ``risen_usd``: what China
    sold more than at its earlier shares in the industries where its share rose, which have no flows.
    """
    lost, gained = lists.values()
    total = float(gained.sum())
    winners = [terms.with_article(name) for name in gained.index if name != OTHERS][:2]
    share = -lost.iloc[0] / total * 100
    finding = SAY("flow.finding", base=before, value=terms.usd(total), when=_when(months, year))
    measure = SAY(
        "flow.measure",
        "mixed" if risen_usd else "fell",
        risen=terms.usd(risen_usd),
        before=_when(months, before),
        when=_when(months, year),
        year=year,
        industry=str(lost.index[0]).lower(),
        share=terms.rate(share, 0),
        winners=terms.listed(winners),
    )
    return Caption(finding, measure, said(lists))


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
