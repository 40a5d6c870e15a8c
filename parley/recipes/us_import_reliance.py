"""US net import reliance and import sources by mineral: the data of MCS 2026 and the rare-earth chapter of MCS 2025."""

import re
from pathlib import Path

import pandas as pd

from parley import countries
from parley.recipes import raw_file, read_typed_facts
from parley.recipes.mcs import CRITICAL, MCS2026, Edition
from parley.schema import TableInvalidError

TABLE = "us_import_reliance"
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


def build(raw: Path) -> pd.DataFrame:
    """Net import reliance, then import sources, by edition, chapter, commodity, detail and year."""
    # cp1252: read as UTF-8 the file fails at its first dash
    cells = pd.read_csv(raw_file(raw, FILE), encoding="cp1252", dtype=str, keep_default_na=False)
    cells = cells.rename(columns={f"{CRITICAL} 2025": CRITICAL})
    return _finished([_reliance(cells, MCS2026), _sources(cells, MCS2026), read_typed_facts(TABLE)])


def of_edition(cells: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The rows of one edition from its file. Raises TableInvalidError for a head, sign or country not known here."""
    return _finished([_reliance(cells, edition), _sources(cells, edition)])


def _finished(parts: list[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat(parts, ignore_index=True)
    table = table.join(_parsed(table))
    table["partner_iso3"] = _iso3(table["partner"])
    order = ["edition", "statistic", "chapter", "commodity", "detail", "year", "partner"]
    return table.sort_values(order, ascending=[True, False, True, True, True, True, True], ignore_index=True)


def _reliance(cells: pd.DataFrame, edition: Edition) -> pd.DataFrame:
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
    found = BASIS.fullmatch(words)
    if found is None:
        raise TableInvalidError(TABLE, "Statistics_detail", None, f"{text!r} names no consumption; extend BASIS")
    detail = found[2] or "All"
    return found[1], detail[0].upper() + detail[1:]


def _sources(cells: pd.DataFrame, edition: Edition) -> pd.DataFrame:
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


def _common(rows: pd.DataFrame, edition: Edition) -> pd.DataFrame:
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
        raise TableInvalidError(TABLE, "raw", None, f"'s' without a footnote that explains it: {note!r}")
    comparator = COMPARATORS.get(raw[0], "eq")
    return comparator, float(raw.lstrip("<>"))


def _iso3(partners: pd.Series) -> pd.Series:
    iso3 = partners.map(countries.codes() | USGS_NAMES)
    unknown = partners[iso3.isna() & (partners != SEVERAL)]
    if len(unknown):
        raise TableInvalidError(TABLE, "partner", unknown.index[0], f"{unknown.iloc[0]!r} has no code; add it here")
    return iso3
