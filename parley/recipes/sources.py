"""The register of sources, typed in ``data/facts/sources.csv``; checksums are taken from the raw files."""

import hashlib
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, read_facts

DATES = ["published_on", "accessed_on", "coverage_from", "coverage_to", "last_known_on"]
PUBLISHED: tuple[Published, ...] = ()


def build(raw: Path) -> pd.DataFrame:
    """One row per source; ``raw_path`` (file or folder under the raw folder) becomes its sha256 and is dropped."""
    facts = read_facts("sources")
    for column in DATES:
        facts[column] = pd.to_datetime(facts[column], format="%Y-%m-%d").dt.date
    facts["sha256"] = facts["raw_path"].map(lambda path: _sha256(raw_file(raw, path)), na_action="ignore")
    return facts.drop(columns="raw_path").sort_values("source_id", ignore_index=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
