"""The IMF's World Economic Outlook by edition: each has a data flow of its own that names it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import json_of

BASE = "https://api.imf.org"
PATH = "/external/sdmx/3.0/data/dataflow/IMF.RES"
PROVIDER = Provider("imf", "IMF, World Economic Outlook")
GROWTH = "NGDP_RPCH"
# Groups of the outlook by their codes there; countries have their ISO codes.
GROUPS = {"G001": "WLD", "G110": "AE", "G200": "EMDE", "G163": "EA"}
MONTHS = {"APR": 4, "OCT": 10}
LARGEST_PCT = 60.0  # beyond it a rate of growth is no rate of growth
FLOW = re.compile(r"Dataflow=IMF\.RES:(\w+)\(([\d.]+)\)")
Edition = tuple[int, str]  # year and APR or OCT


def editions(first: Edition, until: date) -> Iterator[Edition]:
    """The editions from one to a day, both months of each year."""
    for year in range(first[0], until.year + 1):
        for name, month in MONTHS.items():
            if (year, month) >= (first[0], MONTHS[first[1]]) and (year, month) <= (until.year, until.month):
                yield year, name


def flow(edition: Edition) -> str:
    """The name of an edition's data flow: WEO_2025_OCT_VINTAGE."""
    return f"WEO_{edition[0]}_{edition[1]}_VINTAGE"


def name_of(edition: Edition) -> str:
    """The edition as the tables name it: WEO_2025_10."""
    return f"WEO_{edition[0]}_{MONTHS[edition[1]]:02}"


def fetch(client: Client, edition: Edition, areas: list[str]) -> Answer:
    """Growth of these areas, in codes of the tables. Raises NoSuchFlowError where the edition has no flow."""
    codes = {area: code for code, area in GROUPS.items()}
    key = f"{'+'.join(codes.get(area, area) for area in areas)}.{GROWTH}.A"
    asked = [("dimensionAtObservation", "TIME_PERIOD"), ("attributes", "dsd"), ("measures", "all")]
    return client.get(PROVIDER, f"{BASE}{PATH}/{flow(edition)}/+/{key}", asked, judge=judge)


def judge(answer: Answer) -> None:
    """What this source means by an answer without a body. Raises NoSuchFlowError."""
    if answer.status == 204:
        raise failures.NoSuchFlowError(f"The IMF has no data flow at {answer.url.split('?')[0]}.")


def read(answer: Answer, edition: Edition) -> pd.DataFrame:
    """Columns area, year, value_pct and version, by area and year.

    Raises EditionMovedError for another flow, NoDataError for a set without series, SchemaDriftError, UnitSuspectError.
    """
    data = _data(answer)
    structure, sets = data["structures"][0], data["dataSets"][0]
    if not sets.get("series"):
        raise failures.NoDataError(f"{flow(edition)} has no figure for what was asked.")
    found = FLOW.search(str(structure.get("links", "")))
    if found is None or found[1] != flow(edition):
        got = found[1] if found else "no flow"
        raise failures.EditionMovedError(f"{flow(edition)} was asked for and {got} came.")
    names = [d["id"] for d in structure["dimensions"]["series"]]
    if not {"COUNTRY", "INDICATOR", "FREQUENCY"} <= set(names):
        raise failures.SchemaDriftError(flow(edition), ["COUNTRY", "INDICATOR", "FREQUENCY"], names)
    codes = [[v["id"] for v in d["values"]] for d in structure["dimensions"]["series"]]
    periods = [str(v["value"])[:4] for v in structure["dimensions"]["observation"][0]["values"]]
    rows = []
    for key, series in sets["series"].items():
        places = dict(zip(names, (codes[n][int(at)] for n, at in enumerate(key.split(":"))), strict=True))
        if (places["INDICATOR"], places["FREQUENCY"]) == (GROWTH, "A"):
            for at, cells in series["observations"].items():
                if cells[0] is not None:
                    rows.append((places["COUNTRY"], int(periods[int(at)]), float(cells[0])))
    if not rows:
        raise failures.NoDataError(f"{flow(edition)} has no rate of growth.")
    table = pd.DataFrame(rows, columns=["area", "year", "value_pct"])
    if table["value_pct"].abs().max() > LARGEST_PCT:
        raise failures.UnitSuspectError(f"{flow(edition)} has growth of {table['value_pct'].abs().max():g} %.")
    table["area"] = table["area"].replace(GROUPS)
    ordered: pd.DataFrame = table.assign(version=found[2]).sort_values(["area", "year"], ignore_index=True)
    return ordered


def _data(answer: Answer) -> Any:
    told = json_of(answer)
    data = told.get("data") if isinstance(told, dict) else None
    if not isinstance(data, dict) or not data.get("dataSets") or not data.get("structures"):
        raise failures.SchemaDriftError(answer.url, ["dataSets", "structures"], list(data or {}))
    return data
