"""Shares in rare-earth supply by stage, typed from cited documents in ``data/facts/stage_shares.csv``."""

from pathlib import Path

import pandas as pd

from parley.measures.supply import HhiBounds, hhi
from parley.recipes import Published, read_typed_facts
from parley.recipes.published import figures

IEA = "iea_critical_minerals_2025"


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per stage, scope, country, year and source."""
    facts = read_typed_facts("stage_shares")
    return facts.assign(is_other=facts["iso3"] == "ROW")


def _bounds(frame: pd.DataFrame, stage: str, year: int, source_id: str) -> HhiBounds:
    rows = frame[(frame["stage"] == stage) & (frame["year"] == year) & (frame["source_id"] == source_id)]
    return hhi(rows["share_pct"], rows["is_other"])


_MAGNETS = ("magnet", 2024, "iea_commentary_2025_10")
PUBLISHED: tuple[Published, ...] = (
    *figures("stage_shares"),
    Published("HHI of mining, rest dropped", 4078, lambda f: _bounds(f, "mine", 2024, IEA).low, 0.5, "recomputed"),
    Published("HHI of mining, rest one unit", 4168, lambda f: _bounds(f, "mine", 2024, IEA).high, 0.5, "recomputed"),
    Published("HHI of magnets, at least", 8836, lambda f: _bounds(f, *_MAGNETS).low, 0, "94 squared"),
)
