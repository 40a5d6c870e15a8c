"""The world of the model: trade and GDP of 2023, tariffs of 2024, and published results to compare with."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.measures.icio_sectors import sectors_of_products
from parley.recipes import classifications, raw_file, us_china_tariffs, us_imports
from parley.recipes.us_exports import chapter_parts

TRADE_FOLDER = "trade/baci-world-matrix-2023"
USD_PER_UNIT = 1000  # the matrix is in thousand dollars


def world_trade_2023(raw: Path) -> pd.DataFrame:
    """Goods trade between 194 countries in 2023: BACI of CEPII, summed over products.

    One row per pair of countries that trade. Rows of the matrix ship, columns buy, a blank is no trade.
    """
    codes = country_order(raw)
    matrix = pd.read_csv(raw_file(raw, f"{TRADE_FOLDER}/trade_cepii.csv"))
    matrix.index, matrix.columns = pd.Index(codes, name="exporter_iso3"), pd.Index(codes, name="importer_iso3")
    pairs = matrix.melt(ignore_index=False, value_name="value_usd").dropna().reset_index()
    pairs["value_usd"] *= USD_PER_UNIT
    ordered = pairs.sort_values(["importer_iso3", "exporter_iso3"], ignore_index=True)
    return ordered.assign(source_id="baci_world_matrix_2023")


def country_order(raw: Path) -> list[str]:
    """The countries in the order of the rows and columns of the matrix and of the file of GDP."""
    labels = pd.read_csv(raw_file(raw, f"{TRADE_FOLDER}/country_labels.csv"), keep_default_na=False)
    return list(labels.sort_values("iso_code")["iso3"])


NEWEST_YEAR = 2023
# The file gives one figure a country and no year. These are the countries whose figure is that of an earlier year in
# the World Bank's own table of 24 March 2025, kept beside it.
OLDER = {
    "BTN": 2022,
    "ERI": 2011,
    "GRL": 2021,
    "LBN": 2022,
    "NCL": 2022,
    "PYF": 2022,
    "SSD": 2015,
    "SYR": 2022,
    "TON": 2022,
    "VEN": 2014,
    "YEM": 2018,
}


def country_macro(raw: Path) -> pd.DataFrame:
    """GDP of the countries of the world trade matrix, World Bank.

    One row per country; the figures are in dollars, unlike the trade matrix beside them.
    """
    gdp = pd.read_csv(raw_file(raw, f"{TRADE_FOLDER}/gdp.csv"))["gdp"]
    rows = pd.DataFrame({"iso3": country_order(raw), "gdp_usd": gdp})
    rows["year"] = rows["iso3"].map(OLDER).fillna(NEWEST_YEAR).astype("int64")
    return rows.sort_values("iso3", ignore_index=True).assign(source_id="wdi_gdp_2023")


TARIFFS_COLUMNS = ["importer_iso3", "exporter_iso3", "sector", "tariff_pct", "value_usd", "source_id"]


def baseline_tariffs(raw: Path) -> pd.DataFrame:
    """Tariffs of the sector model's base by industry, where the tables know them: the USA on all, China on the USA.

    USA: duty collected in 2024 over customs value, by origin. China: average duty by HS chapter on the first date of
    the WTO lines (2025-01-01), the chapters of an industry weighted by what China imports from the USA; how much of a
    chapter belongs to an industry is taken from US exports to China by subheading in 2020, the last whole year of that
    table.

    One row per importer, exporter and industry with trade.
    """
    parts = sectors_of_products(classifications.hs_naics(raw))
    table = pd.concat([_usa(raw, parts), _china(raw, parts)])[TARIFFS_COLUMNS]
    return table.sort_values(TARIFFS_COLUMNS[:3], ignore_index=True)


def _usa(raw: Path, parts: pd.DataFrame) -> pd.DataFrame:
    imports = us_imports.us_imports_hs6_2024(raw).merge(parts, on="hs6")
    money = imports[["value_usd", "duty_usd"]].mul(imports["part"], axis=0)
    sums = money.groupby([imports["exporter_iso3"], imports["sector"]]).sum().reset_index()
    sums = sums[sums["value_usd"] > 0]
    return sums.assign(
        importer_iso3="USA",
        tariff_pct=100 * sums["duty_usd"] / sums["value_usd"],
        source_id=us_imports.HS6_2024_SOURCE_ID,
    )


def _china(raw: Path, parts: pd.DataFrame) -> pd.DataFrame:
    duties = us_china_tariffs.china_tariff_on_us_chapters(raw)
    duties = duties[duties["date"] == duties["date"].min()].set_index("chapter")
    split = chapter_parts(raw, parts)
    value = split["part"] * split["chapter"].map(duties["china_imports_from_us_usd"])
    duty = value * split["chapter"].map(duties["import_weighted_pct"])
    sums = pd.DataFrame({"value_usd": value, "duty": duty}).groupby(split["sector"]).sum().reset_index()
    sums = sums[sums["value_usd"] > 0]
    return sums.assign(
        importer_iso3="CHN",
        exporter_iso3="USA",
        tariff_pct=sums["duty"] / sums["value_usd"],
        source_id=duties["source_id"].iloc[0],
    )


EFFECTS_FOLDER = "trade/baci-world-matrix-2023/published_results"
FILES = {"no_retaliation": "output_map.csv", "optimal_retaliation": "output_map_retal.csv"}
EFFECTS_COLUMNS = {
    "Value_1": "welfare",
    "Value_2": "trade_deficit",
    "Value_3": "exports_to_gdp",
    "Value_4": "imports_to_gdp",
    "Value_5": "employment",
    "Value_6": "prices",
    "Value_7": "tariff_revenue_to_gdp",
}


def tariff_effects_by_country(raw: Path) -> pd.DataFrame:
    """Results by country of the model of Ignatenko, Macedoni, Lashkaripour and Simonovska (2025).

    The files call their columns Value_1 to Value_7. The row of the US equals the printed Table 1 (case 1) in the first
    six, its seventh the revenue of Table 3; the rows of the US and China with retaliation equal Table 2: so the meaning
    is read off, not stated.

    One row per scenario, country and variable, in percent.
    """
    parts = [_scenario(raw, name, file) for name, file in FILES.items()]
    return pd.concat(parts).sort_values(["scenario", "variable", "iso3"], ignore_index=True)


def _scenario(raw: Path, scenario: str, file: str) -> pd.DataFrame:
    wide = pd.read_csv(raw_file(raw, f"{EFFECTS_FOLDER}/{file}"))
    rows = wide.melt("Country", var_name="file_column", value_name="change_pct").rename(columns={"Country": "iso3"})
    rows["variable"] = rows["file_column"].map(EFFECTS_COLUMNS)
    # revenue alone is a share of one in the file, the others are percent
    rows.loc[rows["variable"] == "tariff_revenue_to_gdp", "change_pct"] *= 100
    return rows.assign(
        scenario=scenario,
        is_column_inferred=True,
        published_on=date(2025, 12, 31),
        date_basis="year",
        source_id="ignatenko_et_al_2025",
    )
