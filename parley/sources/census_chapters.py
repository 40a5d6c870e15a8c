"""US imports and exports by chapter and country, and imports from Taiwan by subheading, by the same interface."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from parley.sources import failures
from parley.sources.census_api import (
    ALL_COUNTRIES,
    BASE,
    IMPORTS,
    KEY,
    SINGLE,
    ask,
    months,
    refuse_names,
    rows_of,
)
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import refuse_twice, whole_numbers

PROVIDER = Provider(
    "census.chapters",
    "US Census Bureau, trade by chapter and country",
    pause_s=0.5,
    key=KEY,
    again=(429, 500, 502, 503, 504),
)
EXPORTS = "/data/timeseries/intltrade/exports/hs"
ALL_PRODUCTS = ("00", "-")
TAIWAN = "5830"


class Flow(NamedTuple):
    """How the interface names what goes one way: its path, the column of codes, and the values of a month."""

    path: str
    code: str
    values: dict[str, str]


FLOWS = {
    "import": Flow(IMPORTS, "I_COMMODITY", {"CON_VAL_MO": "value_usd", "CAL_DUT_MO": "duty_usd"}),
    "export": Flow(EXPORTS, "E_COMMODITY", {"ALL_VAL_MO": "value_usd"}),
}
YEAR_OF_EXPORTS, YEAR_OF_IMPORTS = {"ALL_VAL_YR": "value_usd"}, {"CON_VAL_YR": "value_usd"}


def fetch_months(client: Client, flow: str, first: pd.Timestamp, last: pd.Timestamp) -> list[Answer]:
    """Months by chapter and country, a month a call, up to the first that is not out. ``flow``: import or export."""
    one = FLOWS[flow]
    columns = _columns(client, one.path, one.code, one.values)
    answers = []
    for month in pd.date_range(first, last, freq="MS"):
        try:
            url = f"{BASE}{one.path}"
            answers.append(ask(client, PROVIDER, url, columns, f"{month:%Y-%m}", ("COMM_LVL", "HS2")))
        except failures.NotYetPublishedError:
            break
    return answers


def fetch_year_of_exports(client: Client, year: int) -> list[Answer]:
    """A year of exports by chapter and country, the year to date of December; nothing where it is not out."""
    return _of_year(client, EXPORTS, "E_COMMODITY", YEAR_OF_EXPORTS, year, "HS2")


def fetch_year_from_taiwan(client: Client, year: int) -> list[Answer]:
    """A year of consumption imports from Taiwan by subheading; nothing where it is not out."""
    return _of_year(client, IMPORTS, "I_COMMODITY", YEAR_OF_IMPORTS, year, "HS6", ("CTY_CODE", TAIWAN))


def _of_year(
    client: Client,
    path: str,
    code: str,
    values: dict[str, str],
    year: int,
    level: str,
    *more: tuple[str, str],
) -> list[Answer]:
    columns = _columns(client, path, code, values)
    try:
        return [ask(client, PROVIDER, f"{BASE}{path}", columns, f"{year}-12", ("COMM_LVL", level), *more)]
    except failures.NotYetPublishedError:
        return []


def _columns(client: Client, path: str, code: str, values: dict[str, str]) -> list[str]:
    """The columns to ask for, which the data set is first asked whether it has."""
    columns = _asked(code, values)
    refuse_names(client, PROVIDER, path, [*columns, "COMM_LVL"])
    return columns


def _asked(code: str, values: dict[str, str]) -> list[str]:
    return ["CTY_CODE", code, *values, "SUMMARY_LVL"]


def read(
    answers: Sequence[Answer], code: str, values: dict[str, str], digits: int, is_whole: bool = False
) -> pd.DataFrame:
    """Columns cty_code (``-`` is all countries), code, month and the values in whole dollars; groups are left out.

    ``code``: the interface's column of codes. ``digits``: of a code. ``is_whole``: every country was asked for, and all
    of them together have a row. Raises SchemaDriftError, WrongTypeError where a code has not as many digits,
    CoverageShrunkError where the countries do not add up to the row of all of them, or it is not there.
    """
    place = f"The interface's {code}"
    rows = rows_of(answers, _asked(code, values))
    rows = rows[(rows["CTY_CODE"] == ALL_COUNTRIES) | (rows["SUMMARY_LVL"] == SINGLE)]
    rows = rows[~rows[code].isin(ALL_PRODUCTS)]
    refuse_twice(rows, ["CTY_CODE", code, "time"], place)
    off = rows.loc[~rows[code].str.fullmatch(rf"\d{{{digits}}}"), code]
    if len(off):
        raise failures.WrongTypeError(f"{place} has the code {off.iloc[0]}, which has not {digits} digits.")
    frame = pd.DataFrame({"cty_code": rows["CTY_CODE"], "code": rows[code], "month": months(rows, place)})
    for column, name in values.items():
        frame[name] = whole_numbers(rows[column], place)
    _refuse_parts(frame, place, is_whole)
    return frame.reset_index(drop=True)


def _refuse_parts(frame: pd.DataFrame, place: str, is_whole: bool) -> None:
    is_all = frame["cty_code"] == ALL_COUNTRIES
    key = ["code", "month"]
    parts, whole = (own.groupby(key)["value_usd"].sum() for own in (frame[~is_all], frame[is_all]))
    alone = parts.index.difference(whole.index)
    if is_whole and len(alone):
        raise failures.CoverageShrunkError(f"{place}, {alone[0][0]} in {alone[0][1]:%Y-%m}: no row of all countries.")
    off = whole[(parts.reindex(whole.index, fill_value=0) - whole).abs() > 1]
    if len(off):
        code, month = off.index[0]
        raise failures.CoverageShrunkError(
            f"{place}, {code} in {month:%Y-%m}: the countries do not add up to the {off.iloc[0]:,} of all of them."
        )
