"""US imports of a year by ten-digit line, and of months by industry, through the Census Bureau's interface."""

from collections.abc import Sequence

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
from parley.sources.forms import numbers, refuse_twice, whole_numbers

PROVIDER = Provider(
    "census.products",
    "US Census Bureau, imports by product, industry and country",
    pause_s=0.5,
    key=KEY,
    again=(429, 500, 502, 503, 504),
)
INDUSTRIES = "/data/timeseries/intltrade/imports/naics"
CHAPTERS = tuple(f"{n:02}" for n in range(1, 100) if n != 77)  # 77 is reserved
VALUES = {
    "GEN_VAL_YR": "general_value_usd",
    "CON_VAL_YR": "consumption_value_usd",
    "DUT_VAL_YR": "dutiable_value_usd",
    "CAL_DUT_YR": "calculated_duty_usd",
}
OF_LINES = ("CTY_CODE", "I_COMMODITY", *VALUES, "SUMMARY_LVL")
OF_INDUSTRIES = ("CTY_CODE", "CTY_NAME", "NAICS", "CON_VAL_MO", "CAL_DUT_MO")


def fetch_year(client: Client, year: int) -> list[Answer]:
    """A whole year by line and country, a chapter a call: the year to date of December.

    Raises KeyMissingError, NotYetPublishedError where the year is not out, or another SourceError.
    """
    refuse_names(client, PROVIDER, IMPORTS, (*OF_LINES, "COMM_LVL"))
    url = f"{BASE}{IMPORTS}"
    return [
        ask(client, PROVIDER, url, OF_LINES, f"{year}-12", ("COMM_LVL", "HS10"), ("I_COMMODITY", f"{chapter}*"))
        for chapter in CHAPTERS
    ]


def fetch_industries(client: Client, first: pd.Timestamp, last: pd.Timestamp) -> list[Answer]:
    """Months by industry of three digits and country, a year a call; years that are not out are left out.

    Raises SourceError.
    """
    refuse_names(client, PROVIDER, INDUSTRIES, (*OF_INDUSTRIES, "COMM_LVL"))
    answers = []
    for year in range(first.year, last.year + 1):
        begin, end = max(first, pd.Timestamp(year, 1, 1)), min(last, pd.Timestamp(year, 12, 1))
        try:
            span = f"from {begin:%Y-%m} to {end:%Y-%m}"
            answers.append(ask(client, PROVIDER, f"{BASE}{INDUSTRIES}", OF_INDUSTRIES, span, ("COMM_LVL", "NA3")))
        except failures.NotYetPublishedError:
            break
    return answers


def lines(answers: Sequence[Answer], chapters: Sequence[str] = CHAPTERS) -> pd.DataFrame:
    """Columns cty_code, hts10 and the four values in whole dollars, single countries alone; lines of nothing left out.

    Raises CoverageShrunkError where a chapter has no line or the countries do not add up to the rows of all of them,
    WrongTypeError where a code is no line.
    """
    every = rows_of(answers, OF_LINES)
    is_all = every["CTY_CODE"] == ALL_COUNTRIES
    rows = every[(every["SUMMARY_LVL"] == SINGLE) & ~is_all]
    is_line = (
        rows["I_COMMODITY"].str.len().eq(10) & rows["I_COMMODITY"].str.isdigit()
    )  # a pattern takes ten times as long
    off = rows.loc[~is_line, "I_COMMODITY"]
    if len(off):
        raise failures.WrongTypeError(f"{IMPORTS} has the code {off.iloc[0]}, which is no line of ten digits.")
    missing = sorted(set(chapters) - set(rows["I_COMMODITY"].str[:2].unique()))
    if missing:
        raise failures.CoverageShrunkError(f"{IMPORTS} has no line of chapter {', '.join(missing)}.")
    refuse_twice(rows, ["CTY_CODE", "I_COMMODITY"], IMPORTS)  # of one year
    frame = pd.DataFrame({"cty_code": rows["CTY_CODE"], "hts10": rows["I_COMMODITY"]})
    for column, name in VALUES.items():
        frame[name] = whole_numbers(rows[column], IMPORTS)
    column, name = next(iter(VALUES.items()))
    told, added = int(whole_numbers(every.loc[is_all, column], IMPORTS).sum()), int(frame[name].sum())
    if is_all.any() and abs(added - told) > is_all.sum():
        raise failures.CoverageShrunkError(f"{IMPORTS}: the countries add up to {added:,}, all of them are {told:,}.")
    kept: pd.DataFrame = frame[frame[list(VALUES.values())].any(axis=1)].reset_index(drop=True)
    return kept


def industries(answers: Sequence[Answer]) -> pd.DataFrame:
    """Columns NAICS, CTY_NAME, time, imports and duty, groups of countries too; a zero is a zero.

    Raises SourceError.
    """
    rows = rows_of(answers, OF_INDUSTRIES)
    return pd.DataFrame(
        {
            "NAICS": rows["NAICS"],
            "CTY_NAME": rows["CTY_NAME"].str.strip(),
            "time": months(rows, INDUSTRIES),
            "imports": numbers(rows["CON_VAL_MO"], INDUSTRIES),
            "duty": numbers(rows["CAL_DUT_MO"], INDUSTRIES),
        }
    )
