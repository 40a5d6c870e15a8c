"""Yearly average prices of rare earths as printed in each edition of USGS."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file, read_facts
from parley.recipes.mcs import MCS2026, Edition

FILE = "rare_earths/usgs_mcs/MCS2026_Commodities_Data.csv"
CHAPTERS = ("RARE EARTHS", "RARE EARTHS (Heavy)", "YTTRIUM")
LEAD = "Price, average, dollars per kilogram: "
SYMBOLS = {
    **{"Lanthanum": "La", "Cerium": "Ce", "Praseodymium": "Pr", "Neodymium": "Nd", "Samarium": "Sm", "Europium": "Eu"},
    **{"Gadolinium": "Gd", "Terbium": "Tb", "Dysprosium": "Dy", "Holmium": "Ho", "Erbium": "Er", "Ytterbium": "Yb"},
    **{"Lutetium": "Lu", "Yttrium": "Y"},
}


def build(raw: Path) -> pd.DataFrame:
    """One row per product, year and edition: the edition of 2025 typed from its chapter, that of 2026 from its file."""
    file = raw_file(raw, FILE)
    cells = pd.read_csv(file, encoding="cp1252", dtype=str, keep_default_na=False)  # not UTF-8, unlike that of 2025
    return _finished([_edition_of_2025(), _prices(cells, MCS2026)])


def of_edition(cells: pd.DataFrame, edition: Edition) -> pd.DataFrame:
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


def _prices(cells: pd.DataFrame, edition: Edition) -> pd.DataFrame:
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
