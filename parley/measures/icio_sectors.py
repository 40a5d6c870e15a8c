"""The economies and industries the sector model runs on, and which industry makes a good.

The 50 industries of the OECD Inter-Country Input-Output tables (2025 edition, ISIC Rev. 4) are merged to the 45 of the
editions before: those split in two since then are joined again, because many economies have one half alone and no
elasticity or tariff tells the halves apart. Of the 80 economies four are merged into ``OTH``: Cyprus and Iceland, which
hold the two cells whose input share the carrier of the tables cut off at 98 per cent, and the two smallest, Lao PDR and
Sao Tome and Principe. 77 economies and 45 industries are left.
"""

from collections.abc import Mapping

import pandas as pd

OTHER_ECONOMIES = "OTH"
MERGED_ECONOMIES: Mapping[str, str] = dict.fromkeys(("CYP", "ISL", "LAO", "STP"), OTHER_ECONOMIES)
MERGED_SECTORS: Mapping[str, str] = {
    "A01": "A01_02",
    "A02": "A01_02",
    "B05": "B05_06",
    "B06": "B05_06",
    "B07": "B07_08",
    "B08": "B07_08",
    "C24A": "C24",
    "C24B": "C24",
    "C301": "C30",
    "C302T309": "C30",
}
# Industries of NAICS, first digits, and the ICIO industry that holds them; the longest that fits counts. Waste and
# scrap, used goods and goods not specified (9100 to 9900) are made by no industry.
SECTOR_OF_NAICS: Mapping[str, str] = {
    "111": "A01_02",
    "112": "A01_02",
    "113": "A01_02",
    "114": "A03",
    "211": "B05_06",
    "2121": "B05_06",
    "2122": "B07_08",
    "2123": "B07_08",
    "311": "C10T12",
    "312": "C10T12",
    "313": "C13T15",
    "314": "C13T15",
    "315": "C13T15",
    "316": "C13T15",
    "321": "C16",
    "322": "C17_18",
    "323": "C17_18",
    "324": "C19",
    "325": "C20",
    "3254": "C21",
    "326": "C22",
    "327": "C23",
    "331": "C24",
    "332": "C25",
    "333": "C28",
    "334": "C26",
    "335": "C27",
    "336": "C30",
    "3361": "C29",
    "3362": "C29",
    "3363": "C29",
    "337": "C31T33",
    "339": "C31T33",
    "5112": "C17_18",  # newspapers and books: as goods they are printed matter
}
# Industries whose goods cross a border with a tariff line. Mining support services (B09) have none.
GOODS: tuple[str, ...] = tuple(dict.fromkeys(SECTOR_OF_NAICS.values()))


def merged_sector(sector: str) -> str:
    """The industry of the model that holds an industry of the tables."""
    return MERGED_SECTORS.get(sector, sector)


def merged_economy(economy: str) -> str:
    """The economy of the model that holds an economy of the tables."""
    return MERGED_ECONOMIES.get(economy, economy)


def sector_of_naics(naics: str) -> str | None:
    """The ICIO industry of a NAICS code, None for goods no industry makes."""
    fitting = [digits for digits in SECTOR_OF_NAICS if naics.startswith(digits)]
    return SECTOR_OF_NAICS[max(fitting, key=len)] if fitting else None


def sectors_of_products(hs_naics: pd.DataFrame) -> pd.DataFrame:
    """ICIO industries of HS2022 subheadings: hs6, sector, ``part`` of the subheading's value (ratio, adds to 1).

    Through the industries of NAICS that make a subheading, in equal parts: nothing says which makes how much of it.
    Subheadings without an industry, and those no industry makes, have no row.
    """
    pairs = hs_naics[["hs6", "naics6"]].assign(sector=hs_naics["naics6"].map(sector_of_naics)).dropna(subset="sector")
    count = pairs.groupby(["hs6", "sector"], as_index=False).size()
    return count.assign(part=count["size"] / count.groupby("hs6")["size"].transform("sum")).drop(columns="size")
