"""Rare earths in the Mineral Commodity Summaries of USGS: output, reserves and prices by edition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.measures.supply import hhi, shares
from parley.recipes import Published, one_value, raw_file, read_facts, reading


@dataclass(frozen=True)
class McsEdition:
    """The edition of a year and the day its data were first posted."""

    year: int
    published_on: date

    @property
    def name(self) -> str:
        """The edition as the tables name it."""
        return f"MCS{self.year}"

    @property
    def file(self) -> str:
        """The file of all commodities."""
        return f"{self.name}_Commodities_Data.csv"

    @property
    def sources_of(self) -> tuple[int, int]:
        """First and last of the years whose imports are shared out by source."""
        return self.year - 5, self.year - 2

    @property
    def source_id(self) -> str:
        """The record of the chapters on rare earths."""
        return f"usgs_mcs_{self.year}"

    @property
    def data_source_id(self) -> str:
        """The record of the data of all chapters."""
        return f"{self.source_id}_data"


MCS2026 = McsEdition(2026, date(2026, 2, 6))
CRITICAL = "Is critical mineral"  # the column without the year of the list, which it names


OUTPUT_FILE = "rare_earths/compiled_facts/mine_production_by_edition.csv"


class OutputEdition(NamedTuple):
    """How an edition is named here, its source record, and when it became public."""

    short: str
    source_id: str
    published_on: date
    date_basis: str


EDITIONS = {
    # the tables file says: posted March 19, 2025
    "MYB2022 (tables-only, T8)": OutputEdition("MYB2022", "usgs_myb_2022", date(2025, 3, 19), "day"),
    # the chapter is dated January 2025 and prints the same figures; the data file is version 2.0 of April
    "MCS2025 (v2.0, Apr 2025)": OutputEdition("MCS2025", "usgs_mcs_2025", date(2025, 1, 31), "month"),
    # version history: first posted February 6, 2026
    "MCS2026 (CSV Feb 2026)": OutputEdition("MCS2026", "usgs_mcs_2026", date(2026, 2, 6), "day"),
    "API snapshot (to 2023)": OutputEdition("BGS", "bgs_wms", date(2026, 11, 24), "read"),
}
# BGS serves as a cross-check for three countries since 2018 only: its US figures are 0.600 of those of USGS, and terms
# of use allow single figures.
BGS_COUNTRIES, BGS_FROM = ("CHN", "USA", "MMR"), 2018
OUTPUT_AGGREGATES = {"World total": "WLD", "Other countries": "ROW"}


def mine_production(raw: Path) -> pd.DataFrame:
    """Rare-earth mine production as printed in each edition of USGS and BGS.

    One row per edition, year and country; totals and the line of other countries are flagged.
    """
    facts = pd.read_csv(raw_file(raw, OUTPUT_FILE))
    bgs = facts["source"].str.startswith("BGS")
    facts = facts[~bgs | (facts["iso3"].isin(BGS_COUNTRIES) & (facts["year"] >= BGS_FROM))]
    editions = pd.DataFrame([EDITIONS[e] for e in facts["edition"]], index=facts.index)
    table = pd.DataFrame(
        {
            "edition": editions["short"],
            "year": facts["year"],
            "country": facts["country"],
            "iso3": facts["iso3"].fillna(facts["country"].map(OUTPUT_AGGREGATES)),
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
MINE_PRODUCTION_PUBLISHED: tuple[Published, ...] = (
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


OLD_FILE = "rare_earths/usgs_mcs/MCS2025_World_Data.csv"
NEW_FILE = "rare_earths/compiled_facts/reserves_mcs2026_v1_3.csv"
NAMES = {"Other Countries": "Other countries", "World total (rounded)": "World total"}
RESERVES_AGGREGATES = {"World total": "WLD", "Other countries": "ROW"}
# The version history: first posted 6 February 2026; version 1.3, which corrects Brazil and the world, 27 May 2026.
FIRST_POSTED, CORRECTED = date(2026, 2, 6), date(2026, 5, 27)


def reserves(raw: Path) -> pd.DataFrame:
    """Rare-earth reserves as printed in each edition of USGS, the correction of May 2026 as an edition of its own.

    One row per edition and country; an erratum is an edition, so that an earlier date reads what it printed.
    """
    new = pd.read_csv(raw_file(raw, NEW_FILE), dtype=str, keep_default_na=False)
    codes = dict(zip(new["country"], new["iso3"], strict=True)) | RESERVES_AGGREGATES
    first = cells_of_edition("MCS2026", new["country"], new["reserves_raw_csv"], codes, FIRST_POSTED)
    corrected = cells_of_edition("MCS2026 v1.3", new["country"], new["reserves_v1_3"], codes, CORRECTED)
    changed = new["reserves_raw_csv"] != new["reserves_v1_3"]
    corrected["raw_before_erratum"] = new["reserves_raw_csv"].where(changed)
    country, cell = _cells_of_2025(raw)
    # the chapter is dated January 2025 and prints the same figures
    before = cells_of_edition("MCS2025", country, cell, codes, date(2025, 1, 31)).assign(date_basis="month")
    table = pd.concat([before, first, corrected], ignore_index=True)
    return table.sort_values(["edition", "iso3"], ignore_index=True)


def _cells_of_2025(raw: Path) -> tuple[pd.Series, pd.Series]:
    """Country and printed cell of the edition of 2025."""
    # UTF-8 with a byte-order mark, unlike the file of 2026
    world = pd.read_csv(raw_file(raw, OLD_FILE), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    rows = world[world["COMMODITY"] == "Rare earths"].reset_index(drop=True)
    country = rows["COUNTRY"].str.strip().replace(NAMES)
    # "NA" slipped one column to the right, into the notes
    return country, rows["RESERVES_2024"].where(rows["RESERVES_2024"] != "", rows["RESERVE_NOTES"])


def cells_of_edition(edition: str, country: pd.Series, raw: pd.Series, codes: dict[str, str], on: date) -> pd.DataFrame:
    """An edition's printed cells as rows: ``>`` is more than, NA not available; ``codes`` by name of the country."""
    figure = raw.str.lstrip(">").str.replace(",", "")
    comparator = raw.map(lambda cell: "not_available" if cell == "NA" else "gt" if cell.startswith(">") else "eq")
    return pd.DataFrame(
        {
            "edition": edition,
            "country": country,
            "iso3": country.map(codes),
            "reserves_t": pd.to_numeric(figure.where(raw != "NA")),
            "comparator": comparator,
            "raw": raw,
            "raw_before_erratum": pd.Series(None, index=raw.index, dtype=object),
            "published_on": on,
            "date_basis": "day",
            "source_id": f"usgs_mcs_{edition[3:7]}",
        }
    )


