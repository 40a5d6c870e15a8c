"""US trade and duty by month: by partner, industry and chapter."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.classifications import hs_revision_of
from parley.recipes.countries import census_to_iso3
from parley.recipes.releases import known_from
from parley.tables.read import read_table

WORKBOOK = "trade/census-country-totals/country.xlsx"
BY_PARTNER = "trade/census-country-2023-2026/us_trade_by_partner_monthly.csv"
DUTIES = "trade/census-duties-2026-all-partners/us_duties_by_partner_{year}.csv"
BY_INDUSTRY = "trade/census-naics3-monthly/top30-NAICS-imports.parquet"
FIVE_AREAS = "trade/budgetlab-import-shares/import_shares.csv"
TOTALS = "trade/census-total-monthly-2023-2026/us_goods_monthly_2023-01_2026-06.csv"
DUTY_TOTALS = "trade/us-customs-receipts-2024-2026/us_calculated_duty_total_monthly.csv"

FIRST_MONTH = pd.Timestamp("2015-01-01")
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
PARTNERS_KEY = ["partner_iso3", "month", "flow", "basis"]
WITH_AUGUST_2026 = date(2026, 10, 6)  # the release of the trade of August 2026, which three of the files go up to
# The published European Union changes its members in the middle of each file: up to these months it includes the
# United Kingdom. The tests compare it with the sum of the members.
WORKBOOK_EU27_FROM = pd.Timestamp("2020-01-01")
BY_INDUSTRY_EU27_FROM = pd.Timestamp("2018-01-01")
FIVE_AREAS_EU27_FROM = pd.Timestamp("2020-02-01")


def trade_monthly(raw: Path) -> pd.DataFrame:
    """US goods trade by partner and month, from seven files that differ in basis, partners and vintage.

    One row per partner, month, flow, basis and vintage, in that order.
    """
    parts = [
        _released(_workbook(raw), date(2023, 3, 30), "census_country_totals"),
        _released(_by_partner(raw), WITH_AUGUST_2026, "census_country_2023_2026"),
        _released(_duties(raw), WITH_AUGUST_2026, "census_duties_2026_all_partners"),
        _released(_duty_totals(raw), WITH_AUGUST_2026, "census_duty_totals_2024_2026"),
        _released(_by_industry(raw), date(2026, 5, 5), "census_naics3_monthly"),
        _released(_five_areas(raw), date(2026, 3, 31), "budgetlab_import_shares"),
        _released(_totals(raw), date(2026, 8, 4), "census_total_monthly_2023_2026"),
    ]
    table = pd.concat(parts, ignore_index=True)
    table["is_derived"] = table["is_derived"].eq(True)  # parts that derive nothing lack the column
    table["reporter_iso3"] = "USA"
    table["seasonal_adjustment"] = "NSA"
    table[["released_on", "date_basis"]] = known_from(table["month"])
    return table.sort_values(["partner_iso3", "flow", "basis", "month", "vintage"], ignore_index=True)


def _released(part: pd.DataFrame, vintage: date, source_id: str) -> pd.DataFrame:
    return part.assign(vintage=vintage, source_id=source_id)


def _workbook(raw: Path) -> pd.DataFrame:
    """General imports and exports 2015-2022, all partners, World and European Union; USD million."""
    wide = pd.read_excel(raw_file(raw, WORKBOOK), dtype={"CTY_CODE": str})
    # January 2023 is there alone; later months are zero, which means not yet published
    wide = wide[(wide["year"] >= FIRST_MONTH.year) & (wide["year"] <= 2022)]
    iso3 = census_to_iso3(raw) | {"0015": "WLD", "0003": "EU27"}  # other codes 00xx are groups that overlap
    wide = wide.assign(partner_iso3=wide["CTY_CODE"].map(iso3)).dropna(subset="partner_iso3")
    columns = [side + month for side in "IE" for month in MONTHS]
    cells = wide.melt(["partner_iso3", "year"], columns)
    cells = cells[cells["value"] != 0]
    month = cells["variable"].str[1:].map({name: number for number, name in enumerate(MONTHS, start=1)})
    cells["month"] = pd.to_datetime({"year": cells["year"], "month": month, "day": 1})
    cells["flow"] = cells["variable"].str[0].map({"I": "import", "E": "export"})
    cells["basis"] = cells["flow"].map({"import": "general", "export": "fas"})
    cells["value_usd"] = _from_million(cells["value"])
    # Gaza Strip and West Bank are one country here
    return without_united_kingdom(cells.groupby(PARTNERS_KEY, as_index=False)[["value_usd"]].sum(), WORKBOOK_EU27_FROM)


def _by_partner(raw: Path) -> pd.DataFrame:
    """General imports and exports from 2023 on, 23 partners; USD million."""
    table = pd.read_csv(raw_file(raw, BY_PARTNER), parse_dates=["month"])
    basis = table["basis"].map({"total exports f.a.s.": "fas", "general imports, customs value": "general"})
    return table.assign(basis=basis, value_usd=_from_million(table["value_usd_million"]))[[*PARTNERS_KEY, "value_usd"]]


def _duties(raw: Path) -> pd.DataFrame:
    """Consumption imports and duty by partner from January 2025 on, after the revision of June 2026; dollars."""
    years = [pd.read_csv(raw_file(raw, DUTIES.format(year=year)), parse_dates=["month"]) for year in (2025, 2026)]
    table = pd.concat(years, ignore_index=True).rename(columns={"calculated_duty_usd": "duty_usd"})
    return table.assign(flow="import")[[*PARTNERS_KEY, "value_usd", "duty_usd"]]


def _duty_totals(raw: Path) -> pd.DataFrame:
    """Consumption imports with duty, and exports, all partners together, from January 2024 on; dollars."""
    table = pd.read_csv(raw_file(raw, DUTY_TOTALS), parse_dates=["month"]).assign(partner_iso3="WLD")
    names = {"imports_usd": "value_usd", "calculated_duty_usd": "duty_usd"}
    imports = table.rename(columns=names).assign(flow="import", basis="consumption")
    exports = table.rename(columns={"exports_fas_usd": "value_usd"}).assign(flow="export", basis="fas")
    both = [imports[[*PARTNERS_KEY, "value_usd", "duty_usd"]], exports[[*PARTNERS_KEY, "value_usd"]].dropna()]
    return pd.concat(both, ignore_index=True)


def _by_industry(raw: Path) -> pd.DataFrame:
    """Consumption imports and duty to November 2025, 30 countries, European Union and World; dollars."""
    table = pd.read_parquet(raw_file(raw, BY_INDUSTRY)).reset_index()
    table = table[(table["NAICS"] == "00") & (table["CTY_NAME"] != "USMCA (NAFTA)")]  # 00: all products
    table = table.assign(
        partner_iso3=table["CTY_NAME"].map(partners_by_name()),
        month=pd.to_datetime(table["time"]),
        flow="import",
        basis="consumption",
    ).rename(columns={"imports": "value_usd", "duty": "duty_usd"})
    table = table.loc[table["month"] >= FIRST_MONTH, [*PARTNERS_KEY, "value_usd", "duty_usd"]]
    return without_united_kingdom(table, BY_INDUSTRY_EU27_FROM)


def partners_by_name() -> dict[str, str]:
    """Codes of countries and groups by the names of the Census Bureau's programming interface."""
    countries = read_table("countries")
    names = dict(zip(countries["name"].str.upper(), countries["iso3"], strict=True))
    return names | {"KOREA, SOUTH": "KOR", "TOTAL FOR ALL COUNTRIES": "WLD"}


