"""Single figures on dependence on rare earths, typed from cited pages in ``data/facts/dependence_facts.csv``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts
from parley.recipes.published import figures


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per figure, in the order of the file: by topic and source."""
    return read_typed_facts("dependence_facts")


def _rows(eu_trade: bool) -> Callable[[pd.DataFrame], float]:
    return lambda frame: int(((frame["topic"] == "eu_trade") == eu_trade).sum())


PUBLISHED: tuple[Published, ...] = (
    *figures("dependence_facts"),
    Published("single facts", 32, _rows(eu_trade=False), 0, "42 facts less 10 in stage_shares"),
)
