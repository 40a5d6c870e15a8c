"""What changed in the tables: corrections typed in ``data/facts/changes.csv``, and what each refresh noted."""

from pathlib import Path

import pandas as pd

from parley import schema
from parley.recipes import Published, read_typed_facts
from parley.tables import read_table

KEY = ["changed_on", "table_name", "kind", "period", "item", "column_name"]
PUBLISHED: tuple[Published, ...] = ()


def build(raw: Path) -> pd.DataFrame:
    """The corrections, and the rows that refreshes put into the table that stands: no raw file holds them."""
    typed = read_typed_facts("changes")
    if not (schema.DATA / "changes.parquet").exists():
        return typed.sort_values(KEY, ignore_index=True)
    stored = read_table("changes")
    both = pd.concat([stored[stored["kind"] != "corrected"], typed], ignore_index=True) if len(stored) else typed
    return both.sort_values(KEY, ignore_index=True)