def _five_areas(raw: Path) -> pd.DataFrame:
    """General imports of an older vintage, five areas; the m_ columns are USD million (dv_, not used: thousand)."""
    wide = pd.read_csv(raw_file(raw, FIVE_AREAS), parse_dates=["date"]).rename(columns={"date": "month"})
    names = {"m_canada": "CAN", "m_mexico": "MEX", "m_china": "CHN", "m_eu": "EU27", "m_world": "WLD"}
    long = wide[wide["month"] >= FIRST_MONTH].rename(columns=names).melt("month", list(names.values()), "partner_iso3")
    # this file has no United Kingdom to take out of the Union's earlier figures
    long = long[(long["partner_iso3"] != "EU27") | (long["month"] >= FIVE_AREAS_EU27_FROM)]
    return long.assign(flow="import", basis="general", value_usd=_from_million(long["value"]))[
        [*PARTNERS_KEY, "value_usd"]
    ]


def _totals(raw: Path) -> pd.DataFrame:
    """Consumption imports with duty, and exports, all partners together, 2023-01 to 2026-06; dollars."""
    table = pd.read_csv(raw_file(raw, TOTALS), parse_dates=["month"]).assign(partner_iso3="WLD")
    value = table["imports_consumption_usd"]
    imports = table.assign(
        flow="import",
        basis="consumption",
        value_usd=value,
        duty_usd=(value * table["implied_tariff_pct"] / 100).round(),
        is_derived=True,
    )
    exports = table.assign(flow="export", basis="fas", value_usd=table["exports_total_usd"], is_derived=False)
    return pd.concat([imports, exports])[[*PARTNERS_KEY, "value_usd", "duty_usd", "is_derived"]]


