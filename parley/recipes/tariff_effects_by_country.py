"""Results by country of the model of Ignatenko, Macedoni, Lashkaripour and Simonovska (2025).

The files call their columns Value_1 to Value_7. The row of the US equals the printed Table 1 (case 1) in the first six,
its seventh the revenue of Table 3; the rows of the US and China with retaliation equal Table 2: so the meaning is read
off, not stated.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FOLDER = "trade/baci-world-matrix-2023/published_results"
FILES = {"no_retaliation": "output_map.csv", "optimal_retaliation": "output_map_retal.csv"}
COLUMNS = {
    "Value_1": "welfare",
    "Value_2": "trade_deficit",
    "Value_3": "exports_to_gdp",
    "Value_4": "imports_to_gdp",
    "Value_5": "employment",
    "Value_6": "prices",
    "Value_7": "tariff_revenue_to_gdp",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per scenario, country and variable, in percent."""
    parts = [_scenario(raw, name, file) for name, file in FILES.items()]
    return pd.concat(parts).sort_values(["scenario", "variable", "iso3"], ignore_index=True)


def _scenario(raw: Path, scenario: str, file: str) -> pd.DataFrame:
    wide = pd.read_csv(raw_file(raw, f"{FOLDER}/{file}"))
    rows = wide.melt("Country", var_name="file_column", value_name="change_pct").rename(columns={"Country": "iso3"})
    rows["variable"] = rows["file_column"].map(COLUMNS)
    # revenue alone is a share of one in the file, the others are percent
    rows.loc[rows["variable"] == "tariff_revenue_to_gdp", "change_pct"] *= 100
    return rows.assign(
        scenario=scenario,
        is_column_inferred=True,
        published_on=date(2025, 12, 31),
        date_basis="year",
        source_id="ignatenko_et_al_2025",
    )
