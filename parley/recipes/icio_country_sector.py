"""Gross output by industry and economy in 2022, OECD Inter-Country Input-Output tables."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FOLDER = "trade/oecd-icio-2022"
YEAR, SOURCE = 2022, "oecd_icio_2022"
USD_PER_UNIT = 1e6  # the files are in million dollars
MONEY = {
    "gross_output_musd": "gross_output_usd",
    "intermediate_inputs_from80_musd": "intermediate_usd",
    "final_demand_plus_row_sales_musd": "final_and_row_usd",
    "va_plus_tls_plus_row_inputs_musd": "value_added_taxes_row_usd",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per economy and industry; industries an economy does not have stand with zero, as in the tables."""
    rows = pd.read_parquet(raw_file(raw, f"{FOLDER}/icio2022_country_sector.parquet")).rename(columns=MONEY)
    names = pd.read_csv(raw_file(raw, f"{FOLDER}/OECD_ICIO_2025_sector_code_mapping.csv"), encoding="utf-8-sig")
    rows[list(MONEY.values())] *= USD_PER_UNIT
    rows["sector_name"] = rows["sector"].map(dict(zip(names["code"], names["economic_activity"], strict=True)))
    ordered = rows.sort_values(["country_iso3", "sector"], ignore_index=True)
    return ordered.assign(year=YEAR, source_id=SOURCE)
