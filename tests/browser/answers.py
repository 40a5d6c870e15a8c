"""Answers to the questions of ``test_thirty_questions``, worked out from the tables alone, in the app's units."""

from functools import cache

import pandas as pd

from parley import read_table, terms
from parley.measures.tariffs import in_force
from parley.results.law.steps import law_steps
from parley.tables.glossary import by_form
from parley.tables.read import compiled_on


@cache
def rows_of(table: str) -> pd.DataFrame:
    """A table, read once."""
    return read_table(table)


def flow(partner: str, kind: str = "import") -> pd.Series:
    """US trade with a partner by month, US dollars: general imports, or exports free alongside ship."""
    rows = rows_of("trade_monthly")
    basis = {"import": "general", "export": "fas"}[kind]
    own = rows[(rows["partner_iso3"] == partner) & (rows["flow"] == kind) & (rows["basis"] == basis)]
    newest = own.sort_values("vintage").drop_duplicates("month", keep="last")
    return newest.set_index("month")["value_usd"].sort_index()


def newest_month(partner: str) -> str:
    values = flow(partner)
    return f"Imports {terms.usd(values.iloc[-1])}"


def deficit(partner: str) -> str:
    bought, sold = flow(partner), flow(partner, "export")
    months = bought.index[(bought.index >= bought.index.max().replace(month=1)) & bought.index.isin(sold.index)]
    return terms.usd(bought[months].sum() - sold[months].sum())


def share_of_imports(partner: str, year: int) -> str:
    values, world = (flow(code)[lambda each: each.index.year == year].sum() for code in (partner, "WLD"))
    return terms.rate(values / world * 100)


def imports(code: str, origin: str, year: int = 2025) -> pd.DataFrame:
    rows = rows_of("us_imports_hs6")
    return rows[rows["hs6"].str.startswith(code) & (rows["exporter_iso3"] == origin) & (rows["year"] == year)]


def in_chart(value_usd: float) -> str:
    """As the alternative text of a chart of rows says a value."""
    return f"Value ${terms.significant(value_usd / 1e9, 4).rstrip('0').rstrip('.')}bn"


def bought_in_chart(code: str, origin: str) -> str:
    return in_chart(float(imports(code, origin)["value_usd"].sum()))


def bought(code: str, origin: str) -> str:
    return terms.usd(float(imports(code, origin)["value_usd"].sum()))


def collected(code: str, origin: str, year: int = 2025) -> str:
    rows = imports(code, origin, year)
    return terms.rate(rows["duty_usd"].sum() / rows["value_usd"].sum() * 100)


def by_law(code: str, origin: str) -> str:
    return terms.rate(law_steps(code, [code], origin, compiled_on())["sum_pct"].iloc[-1])


def sold_to_china(code: str, year: int) -> str:
    rows = rows_of("us_exports_china_hs6_monthly")
    own = rows[rows["hs6"].str.startswith(code) & rows["month"].dt.year.eq(year)]
    return f"{year}: {in_chart(own['value_usd'].sum())}"


def average_on(iso3: str, day: str | None = None) -> str:
    """The average duty by law on an economy, on a day or the newest: line by line, of small partners as Yale has it."""
    rows = rows_of("us_tariff_origin_steps").query("exporter_iso3 == @iso3")
    if rows.empty:
        known = rows_of("us_tariff_partner_steps").query("exporter_iso3 == @iso3 and not is_projection")
        rows = known[known["authority"] == "total"].assign(valid_to=pd.NaT).nlargest(1, "valid_from")
    return terms.rate(in_force(rows, pd.Timestamp(day or compiled_on()))["rate_pct"].sum())


def extra_duty(importer: str, exporter: str) -> str:
    rows, on = rows_of("tariff_layers"), pd.Timestamp(compiled_on())
    pair = (rows["importer_iso3"] == importer) & (rows["exporter_iso3"] == exporter)
    broad = rows[pair & rows["coverage"].isin(["all_goods", "broad_with_exemptions"])]
    held = broad[(broad["valid_from"] <= on) & ~(broad["valid_to"] < on)]
    return f"{held['rate_pct'].sum():g}%"


def stage(name: str, edition: str = "IEA2025") -> str:
    rows = rows_of("stage_shares").query("stage == @name and edition == @edition and year == 2024 and iso3 == 'CHN'")
    return f"China {terms.rate(rows['share_pct'].item(), 0)}"


def magnets_to_the_us() -> str:
    rows = rows_of("china_rare_earth_exports").query(
        "commodity == 'rare_earth_magnets' and destination_iso3 == 'USA' and kind == 'reported'"
    )
    newest = rows.dropna(subset="quantity_t").sort_values("period_start").iloc[-1]
    return f"{terms.number(newest['quantity_t'])}{terms.NBSP}t"


def relied_on(commodity: str) -> str:
    rows = rows_of("us_import_reliance")
    newest = rows[(rows["commodity"] == commodity) & rows["statistic"].eq("net_import_reliance")]
    value = newest.sort_values(["edition", "year"])["value_pct"].iloc[-1]
    return f"{commodity} {terms.number(value)}%"


def source_of(chapter: str, partner: str) -> str:
    rows = rows_of("us_import_reliance")
    own = rows[(rows["chapter"] == chapter) & rows["statistic"].eq("import_source") & rows["partner_iso3"].eq(partner)]
    return f"China {terms.rate(own.sort_values('edition')['value_pct'].iloc[-1], 0)}"


def price(element: str, year: int) -> str:
    rows = rows_of("oxide_prices").query("element == @element and year == @year and edition == 'MCS2026'")
    return f"{element} oxide {terms.number(rows['price_usd_per_kg'].item())}"


def reserves_of(iso3: str) -> str:
    rows = rows_of("reserves").query("iso3 == @iso3").dropna(subset="reserves_t").sort_values("published_on")
    return f"China {rows['reserves_t'].iloc[-1] / 1e6:g}"


def forecast(institution: str, edition: str) -> float:
    rows = rows_of("forecasts").query(
        "institution == @institution and edition == @edition and area == 'WLD' and measure == 'real_gdp_growth' "
        "and scenario == 'baseline' and target_year == 2025"
    )
    return float(rows["value_pct"].item())


def revenue() -> str:
    rows = rows_of("us_customs_revenue_monthly").dropna(subset="gross_receipts_usd").sort_values("month")
    return f"newest {terms.usd(rows['gross_receipts_usd'].iloc[-1])}"


def chinas_own_exports(first: str, last: str) -> str:
    rows = rows_of("china_customs").query("partner_iso3 == 'USA' and flow == 'export' and currency == 'USD'")
    value = rows[(rows["period_start"] == first) & (rows["period_end"] == last)]["value_usd"].item()
    return f"China's customs {terms.usd(value)}"


def listed_codes() -> str:
    rows = rows_of("us_tariff_scope")
    own = rows[rows["authority"].eq("section_232") & rows["programme"].eq("steel_derivatives")]
    on = pd.Timestamp(compiled_on())
    held = own[own["role"].str.startswith("in_scope") & (own["valid_from"] <= on) & ~(own["valid_to"] < on)]
    return terms.number(held["product_code"].nunique())


def meaning(term: str) -> str:
    return by_form()[term].sentence
