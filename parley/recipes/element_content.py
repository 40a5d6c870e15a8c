"""Rare-earth elements in thirteen deposits, table 2 of the Minerals Yearbook 2022."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FILE = "rare_earths/compiled_facts/ree_content_by_deposit_myb2022_t2.csv"
ATOMIC_NUMBERS = {
    **{"Y": 39, "La": 57, "Ce": 58, "Pr": 59, "Nd": 60, "Sm": 62, "Eu": 63, "Gd": 64},
    **{"Tb": 65, "Dy": 66, "Ho": 67, "Er": 68, "Tm": 69, "Yb": 70, "Lu": 71},
}
# USGS: heavy rare earths are terbium to lutetium, and yttrium is counted with them
HEAVY = {"Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y"}
COUNTRY_CODES = {"China": "CHN", "United States": "USA", "Russia": "RUS", "Australia": "AUS", "India": "IND"}


def build(raw: Path) -> pd.DataFrame:
    """One row per deposit and element; NA stays empty, an upper bound keeps its figure and is marked."""
    cells = pd.read_csv(raw_file(raw, FILE), dtype=str, keep_default_na=False)
    table = pd.DataFrame(
        {
            "mineral": cells["source_mineral"],
            "country": cells["country"],
            "iso3": cells["country"].map(COUNTRY_CODES),
            "location": cells["location"],
            "element": cells["element"],
            "atomic_number": cells["element"].map(ATOMIC_NUMBERS),
            "element_group": cells["element"].map(lambda symbol: "heavy" if symbol in HEAVY else "light"),
            "share_of_reo_pct": pd.to_numeric(cells["raw"].str.lstrip("<").where(cells["raw"] != "NA")),
            "comparator": cells["raw"].map(_comparator),
            "raw": cells["raw"],
            "edition": "MYB2022",
            "published_on": date(2025, 3, 19),  # the tables file says: posted March 19, 2025
            "date_basis": "day",
            "source_id": "usgs_myb_2022",
        }
    )
    return table.sort_values(["mineral", "country", "location", "atomic_number"], ignore_index=True)


def _comparator(cell: str) -> str:
    return "not_available" if cell == "NA" else "lt" if cell.startswith("<") else "eq"


def _sums(frame: pd.DataFrame) -> pd.Series:
    return frame.groupby(["mineral", "location"])["share_of_reo_pct"].sum()


def _share(location: str, element: str) -> Callable[[pd.DataFrame], float]:
    return reading("share_of_reo_pct", location=location, element=element)


_SOURCE = "Minerals Yearbook 2022, table 2"
PUBLISHED: tuple[Published, ...] = (
    Published("deposits", 13, lambda frame: len(_sums(frame)), 0, _SOURCE),
    # rows may not add to 100 percent, says the table: blanks were not reported
    Published("least that a deposit adds to, %", 97.9, lambda frame: float(_sums(frame).min()), 0.05, _SOURCE),
    Published("most that a deposit adds to, %", 103.5, lambda frame: float(_sums(frame).max()), 0.05, _SOURCE),
    Published("upper bounds", 2, lambda frame: int((frame["comparator"] == "lt").sum()), 0, _SOURCE),
    Published("cerium, Bayan Obo, %", 50, _share("Bayan Obo, Nei Mongol", "Ce"), 0, _SOURCE),
    Published("dysprosium, Longnan, %", 7.48, _share("Longnan, Jiangxi", "Dy"), 0, _SOURCE),
    Published("rows", 195, len, 0, "13 deposits, 15 elements"),
)
