"""US imports of a month by ten-digit line and country: the Census Bureau's fixed-width files, which ask for no key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import archive_of, member_of

BASE = "https://www.census.gov"
PROVIDER = Provider("census.bulk", "US Census Bureau, monthly files of imports", total_s=1800)
WIDTH, LF = 193, 10
ZERO, NINE, BLANK = 48, 57, 32
FIELDS = {  # first and last character, counted from one, as in the record layout of the files
    "hts10": (1, 10),
    "census_code": (11, 14),
    "year": (23, 26),
    "month": (27, 28),
    "value_usd": (74, 88),
    "dutiable_value_usd": (89, 103),
    "duty_usd": (104, 118),
    "general_value_usd": (179, 193),
}
AMOUNTS = ("value_usd", "dutiable_value_usd", "duty_usd", "general_value_usd")
QUANTITY = {"quantity": (44, 58)}  # of imports for consumption, in the first unit of the line
DETAIL, UNITS = "IMP_DETL.TXT", "CONCORD.TXT"  # files of the archive
UNIT = (211, 213)  # in the file of the lines: the first unit
NO_UNIT = "X"


@dataclass(frozen=True)
class MonthFile:
    """A month of imports: one row per line and country, sorted by both, and how many records it was added from."""

    month: pd.Timestamp
    rows: pd.DataFrame
    records: int


def path(month: pd.Timestamp) -> str:
    """The address of a month's file, below the host."""
    return f"/trade/downloads/{month:%Y}/Merch/im_m/IMDB{month:%y%m}.ZIP"


def fetch(client: Client, months: Sequence[pd.Timestamp]) -> list[Answer]:
    """The file of each month, until one is not there. Raises NotYetPublishedError where the first is not."""
    answers: list[Answer] = []
    for month in months:
        try:
            answers.append(client.get(PROVIDER, f"{BASE}{path(month)}"))
        except failures.NoSuchFlowError:
            break
    if not answers:
        raise failures.NotYetPublishedError(f"The file of imports of {months[0]:%Y-%m} is not there yet.")
    return answers


def read(answer: Answer) -> MonthFile:
    """A month's file, its records added by line and country. Raises SourceError by what is wrong with it."""
    archive = archive_of(answer)
    names = [name for name in archive.namelist() if re.search(r"IMP_DETL\.TXT$", name, re.I)]
    if not names:
        raise failures.SchemaDriftError(answer.url, ["IMP_DETL.TXT"], archive.namelist())
    cells = lines(member_of(archive, names[0], answer), answer.url)
    numbers = {name: number(cells, name) for name in FIELDS}
    months = np.unique(numbers["year"] * 100 + numbers["month"])
    if len(months) != 1:
        raise failures.EditionMovedError(f"{answer.url} holds records of {len(months)} months; one is expected.")
    named = re.search(r"IMDB(\d{4})", answer.url)
    if named and int(named[1]) != months[0] % 10_000:
        raise failures.EditionMovedError(f"{answer.url} holds the records of {months[0] // 100}-{months[0] % 100:02}.")
    key = numbers["hts10"] * 10_000 + numbers["census_code"]
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    sums = {name: np.add.reduceat(numbers[name][order], starts) for name in AMOUNTS}
    keys = key[order][starts]
    table = pd.DataFrame(
        {
            "hts10": pd.Series(keys // 10_000).astype(str).str.zfill(10),
            "census_code": pd.Series(keys % 10_000).astype(str).str.zfill(4),
            **sums,
        }
    )
    return MonthFile(pd.Timestamp(int(months[0]) // 100, int(months[0]) % 100, 1), table, len(cells))


def width(start: bytes, place: str) -> int:
    """How many characters a record has, its end of line counted. Raises SchemaDriftError."""
    signs = start.find(b"\n") + 1
    if signs <= WIDTH:
        raise failures.SchemaDriftError(place, [f"{WIDTH} characters a record"], [f"{max(signs - 1, 0)}"])
    return signs


def lines(content: bytes, place: str, first: int = 1) -> np.ndarray:
    """The records as a matrix of characters; each must be as long as the first, whose number is ``first``.

    Raises SchemaDriftError, TruncatedError, WrongTypeError.
    """
    raw = np.frombuffer(content, dtype=np.uint8)
    long = width(content[: WIDTH * 4], place)
    if len(raw) % long:
        cut = first + len(raw) // long
        raise failures.TruncatedError(f"{place} stops in the middle of record {cut:,}.", cut)
    matrix = raw.reshape(-1, long)
    off = np.flatnonzero(matrix[:, -1] != LF)
    if len(off):
        bad = first + int(off[0])
        raise failures.WrongTypeError(f"{place} has a record of another length than the first: {bad:,}.", bad)
    return matrix


def number(cells: np.ndarray, name: str, first: int = 1) -> np.ndarray:
    """A field as whole numbers; blanks before the digits are nothing. Raises WrongTypeError.

    ``first``: the number of the first record among ``cells``.
    """
    begin, last = (FIELDS | QUANTITY)[name]
    digits = cells[:, begin - 1 : last].T.copy()  # a place after the other: the records are far apart
    digits[digits == BLANK] = ZERO
    digits -= ZERO  # anything below a zero wraps around to a large number
    if (digits > NINE - ZERO).any():
        record = first + int(np.flatnonzero((digits > NINE - ZERO).any(axis=0))[0])
        raise failures.WrongTypeError(f"Record {record:,}: {name} is not a number.", record)
    total = np.zeros(len(cells), dtype=np.int64)
    for place in digits:
        total *= 10
        total += place
    return total
