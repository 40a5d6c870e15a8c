"""The OECD Economic Outlook by edition, through the data service's first interface: it alone names the edition.

A new Economic Outlook into ``forecasts``, ``forecast_editions`` and ``gdp_actuals``; a stored one never changes.
"""

import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import csv_of, numbers

BASE = "https://sdmx.oecd.org"
FLOW = "OECD.ECO.MAD,DSD_EO@DF_EO"
PROVIDER = Provider("oecd", "OECD Economic Outlook", pause_s=2.0)
MEASURES = {"GDPV_ANNPCT": "real_gdp_growth", "CPI_YTYPCT": "headline_inflation", "UNR": "unemployment_rate"}
COLUMNS = (
    "STRUCTURE_ID", "STRUCTURE_NAME", "REF_AREA", "MEASURE", "FREQ", "TIME_PERIOD", "OBS_VALUE",
)  # fmt: skip
FIRST_EDITION = 114  # version 1.1 of the flow is Economic Outlook 115
LIMIT_WORDS = b"exceeded the number of requests"


def request(client: Client, minor: int, areas: Sequence[str], first: int, last: int) -> Answer:
    """One edition, version 1.``minor`` of the flow. Raises NoSuchFlowError where it is not there, RateLimitedError."""
    key = f"{'+'.join(areas)}.{'+'.join(MEASURES)}.A"
    return client.get(
        PROVIDER,
        f"{BASE}/public/rest/data/{FLOW},1.{minor}/{key}",
        [("startPeriod", f"{first}"), ("endPeriod", f"{last}"), ("format", "csvfilewithlabels")],
        judge=_limit,
    )


def _limit(answer: Answer) -> None:
    """The limit is told by its words; its status was never recorded. An hour has to pass, so it is not tried again."""
    if LIMIT_WORDS in answer.body:
        raise failures.RateLimitedError("The OECD allows 60 downloads an hour. Wait an hour and try again.")


def read(answer: Answer, minor: int, first: int, last: int) -> pd.DataFrame:
    """Columns edition (EO119), area, measure, year and value_pct, sorted; years outside the span asked for are dropped.

    A blank figure is missing and left out. Raises EditionMovedError where version and name are not those asked for,
    NoDataError where no figure is left; else what ``csv_of`` raises.
    """
    table = csv_of(answer, COLUMNS)
    versions = set(table["STRUCTURE_ID"].str.extract(r"\(([\d.]+)\)$")[0])
    names = set(table["STRUCTURE_NAME"])
    number = FIRST_EDITION + minor
    if versions != {f"1.{minor}"} or names != {f"Economic Outlook {number}"}:
        got = ", ".join(map(str, sorted(names | {str(v) for v in versions})))
        raise failures.EditionMovedError(f"Economic Outlook {number} was requested, but {got} came.")
    years = table["TIME_PERIOD"].str.fullmatch(r"\d{4}")
    table = table[years & table["MEASURE"].isin(list(MEASURES)) & (table["FREQ"] == "A")]
    frame = pd.DataFrame(
        {
            "edition": f"EO{number}",
            "area": table["REF_AREA"],
            "measure": table["MEASURE"].map(MEASURES),
            "year": table["TIME_PERIOD"].astype(int),
            "value_pct": numbers(table["OBS_VALUE"], "The Economic Outlook"),
        }
    )
    frame = frame[frame["year"].between(first, last)].dropna(subset="value_pct")
    if frame.empty:
        raise failures.NoDataError(f"Economic Outlook {number} has no figure for what was asked.")
    ordered: pd.DataFrame = frame.sort_values(["area", "measure", "year"], ignore_index=True)
    return ordered


def minor_of(version: str) -> int:
    """The second number of a version such as 1.5. Raises ValueError."""
    match = re.fullmatch(r"1\.(\d+)", version)
    if not match:
        raise ValueError(f"{version!r} is not a version of the Economic Outlook's data flow")
    return int(match[1])


