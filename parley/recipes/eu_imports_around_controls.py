"""EU imports before and after six Chinese export controls, from Eurostat's Comext."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.recipes.eu_critical_imports import DAYS_TO_RELEASE, SOURCE_ID

FILE = "rare_earths/critical-minerals-by-destination-2024-2026/eu_imports_before_after_chinese_controls.csv"
MAGNETS = "rare-earth magnets"
EVENTS = {
    "C1": "mofcom-2023-23",
    "C2": "mofcom-2023-39",
    "C4": "mofcom-2025-18",
    "C4r": "mofcom-2025-18",
    "C5": "mofcom-2024-33",
    "C6": "mofcom-2025-10",
}
PHASES = ["before", "after"]


def build(raw: Path) -> pd.DataFrame:
    """Two rows per control and goods: the months before it and months 7 to 12 of it in force."""
    lines = pd.read_csv(raw_file(raw, FILE))
    parts = [_phase(lines, phase) for phase in PHASES]
    table = pd.concat(parts, ignore_index=True).assign(date_basis="estimated", source_id=SOURCE_ID)
    return table.sort_values(["event_id", "goods", "period_start"], ignore_index=True)


def _phase(lines: pd.DataFrame, phase: str) -> pd.DataFrame:
    last = pd.to_datetime(lines[f"{phase}_end"], format="%Y-%m") + pd.offsets.MonthEnd()
    return pd.DataFrame(
        {
            "event_id": lines["control"].map(EVENTS),
            "goods": lines["goods"],
            "phase": phase,
            "period_start": pd.to_datetime(lines[f"{phase}_start"], format="%Y-%m"),
            "period_end": last,
            "china_t_per_month": lines[f"china_{phase}_t_per_month"],
            "others_t_per_month": lines[f"others_{phase}_t_per_month"],
            "released_on": last + DAYS_TO_RELEASE,
        }
    )


def _share(goods: str) -> Callable[[pd.DataFrame], float]:
    """China's share before the control, percent: China / (China + all others)."""

    def compute(frame: pd.DataFrame) -> float:
        china, others = (reading(f"{of}_t_per_month", goods=goods, phase="before")(frame) for of in ("china", "others"))
        return china / (china + others) * 100

    return compute


SOURCE = "Eurostat, Comext, in the Critical Materials Atlas"
PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"{goods}, China's share before, %", share, _share(goods), 0.05, SOURCE)
        for goods, share in ((MAGNETS, 92.9), ("antimony", 11.4), ("graphite", 29.9), ("bismuth", 90.9))
    ),
)
