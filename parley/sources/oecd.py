"""The OECD Economic Outlook by edition, through the data service's first interface: it alone names the edition."""

import re
from collections.abc import Sequence

import pandas as pd

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


def fetch(client: Client, minor: int, areas: Sequence[str], first: int, last: int) -> Answer:
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
    found = re.fullmatch(r"1\.(\d+)", version)
    if not found:
        raise ValueError(f"{version!r} is not a version of the Economic Outlook's data flow")
    return int(found[1])