FORECASTS, EDITIONS, ACTUALS = "forecasts", "forecast_editions", "gdp_actuals"
KEY = ("institution", "edition", "area", "measure", "scenario", "target_year")
FIRST_YEAR, YEARS_AHEAD = 2010, 2
AREAS_LATER, AUTUMN = 0.25, 9  # of the areas, which may be fewer in the last year; the month from which it is two ahead
ROUNDED = 0.00051  # stored figures have three decimals
DATAFLOW = "OECD.ECO.MAD:DSD_EO@DF_EO"  # earlier editions were flows of their own
GROWTH = "real_gdp_growth"
FISCAL = "fiscal year April to March"


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The newest edition here, and the one after it where it is out."""
    newest, areas = _newest_version(stored), _areas(stored)
    last = on.year + YEARS_AHEAD
    answers = [request(client, newest, areas, FIRST_YEAR, last)]
    try:
        answers.append(request(client, newest + 1, areas, FIRST_YEAR, last))
    except failures.NoSuchFlowError:
        return answers  # not out yet
    return answers


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Forecasts of each edition from its own year on, and growth recorded before it.

    Raises CoverageShrunkError or another SourceError.
    """
    newest, last, areas = _newest_version(stored), on.year + YEARS_AHEAD, set(_areas(stored))
    known_editions = stored(EDITIONS)
    forecasts, actuals, records, fresh, new_rows = [], [], [], [], []
    for minor, answer in enumerate(answers, start=newest):
        figures = read(answer, minor, FIRST_YEAR, last)
        edition = f"EO{FIRST_EDITION + minor}"
        edition_here = known_editions[known_editions["edition"] == edition]
        published = edition_here["published_on"].iloc[0].date() if len(edition_here) else _published(answer, on)
        _refuse_fewer(figures, areas, published, edition, stored(FORECASTS))
        forecasts.append(_forecasts(figures, published.year, answer.url))
        if edition_here.empty:
            fresh.append(edition)
            new_rows.append(_edition(edition, published, minor, answer))
            actuals.append(_actuals(figures, published))
            records += [_record(kind, edition, answer, published, on) for kind in ("oecd_", "actuals_oecd_")]
    parts = [_part(pd.concat(forecasts, ignore_index=True), stored(FORECASTS))]
    if new_rows:
        key = ("institution", "edition")
        rows = pd.DataFrame(new_rows)
        parts.append(Part(EDITIONS, rows, key, "published_on", (), "first_release", known_editions.head(0)))
        got = pd.concat(actuals, ignore_index=True)
        base = stored(ACTUALS)
        base = base[base["source_id"].str.startswith("actuals_oecd")]
        whole = ("source_id", "vintage", "area", "year")
        parts.append(Part(ACTUALS, got, whole, "year", ("growth_pct",), "vintage", base.head(0), in_points=True))
    return Found(parts=parts, records=records, editions=[f"Economic Outlook {e[2:]}" for e in fresh])


def _refuse_fewer(figures: pd.DataFrame, areas: set[str], published: date, edition: str, stored: pd.DataFrame) -> None:
    """Raise CoverageShrunkError where an area has no growth this year or the next, or the last year, two ahead in
    autumn, has fewer areas by any measure than that of the newest edition here."""
    growth = figures[figures["measure"] == GROWTH]
    for year in (published.year, published.year + 1):
        missing = sorted(areas - set(growth.loc[growth["year"] == year, "area"]))
        if missing:
            raise failures.CoverageShrunkError(f"{edition} has no growth of {', '.join(missing)} in {year}.")
    last = published.year + (YEARS_AHEAD if published.month >= AUTUMN else 1)
    here = stored[stored["edition"].str.startswith("EO") & (stored["decimals"] == 3) & (stored["edition"] != edition)]
    here = here[here["edition"] == here["edition"].max()]
    before = here[here["target_year"] == here["target_year"].max()].groupby("measure")["area"].nunique()
    now = figures[figures["year"] == last].groupby("measure")["area"].nunique().reindex(before.index, fill_value=0)
    fewer = before.index[now < (1 - AREAS_LATER) * before]
    if len(fewer):
        raise failures.CoverageShrunkError(
            f"{edition} has {fewer[0]} of {now[fewer[0]]} areas in {last}; the edition before has {before[fewer[0]]}."
        )


