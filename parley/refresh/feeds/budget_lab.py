"""A release of the Budget Lab's tracker into ``us_tariff_average``: a vintage of its own; one stored never changes."""

from datetime import date

import pandas as pd

from parley.recipes import us_tariff_tracker as recipe
from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import budget_lab as source
from parley.sources import failures
from parley.sources.client import Answer, Client

TABLE, SOURCE_ID = "us_tariff_average", "budget_lab_tracker"
KEY = ("provider", "vintage", "authority", "valid_from")
CAVEAT = "Days after the last law known to the release are a projection."


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The manifest and the files it names."""
    return source.fetch(client)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """The release in steps; its projections begin after the edition of the schedule it knows, where that is here.

    Raises SourceError.
    """
    edition = source.release(answers[0])
    own = stored(TABLE)
    base = own[(own["provider"] == "Yale") & (own["vintage"] == pd.Timestamp(edition.published_on))]
    is_new = base.empty
    days = source.daily(answers)
    last_law = _last_law(stored("us_mfn_rates"), edition)
    _refuse_older(own[own["provider"] == "Yale"], edition, days)
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
        f"{source.BASE}{source.RELEASE}/MANIFEST.json",
        "https://budgetlab.yale.edu",
        "MIT",
        answers,
        on,
        day,
        (got["valid_from"].min().date(), got["valid_to"].max().date()),
        CAVEAT,
    )
    return Found([part], [about] if is_new else [], [f"Law known to {edition.last_revision}."], (), [named] * is_new)


def _refuse_older(stored: pd.DataFrame, edition: source.Release, days: pd.DataFrame) -> None:
    """Raise EditionMovedError for an older release than is here, CoverageShrunkError where its days begin later."""
    newest = stored["vintage"].max()
    if pd.Timestamp(edition.published_on) < newest:
        raise failures.EditionMovedError(
            f"The release is of {edition.published_on}; here is that of {newest:%Y-%m-%d} already."
        )
    first, since = pd.Timestamp(days["date"].min()), stored["valid_from"].min()
    if first > since:
        raise failures.CoverageShrunkError(f"The release begins on {first:%Y-%m-%d}; here it is {since:%Y-%m-%d}.")


def _last_law(rates: pd.DataFrame, edition: source.Release) -> date:
    """The day of the newest edition of the schedule in the release: ``2026_rev_10`` as the tables date it, else the
    day the release was built."""
    year, _, number = edition.last_revision.partition("_rev_")
    known = rates.loc[rates["hts_edition"] == f"{year} revision {number}", "valid_from"]
    return edition.built_on if known.empty else known.iloc[0].date()


FEED = Feed(
    source.PROVIDER, (TABLE,), fetch, find, (f"{source.BASE}{source.RELEASE}/MANIFEST.json",), brings=(SOURCE_ID,)
)
