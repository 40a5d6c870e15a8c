"""The editions of the forecasts and their dates, typed in ``data/facts/forecast_editions.csv``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts, reading


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per institution and edition."""
    return read_typed_facts("forecast_editions")


def _assumed_tariff(edition: str) -> Callable[[pd.DataFrame], float]:
    return reading("us_effective_tariff_rate_pct", edition=edition)


def _day(edition: str) -> Callable[[pd.DataFrame], float]:
    """The day of release as the number 20250603."""
    return lambda frame: float(f"{frame.loc[frame['edition'] == edition, 'published_on'].item():%Y%m%d}")


PUBLISHED: tuple[Published, ...] = (
    Published("US effective tariff rate assumed, %", 15.4, _assumed_tariff("EO117"), 0, "EO117"),
    Published("US effective tariff rate assumed, %", 19.5, _assumed_tariff("IEO_2025_09"), 0, "IEO September 2025"),
    Published("release of EO117", 20250603, _day("EO117"), 0, "press and a table of release dates"),
    Published("release of WEO October 2024", 20241022, _day("WEO_2024_10"), 0, "press"),
    Published("release of WEO April 2025", 20250422, _day("WEO_2025_04"), 0, "press"),
    Published("release of WEO October 2025", 20251014, _day("WEO_2025_10"), 0, "derived from press"),
    Published("rows", 44, len, 0, "21 from the register of editions, 23 from the value files"),
)
