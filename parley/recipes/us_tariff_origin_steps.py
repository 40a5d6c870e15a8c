"""Average US duty by law, origin and stretch of days: what ``parley law`` answers for every line, weighted."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.measures.origin_duties import level
from parley.recipes import Published
from parley.results.law.averages import average_steps
from parley.results.law.tables import IMPORTS, read_tables
from parley.tables.read import read_table

YALE = "Yale Budget Lab, tracker of July 2026"
COLLECTED = "Census: duty collected in 2024 over imports for consumption"
AS_PROPOSED = f"{YALE}, with the forced-labour duty as proposed in June"
NEEDS = (
    "countries",
    "metal_content",
    "tariff_layers",
    "us_adcvd_orders",
    "us_duties_by_origin",
    "us_duty_components",
    IMPORTS,
    "us_mfn_rates",
    "us_tariff_scope",
    "us_usmca_claims",
)


def build(raw: Path) -> pd.DataFrame:
    """One row per origin, law and stretch of days; nothing is read from ``raw``. Takes four minutes."""
    del raw
    tables = read_tables()
    lines = read_table(IMPORTS, columns=["exporter_iso3", "hts10", "value_usd"])
    return pd.concat(
        [average_steps(tables, of_origin, str(origin)) for origin, of_origin in lines.groupby("exporter_iso3")],
        ignore_index=True,
    )


def _printed(origin: str, day: str, expected: float, tolerance: float, source: str = YALE) -> Published:
    return Published(
        f"US on {origin}, {day}, %",
        expected,
        lambda frame: float(level(frame, date.fromisoformat(day))[origin]),
        tolerance,
        source,
    )


PUBLISHED = (
    _printed("EU27", "2025-01-01", 1.30, 0.1),
    _printed("EU27", "2025-06-09", 10.59, 0.5),
    _printed("EU27", "2025-11-10", 10.13, 0.8),
    _printed("JPN", "2025-06-09", 16.7, 0.6),
    _printed("CHN", "2025-06-09", 41.5, 0.5),
    _printed("EU27", "2026-07-26", 9.43, 1.0, AS_PROPOSED),
    _printed("JPN", "2026-07-26", 12.98, 0.7, AS_PROPOSED),
    _printed("GBR", "2026-07-26", 8.08, 0.7, AS_PROPOSED),
    _printed("CAN", "2025-01-01", 0.1, 0.1, COLLECTED),
    _printed("MEX", "2025-01-01", 0.24, 0.1, COLLECTED),
)
