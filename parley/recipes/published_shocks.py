"""Published tariff shocks as additional points by pair of countries, typed from the words of each shock."""

from pathlib import Path

import pandas as pd

from parley.recipes import read_typed_facts


def build(raw: Path) -> pd.DataFrame:
    """One row per leg of a shock; the legs of a shock add up."""
    legs = read_typed_facts("published_shocks")
    return legs.sort_values(["shock_id", "leg"], ignore_index=True)
