"""Single price quotes of rare earths in 2025, typed from named pages in ``data/facts``: cited, never a series."""

from pathlib import Path

import pandas as pd

from parley.recipes import read_typed_facts


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per product, market, day and assessor."""
    return read_typed_facts("price_quotes")
