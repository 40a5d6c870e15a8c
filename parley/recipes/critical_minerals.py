"""Critical minerals of all kinds in USGS data: shares in output, US reliance and US trade."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.recipes import Published, raw_file, read_typed_facts
from parley.recipes.classifications import hs_revision_of
from parley.recipes.releases import known_from
from parley.recipes.usgs import CRITICAL, MCS2026, McsEdition
from parley.tables import countries
from parley.tables.schema import TableInvalidError

SHARES_TABLE = "critical_mineral_shares"
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


def critical_mineral_shares(raw: Path) -> pd.DataFrame:
    """China's share of world output of 13 minerals, from the data files of MCS 2026 and MCS 2025.

    One row per mineral, year and edition in which China has a row of its own.
    """
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
        raise TableInvalidError(
            SHARES_TABLE, "unit", unknown.index[0], f"{unknown.iloc[0]!r} is not known; add it to TONNES"
        )
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


RELIANCE_TABLE = "us_import_reliance"
FILE = "rare_earths/usgs_mcs/MCS2026_Commodities_Data.csv"
RELIANCE, SOURCES = "Net import reliance", "Import sources {}-{}"
# two commodities have a sentence in place of the usual head
STATED = "The United States was"
BASIS = re.compile(
    r"(?:Granite only: )?Net import reliance\s?as a percentage of (?:total )?(apparent|reported|estimated) consumption"
    r"(?: \(based on value\))?(?:[:,] (.+))?"
)
# Sheet mica and scrap mica share every column that could tell them apart under net import reliance.
INDISTINCT = "MICA (NATURAL)"
OTHERS = "Other countries"
SEVERAL = "China, Germany, and Russia"
USGS_NAMES = {
    "Congo (Kinshasa)": "COD",
    "Korea, Republic of": "KOR",
    "The Bahamas": "BHS",
    "Turkey": "TUR",
    OTHERS: "ROW",
}
COMPARATORS = {">": "gt", "<": "lt"}
WORDS = {"E": "net_exporter", "NA": "not_available"}
LESS_THAN_HALF, NOT_MEANINGFUL = "less than ½ unit", "preclude calculation"


def us_import_reliance(raw: Path) -> pd.DataFrame:
    """US net import reliance and import sources by mineral: the data of MCS 2026 and the rare-earth chapter of MCS
    2025.

    Net import reliance, then import sources, by edition, chapter, commodity, detail and year.
    """
    # cp1252: read as UTF-8 the file fails at its first dash
    cells = pd.read_csv(raw_file(raw, FILE), encoding="cp1252", dtype=str, keep_default_na=False)
    cells = cells.rename(columns={f"{CRITICAL} 2025": CRITICAL})
    return _finished([_reliance(cells, MCS2026), _sources(cells, MCS2026), read_typed_facts(RELIANCE_TABLE)])


def of_edition(cells: pd.DataFrame, edition: McsEdition) -> pd.DataFrame:
    """The rows of one edition from its file. Raises TableInvalidError for a head, sign or country not known here."""
    return _finished([_reliance(cells, edition), _sources(cells, edition)])


def _finished(parts: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat(parts, ignore_index=True)
    table = table.join(_parsed(table))
    table["partner_iso3"] = _reliance_iso3(table["partner"])
    order = ["edition", "statistic", "chapter", "commodity", "detail", "year", "partner"]
    return table.sort_values(order, ascending=[True, False, True, True, True, True, True], ignore_index=True)


def _reliance(cells: pd.DataFrame, edition: McsEdition) -> pd.DataFrame:
    rows = cells[(cells["Statistics"] == RELIANCE) & (cells["MCS chapter"] != INDISTINCT)]
    heads = [_head(text) for text in rows["Statistics_detail"]]
    year = rows["Year"].astype(int)
    return _common(rows, edition).assign(
        statistic="net_import_reliance",
        basis=[basis for basis, _ in heads],
        detail=[detail for _, detail in heads],
        partner="World",
        year_from=year,
        year=year,
        # the newest year is printed as estimated throughout
        is_estimate=(year == edition.year - 1) | rows["Notes"].str.startswith("Estimated"),
    )


def _head(text: str) -> tuple[str, str]:
    """What the figure is a share of, and the part of the commodity it is for."""
    words = text.replace("\N{NO-BREAK SPACE}", " ")
    if words.startswith(STATED):
        return "stated", "All"
    match = BASIS.fullmatch(words)
    if match is None:
        raise TableInvalidError(
            RELIANCE_TABLE, "Statistics_detail", None, f"{text!r} names no consumption; extend BASIS"
        )
    detail = match[2] or "All"
    return match[1], detail[0].upper() + detail[1:]


def _sources(cells: pd.DataFrame, edition: McsEdition) -> pd.DataFrame:
    first, last = edition.sources_of
    rows = cells[cells["Statistics"] == SOURCES.format(first, last)]
    return _common(rows, edition).assign(
        statistic="import_source",
        basis=None,
        detail=rows["Statistics_detail"],
        partner=rows["Country"],
        year_from=first,
        year=last,
        is_estimate=rows["Notes"].str.startswith("Estimated"),
    )


def _common(rows: pd.DataFrame, edition: McsEdition) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "chapter": rows["MCS chapter"],
            "commodity": rows["Commodity"],
            "raw": rows["Value"].str.strip(),  # some values carry a leading blank
            "is_critical": rows[CRITICAL].map({"Yes": True, "No": False}),
            "edition": edition.name,
            "published_on": edition.published_on,
            "date_basis": "day",
            "note": rows["Notes"].where(rows["Notes"] != ""),
            "source_id": edition.data_source_id,
        }
    )


def _parsed(table: pd.DataFrame) -> pd.DataFrame:
    """``comparator`` and ``value_pct`` of each printed value."""
    pairs = [_value(raw, note) for raw, note in zip(table["raw"], table["note"].fillna(""), strict=True)]
    return pd.DataFrame(pairs, columns=["comparator", "value_pct"], index=table.index)


def _value(raw: str, note: str) -> tuple[str, float | None]:
    if raw in WORDS:
        return WORDS[raw], None
    if raw == "s":  # one sign with two meanings: the footnote tells which
        if LESS_THAN_HALF in note.lower():
            return "lt", 0.5
        if NOT_MEANINGFUL in note:
            return "not_available", None
        raise TableInvalidError(RELIANCE_TABLE, "raw", None, f"'s' without a footnote that explains it: {note!r}")
    comparator = COMPARATORS.get(raw[0], "eq")
    return comparator, float(raw.lstrip("<>"))


def _reliance_iso3(partners: pd.Series) -> pd.Series:
    iso3 = partners.map(countries.codes() | USGS_NAMES)
    unknown = partners[iso3.isna() & (partners != SEVERAL)]
    if len(unknown):
        raise TableInvalidError(
            RELIANCE_TABLE, "partner", unknown.index[0], f"{unknown.iloc[0]!r} has no code; add it here"
        )
    return iso3


TRADE_TABLE = "us_critical_mineral_trade"
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


def us_critical_mineral_trade(raw: Path) -> pd.DataFrame:
    """US trade in 25 mineral headings with 18 partners, from two workbooks of USITC DataWeb.

    One row per flow, heading, partner and year; January to April of the two newest years as rows of their own.
    """
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
    table["partner_iso3"] = _trade_iso3(table["partner"])
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


def _trade_iso3(partners: pd.Series) -> pd.Series:
    codes = countries.codes() | DATAWEB_NAMES
    unknown = partners[~partners.isin(codes)]
    if len(unknown):
        raise TableInvalidError(
            TRADE_TABLE, "partner", unknown.index[0], f"{unknown.iloc[0]!r} has no code; add it here"
        )
    return partners.map(codes)


def _last_month(table: pd.DataFrame) -> pd.Series:
    month = table["is_partial_year"].map({True: 4, False: 12})
    return pd.to_datetime({"year": table["year"], "month": month, "day": 1})


RARE_EARTH_HEADINGS = ("2805", "2846", "8505")


def _rare_earths_2025(frame: pd.DataFrame, partner: str | None = None) -> float:
    rows = frame[(frame["flow"] == "import") & (frame["year"] == 2025) & ~frame["is_partial_year"]]
    rows = rows[rows["hts4"].isin(RARE_EARTH_HEADINGS)]
    return float(rows.loc[(partner is None) | (rows["partner_iso3"] == partner), "value_usd"].sum())


US_CRITICAL_MINERAL_TRADE_PUBLISHED: tuple[Published, ...] = (
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
