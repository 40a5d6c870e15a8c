"""US trade in 25 mineral headings with 18 partners, from two workbooks of USITC DataWeb."""

from pathlib import Path

import pandas as pd

from parley import countries
from parley.recipes import Published, raw_file
from parley.recipes.hs_revisions import hs_revision_of
from parley.recipes.releases import known_from
from parley.schema import TableInvalidError

TABLE = "us_critical_mineral_trade"
FOLDER = "rare_earths/usitc_dataweb"
SHEETS = {
    "import": ("us_imports_for_consumption_1993-2026.xlsx", "Customs Value"),
    "export": ("us_domestic_exports_1993-2026.xlsx", "FAS Value"),
}
HEAD_LINES = 2  # title and row count, before the names of the columns
SOURCE_ID = "usitc_dataweb"
PARTIAL_YEARS = (2025, 2026)  # January to April: the newest, and the same months before it
DATAWEB_NAMES = {"Democratic Republic of the Congo": "COD", "Myanmar (Burma)": "MMR"}
HEADINGS = {
    "2504": "Natural graphite",
    "2601": "Iron ores",
    "2602": "Manganese ores",
    "2603": "Copper ores",
    "2605": "Cobalt ores",
    "2606": "Aluminium ores",
    "2609": "Tin ores",
    "2610": "Chromium ores",
    "2611": "Tungsten ores",
    "2612": "Uranium and thorium ores",
    "2805": "Rare-earth and alkali metals",
    "2825": "Inorganic bases, metal oxides",
    "2836": "Carbonates",
    "2846": "Rare-earth compounds",
    "7202": "Ferroalloys",
    "7502": "Unwrought nickel",
    "7901": "Unwrought zinc",
    "8001": "Unwrought tin",
    "8101": "Tungsten",
    "8103": "Tantalum",
    "8105": "Cobalt",
    "8106": "Bismuth",
    "8110": "Antimony",
    "8112": "Gallium, germanium, indium and others",
    "8505": "Magnets, all kinds",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per flow, heading, partner and year; January to April of the two newest years as rows of their own."""
    parts = []
    for flow, (file, sheet) in SHEETS.items():
        workbook = raw_file(raw, f"{FOLDER}/{file}")
        whole = _long(pd.read_excel(workbook, sheet_name=sheet, header=HEAD_LINES, dtype=object))
        partial = _long(pd.read_excel(workbook, sheet_name=f"{sheet} YTD", header=HEAD_LINES, dtype=object))
        parts.append(whole.assign(flow=flow, is_partial_year=False))
        parts.append(partial[partial["year"].isin(PARTIAL_YEARS)].assign(flow=flow, is_partial_year=True))
    table = pd.concat(parts, ignore_index=True)
    table["heading"] = table["hts4"].map(HEADINGS)
    table["hs_revision"] = hs_revision_of(table["year"])
    table["partner_iso3"] = _iso3(table["partner"])
    table[["released_on", "date_basis"]] = known_from(_last_month(table))
    table["source_id"] = SOURCE_ID
    order = ["flow", "hts4", "year", "is_partial_year", "partner_iso3"]
    return table.drop(columns="partner").sort_values(order, ignore_index=True)


def _long(sheet: pd.DataFrame) -> pd.DataFrame:
    """Partner, heading, year and value of a sheet; cells of zero, which record no trade, are left out.

    A heading counted in two units of quantity has a row for each: they are parts of one value and are added.
    """
    rows = sheet[sheet["Data Type"].str.strip() != "Total:"]
    years = {name: int(str(name)[:4]) for name in rows.columns if str(name)[:4].isdigit()}
    cells = rows.rename(columns={**years, "Country": "partner", "HTS Number": "hts4"}).melt(
        ["partner", "hts4"], list(years.values()), "year", "value_usd"
    )
    cells["year"], cells["value_usd"] = cells["year"].astype(int), cells["value_usd"].astype(float)
    summed = cells.groupby(["partner", "hts4", "year"])[["value_usd"]].sum().reset_index()
    return summed[summed["value_usd"] != 0]  # the whole-year sheets hold zeros for 2026, not yet published


def _iso3(partners: pd.Series) -> pd.Series:
    codes = countries.codes() | DATAWEB_NAMES
    unknown = partners[~partners.isin(codes)]
    if len(unknown):
        raise TableInvalidError(TABLE, "partner", unknown.index[0], f"{unknown.iloc[0]!r} has no code; add it here")
    return partners.map(codes)


def _last_month(table: pd.DataFrame) -> pd.Series:
    month = table["is_partial_year"].map({True: 4, False: 12})
    return pd.to_datetime({"year": table["year"], "month": month, "day": 1})


RARE_EARTH_HEADINGS = ("2805", "2846", "8505")


def _rare_earths_2025(frame: pd.DataFrame, partner: str | None = None) -> float:
    rows = frame[(frame["flow"] == "import") & (frame["year"] == 2025) & ~frame["is_partial_year"]]
    rows = rows[rows["hts4"].isin(RARE_EARTH_HEADINGS)]
    return float(rows.loc[(partner is None) | (rows["partner_iso3"] == partner), "value_usd"].sum())


PUBLISHED: tuple[Published, ...] = (
    Published(
        "imports of 2805, 2846 and 8505 from China 2025, M US$",
        554.7,
        lambda frame: _rare_earths_2025(frame, "CHN") / 1e6,
        0.05,
        "USITC DataWeb",
    ),
    Published(
        "the same from the 18 partners, M US$",
        918.4,
        lambda frame: _rare_earths_2025(frame) / 1e6,
        0.05,
        "USITC DataWeb",
    ),
    Published(
        "China's share among the 18, %",
        60.4,
        lambda frame: _rare_earths_2025(frame, "CHN") / _rare_earths_2025(frame) * 100,
        0.05,
        "USITC DataWeb, recomputed",
    ),
)
