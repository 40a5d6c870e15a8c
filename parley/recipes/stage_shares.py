"""Shares in rare-earth supply by stage, typed from cited documents in ``data/facts/stage_shares.csv``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.measures.supply import HhiBounds, hhi
from parley.recipes import Published, read_typed_facts, reading

IEA = "iea_critical_minerals_2025"


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per stage, scope, country, year and source."""
    facts = read_typed_facts("stage_shares")
    return facts.assign(is_other=facts["iso3"] == "ROW")


def _china(stage: str, year: int, source_id: str) -> Callable[[pd.DataFrame], float]:
    return reading("share_pct", stage=stage, year=year, source_id=source_id, iso3="CHN")


def _iea_total_kt(stage: str) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        rows = frame[(frame["stage"] == stage) & (frame["year"] == 2024) & (frame["source_id"] == IEA)]
        return float(rows["output_kt"].sum())

    return compute


def _bounds(frame: pd.DataFrame, stage: str, year: int, source_id: str) -> HhiBounds:
    rows = frame[(frame["stage"] == stage) & (frame["year"] == year) & (frame["source_id"] == source_id)]
    return hhi(rows["share_pct"], rows["is_other"])


_MAGNETS = ("magnet", 2024, "iea_commentary_2025_10")
PUBLISHED: tuple[Published, ...] = (
    Published("China, mined, 2024, %", 60.97, _china("mine", 2024, IEA), 0.005, "IEA dataset, May 2025"),
    Published("China, refined, 2024, %", 91.28, _china("refine", 2024, IEA), 0.005, "IEA dataset, May 2025"),
    Published("China, mined, 2023, %", 62, _china("mine", 2023, "iea_gcmo_2024"), 0, "IEA GCMO 2024, a news page"),
    Published("China, refined, 2023, %", 92, _china("refine", 2023, "iea_gcmo_2024"), 0, "IEA GCMO 2024, a news page"),
    Published("China, magnets, 2024, %", 94, _china(*_MAGNETS), 0, "IEA commentary, 23 October 2025, a news page"),
    Published("China, magnets, 2020, %", 92, _china("magnet", 2020, "us_bis_ndfeb_2022"), 0, "US BIS, secondary"),
    Published("HHI of mining, rest dropped", 4078, lambda f: _bounds(f, "mine", 2024, IEA).low, 0.5, "recomputed"),
    Published("HHI of mining, rest one unit", 4168, lambda f: _bounds(f, "mine", 2024, IEA).high, 0.5, "recomputed"),
    Published("HHI of magnets, at least", 8836, lambda f: _bounds(f, *_MAGNETS).low, 0, "94 squared"),
    Published("mined, 2024, kt", 75.1, _iea_total_kt("mine"), 0.05, "IEA dataset, May 2025"),
    # more is refined than mined in 2024: the source's own figures, not balanced here
    Published("refined, 2024, kt", 80.8, _iea_total_kt("refine"), 0.05, "IEA dataset, May 2025"),
    Published("rows", 64, len, 0, "40 of the IEA dataset, 24 single figures"),
)
