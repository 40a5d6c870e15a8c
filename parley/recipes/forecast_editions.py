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
    Published("release of EO108", 20201201, _day("EO108"), 0, "OECD, launch by the Secretary-General"),
    Published("release of EO119", 20260603, _day("EO119"), 0, "OECD, notice to the press"),
    Published("release of WEO April 2026", 20260414, _day("WEO_2026_04"), 0, "IMF, address of the page"),
    Published("release of IEO September 2026", 20260923, _day("IEO_2026_09"), 0, "OECD, page of the report"),
    Published("rows", 48, len, 0, "21 from the register of editions, 23 from the value files, 4 of 2026", True),
)
