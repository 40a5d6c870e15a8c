"""Single figures on dependence on rare earths, typed from cited pages in ``data/facts/dependence_facts.csv``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts, reading


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per figure, in the order of the file: by topic and source."""
    return read_typed_facts("dependence_facts")


def _of(statistic: str, scope: str, **choice: object) -> Callable[[pd.DataFrame], float]:
    return reading("value", statistic=statistic, scope=scope, **choice)


def _rows(eu_trade: bool) -> Callable[[pd.DataFrame], float]:
    return lambda frame: int(((frame["topic"] == "eu_trade") == eu_trade).sum())


_MAGNETS_OF_8505 = {"statistic": "EU imports from China", "scope": "Permanent magnets"}
_AUDITORS, _IN_EU = "European Court of Auditors, February 2026, a news page", "China in EU supply"
PUBLISHED: tuple[Published, ...] = (
    Published("magnets used by EU industry, t", 20_000, _of("Used by EU industry", "Permanent magnets"), 0, _AUDITORS),
    Published("China in EU supply of magnesium, %", 97, _of(_IN_EU, "Magnesium"), 0, _AUDITORS),
    Published(
        "output of magnets 2027 is more than, t",
        330_000,
        reading("value", topic="magnets", year=2027, comparator="gt"),
        0,
        "Argus, October 2025, a news page",
    ),
    Published("EU imports of heading 8505, EUR", 1_388_907_871, _of(**_MAGNETS_OF_8505), 0, "Eurostat Comext"),
    Published("the same, t", 98_562, reading("quantity_t", **_MAGNETS_OF_8505), 0.5, "Eurostat Comext"),
    Published("single facts", 32, _rows(eu_trade=False), 0, "42 facts less 10 in stage_shares"),
    Published("EU-China totals", 31, _rows(eu_trade=True), 0, "16 groups imported, 15 exported"),
)
