"""Goods the US buys nearly all from China: subheadings by China's share of US imports, of those above a share."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.app.trade import goods
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import products
from parley.measures.bilateral import CHINA

SAY = words.beside(__file__)
ABOVE_PCT = 70.0
LEAST_USD = 1e8  # of US imports of goods that are drawn; the table has all
NEARLY_ALL = 99.95  # percent, from which on a share that is not all would be printed as 100


@kept_figure
def of_year(year: int, as_of: date) -> Figure:
    """The goods of a year above the share. Raises NothingToShowError without any."""
    rows = some(above(year, as_of), SAY("china_share.none", year=year, above=terms.rate(ABOVE_PCT, 0)))
    large = rows[rows["all_partners_usd"] >= LEAST_USD]
    shown = some(large, SAY("china_share.none", year=year, above=terms.rate(ABOVE_PCT, 0))).head(goods.COUNT)
    return Figure(
        "trade_china_share",
        caption(rows, shown, year),
        products.of_all_partners(rows).assign(year=year, exporter_iso3=CHINA),
        {"Chart": lambda palette: share_bars(shown, palette)},
        note=SAY("china_share.note", least=terms.usd(LEAST_USD)),
    )


@kept
def above(year: int, as_of: date) -> pd.DataFrame:
    """Subheadings of which China supplies more than ``ABOVE_PCT`` of US imports, the highest share first."""
    every = products.by_goods(cache.imports(as_of, year, 6, {}, goods.COLUMNS), CHINA, "subheading")
    rows = every[every["share_pct"] > ABOVE_PCT].sort_values(["share_pct", "value_usd"], ascending=False)
    rows.insert(1, "name", [goods.goods_name(code, "subheading") for code in rows["code"]])
    return rows.reset_index(drop=True)


def share_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """``rows``: name, share_pct, all_partners_usd."""
    return bars(
        rows,
        palette,
        value="share_pct",
        unit="%",
        colour=palette.china,
        text={"Share": rows["share_pct"].map(_share), "US imports": rows["all_partners_usd"].map(terms.usd)},
    )


def _share(share_pct: float) -> str:
    return terms.rate(share_pct) if share_pct < NEARLY_ALL else SAY("goods.over", share=terms.rate(NEARLY_ALL - 0.05))


def caption(rows: pd.DataFrame, shown: pd.DataFrame, year: int) -> Caption:
    """How many goods are above the share, and what China sold of them."""
    share = terms.rate(ABOVE_PCT, 0)
    finding = SAY("china_share.title", above=share, count=terms.number(len(rows)), year=year)
    return Caption(finding, SAY("china_share.measure", above=share, count=terms.counted(len(shown)), year=year))


def largest_imports(as_of: date) -> Figure:
    """US imports of a year by goods, by partner, or by China's share of the goods."""
    year, by = goods.ranking_wanted(as_of)
    if by == goods.BY_SHARE:
        return of_year(year, as_of)
    return goods.imports_of(goods.choice_of(year, by, as_of), as_of)
