"""Rare-earth exports of China, typed from customs releases and the press in ``data/facts``."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts

MAGNETS, ALL_FORMS = "rare_earth_magnets", "rare_earths_all_forms"


def build(raw: Path) -> pd.DataFrame:  # every recipe takes the raw folder; this table needs none
    """One row per commodity, destination, period and report."""
    return read_typed_facts("china_rare_earth_exports")


def tonnes(frame: pd.DataFrame, commodity: str, destination: str, first: str, last: str) -> float:
    """The quantity of the one row whose period runs from month ``first`` to month ``last`` (``2025-05``), in tonnes."""
    rows = frame[
        (frame["commodity"] == commodity)
        & (frame["destination_iso3"] == destination)
        & (pd.to_datetime(frame["period_start"]) == pd.Timestamp(first))
        & (pd.to_datetime(frame["period_end"]) == pd.Timestamp(last) + pd.offsets.MonthEnd())
    ]
    return float(rows["quantity_t"].item())


def _tonnes(commodity: str, destination: str, first: str, last: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: tonnes(frame, commodity, destination, first, last)


def _us_against_2024_mean(frame: pd.DataFrame) -> float:
    mean_2024 = tonnes(frame, MAGNETS, "USA", "2024-01", "2024-12") / 12
    return (tonnes(frame, MAGNETS, "USA", "2025-05", "2025-05") / mean_2024 - 1) * 100


def _world_may_2025_change(frame: pd.DataFrame) -> float:
    rows = frame[(frame["commodity"] == MAGNETS) & (frame["destination_iso3"] == "WLD")]
    return float(rows[pd.to_datetime(rows["period_start"]) == pd.Timestamp("2025-05")]["change_pct"].item())


def _months_of_2025(frame: pd.DataFrame) -> float:
    months = [tonnes(frame, MAGNETS, "WLD", f"2025-{m:02}", f"2025-{m:02}") for m in range(3, 13)]
    return tonnes(frame, MAGNETS, "WLD", "2025-01", "2025-02") + sum(months)


def _third_quarter_gap(frame: pd.DataFrame) -> float:
    months = sum(tonnes(frame, MAGNETS, "WLD", f"2025-{m:02}", f"2025-{m:02}") for m in (7, 8, 9))
    nine, six = (tonnes(frame, MAGNETS, "WLD", "2025-01", last) for last in ("2025-09", "2025-06"))
    return months - (nine - six)


PUBLISHED: tuple[Published, ...] = (
    Published("magnets to the USA, May 2025, t", 46, _tonnes(MAGNETS, "USA", "2025-05", "2025-05"), 0, "GACC, press"),
    Published("magnets to the USA, May 2025, against the mean of 2024, %", -93, _us_against_2024_mean, 0.5, "derived"),
    Published("magnets, May 2025, t", 1238, _tonnes(MAGNETS, "WLD", "2025-05", "2025-05"), 0, "GACC, press"),
    Published("magnets, May 2025, on a year earlier, %", -74, _world_may_2025_change, 0, "GACC, press"),
    Published("magnets, the parts of 2025 added, t", 57_392, _months_of_2025, 0, "Reuters, January 2026"),
    Published("July to September less the two sums to date, t", 0, _third_quarter_gap, 1, "GACC, press"),
    Published(
        "all forms, January to May 2025, t", 24_827.1, _tonnes(ALL_FORMS, "WLD", "2025-01", "2025-05"), 0, "GACC table"
    ),
    Published("rows", 64, len, 0, "56 reported by the press, 8 of customs tables and press", True),
)
