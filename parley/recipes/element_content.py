"""Rare-earth elements in thirteen deposits, table 2 of the Minerals Yearbook 2022."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.tables.schema import TableInvalidError

FILE = "rare_earths/usgs_myb_ds140/myb1-2022-raree-ERT.xlsx"
PAGE = "https://www.usgs.gov/media/files/rare-earths-2022-tables-only-release"
SHEET, HEAD = "T2", ("Primary Source", "Country", "Location")
# names that run on over a second line or are too short to tell
LONGER = {
    "Mount Weld Central": "Mount Weld Central Lanthanide",
    "Manavalakurichi,": "Manavalakurichi, Tamil Nadu",
    "Rare-earth laterite": "Rare-earth laterite (ion clay)",
}
DITTO = ("Do.", "do.")
ATOMIC_NUMBERS = {
    **{"Y": 39, "La": 57, "Ce": 58, "Pr": 59, "Nd": 60, "Sm": 62, "Eu": 63, "Gd": 64},
    **{"Tb": 65, "Dy": 66, "Ho": 67, "Er": 68, "Tm": 69, "Yb": 70, "Lu": 71},
}
# USGS: heavy rare earths are terbium to lutetium, and yttrium is counted with them
HEAVY = {"Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Y"}
COUNTRY_CODES = {"China": "CHN", "United States": "USA", "Russia": "RUS", "Australia": "AUS", "India": "IND"}


def build(raw: Path) -> pd.DataFrame:
    """One row per deposit and element; NA stays empty, an upper bound keeps its figure and is marked."""
    book = raw_file(raw, FILE)
    cells = _cells(pd.read_excel(book, sheet_name=SHEET, header=None, dtype=object, keep_default_na=False))
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


def _cells(sheet: pd.DataFrame) -> pd.DataFrame:
    """One row per deposit and element with the printed cell. Raises TableInvalidError for other heads."""
    lines = [[cell for cell in line if cell != "" and not pd.isna(cell)] for line in sheet.to_numpy().tolist()]
    heads = [at for at, line in enumerate(lines) if tuple(line[: len(HEAD)]) == HEAD]
    if len(heads) != 1 or set(lines[heads[0]][len(HEAD) :]) != set(ATOMIC_NUMBERS):
        problem = f"sheet {SHEET} of the workbook has other heads; fetch that of 2022 from {PAGE}"
        raise TableInvalidError("element_content", "element", None, problem)
    elements = lines[heads[0]][len(HEAD) :]
    rows, mineral, country = [], "", ""
    for line in (one for one in lines[heads[0] + 1 :] if len(one) == len(HEAD) + len(elements)):
        mineral, country = (old if cell in DITTO else cell for cell, old in zip(line, (mineral, country), strict=False))
        location = line[2].strip().rstrip("0123456789")  # of a footnote
        named = [LONGER.get(name, name) for name in (mineral, country, location)]
        rows += [(*named, element, str(cell)) for element, cell in zip(elements, line[len(HEAD) :], strict=True)]
    return pd.DataFrame(rows, columns=["source_mineral", "country", "location", "element", "raw"])


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
