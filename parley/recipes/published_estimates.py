"""Published elasticities, anticipation and pass-through, figure by figure."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

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


def _figure(estimate_id: str, column: str, expected: float, source: str) -> Published:
    return Published(f"{estimate_id}, {column}", expected, reading(column, estimate_id=estimate_id), 1e-9, source)


PUBLISHED = (
    Published("figures", 14, len, 0, "the works named row by row"),
    _figure("boehm_short", "value", -0.76, "Boehm, Levchenko and Pandalai-Nayar 2023, abstract"),
    _figure("boehm_long", "low", -2.25, "Boehm, Levchenko and Pandalai-Nayar 2023, abstract"),
    _figure("khan_flow_vs_consumed", "value", 1.56, "Khan and Khederlarian 2021, abstract"),
    _figure("cavallo_2025_retail", "value", 20, "Cavallo, Llamas and Vazquez 2025, abstract"),
    _figure("frbsf_import_content", "value", 11, "FRBSF Economic Letter 2019-01"),
)
