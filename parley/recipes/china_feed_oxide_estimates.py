"""Estimated oxide content of the rare-earth feed China imported, by origin, 2023 to 2025."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published
from parley.recipes.china_feed_imports_by_kind import read_lines, released

CODES = {"other": "ROW"}
WORLD, CENTRAL = "WLD", "central"


def build(raw: Path) -> pd.DataFrame:
    """One row per year and origin, and three of the total: central, low and high."""
    lines = read_lines(raw, "partner", "total")
    of_total = lines["breakdown"] == "total"
    table = pd.DataFrame(
        {
            "year": lines["year"],
            "partner_iso3": lines["item"].replace(CODES).mask(of_total, WORLD),
            "bound": lines["item"].where(of_total, CENTRAL),
            "oxide_t": lines["value"].astype(float),
            **released(lines["year"]),
        }
    )
    return table.sort_values(["year", "partner_iso3", "bound"], ignore_index=True)


def _parts_less_total(frame: pd.DataFrame) -> float:
    """The largest gap of a year between the origins together and the central total, tonnes."""
    central = frame[frame["bound"] == CENTRAL]
    world = central[central["partner_iso3"] == WORLD].set_index("year")["oxide_t"]
    parts = central[central["partner_iso3"] != WORLD].groupby("year")["oxide_t"].sum()
    return float((parts - world).abs().max())


SOURCE = "Critical Materials Atlas, estimate"
PUBLISHED: tuple[Published, ...] = (
    Published("origins less total, largest gap of a year, t", 0, _parts_less_total, 1, SOURCE),
)
