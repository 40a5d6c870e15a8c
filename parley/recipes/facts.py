"""Tables typed from documents in ``data/facts``: each is its file, in its order, with cells read as the schema says.

What a table needs beside that is a function of its name here.
"""

import hashlib
from pathlib import Path

import pandas as pd

from parley.measures.supply import HhiBounds, hhi
from parley.recipes import Published, one_value, raw_file, read_facts, read_typed_facts
from parley.tables import schema
from parley.tables.read import read_table


def sources(raw: Path) -> pd.DataFrame:
    """The register of sources; ``raw_path`` (file or folder under the raw folder) becomes its sha256 and is dropped."""
    facts = read_facts("sources")
    for column in ("published_on", "accessed_on", "coverage_from", "coverage_to", "last_known_on"):
        facts[column] = pd.to_datetime(facts[column], format="%Y-%m-%d").dt.date
    files = facts.pop("raw_path")
    facts["sha256"] = files.map(lambda p: hashlib.sha256(raw_file(raw, p).read_bytes()).hexdigest(), na_action="ignore")
    return facts.sort_values("source_id", ignore_index=True)


def changes(_: Path) -> pd.DataFrame:
    """The corrections typed, and the rows that refreshes put into the table that stands: no raw file holds them."""
    rows = read_typed_facts("changes")
    if (schema.DATA / "changes.parquet").exists():
        stored = read_table("changes")
        rows = pd.concat([stored[stored["kind"] != "corrected"], rows], ignore_index=True) if len(stored) else rows
    key = ["changed_on", "table_name", "kind", "period", "item", "column_name"]
    return rows.sort_values(key, ignore_index=True)


def events(_: Path) -> pd.DataFrame:
    """Acts, rulings, talks and statements by the day they became known."""
    facts = read_typed_facts("events")
    known_on = facts["announced_on"].fillna(facts["valid_from"])
    return facts.assign(known=known_on).sort_values(["known", "event_id"], ignore_index=True).drop(columns="known")


def stage_shares(_: Path) -> pd.DataFrame:
    """Shares in rare-earth supply, one row per stage, scope, country, year and source."""
    facts = read_typed_facts("stage_shares")
    return facts.assign(is_other=facts["iso3"] == "ROW")


def _bounds(frame: pd.DataFrame, stage: str, source_id: str) -> HhiBounds:
    rows = frame[(frame["stage"] == stage) & (frame["year"] == 2024) & (frame["source_id"] == source_id)]
    return hhi(rows["share_pct"], rows["is_other"])


def _share_2024(frame: pd.DataFrame, use: str) -> float:
    part, whole = (one_value(frame, "demand_kt", use=u, year=2024) for u in (use, "total"))
    return part / whole * 100


_MINED, _MAGNETS = ("mine", "iea_critical_minerals_2025"), ("magnet", "iea_commentary_2025_10")
_IEA = "IEA dataset, May 2025"
STAGE_SHARES_PUBLISHED: tuple[Published, ...] = (
    Published("HHI of mining, rest dropped", 4078, lambda f: _bounds(f, *_MINED).low, 0.5, "recomputed"),
    Published("HHI of mining, rest one unit", 4168, lambda f: _bounds(f, *_MINED).high, 0.5, "recomputed"),
    Published("HHI of magnets, at least", 8836, lambda f: _bounds(f, *_MAGNETS).low, 0, "94 squared"),
)
DEMAND_BY_USE_PUBLISHED = (
    Published("electric vehicles in demand 2024, %", 9.2, lambda f: _share_2024(f, "electric_vehicles"), 0.05, _IEA),
    Published("wind in demand 2024, %", 11.5, lambda f: _share_2024(f, "wind"), 0.05, _IEA),
    Published("other uses in demand 2024, %", 79.3, lambda f: _share_2024(f, "other"), 0.05, _IEA),
)
