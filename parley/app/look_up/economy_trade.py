"""US trade with one economy: by month, by year, and the goods it sells."""

from datetime import date

import pandas as pd

from parley import imports, terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up.charts import economy as charts
from parley.app.look_up.product_trade import years
from parley.app.trade.goods import goods_name
from parley.measures import products, trade

SAY = words.beside(__file__)
SHOWN = 12
SINCE = pd.Timestamp("2015-01-01")
COLUMNS = ["exporter_iso3", "year", "section", "chapter", "hs6", "value_usd", "duty_usd", "source_id"]


@kept
def months(iso3: str, as_of: date) -> pd.DataFrame:
    """US general imports from an economy and exports to it by month, the newest vintage of each."""
    table = cache.table("trade_monthly", as_of)
    rows = table[(table["partner_iso3"] == iso3) & (table["reporter_iso3"] == "USA")]
    rows = rows[rows["basis"].isin(["general", "fas"]) & (rows["month"] >= SINCE)]
    return trade.latest_vintage(rows).sort_values(["flow", "month"], ignore_index=True)


@kept
def by_month(iso3: str, as_of: date) -> Figure:
    """Imports and exports by month. Raises NothingToShowError where no month is held."""
    rows = months(iso3, as_of)
    name = cache.place(iso3)
    if rows.empty:
        raise NothingToShowError(SAY("months.none", name=name, day=terms.day(as_of)))
    views = {"Chart": lambda palette: charts.flow_lines(rows, palette)}
    note = _ends(rows)
    return Figure("look_up_months", charts.flows_caption(rows, name), rows, views, note=note, state=(iso3, as_of))


def _ends(rows: pd.DataFrame) -> str:
    """Where the figures end: in one month, or each flow in a month of its own."""
    last = rows.groupby("flow")["month"].max()
    if last.nunique() == 1:
        return SAY("months.ends", "together", month=terms.month(last.iloc[0]))
    return SAY("months.ends", "apart", imports=terms.month(last["import"]), exports=terms.month(last["export"]))


def _imported(iso3: str, year: int, as_of: date) -> pd.DataFrame:
    """US imports of a year of all goods, with the Union as one or in parts as the economy asked for needs it."""
    return cache.imports(as_of, year, 6, {}, COLUMNS, iso3 != imports.EUROPEAN_UNION)


@kept
def chapters(iso3: str, as_of: date) -> pd.DataFrame:
    """The chapters of goods an economy sold the US in the newest year, largest first, with its part of US imports."""
    year = years(as_of)[-1]
    imported = _imported(iso3, year, as_of)
    if not (imported.loc[imported["exporter_iso3"] == iso3, "value_usd"] > 0).any():
        name = cache.place(iso3)
        raise NothingToShowError(SAY("sells.none", name=name, year=year))
    rows = products.by_goods(imported, iso3, "chapter")
    names = [goods_name(code, "chapter") for code in rows["code"]]
    return rows.assign(name=names, year=year)


@kept
def sells(iso3: str, as_of: date) -> Figure:
    """The largest chapters."""
    rows = chapters(iso3, as_of)
    drawn = rows.head(SHOWN)
    name = cache.place(iso3)
    views = {"Chart": lambda palette: charts.goods_bars(drawn, iso3, palette)}
    note = SAY("trade.vintage", "revised" if cache.imports_vintage(as_of).has_members else "first")
    caption = charts.goods_caption(rows, drawn, name)
    return Figure("look_up_sells", caption, products.of_all_partners(rows), views, note=note, state=(iso3, as_of))


def facts(iso3: str, as_of: date) -> list[Metric]:
    """Imports and duty collected of the newest year by product, exports of the newest year of twelve months."""
    none = SAY("product.fact.none")
    try:
        rows = chapters(iso3, as_of)
    except NothingToShowError as nothing:
        found = [Metric(name, none, help=str(nothing)) for name in ("US imports", "Duty collected")]
    else:
        year, source = int(rows["year"].iloc[0]), sources_of(rows).parts
        value, duty = float(rows["value_usd"].sum()), float(rows["duty_usd"].sum())
        imported, rate = SAY("economy.fact_imports", year=year), SAY("economy.fact_collected", year=year)
        found = [
            Metric(f"US imports, {year}", terms.usd(value), help=imported, source=source),
            Metric(f"Collected, {year}", terms.rate(duty / value * 100), help=rate, source=source),
        ]
    return [*found, _exports(iso3, as_of)]


def _exports(iso3: str, as_of: date) -> Metric:
    rows = months(iso3, as_of)
    sold = rows[rows["flow"] == "export"]
    by_year = sold.groupby(sold["month"].dt.year)["value_usd"].agg(["sum", "size"])
    full = by_year[by_year["size"] == trade.MONTHS_IN_YEAR]
    about = SAY("economy.fact_exports")
    if full.empty:
        return Metric("US exports", SAY("product.fact.none"), help=about)
    year = int(full.index.max())
    source = sources_of(sold[sold["month"].dt.year == year]).parts
    return Metric(f"US exports, {year}", terms.usd(full["sum"][year]), help=about, source=source)
