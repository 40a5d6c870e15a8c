"""US trade with one economy: by month and year, the goods it sells, and what hangs on the US market."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up.header import of_all
from parley.app.look_up.product_trade import vintage_note, years
from parley.app.trade.goods import goods_name, said
from parley.app.trade.months import FLOWS
from parley.calibration.world import EUROPEAN_UNION, union_members
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.months import newest
from parley.charts.theme import Palette
from parley.measures import products, trade
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
SHOWN, BUYERS_SHOWN = 12, 10
SINCE = pd.Timestamp("2015-01-01")
COLUMNS = ["exporter_iso3", "year", "section", "chapter", "hs6", "value_usd", "duty_usd", "source_id"]
SIDES = {"import": "bought", "export": "sold"}  # the field of a flow's value in a sentence
TRADE, PRODUCT = "world_trade_2023", "country_macro"
YEAR = 2023
US, CHINA = "USA", "CHN"


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
    views = {"Chart": lambda palette: flow_lines(rows, iso3, palette)}
    last = rows.groupby("flow")["month"].max()
    if last.nunique() == 1:
        note = SAY("months.ends", "together", month=terms.month(last.iloc[0]))
    else:
        note = SAY("months.ends", "apart", imports=terms.month(last["import"]), exports=terms.month(last["export"]))
    return Figure("look_up_months", flows_caption(rows, name), rows, views, note=note, state=(iso3, as_of))


@kept
def chapters(iso3: str, as_of: date) -> pd.DataFrame:
    """The chapters of goods an economy sold the US in the newest year, largest first, with its part of US imports."""
    year = years(as_of)[-1]
    imported = cache.imports(as_of, year, 6, {}, COLUMNS, iso3 != EUROPEAN_UNION)  # the Union as one or in parts
    if not (imported.loc[imported["exporter_iso3"] == iso3, "value_usd"] > 0).any():
        raise NothingToShowError(SAY("sells.none", name=cache.place(iso3), year=year))
    rows = products.by_goods(imported, iso3, "chapter")
    names = [goods_name(code, "chapter") for code in rows["code"]]
    return rows.assign(name=names, year=year)


@kept
def sells(iso3: str, as_of: date) -> Figure:
    """The largest chapters."""
    rows = chapters(iso3, as_of)
    shown = rows.head(SHOWN)
    views = {"Chart": lambda palette: goods_bars(shown, iso3, palette)}
    caption = goods_caption(rows, shown, cache.place(iso3))
    note = vintage_note(as_of)
    return Figure("look_up_sells", caption, products.of_all_partners(rows), views, note=note, state=(iso3, as_of))


def facts(iso3: str, as_of: date) -> list[Metric]:
    """Imports and duty collected of the newest year by product, exports of the newest year of twelve months."""
    none = SAY("product.fact.none")
    try:
        rows = chapters(iso3, as_of)
    except NothingToShowError as nothing:
        metrics = [Metric(name, none, help=str(nothing)) for name in ("US imports", "Duty collected")]
    else:
        year, source = int(rows["year"].iloc[0]), sources_of(rows).parts
        value, duty = float(rows["value_usd"].sum()), float(rows["duty_usd"].sum())
        imported, rate = SAY("economy.fact_imports", year=year), SAY("economy.fact_collected", year=year)
        metrics = [
            Metric(f"US imports, {year}", terms.usd(value), help=imported, source=source),
            Metric(f"Collected, {year}", terms.rate(duty / value * 100), help=rate, source=source),
        ]
    return [*metrics, _exports(iso3, as_of)]


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


def flow_lines(rows: pd.DataFrame, iso3: str, palette: Palette) -> go.Figure:
    """US imports from an economy and exports to it by month. ``rows``: month, flow, value_usd, vintage."""
    billions = rows.assign(value_bn=rows["value_usd"] / 1e9, series=rows["flow"].map(FLOWS))
    fills = {FLOWS["import"]: palette.country(iso3), FLOWS["export"]: palette.us}
    exact = rows["value_usd"].map(terms.usd)
    return lines(
        billions, palette, x="month", y="value_bn", series="series", fills=fills, release="vintage", exact=exact
    )


def flows_caption(rows: pd.DataFrame, name: str) -> Caption:
    """Imports and exports of the newest month; a flow that ends before it is told with the month of its own end."""
    ends = newest(rows, "flow", "value_usd")
    months = rows.groupby("flow")["month"].max()
    newer = [flow for flow in FLOWS if flow in ends and months[flow] == months.max()]
    older = [flow for flow in ends if flow not in newer]
    case = "_".join(["both" if len(newer) > 1 else newer[0], *(f"{flow}_ends" for flow in older)])
    month = terms.month(months.max())
    values = {SIDES[flow]: terms.usd(value) for flow, value in ends.items()}
    finding = SAY("flows.title", case, name=name, month=month, end=terms.month(months.min()), **values)
    measure = SAY("flows.measure", name=name, first=terms.month(rows["month"].min()), last=month)
    return Caption(finding, measure)


def goods_bars(rows: pd.DataFrame, iso3: str, palette: Palette) -> go.Figure:
    """One bar a chapter with its value and the duty collected on it. ``rows``: name, value_usd, effective_rate_pct."""
    figures = {
        "Value": bold(rows["value_usd"].map(terms.usd)),
        "Duty": list(rows["effective_rate_pct"].map(terms.rate)),
    }
    return bars(rows, palette, value=rows["value_usd"] / 1e9, unit="bn", colour=palette.country(iso3), text=figures)


def goods_caption(rows: pd.DataFrame, shown: pd.DataFrame, name: str) -> Caption:
    """The largest chapter's part of all the economy sells the US. ``rows``: every chapter, the largest first."""
    first, total, year = rows.iloc[0], float(rows["value_usd"].sum()), int(rows["year"].iloc[0])
    part = terms.rate(first["value_usd"] / total * 100, 0)
    goods = terms.capital(said(str(first["name"]), "chapter").partition(" (")[0])
    finding = SAY("sells.title", part=part, name=name, year=year, goods=goods)
    case, totals = of_all(rows, shown)
    imports = SAY("sells.imports", name=name), SAY("sells.imports_briefly")
    measure = terms.fitting(SAY("sells.measure", case, imports=each, year=year, **totals) for each in imports)
    alt = "; ".join(  # with parts of all, which no row has
        f"{r['name']} {terms.usd(r['value_usd'])} ({terms.rate(r['value_usd'] / total * 100, 0)}),"
        f" duty {terms.rate(r['effective_rate_pct'])}"
        for r in shown.to_dict("records")
    )
    return Caption(finding, measure, f"Bars, {year}. {alt}.")