def _from_million(values: pd.Series) -> pd.Series:
    return (values * 1e6).round()


def without_united_kingdom(table: pd.DataFrame, eu27_from: pd.Timestamp) -> pd.DataFrame:
    """The European Union without the United Kingdom in the months before ``eu27_from``; its rows say so."""
    indexed = table.set_index(PARTNERS_KEY)
    before = table[(table["partner_iso3"] == "EU27") & (table["month"] < eu27_from)]
    union = pd.MultiIndex.from_frame(before[PARTNERS_KEY])
    kingdom = pd.MultiIndex.from_frame(before.assign(partner_iso3="GBR")[PARTNERS_KEY])
    indexed.loc[union] = indexed.loc[union].to_numpy() - indexed.loc[kingdom].to_numpy()
    indexed["is_derived"] = indexed.index.isin(union)
    return indexed.reset_index()


SOURCE_ID = "census_naics3_monthly"
NAICS3_ALL_PRODUCTS = "00"
NAICS3_PARTNERS = (
    "TOTAL FOR ALL COUNTRIES", "EUROPEAN UNION", "AUSTRALIA", "AUSTRIA", "BELGIUM", "BRAZIL", "CANADA", "CHILE",
    "CHINA", "COLOMBIA", "FRANCE", "GERMANY", "INDIA", "INDONESIA", "IRELAND", "ISRAEL", "ITALY", "JAPAN",
    "KOREA, SOUTH", "MALAYSIA", "MEXICO", "NETHERLANDS", "RUSSIA", "SAUDI ARABIA", "SINGAPORE", "SPAIN", "SWEDEN",
    "SWITZERLAND", "TAIWAN", "THAILAND", "UNITED KINGDOM", "VIETNAM",
)  # fmt: skip
NAICS3_KEY = ["naics3", "partner_iso3", "month"]
NUMBERS = ["value_usd", "duty_usd"]


def us_imports_naics3_monthly(raw: Path) -> pd.DataFrame:
    """US imports for consumption and calculated duty by industry, partner and month.

    One row per industry, partner and month, in that order.
    """
    table = pd.read_parquet(raw_file(raw, BY_INDUSTRY)).reset_index()
    # the row of all products is the sum of the others; other groups are partners again
    table = table[(table["NAICS"] != NAICS3_ALL_PRODUCTS) & table["CTY_NAME"].isin(NAICS3_PARTNERS)]
    table = table.rename(columns={"NAICS": "naics3", "imports": "value_usd", "duty": "duty_usd", "time": "month"})
    table = table.assign(partner_iso3=table["CTY_NAME"].map(partners_by_name()))[[*NAICS3_KEY, *NUMBERS]]
    table[NUMBERS] = table[NUMBERS].astype("int64")  # whole dollars in the file
    table = _without_united_kingdom(table)
    table[["released_on", "date_basis"]] = known_from(table["month"])
    table["source_id"] = SOURCE_ID
    return table.sort_values(NAICS3_KEY, ignore_index=True)


