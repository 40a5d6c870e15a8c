"""Mineral Commodity Summaries into prices, reliance, reserves and production: an edition in print never changes.

The file goes through the recipes of the tables. A correction of the reserves enters as an edition of its own, and so
does the edition of a new year whose file has the layout known.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley.recipes import critical_minerals, usgs
from parley.recipes.usgs import MCS2026, OUTPUT_AGGREGATES, McsEdition, cells_of_edition
from parley.refresh import limits
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources import usgs as source
from parley.sources.client import Answer, Client

RELIANCE, PRICES, RESERVES, MINES = "us_import_reliance", "oxide_prices", "reserves", "mine_production"
CHAPTER = "RARE EARTHS"
KEYS = {
    RELIANCE: ("edition", "statistic", "chapter", "commodity", "detail", "partner", "year"),
    PRICES: ("edition", "element", "specification", "year"),
    MINES: ("edition", "year", "country"),
}
VALUES = {RELIANCE: "value_pct", PRICES: "price_usd_per_kg", MINES: "output_t"}
NOTHING = "—"  # mine production of nothing, which the tables have no row for
FEWER = 0.7  # of the rows of the edition before, which a new one must have


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The newest release and its files. Raises SourceError."""
    return source.fetch(client)


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The two releases that the recipes read; that of 2025 last. Raises SourceError."""
    answers = source.fetch(client, year=MCS2026.year)
    return answers + source.fetch_world(client, answers[0])


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The files where the recipes look for them; nothing of a later edition, which no recipe reads.

    Raises SourceError.
    """
    if source.year_of(answers[2]) != MCS2026.year:
        return {}
    files = {usgs.PRICES_FILE: answers[2].body}
    if _has_2025(answers):
        files[critical_minerals.FILES["MCS2025"]] = source.world_content(answers[-1])
    return files


def _has_2025(answers: list[Answer]) -> bool:
    """Whether the release of 2025 and its file come last: a second description of a release stands before the file."""
    return len(answers) > 4 and answers[-2].body.lstrip().startswith(b"{")


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """What the file says of each table beside the stored edition, or beside the one before where it is a new one.

    Raises SourceError.
    """
    cells = source.read(answers[2])
    own = answers[:-2] if _has_2025(answers) else answers
    history = source.versions(own[3] if len(own) > 3 else None)
    edition = _edition(source.year_of(answers[2]), history)
    built = {
        RELIANCE: critical_minerals.of_edition(cells, edition),
        PRICES: usgs.of_edition(cells, edition),
        MINES: _mines(cells, edition, stored(MINES)),
    }
    day = pd.Timestamp(edition.published_on)
    built = {name: got.assign(published_on=day) for name, got in built.items()}
    is_new = not stored(RELIANCE)["edition"].eq(edition.name).any()
    if is_new:
        for name, got in built.items():
            _refuse_unlike(name, got, stored(name), edition)
    parts = [_of_edition(name, got, stored(name), edition) for name, got in built.items()]
    corrected = _reserves(cells, edition, stored(RESERVES), history)
    newest = history[-1] if history else None
    told = f"Newest version of the edition: {newest.number} of {newest.posted_on}." if newest else "No version history."
    named = [edition.name] if is_new else [str(p.got["edition"].iloc[0]) for p in corrected]
    records = _records(edition, answers, on) if is_new else []
    return Found(parts=[*parts, *corrected], records=records, notes=[told], editions=named)


def _edition(year: int, history: list[source.Version]) -> McsEdition:
    """The edition with the day it was first posted. Raises LayoutChangedError where a new one does not say it."""
    if year == MCS2026.year:
        return MCS2026
    if not history:
        raise failures.LayoutChangedError(f"Mineral Commodity Summaries {year} have no version history with their day.")
    return McsEdition(year, history[0].posted_on)


def _of_edition(name: str, got: pd.DataFrame, stored: pd.DataFrame, edition: McsEdition) -> Part:
    base = stored[stored["edition"] == edition.name]
    return Part(name, got, KEYS[name], "year", (VALUES[name],), "first_release", base)