def buyer_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a buyer with its part of all. ``rows``: code, name, value_usd, share_pct."""
    figures = {
        "Value": bold(rows["value_usd"].map(terms.usd)),
        "Share": [terms.rate(share) for share in rows["share_pct"]],
    }
    colours = [palette.country(code) for code in rows["code"]]
    return bars(rows, palette, value=rows["value_usd"] / 1e9, unit="bn", colour=colours, text=figures)


def exposure_caption(rows: pd.DataFrame, shown: pd.DataFrame, name: str) -> Caption:
    """The part of the exports that went to the United States, and what that is of the gross domestic product.

    ``rows``: every buyer, the largest first.
    """
    year = int(rows["year"].iloc[0])
    us = rows[rows["code"] == "USA"]
    if us.empty:
        finding = SAY("exposure.title", "none", name=name, year=year)
    else:
        share, of_product = us["share_pct"].iloc[0], us["gdp_share_pct"].iloc[0]
        fields: dict[str, str | int] = {"share": terms.rate(share), "name": name, "year": year}
        if pd.isna(of_product):
            finding = SAY("exposure.title", "share", **fields)
        else:
            finding = SAY("exposure.title", "both", of_product=terms.rate(of_product), **fields)
    case, totals = of_all(rows, shown)
    measure = SAY("exposure.measure", case, name=terms.capital(name), year=year, **totals)
    alt = "; ".join(
        f"{row['name']} {terms.usd(row['value_usd'])} ({terms.rate(row['share_pct'])})"
        for row in shown.to_dict("records")
    )
    return Caption(finding, measure, f"{finding}. Bars, {year}. {alt}.")


@kept
def buyers(iso3: str, as_of: date) -> pd.DataFrame:
    """Exports of goods of 2023 by buyer, the largest first; the European Union as one seller without its members.

    Columns code, name, value_usd, share_pct (of all its exports), gdp_share_pct (missing where no gross domestic
    product of the year is held), year, source_id, gdp_source_id. Raises NothingToShowError where none are held, or on
    a day before the gross domestic products were out.
    """
    trade, product = cache.table(TRADE, compiled_on()), cache.table(PRODUCT, compiled_on())
    name = cache.place(iso3)
    published = cache.sources()["published_on"][product["source_id"].iloc[0]]
    members = union_members() if iso3 == EUROPEAN_UNION else {iso3}
    sold = trade[trade["exporter_iso3"].isin(members) & ~trade["importer_iso3"].isin(members)]
    if pd.Timestamp(as_of) < published or sold.empty:
        raise NothingToShowError(SAY("exposure.none", name=name, day=terms.day(as_of)))
    sums = sold.groupby("importer_iso3")["value_usd"].sum().sort_values(ascending=False)
    gdp = product[product["iso3"].isin(members) & (product["year"] == YEAR)]
    whole = gdp["gdp_usd"].sum() if len(gdp) == len(members) else float("nan")
    names = cache.country_names()
    return pd.DataFrame(
        {
            "code": sums.index,
            "name": [names.get(code, code) for code in sums.index],
            "value_usd": sums.to_numpy(),
            "share_pct": sums.to_numpy() / sums.sum() * 100,
            "gdp_share_pct": sums.to_numpy() / whole * 100,
            "year": YEAR,
            "source_id": sold["source_id"].iloc[0],
            "gdp_source_id": product["source_id"].iloc[0],
        }
    )


@kept
def exposed(iso3: str, as_of: date) -> Figure:
    """The largest buyers of its goods, the United States and China among them."""
    rows = buyers(iso3, as_of)
    shown = rows[(rows.index < BUYERS_SHOWN) | rows["code"].isin([US, CHINA])].reset_index(drop=True)
    caption = exposure_caption(rows, shown, cache.place(iso3))
    views = {"Chart": lambda palette: buyer_bars(shown, palette)}
    return Figure("look_up_buyers", caption, rows, views, note=SAY("exposure.note"), state=(iso3, as_of))
