"""Releases of the Budget Lab's tariff tracker: a manifest, and daily rates whose checksums it names.

A release of the Budget Lab's tracker into ``us_tariff_average``: a vintage of its own; one stored never changes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from parley.recipes import us_tariff_tracker as recipe
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, json_of, numbers, refuse_gaps

BASE = "https://raw.githubusercontent.com"
RELEASE = "/Budget-Lab-Yale/tariff-rate-tracker/HEAD/release"
PROVIDER = Provider("budget_lab", "The Budget Lab at Yale, tariff tracker")
OVERALL, BY_AUTHORITY = "daily_overall", "daily_by_authority"
TOTAL = "weighted_etr"
ADDED = 0.01  # how far the authorities may add up to another sum than the total, as a ratio
LEAST, MOST = 0.01, 0.60  # of the total, as a ratio; percent would lie far above


class File(NamedTuple):
    """A file of a release as its manifest names it."""

    path: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Release:
    """An edition: the day it came out, the day it was built, and the last edition of the tariff schedule in it."""

    published_on: date
    built_on: date
    last_revision: str
    files: dict[str, File]


def request(client: Client) -> list[Answer]:
    """The manifest, the daily total and the daily rates by authority.

    Raises EditionMovedError or another SourceError.
    """
    manifest = client.get(PROVIDER, f"{BASE}{RELEASE}/MANIFEST.json")
    files = release(manifest).files
    return [manifest, *(_file(client, files[name]) for name in (OVERALL, BY_AUTHORITY))]


def _file(client: Client, file: File) -> Answer:
    answer = client.get(PROVIDER, f"{BASE}{RELEASE}/{file.path}")
    if answer.sha256 != file.sha256:
        raise failures.EditionMovedError(f"{file.path} is not the file its manifest names. Try again in an hour.")
    return answer


def release(answer: Answer) -> Release:
    """What the manifest says. Raises SchemaDriftError and what ``json_of`` raises."""
    body = json_of(answer)
    keys = ["publication_date", "data_as_of", "files"]
    if not isinstance(body, dict) or any(name not in body for name in keys):
        raise failures.SchemaDriftError("MANIFEST.json", keys, list(body) if isinstance(body, dict) else [])
    files = {f["name"]: File(f["path"], f["sha256"], int(f["n_rows"])) for f in body["files"]}
    if not {OVERALL, BY_AUTHORITY} <= files.keys():
        raise failures.SchemaDriftError("MANIFEST.json", [OVERALL, BY_AUTHORITY], list(files))
    as_of = body["data_as_of"]
    built = datetime.strptime(as_of["last_build_time"][:10], "%Y-%m-%d").date()
    return Release(date.fromisoformat(body["publication_date"]), built, str(as_of["last_revision"]), files)


def daily(answers: list[Answer]) -> pd.DataFrame:
    """One row per day: date, weighted_etr and the ``etr_`` columns of the authorities, ratios.

    Raises TruncatedError where rows are missing, WrongTypeError for a day that comes twice, UnitSuspectError where the
    total is no ratio, or another SourceError.
    """
    manifest, overall, by_authority = answers
    files = release(manifest).files
    total = _table(overall, ["date", TOTAL], files[OVERALL].rows)
    parts = _table(by_authority, ["date", "etr_base"], files[BY_AUTHORITY].rows)
    for part in (total, parts):
        if part["date"].duplicated().any():
            raise failures.WrongTypeError(f"The tracker has {part['date'][part['date'].duplicated()].iloc[0]} twice.")
    rates = [c for c in parts.columns if c.startswith("etr_")]
    table = total[["date", TOTAL]].merge(parts[["date", *rates]], on="date", validate="one_to_one")
    if len(table) != len(total) or len(table) != len(parts):
        raise failures.TruncatedError("The tracker's average and its authorities are not of the same days.")
    for column in (TOTAL, *rates):
        table[column] = numbers(table[column], OVERALL)
    if not table[TOTAL].between(LEAST, MOST).all():
        worst = float(table[TOTAL].max())
        raise failures.UnitSuspectError(f"The tracker's average tariff runs to {worst:g}; ratios of 0.01 to 0.6 fit.")
    refuse_gaps(table["date"], OVERALL)
    off = (table[rates].sum(axis=1) - table[TOTAL]).abs()
    if (off > ADDED).any():
        day = table.loc[off > ADDED, "date"].iloc[0]
        raise failures.UnitSuspectError(f"The tracker's authorities do not add up to its average on {day}.")
    return table


def _table(answer: Answer, columns: list[str], rows: int) -> pd.DataFrame:
    table = csv_of(answer, columns)
    if len(table) != rows:
        raise failures.TruncatedError(f"{answer.url} has {len(table)} rows; its manifest says {rows}.")
    return table


TABLE, SOURCE_ID = "us_tariff_average", "budget_lab_tracker"
KEY = ("provider", "vintage", "authority", "valid_from")
CAVEAT = "Days after the last law known to the release are a projection."


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The manifest and the files it names."""
    return request(client)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """The release in steps; its projections begin after the edition of the schedule it knows, where that is here.

    Raises SourceError.
    """
    edition = release(answers[0])
    of_provider = stored(TABLE)
    base = of_provider[
        (of_provider["provider"] == "Yale") & (of_provider["vintage"] == pd.Timestamp(edition.published_on))
    ]
    is_new = base.empty
    days = daily(answers)
    last_law = _last_law(stored("us_mfn_rates"), edition)
    _refuse_older(of_provider[of_provider["provider"] == "Yale"], edition, days)
    got = recipe.yale_edition(days, edition.published_on, last_law, SOURCE_ID)
    dates = {name: pd.to_datetime(got[name]) for name in ("vintage", "data_as_of", "published_on")}
    part = Part(
        TABLE,
        got.assign(**dates),
        KEY,
        "valid_from",
        ("rate_pct",),
        "first_release",
        base,
        in_points=True,
        tolerance=1e-7,
    )
    day = edition.published_on
    named = f"release of {day.day} {day:%B %Y}"
    about = record(
        SOURCE_ID,
        "Yale Budget Lab",
        "Tariff Rate Tracker, daily average statutory rate, newest release",
        named,
        f"{BASE}{RELEASE}/MANIFEST.json",
        "https://budgetlab.yale.edu",
        "MIT",
        answers,
        on,
        day,
        (got["valid_from"].min().date(), got["valid_to"].max().date()),
        CAVEAT,
    )
    return Found([part], [about] if is_new else [], [f"Law known to {edition.last_revision}."], (), [named] * is_new)


def _refuse_older(stored: pd.DataFrame, edition: Release, days: pd.DataFrame) -> None:
    """Raise EditionMovedError for an older release than is here, CoverageShrunkError where its days begin later."""
    newest = stored["vintage"].max()
    if pd.Timestamp(edition.published_on) < newest:
        raise failures.EditionMovedError(
            f"The release is of {edition.published_on}; here is that of {newest:%Y-%m-%d} already."
        )
    first, since = pd.Timestamp(days["date"].min()), stored["valid_from"].min()
    if first > since:
        raise failures.CoverageShrunkError(f"The release begins on {first:%Y-%m-%d}; here it is {since:%Y-%m-%d}.")


def _last_law(rates: pd.DataFrame, edition: Release) -> date:
    """The day of the newest edition of the schedule in the release: ``2026_rev_10`` as the tables date it, else the
    day the release was built."""
    year, _, number = edition.last_revision.partition("_rev_")
    days = rates.loc[rates["hts_edition"] == f"{year} revision {number}", "valid_from"]
    return edition.built_on if days.empty else days.iloc[0].date()


FEED = Feed(PROVIDER, (TABLE,), fetch, find, (f"{BASE}{RELEASE}/MANIFEST.json",), brings=(SOURCE_ID,))
