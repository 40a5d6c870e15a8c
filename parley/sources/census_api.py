"""US imports by country and month through the Census Bureau's interface, which asks for a free key."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pyarrow as pa

from parley.sources import failures
from parley.sources.client import Answer, Client, Key, Provider
from parley.sources.forms import columns_refused, json_of, numbers, refuse_twice

BASE = "https://api.census.gov"
IMPORTS = "/data/timeseries/intltrade/imports/hs"
SIGN_UP = "https://api.census.gov/data/key_signup.html"
KEY = Key("CENSUS_API_KEY", "key", sign_up=SIGN_UP)
PROVIDER = Provider(
    "census.trade",
    "US Census Bureau, trade by country and product",
    pause_s=0.5,
    key=KEY,
    again=(429, 500, 502, 503, 504),  # a query too large fails with 500, now and then a small one too
)
NAMES = "variables.json"
ASKED = ("CTY_CODE", "CTY_NAME", "CON_VAL_MO", "CAL_DUT_MO", "SUMMARY_LVL")
ALL_COUNTRIES, SINGLE = "-", "DET"


def fetch_totals(client: Client, months: Sequence[pd.Timestamp]) -> list[Answer]:
    """Consumption imports and duty of every country in these months; a year's query that fails is asked month by month.

    The names asked for are looked up first; months that are not published are left out. Raises KeyMissingError,
    KeyInvalidError, SchemaDriftError or another SourceError.
    """
    refuse_names(client, PROVIDER, IMPORTS, ASKED)
    answers: list[Answer] = []
    for year in sorted({m.year for m in months}):
        of_year = [m for m in months if m.year == year]
        try:
            span = f"from {of_year[0]:%Y-%m} to {of_year[-1]:%Y-%m}"
            answers.append(ask(client, PROVIDER, f"{BASE}{IMPORTS}", ASKED, span))
        except failures.NotYetPublishedError:
            continue
        except failures.ServerError:
            answers += _by_month(client, of_year)
    if not answers:
        raise failures.NotYetPublishedError(f"{months[0]:%Y-%m} is not published yet.")
    return answers


def refuse_names(client: Client, provider: Provider, path: str, names: Sequence[str]) -> None:
    """Ask which names a data set has, before its figures are asked for; that list needs no key and gets none.

    Raises KeyMissingError where the user has set no key, for the figures are not given without; SchemaDriftError where
    the list lacks one of ``names``, WrongTypeError where it is no list of names; else what
    ``json_of`` raises.
    """
    if not client.has_key(provider):
        raise failures.KeyMissingError(
            f"The Census Bureau asks for a key; it is free at {SIGN_UP}. Set {KEY.variable}."
        )
    answer = client.get(replace(provider, key=None), f"{BASE}{path}/{NAMES}")
    body = json_of(answer)
    names_now = body.get("variables") if isinstance(body, dict) else None
    if not isinstance(names_now, dict):
        raise failures.WrongTypeError(f"{path}/{NAMES} sent JSON that lists no names.")
    missing = [name for name in names if name not in names_now]
    if missing:  # the hundred other names are none of ours
        raise failures.SchemaDriftError(f"{path}/{NAMES}", missing, [])


def _by_month(client: Client, months: Sequence[pd.Timestamp]) -> list[Answer]:
    answers = []
    for month in months:
        try:
            answers.append(ask(client, PROVIDER, f"{BASE}{IMPORTS}", ASKED, f"{month:%Y-%m}"))
        except failures.NotYetPublishedError:
            break  # later ones are not out either
    return answers


def ask(
    client: Client, provider: Provider, url: str, columns: Sequence[str], time: str, *more: tuple[str, str]
) -> Answer:
    """The columns of a data set at a time; ``more``: what else narrows it."""
    return client.get(provider, url, [("get", ",".join(columns)), *more, ("time", time)], judge=judge)


def judge(answer: Answer) -> None:
    """What this source means by an answer: its page on keys comes with status 200 to who follows the redirect.

    Raises KeyMissingError, KeyInvalidError, SchemaDriftError.
    """
    words = answer.body[:2000].decode("utf-8", "replace")
    to_key_page = "missing_key" in answer.headers.get("Location", "") or "X-DataWebAPI-KeyError" in answer.headers
    if to_key_page or re.search(r"Missing Key|valid <em>key</em> must be included", words):
        raise failures.KeyMissingError(
            f"The Census Bureau asks for a key; it is free at {SIGN_UP}. Set {KEY.variable}."
        )
    if "Invalid Key" in words:
        raise failures.KeyInvalidError(f"The Census Bureau rejects the key in {KEY.variable}; check it.")
    if answer.status == 400:
        unknown = re.search(r"unknown variable '(\w+)'", words)
        if unknown:
            raise failures.SchemaDriftError(urlsplit(answer.url).path, [unknown[1]], [])


def table_of(answer: Answer, columns: Sequence[str]) -> pd.DataFrame:
    """These columns of an answer as text; of a name that comes twice (asked for and a predicate) the first counts.

    Raises SchemaDriftError, TruncatedError, WrongTypeError, NoDataError and what ``json_of`` raises.
    """
    body, place = json_of(answer), urlsplit(answer.url).path
    if not isinstance(body, list) or set(map(type, body)) != {list}:
        raise failures.WrongTypeError(f"{place} sent JSON that is not a table.")
    header, rows = [str(name) for name in body[0]], body[1:]
    if not rows:
        raise failures.NoDataError(f"{place} has a header and no row.")
    if set(map(len, rows)) != {len(header)}:
        raise failures.TruncatedError(f"{place} has rows of another length than its header.")
    columns_refused(answer, columns, header)
    places = {name: header.index(name) for name in columns}
    try:
        cells = {name: pa.array([row[place] for row in rows], pa.string()) for name, place in places.items()}
        frame: pd.DataFrame = pa.table(cells).to_pandas()
    except pa.ArrowException:
        frame = pd.DataFrame()
    if frame.empty:
        raise failures.WrongTypeError(f"{place} has a cell that is no text.")
    return frame


def rows_of(answers: Sequence[Answer], columns: Sequence[str]) -> pd.DataFrame:
    """The rows of all answers, each of which must have these columns and ``time``.

    Raises SchemaDriftError, EditionMovedError where the time is not that of the address, and what ``table_of`` raises.
    """
    parts = []
    for answer in answers:
        table = table_of(answer, [*columns, "time"])
        _refuse_times(answer, table["time"])
        parts.append(table)
    return pd.concat(parts, ignore_index=True)


def _refuse_times(answer: Answer, times: pd.Series) -> None:
    """Raise EditionMovedError for a row of a time that was not asked for."""
    wanted = parse_qs(urlsplit(answer.url).query).get("time", [""])[0]
    span = re.fullmatch(r"(?:from )?(\d{4}-\d\d)(?: to (\d{4}-\d\d))?", wanted)
    if span is None:
        return
    off = sorted(time for time in times.unique() if not span[1] <= time <= (span[2] or span[1]))
    if off:
        place = urlsplit(answer.url).path
        raise failures.EditionMovedError(f"{place} was asked for {wanted} and sent a row of {off[0]}.")


def months(rows: pd.DataFrame, place: str) -> pd.Series:
    """The months of rows as days; ``place`` is named in the fault. Raises WrongTypeError for what is no month."""
    days = pd.to_datetime(rows["time"], format="%Y-%m", errors="coerce")
    if days.isna().any():
        raise failures.WrongTypeError(f"{place} has a row whose time is not a month.")
    return days


def totals(answers: Sequence[Answer]) -> pd.DataFrame:
    """Columns census_code, name, month, value_usd and duty_usd; code ``-`` is all countries, groups are left out.

    Raises SourceError.
    """
    rows = rows_of(answers, ASKED)
    rows = rows[(rows["CTY_CODE"] == ALL_COUNTRIES) | (rows["SUMMARY_LVL"] == SINGLE)]
    refuse_twice(rows, ["CTY_CODE", "time"], IMPORTS)
    frame = pd.DataFrame(
        {
            "census_code": rows["CTY_CODE"],
            "name": rows["CTY_NAME"].str.strip(),
            "month": months(rows, IMPORTS),
            "value_usd": numbers(rows["CON_VAL_MO"], IMPORTS),
            "duty_usd": numbers(rows["CAL_DUT_MO"], IMPORTS),
        }
    )
    return frame.reset_index(drop=True)