def _without_united_kingdom(table: pd.DataFrame) -> pd.DataFrame:
    """The European Union of 27 in every month: until December 2017 the published group has the United Kingdom in it.

    An industry and month without a row of the United Kingdom had no imports from there.
    """
    joint = (table["partner_iso3"] == "EU27") & (table["month"] < BY_INDUSTRY_EU27_FROM)
    kingdom = table[table["partner_iso3"] == "GBR"].set_index(["naics3", "month"])[NUMBERS]
    union = table[joint].set_index(["naics3", "month"])[NUMBERS]
    less = union - kingdom.reindex(union.index).fillna(0).astype("int64")
    kept = table.assign(is_derived=joint)
    kept.loc[joint, NUMBERS] = less.to_numpy()
    return kept


IMPORTS = "trade/census-hs2-monthly-2013-2021/top20-HS2-imports.parquet"
EXPORTS = "trade/census-hs2-monthly-exports-2013-2020/top20-HS2-exports.parquet"
HS2_ALL_PRODUCTS = "00"
_BOTH = {"BRA", "CAN", "CHE", "CHN", "DEU", "FRA", "GBR", "IND", "ITA", "JPN", "KOR", "MEX", "SAU", "SGP", "TWN", "WLD"}
HS2_PARTNERS = {  # of each file; the world is all countries together
    "import": _BOTH | {"IRL", "ISR", "MYS", "THA", "VNM"},
    "export": _BOTH | {"ARE", "AUS", "BEL", "HKG", "NLD"},
}
HS2_KEY = ["flow", "chapter", "partner_iso3", "month"]


def us_trade_hs2_monthly(raw: Path) -> pd.DataFrame:
    """US imports and exports by chapter, partner and month, 2013 to 2021.

    One row per flow, chapter, partner and month, in that order.
    """
    table = pd.concat([_imports(raw), _exports(raw)], ignore_index=True)
    table["duty_usd"] = table["duty_usd"].astype("Int64")
    table["value_usd"] = table["value_usd"].astype("int64")  # whole dollars in both files
    table["hs_revision"] = hs_revision_of(table["month"].dt.year)
    table[["released_on", "date_basis"]] = known_from(table["month"])
    return table.sort_values(HS2_KEY, ignore_index=True)


def _imports(raw: Path) -> pd.DataFrame:
    # June 2021 stands in the file twice, row for row, and in its row of all products doubled
    table = _read(raw, IMPORTS, "I_COMMODITY", {"imports": "value_usd", "duty": "duty_usd"}).drop_duplicates()
    return table.assign(flow="import", basis="consumption", source_id="census_hs2_monthly_2013_2021")


def _exports(raw: Path) -> pd.DataFrame:
    table = _read(raw, EXPORTS, "E_COMMODITY", {"exports": "value_usd"})
    return table.assign(
        flow="export", basis="fas", duty_usd=float("nan"), source_id="census_hs2_monthly_exports_2013_2020"
    )


def _read(raw: Path, file: str, chapter: str, values: dict[str, str]) -> pd.DataFrame:
    table = pd.read_parquet(raw_file(raw, file)).reset_index()
    table = table[table[chapter] != HS2_ALL_PRODUCTS]
    table = table.assign(
        partner_iso3=table["CTY_NAME"].map(partners_by_name()), month=table["time"].dt.tz_localize(None)
    )
    return table.rename(columns={chapter: "chapter", **values})[["chapter", "partner_iso3", "month", *values.values()]]