def _refuse_unlike(name: str, got: pd.DataFrame, stored: pd.DataFrame, edition: McsEdition) -> None:
    """A new edition has about as many rows as the one before, and about its figures for the years both have."""
    before = stored[stored["edition"] == f"MCS{edition.year - 1}"]
    if len(got) < FEWER * len(before):
        raise failures.CoverageShrunkError(
            f"{edition.name} has {len(got):,} rows for {name}; the edition before has {len(before):,}."
        )
    key = [column for column in KEYS[name] if column != "edition"]
    both = got.merge(before, on=key, suffixes=("", "_before"))
    ratio = (both[VALUES[name]] / both[f"{VALUES[name]}_before"].where(lambda value: value != 0)).median()
    if pd.isna(ratio) or not limits.RATIO_LOW <= ratio <= limits.RATIO_HIGH:
        raise failures.UnitSuspectError(
            f"{edition.name}, {name}: the figures of years that the edition before has too are {ratio:.3g} times those."
        )


def _records(edition: McsEdition, answers: list[Answer], on: date) -> list[dict[str, object]]:
    titles = {edition.source_id: "rare earths", edition.data_source_id: "data of all chapters"}
    return [
        record(
            source_id,
            "USGS",
            f"Mineral Commodity Summaries {edition.year}, {title}",
            edition.name,
            answers[2].url,
            f"{source.BASE}{source.ITEM}/{source.releases(answers[0])[edition.year]}",
            "CC0 1.0",
            [answers[2]],
            on,
            edition.published_on,
            (date(edition.sources_of[0], 1, 1), date(edition.year - 1, 12, 31)),
            f"Values of {edition.year - 1} are estimated.",
        )
        for source_id, title in titles.items()
    ]


def _mines(cells: pd.DataFrame, edition: McsEdition, stored: pd.DataFrame) -> pd.DataFrame:
    """Production by country; one that no stored edition has is a row without a code, which the table refuses."""
    base = stored[stored["edition"].str.startswith("MCS")]
    codes = dict(zip(base["country"], base["iso3"], strict=True)) | OUTPUT_AGGREGATES
    rows = source.world(cells, CHAPTER, "Production")
    rows = rows[rows["Value"] != NOTHING]
    return pd.DataFrame(
        {
            "edition": edition.name,
            "year": rows["Year"].astype(int),
            "country": rows["Country"],
            "iso3": rows["Country"].map(codes),
            "output_t": rows["Value"].str.replace(",", "").astype(float),
            "basis": "reo",
            "is_world_total": rows["Country"] == "World total",
            "is_other": rows["Country"] == "Other countries",
            "is_estimate": rows["Notes"].str.startswith("Estimated"),
            "is_cross_check": False,
            "published_on": edition.published_on,
            "date_basis": "day",
            "note": rows["Notes"],
            "source_id": edition.source_id,
        }
    )


def _reserves(
    cells: pd.DataFrame, edition: McsEdition, stored: pd.DataFrame, history: list[source.Version]
) -> list[Part]:
    """Nothing where the file has an edition that is stored, else the correction as an edition of its own.

    USGS corrects the printed chapter first and its file later, or never. A file that differs from every stored edition
    without a version after the last one stored is no correction: it is compared with the first posting and refused.
    """
    rows = source.world(cells, CHAPTER, "Reserves")
    printed = dict(zip(rows["Country"], rows["Value"], strict=True))
    own = stored[stored["edition"].str.startswith(edition.name)]
    if any(dict(zip(one["country"], one["raw"], strict=True)) == printed for _, one in own.groupby("edition")):
        return []
    codes = dict(zip(stored["country"], stored["iso3"], strict=True))
    later = [v for v in history if len(own) and pd.Timestamp(v.posted_on) > own["published_on"].max()]
    name = f"{edition.name} v{later[-1].number}" if later else edition.name
    day = later[-1].posted_on if later else edition.published_on
    got = cells_of_edition(name, rows["Country"], rows["Value"], codes, day).assign(published_on=pd.Timestamp(day))
    base = own[own["edition"] == name]
    return [
        Part(
            RESERVES,
            got,
            ("edition", "country", "published_on"),
            "published_on",
            ("reserves_t",),
            "first_release",
            base,
        )
    ]


FEED = Feed(
    source.PROVIDER,
    (RELIANCE, PRICES, MINES, RESERVES),
    fetch,
    find,
    (
        f"{source.BASE}{source.LISTING}?parentId={source.PARENT}",
        f"{source.BASE}/catalog/file/get/…/{source.FILE.format('YYYY')}",
    ),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=(RELIANCE, PRICES, critical_minerals.SHARES_TABLE),
    brings=("usgs_",),
)