def _reserves(edition: str, iso3: str) -> Callable[[pd.DataFrame], float]:
    return reading("reserves_t", edition=edition, iso3=iso3)


def _china_share_at_most(frame: pd.DataFrame) -> float:
    edition = "MCS2026 v1.3"
    return _reserves(edition, "CHN")(frame) / _reserves(edition, "WLD")(frame) * 100


RESERVES_PUBLISHED: tuple[Published, ...] = (
    Published("China's share, at most, %", 58.7, _china_share_at_most, 0.05, "44 of more than 75 million t"),
)


PRICES_FILE = "rare_earths/usgs_mcs/MCS2026_Commodities_Data.csv"
CHAPTERS = ("RARE EARTHS", "RARE EARTHS (Heavy)", "YTTRIUM")
LEAD = "Price, average, dollars per kilogram: "
SYMBOLS = {
    **{"Lanthanum": "La", "Cerium": "Ce", "Praseodymium": "Pr", "Neodymium": "Nd", "Samarium": "Sm", "Europium": "Eu"},
    **{"Gadolinium": "Gd", "Terbium": "Tb", "Dysprosium": "Dy", "Holmium": "Ho", "Erbium": "Er", "Ytterbium": "Yb"},
    **{"Lutetium": "Lu", "Yttrium": "Y"},
}


def oxide_prices(raw: Path) -> pd.DataFrame:
    """Yearly average prices of rare earths as printed in each edition of USGS.

    One row per product, year and edition: the edition of 2025 typed from its chapter, that of 2026 from its file.
    """
    file = raw_file(raw, PRICES_FILE)
    cells = pd.read_csv(file, encoding="cp1252", dtype=str, keep_default_na=False)  # not UTF-8, unlike that of 2025
    return _finished([_edition_of_2025(), _prices(cells, MCS2026)])


def of_edition(cells: pd.DataFrame, edition: McsEdition) -> pd.DataFrame:
    """The rows of one edition from its file of all commodities."""
    return _finished([_prices(cells, edition)])


def _finished(parts: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat(parts, ignore_index=True)
    table.insert(1, "symbol", table["element"].map(SYMBOLS))
    return table.sort_values(["edition", "element", "specification", "year"], ignore_index=True)


def _edition_of_2025() -> pd.DataFrame:
    """Seven products of the chapter, 2020 to 2024: their release file holds world production alone."""
    facts = read_facts("oxide_prices")
    return pd.DataFrame(
        {
            "element": facts["specification"].map(_element),
            "specification": facts["specification"],
            "year": facts["year"].astype(int),
            "edition": "MCS2025",
            "price_usd_per_kg": facts["price_usd_per_kg"].astype(float),
            "is_estimate": facts["year"] == "2024",
            "basis": "not_stated",
            "quoted_by": "Argus",
            "published_on": date(2025, 1, 31),  # the chapter is dated January 2025
            "date_basis": "month",
            "source_id": "usgs_mcs_2025",
        }
    )


def _prices(cells: pd.DataFrame, edition: McsEdition) -> pd.DataFrame:
    cells = cells[cells["MCS chapter"].isin(CHAPTERS) & (cells["Statistics"] == "Price")]
    product, notes = cells["Statistics_detail"].str.removeprefix(LEAD), cells["Notes"]
    return pd.DataFrame(
        {
            "element": product.map(_element),
            "specification": product,
            "year": cells["Year"].astype(int),
            "edition": edition.name,
            "price_usd_per_kg": cells["Value"].str.replace(",", "").astype(float),
            "is_estimate": notes.str.startswith("Estimated"),
            # only the chapter on yttrium prints the place; the others say "Free on board" alone
            "basis": notes.map(lambda note: "fob_china" if "Free on board China" in note else "fob"),
            "quoted_by": notes.map(lambda note: "Argus, Asian Metal" if "Asian Metal" in note else "Argus"),
            "published_on": edition.published_on,
            "date_basis": "day",
            "source_id": edition.source_id,
        }
    )


def _element(product: str) -> str:
    """The element or mixture a specification names: yttrium's oxide stands there as its formula."""
    if product.startswith("Neodymium-praseodymium"):
        return "NdPr"
    return "Yttrium" if product.startswith("Y2O3") else product.replace(",", "").split()[0]
