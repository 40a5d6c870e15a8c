"""Results by country of the model of Ignatenko, Macedoni, Lashkaripour and Simonovska (2025).

The files call their columns Value_1 to Value_7. The row of the US equals the printed Table 1 (case 1) in the first six,
its seventh the revenue of Table 3; the rows of the US and China with retaliation equal Table 2: so the meaning is read
off, not stated.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

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


def _value(scenario: str, iso3: str, variable: str) -> Callable[[pd.DataFrame], float]:
    return reading("change_pct", scenario=scenario, iso3=iso3, variable=variable)


# as printed, in the decimals of the tables
_TABLE_1 = {
    "welfare": 1.13,
    "trade_deficit": -18.1,
    "exports_to_gdp": -52.7,
    "imports_to_gdp": -43.6,
    "employment": 0.32,
    "prices": 12.8,
}
_TABLE_2 = {
    "USA": {"welfare": -0.75, "trade_deficit": -29.0, "employment": -0.32, "prices": 6.0},
    "CHN": {"welfare": -0.65, "trade_deficit": 6.3, "employment": -0.13, "prices": -3.3},
}
_ROUNDING = {"welfare": 0.005, "employment": 0.005}
PUBLISHED: tuple[Published, ...] = (
    Published("rows", 2716, len, 0, "194 countries, 7 variables, 2 scenarios"),
    *(
        Published(f"USA, {v}, %", x, _value("no_retaliation", "USA", v), _ROUNDING.get(v, 0.051), "Table 1, case 1")
        for v, x in _TABLE_1.items()
    ),
    *(
        Published(f"{c}, {v}, %", x, _value("optimal_retaliation", c, v), _ROUNDING.get(v, 0.051), "Table 2, (3)")
        for c, values in _TABLE_2.items()
        for v, x in values.items()
    ),
    Published(
        what="US revenue without retaliation, % of GDP",
        expected=1.14,
        compute=_value("no_retaliation", "USA", "tariff_revenue_to_gdp"),
        tolerance=0.005,
        source="Table 3",
    ),
    Published(
        what="US revenue with optimal retaliation, % of GDP",
        expected=0.74,
        compute=_value("optimal_retaliation", "USA", "tariff_revenue_to_gdp"),
        tolerance=0.005,
        source="Table 3",
    ),
)
