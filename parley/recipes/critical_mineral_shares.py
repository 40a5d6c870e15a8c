"""China's share of world output of 13 minerals, from the data files of MCS 2026 and MCS 2025."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.recipes import raw_file
from parley.schema import TableInvalidError

TABLE = "critical_mineral_shares"
FILES = {
    "MCS2026": "rare_earths/usgs_mcs/MCS2026_Commodities_Data.csv",
    "MCS2025": "rare_earths/usgs_mcs/MCS2025_World_Data.csv",
}
# names of the two editions, and the stage USGS counts China at; germanium has no world table in either
MINERALS = {
    "Antimony": ("ANTIMONY", "Antimony", "mine"),
    "Bismuth": ("BISMUTH", "Bismuth", "refinery"),
    "Cobalt": ("COBALT", "Cobalt", "mine"),
    "Gallium": ("GALLIUM", "Gallium", "primary"),
    "Graphite (natural)": ("GRAPHITE (NATURAL)", "Graphite", "mine"),
    "Indium": ("INDIUM", "Indium", "refinery"),
    "Lithium": ("LITHIUM", "Lithium", "mine"),
    "Magnesium metal": ("MAGNESIUM METAL", "Magnesium metal", "smelter"),
    "Molybdenum": ("MOLYBDENUM", "Molybdenum", "mine"),
    "Rare earths": ("RARE EARTHS", "Rare earths", "mine"),
    "Silver": ("SILVER", "Silver", "mine"),
    "Tellurium": ("TELLURIUM", "Tellurium", "refinery"),
    "Tungsten": ("TUNGSTEN", "Tungsten", "mine"),
}
TONNES = {"metric tons": 1.0, "thousand metric tons": 1000.0, "kilograms": 0.001}
CHINA, WORLD = "China", "World total"
# footnote on China's rare earths of 2024 in MCS 2026, taken back in its version 1.1; the data file still has it
WITHDRAWN = "-- Production quota; does not include undocumented production."
EXCLUDES_US = ("Excludes U.S. production", "Does not include production in the United States")


class Edition(NamedTuple):
    """When an edition's data became public, and its source record."""

    published_on: date
    date_basis: str
    source_id: str


EDITIONS = {
    "MCS2026": Edition(date(2026, 2, 6), "day", "usgs_mcs_2026_data"),
    # the data file is version 2.0 of April 2025; no day is given
    "MCS2025": Edition(date(2025, 4, 30), "month", "usgs_mcs_2025_data"),
}


def build(raw: Path) -> pd.DataFrame:
    """One row per mineral, year and edition in which China has a row of its own."""
    table = pd.concat(
        [_shares(_mcs_2026(raw), "MCS2026"), _shares(_mcs_2025(raw), "MCS2025")],
        ignore_index=True,
    )
    table["statistic"] = table["mineral"].map({name: stage for name, (_, _, stage) in MINERALS.items()})
    return table.sort_values(["edition", "mineral", "year"], ignore_index=True)


def _mcs_2026(raw: Path) -> pd.DataFrame:
    cells = pd.read_csv(raw_file(raw, FILES["MCS2026"]), encoding="cp1252", dtype=str, keep_default_na=False)
    names = {chapter: name for name, (chapter, _, _) in MINERALS.items()}
    rows = cells[(cells["Statistics"] == "Production") & cells["Country"].isin([CHINA, WORLD])]
    rows = rows[rows["MCS chapter"].isin(names) & rows["Section"].str.startswith("World")]
    return pd.DataFrame(
        {
            "mineral": rows["MCS chapter"].map(names),
            "place": rows["Country"],
            "year": rows["Year"].astype(int),
            "output_t": _tonnes(rows["Value"], rows["Unit"]),
            "note": rows["Notes"],
        }
    )


def _mcs_2025(raw: Path) -> pd.DataFrame:
    # byte-order mark first; the name of the newest column has a blank inside, some commodities end in one
    cells = pd.read_csv(raw_file(raw, FILES["MCS2025"]), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    cells["COMMODITY"] = cells["COMMODITY"].str.strip()
    names = {commodity: name for name, (_, commodity, _) in MINERALS.items()}
    place = cells["COUNTRY"].str.extract(f"^({CHINA}$|{WORLD})", expand=False)  # a footnote digit may follow the total
    rows = cells[cells["COMMODITY"].isin(names) & place.notna()]
    years = [
        pd.DataFrame(
            {
                "mineral": rows["COMMODITY"].map(names),
                "place": place[rows.index],
                "year": year,
                "output_t": _tonnes(rows[column], rows["UNIT_MEAS"]),
                "note": rows["PROD_NOTES"],
            }
        )
        for year, column in ((2023, "PROD_2023"), (2024, "PROD_EST_ 2024"))
    ]
    return pd.concat(years)


def _tonnes(values: pd.Series, units: pd.Series) -> pd.Series:
    unknown = units[~units.isin(TONNES)]
    if len(unknown):
        raise TableInvalidError(TABLE, "unit", unknown.index[0], f"{unknown.iloc[0]!r} is not known; add it to TONNES")
    return values.str.replace(",", "").astype(float) * units.map(TONNES)


def _shares(rows: pd.DataFrame, edition: str) -> pd.DataFrame:
    """China beside the printed total; a mineral without a row for China is left out, not counted as zero."""
    key = ["mineral", "year"]
    china, world = (rows[rows["place"] == place] for place in (CHINA, WORLD))
    both = china.merge(world, on=key, suffixes=("", "_world"), validate="one_to_one")
    return pd.DataFrame(
        {
            "mineral": both["mineral"],
            "year": both["year"],
            "china_output_t": both["output_t"],
            "world_output_t": both["output_t_world"],
            "share_pct": both["output_t"] / both["output_t_world"] * 100,
            "is_estimate": both["note"].str.contains("stimated") | (both["year"] == both["year"].max()),
            "excludes_us": both["note_world"].map(lambda note: any(words in note for words in EXCLUDES_US)),
            "edition": edition,
            "note": _kept(both["note"]),
            "world_note": _kept(both["note_world"]),
            **EDITIONS[edition]._asdict(),
        }
    )


def _kept(notes: pd.Series) -> pd.Series:
    words = notes.str.replace(WITHDRAWN, "").str.strip()
    return words.where(words != "")
