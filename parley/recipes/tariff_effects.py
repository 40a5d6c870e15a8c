"""Published effects of tariff shocks, typed from reports, data files and pages that quote them."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts, reading

AGAINST_BASELINE = ("level_vs_baseline", "growth_vs_baseline", "inflation_vs_baseline")
LIBERATION_DAY = "Ignatenko et al. 2025, Table 1"
SPRING_2025 = "OECD Interim Report March 2025"


def build(raw: Path) -> pd.DataFrame:
    """One row per figure in print; ranges stand at their middle with the words in ``as_printed``.

    Dates known to the month or the year only stand at its last day, so that an as-of date never shows them too early.
    """
    return read_typed_facts("tariff_effects").sort_values("effect_id", ignore_index=True)


def _of(shock: str, area: str, variable: str) -> Callable[[pd.DataFrame], float]:
    return reading("value", shock_id=shock, area=area, variable=variable)


def _targets(frame: pd.DataFrame) -> float:
    return float((frame["is_tariffs_only"] & frame["effect_kind"].isin(AGAINST_BASELINE)).sum())


PUBLISHED: tuple[Published, ...] = (
    Published("rows", 307, len, 0, "compilation of 24 November 2026, and six rates of 1 December"),
    Published("shocks", 63, lambda frame: frame["shock_id"].nunique(), 0, "compilation of 24 November 2026"),
    Published("institutions", 11, lambda frame: frame["institution"].nunique(), 0, "compilation of 24 November 2026"),
    Published("effects of tariffs alone against a baseline", 228, _targets, 0, "compilation of 24 November 2026"),
    Published("US welfare, %", 1.13, _of("lib_t1_c1", "USA", "welfare"), 1e-9, LIBERATION_DAY),
    Published("US imports to GDP, %", -43.6, _of("lib_t1_c1", "USA", "imports_to_gdp"), 1e-9, LIBERATION_DAY),
    Published("world GDP, %", -0.3, _of("oecd_2025_03_10pp", "WLD", "real_gdp"), 1e-9, SPRING_2025),
    Published("US GDP, %", -0.7, _of("oecd_2025_03_10pp", "USA", "real_gdp"), 1e-9, SPRING_2025),
    Published(
        what="US statutory rate, %",
        expected=11.35,
        compute=_of("tbl_2026_11_09", "USA", "statutory_tariff_rate"),
        tolerance=0.005,
        source="State of US Tariffs, 9 November 2026",
    ),
)
