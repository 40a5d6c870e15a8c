"""Published tariff shocks as additional points by pair of countries, typed from the words of each shock."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts, reading

COMPILED = "compilation of 24 November 2026"


def build(raw: Path) -> pd.DataFrame:
    """One row per leg of a shock; the legs of a shock add up."""
    legs = read_typed_facts("published_shocks")
    return legs.sort_values(["shock_id", "leg"], ignore_index=True)


def _points(shock: str, importer: str, exporter: str) -> Callable[[pd.DataFrame], float]:
    return reading("additional_pp", shock_id=shock, importer_iso3=importer, exporter_iso3=exporter)


PUBLISHED: tuple[Published, ...] = (
    Published("shocks", 63, lambda frame: frame["shock_id"].nunique(), 0, COMPILED),
    Published("OECD: points on all", 10, _points("oecd_2025_03_10pp", "USA", "WLD"), 0, "Interim Report March 2025"),
    Published("OECD: answer of all", 10, _points("oecd_2025_03_10pp", "WLD", "USA"), 0, "Interim Report March 2025"),
    Published("JETRO: points on Mexico", 25, _points("jetro_2024_12", "USA", "MEX"), 0, "IDE-JETRO, December 2024"),
    Published("JETRO: points on China", 10, _points("jetro_2024_12", "USA", "CHN"), 0, "IDE-JETRO, December 2024"),
    Published("US and China at 108", 108, _points("lib_t8_3", "CHN", "USA"), 0, "Ignatenko et al. 2025, Table 8"),
    Published(
        what="Yale: mean US rate, %",
        expected=17.8,
        compute=reading("mean_pct", shock_id="tbl_2025_05_12", leg=1),
        tolerance=0,
        source="State of US Tariffs, 12 May 2025",
    ),
)
