"""US imports and exports by chapter, partner and month, 2013 to 2021."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.hs_revisions import hs_revision_of
from parley.recipes.releases import known_from
from parley.recipes.trade_monthly import partners_by_name

IMPORTS = "trade/census-hs2-monthly-2013-2021/top20-HS2-imports.parquet"
EXPORTS = "trade/census-hs2-monthly-exports-2013-2020/top20-HS2-exports.parquet"
ALL_PRODUCTS = "00"
_BOTH = {"BRA", "CAN", "CHE", "CHN", "DEU", "FRA", "GBR", "IND", "ITA", "JPN", "KOR", "MEX", "SAU", "SGP", "TWN", "WLD"}
PARTNERS = {  # of each file; the world is all countries together
    "import": _BOTH | {"IRL", "ISR", "MYS", "THA", "VNM"},
    "export": _BOTH | {"ARE", "AUS", "BEL", "HKG", "NLD"},
}
KEY = ["flow", "chapter", "partner_iso3", "month"]


def build(raw: Path) -> pd.DataFrame:
    """One row per flow, chapter, partner and month, in that order."""
    table = pd.concat([_imports(raw), _exports(raw)], ignore_index=True)
    table["duty_usd"] = table["duty_usd"].astype("Int64")
    table["value_usd"] = table["value_usd"].astype("int64")  # whole dollars in both files
    table["hs_revision"] = hs_revision_of(table["month"].dt.year)
    table[["released_on", "date_basis"]] = known_from(table["month"])
    return table.sort_values(KEY, ignore_index=True)


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
    table = table[table[chapter] != ALL_PRODUCTS]
    table = table.assign(
        partner_iso3=table["CTY_NAME"].map(partners_by_name()), month=table["time"].dt.tz_localize(None)
    )
    return table.rename(columns={chapter: "chapter", **values})[["chapter", "partner_iso3", "month", *values.values()]]