def _part(got: pd.DataFrame, stored: pd.DataFrame) -> Part:
    """The forecasts beside those stored from the service; where one decimal is stored, that figure stays."""
    same = stored[stored["edition"].isin(set(got["edition"])) & (stored["institution"] == "OECD")]
    printed = pd.MultiIndex.from_frame(same.loc[same["decimals"] == 1, list(KEY)])
    got = got[~pd.MultiIndex.from_frame(got[list(KEY)]).isin(printed)]
    base = same[same["decimals"] == 3]
    old = base.set_index(list(KEY))["value_pct"]
    before = old.reindex(pd.MultiIndex.from_frame(got[list(KEY)])).to_numpy()
    near = abs(got["value_pct"].to_numpy() - before) < ROUNDED
    got = got.assign(value_pct=got["value_pct"].where(~near, before))
    # only what was asked for is compared: the base has areas and measures that this request does not ask
    base = base[base["measure"].isin(set(got["measure"])) & base["area"].isin(set(got["area"]))]
    return Part(FORECASTS, got, KEY, "target_year", ("value_pct",), "first_release", base, in_points=True)


def _forecasts(figures: pd.DataFrame, edition_year: int, url: str) -> pd.DataFrame:
    ahead = figures[figures["year"] >= edition_year]
    is_india = ahead["area"] == "IND"
    return pd.DataFrame(
        {
            "institution": "OECD",
            "edition": ahead["edition"],
            "area": ahead["area"],
            "measure": ahead["measure"],
            "scenario": "baseline",
            "target_year": ahead["year"],
            "value_pct": ahead["value_pct"],
            "decimals": 3,
            "year_basis": is_india.map({True: "fiscal_apr_mar", False: "calendar"}),
            "horizon_years": ahead["year"] - edition_year,
            "verification": "official_file",
            "source_url": url,
            "note": is_india.map({True: FISCAL, False: None}),
            "source_id": "oecd_" + ahead["edition"].str.lower(),
        }
    )


def _actuals(figures: pd.DataFrame, published: date) -> pd.DataFrame:
    """Growth of the years before the edition's own; the last of them is an estimate until July."""
    past = figures[(figures["measure"] == GROWTH) & (figures["year"] < published.year)]
    is_estimate = (past["year"] == published.year - 1) & (published.month < 7)
    return pd.DataFrame(
        {
            "vintage": past["edition"],
            "area": past["area"],
            "year": past["year"],
            "growth_pct": past["value_pct"],
            "status": is_estimate.map({True: "estimate", False: "actual"}),
            "year_basis": (past["area"] == "IND").map({True: "fiscal_apr_mar", False: "calendar"}),
            "published_on": pd.Timestamp(published),
            "date_basis": "day",
            "source_id": "actuals_oecd_" + past["edition"].str.lower(),
        }
    )


def _edition(edition: str, published: date, minor: int, answer: Answer) -> dict[str, object]:
    return {
        "institution": "OECD",
        "edition": edition,
        "title": f"Economic Outlook No. {edition[2:]}",
        "published_on": pd.Timestamp(published),
        "date_basis": "derived",
        "sdmx_dataflow": DATAFLOW,
        "sdmx_version": f"1.{minor}",
        "verification": "official_file",
        "source_url": answer.url,
        "note": "day on which the data service last changed the file, or gave it first",
        "source_id": f"oecd_{edition.lower()}",
    }


def _record(kind: str, edition: str, answer: Answer, published: date, on: date) -> dict[str, object]:
    what = "Economic Outlook, data service" if kind == "oecd_" else "Economic Outlook, recorded growth"
    return record(
        f"{kind}{edition.lower()}",
        "OECD",
        what,
        f"No. {edition[2:]}",
        answer.url,
        "https://www.oecd.org/en/publications/serials/oecd-economic-outlook_g1gha14d.html",
        "CC BY 4.0 (OECD)",
        [answer],
        on,
        published,
    )


def _published(answer: Answer, on: date) -> date:
    return answer.modified_on.date() if answer.modified_on else on


def _newest_version(stored: Stored) -> int:
    editions = stored(EDITIONS)
    versions = editions.loc[editions["sdmx_dataflow"] == DATAFLOW, "sdmx_version"]
    return max(minor_of(version) for version in versions)


def _areas(stored: Stored) -> list[str]:
    """The areas of which the service's figures are here."""
    table = stored(FORECASTS)
    printed = table[(table["institution"] == "OECD") & (table["decimals"] == 3)]
    newest = printed[printed["edition"] == printed["edition"].max()]
    return sorted(newest["area"].unique())


FEED = Feed(
    PROVIDER,
    (FORECASTS, EDITIONS, ACTUALS),
    fetch,
    find,
    (f"{BASE}/public/rest/data/{FLOW},1.n",),
    brings=(
        "oecd_eo",
        "actuals_oecd_eo",
    ),
)
