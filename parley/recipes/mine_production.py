"""Rare-earth mine production as printed in each edition of USGS and BGS."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.measures.supply import hhi, shares
from parley.recipes import Published, one_value, raw_file, reading

FILE = "rare_earths/compiled_facts/mine_production_by_edition.csv"


class Edition(NamedTuple):
    """How an edition is named here, its source record, and when it became public."""

    short: str
    source_id: str
    published_on: date
    date_basis: str


EDITIONS = {
    # the tables file says: posted March 19, 2025
    "MYB2022 (tables-only, T8)": Edition("MYB2022", "usgs_myb_2022", date(2025, 3, 19), "day"),
    # the chapter is dated January 2025 and prints the same figures; the data file is version 2.0 of April
    "MCS2025 (v2.0, Apr 2025)": Edition("MCS2025", "usgs_mcs_2025", date(2025, 1, 31), "month"),
    # version history: first posted February 6, 2026
    "MCS2026 (CSV Feb 2026)": Edition("MCS2026", "usgs_mcs_2026", date(2026, 2, 6), "day"),
    "API snapshot (to 2023)": Edition("BGS", "bgs_wms", date(2026, 11, 24), "read"),
}
# BGS serves as a cross-check for three countries since 2018 only: its US figures are 0.600 of those of USGS, and terms
# of use allow single figures.
BGS_COUNTRIES, BGS_FROM = ("CHN", "USA", "MMR"), 2018
AGGREGATES = {"World total": "WLD", "Other countries": "ROW"}


def build(raw: Path) -> pd.DataFrame:
    """One row per edition, year and country; totals and the line of other countries are flagged."""
    facts = pd.read_csv(raw_file(raw, FILE))
    bgs = facts["source"].str.startswith("BGS")
    facts = facts[~bgs | (facts["iso3"].isin(BGS_COUNTRIES) & (facts["year"] >= BGS_FROM))]
    editions = pd.DataFrame([EDITIONS[e] for e in facts["edition"]], index=facts.index)
    table = pd.DataFrame(
        {
            "edition": editions["short"],
            "year": facts["year"],
            "country": facts["country"],
            "iso3": facts["iso3"].fillna(facts["country"].map(AGGREGATES)),
            "output_t": facts["mine_production_t_reo"],
            "basis": "reo",
            "is_world_total": facts["country"] == "World total",
            "is_other": facts["country"] == "Other countries",
            "is_estimate": facts["is_estimate"],
            "is_cross_check": editions["short"] == "BGS",
            "published_on": editions["published_on"],
            "date_basis": editions["date_basis"],
            "note": facts["note"],
            "source_id": editions["source_id"],
        }
    )
    table.loc[_is_gross_weight(table), "basis"] = "gross_weight"
    return table.sort_values(["source_id", "edition", "year", "iso3"], ignore_index=True)


def _is_gross_weight(table: pd.DataFrame) -> "pd.Series[bool]":
    """Myanmar where the figure equals the gross weight in Chinese customs (29, 35.5, 34.7 thousand t in 2019 to 2021).

    USGS went over to oxide content in 2022: part of the step from 57.9 to 70.7 % in China's share is this break.
    """
    usgs = (table["edition"] == "MYB2022") & table["year"].between(2019, 2021)
    return (table["iso3"] == "MMR") & (usgs | (table["edition"] == "BGS"))


def _rows(frame: pd.DataFrame, edition: str, year: int) -> pd.DataFrame:
    return shares(frame[(frame["edition"] == edition) & (frame["year"] == year)])


def _china(edition: str, year: int, column: str = "share_pct") -> Callable[[pd.DataFrame], float]:
    return lambda frame: one_value(_rows(frame, edition, year), column, iso3="CHN")


def _hhi(edition: str, year: int) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        rows = _rows(frame, edition, year)
        return hhi(rows["share_of_sum_pct"], rows["is_other"]).high

    return compute


def _output(edition: str, year: int, iso3: str) -> Callable[[pd.DataFrame], float]:
    return reading("output_t", edition=edition, year=year, iso3=iso3)


_PRINTED_SHARES = (
    ("MYB2022", 2018, 63.2),
    ("MYB2022", 2019, 59.2),
    ("MYB2022", 2020, 56.0),
    ("MYB2022", 2021, 57.9),
    ("MYB2022", 2022, 70.7),
    ("MCS2025", 2023, 67.8),
    ("MCS2025", 2024, 69.2),
    ("MCS2026", 2024, 71.1),
    ("MCS2026", 2025, 69.2),
)
_HHI = (("MCS2025", 2023, 4874), ("MCS2025", 2024, 4924), ("MCS2026", 2024, 5192), ("MCS2026", 2025, 5072))
PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"China's share of mine production {year}, {edition}, %", share, _china(edition, year), 0.05, edition)
        for edition, year, share in _PRINTED_SHARES
    ),
    Published(
        "China's share 2024 on the unrounded sum, %", 68.5, _china("MCS2025", 2024, "share_of_sum_pct"), 0.05, "MCS2025"
    ),
    *(
        Published(f"HHI {year}, {edition}", value, _hhi(edition, year), 0.5, f"{edition}, recomputed")
        for edition, year, value in _HHI
    ),
    Published("World mine production 2024, t", 390_000, _output("MCS2025", 2024, "WLD"), 0, "MCS2025, January 2025"),
    Published("Thailand 2024, t", 13_000, _output("MCS2025", 2024, "THA"), 0, "MCS2025, January 2025"),
    Published("Thailand 2024, t", 2_100, _output("MCS2026", 2024, "THA"), 0, "MCS2026, February 2026"),
    Published("rows", 139, len, 0, "65 MYB2022, 28 MCS2025, 28 MCS2026, 18 BGS", True),
)
