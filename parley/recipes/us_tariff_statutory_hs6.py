"""Statutory US rate on Chinese goods by subheading, law and stretch of days, computed from other tables here."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.measures.metal_content import with_content
from parley.measures.statutory_rates import level, steps
from parley.recipes import Published
from parley.recipes.tariff_lists import schedule
from parley.recipes.tariff_lists.schedule import lines_from_china
from parley.tables.parameters import parameter
from parley.tables.read import compiled_on, read_table

FIRST_DAY = date(2024, 12, 31)  # the law at the end of the base year, from which every later day is counted
SOURCES = {"mfn": "derived_us_mfn_hts8", "ieepa_fentanyl": "curated_event_timeline"}
LISTS = "hts_2026_rev_6_notes"
NEEDS = (*schedule.CHINA_NEEDS, "us_tariff_scope", "metal_content")


def build(raw: Path) -> pd.DataFrame:
    """One row per subheading China shipped in 2024, law and stretch of days; nothing is read from ``raw``."""
    lines, matched, layers = lines_from_china(read_table("us_tariff_scope"))
    lines = with_content(lines, read_table("metal_content"), parameter("metal_share").range_pct)
    table = steps(lines, matched, layers, FIRST_DAY, compiled_on())
    return table.assign(hs_revision="HS2022", source_id=table["authority"].map(SOURCES).fillna(LISTS))


def mean_on(frame: pd.DataFrame, on: date, law: str | None = None) -> float:
    """Mean rate of a day over all goods, weighted by imports from China in 2024; of one law where named."""
    imports = read_table("us_imports_hs6_2024", where={"exporter_iso3": ["CHN"]}, columns=["hs6", "value_usd"])
    rows = frame if law is None else frame[(frame["authority"] == law) | (frame["programme"] == law)]
    weight = imports.set_index("hs6")["value_usd"].reindex(frame["hs6"].unique())
    rates = level(rows, on).reindex(weight.index).fillna(0.0)  # a law without a row is not in force
    return float((rates * weight).sum() / weight.sum())


YALE = "Yale Budget Lab, tracker of July 2026"
PUBLISHED = (
    Published("all laws on 9 June 2025, %", 41.49, lambda frame: mean_on(frame, date(2025, 6, 9)), 1.5, f"{YALE}, %"),
    Published(
        "Section 122 on 24 February 2026, points",
        5.75,
        lambda frame: mean_on(frame, date(2026, 2, 24), "section_122"),
        0.75,  # goods free for civil aircraft only owe it here
        f"{YALE}: 21.52 % on that day less 15.77 % on 20 February",
    ),
    Published(
        "forced-labour duty on 24 July 2026, points",
        7.26,
        lambda frame: mean_on(frame, date(2026, 7, 24), "forced_labour_2026"),
        0.2,
        "lists recomputed by another hand, goods exempt for a use taxed; exempt: Global Trade Alert 5.63, Yale 5.55",
    ),
    Published(
        "layers on all goods on 14 May 2025, points",
        25.8,
        lambda frame: sum(mean_on(frame, date(2025, 5, 14), law) for law in ("fentanyl", "reciprocal")),
        0.7,
        "Yale: what 30 % before exemptions adds",
    ),
)
