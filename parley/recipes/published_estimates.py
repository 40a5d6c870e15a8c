"""Published elasticities, anticipation and pass-through, figure by figure."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

FILE = "trade/elasticity-passthrough-facts/elasticity_facts.csv"
SOURCE_ID = "elasticity_passthrough_facts"
READ_IN = {"abstract_read": "abstract", "page_read": "page"}


def build(raw: Path) -> pd.DataFrame:
    """One row per figure."""
    facts = pd.read_csv(raw_file(raw, FILE))
    return (
        facts.rename(columns={"fact_id": "estimate_id", "url": "source_url"})
        .astype({"value": "float64", "low": "float64", "high": "float64"})
        .assign(
            read_in=facts["verification"].map(READ_IN),
            verification="primary_text",
            source_id=SOURCE_ID,
        )
        .sort_values("estimate_id", ignore_index=True)
    )
