"""Demand for magnet rare earths by use and scenario, cited figures in ``data/facts/demand_by_use.csv``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, one_value, read_typed_facts


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per use, scenario and year."""
    return read_typed_facts("demand_by_use")


def _share_2024(use: str) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        part, whole = (one_value(frame, "demand_kt", use=u, year=2024) for u in (use, "total"))
        return part / whole * 100

    return compute


_SOURCE = "IEA dataset, May 2025"
PUBLISHED: tuple[Published, ...] = (
    Published("demand 2024, kt", 90.9, lambda f: one_value(f, "demand_kt", use="total", year=2024), 0.05, _SOURCE),
    Published("electric vehicles in demand 2024, %", 9.2, _share_2024("electric_vehicles"), 0.05, _SOURCE),
    Published("wind in demand 2024, %", 11.5, _share_2024("wind"), 0.05, _SOURCE),
    Published("other uses in demand 2024, %", 79.3, _share_2024("other"), 0.05, _SOURCE),
    Published("rows", 64, len, 0, "3 uses and their total: 1 observed year, 5 years of 3 scenarios"),
)
