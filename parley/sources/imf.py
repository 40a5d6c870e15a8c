"""The IMF's World Economic Outlook by edition: each has a data flow of its own that names it.

A new World Economic Outlook into ``forecasts``: the areas and the two years that earlier editions have here.

The IMF's terms allow single figures: nothing else of an edition is kept. One stored never changes.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
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


def request(client: Client, edition: Edition, areas: list[str]) -> Answer:
    """Growth of these areas, in codes of the tables. Raises NoSuchFlowError where the edition has no flow."""
    codes = {area: code for code, area in GROUPS.items()}
    key = f"{'+'.join(codes.get(area, area) for area in areas)}.{GROWTH}.A"
    params = [("dimensionAtObservation", "TIME_PERIOD"), ("attributes", "dsd"), ("measures", "all")]
    return client.get(PROVIDER, f"{BASE}{PATH}/{flow(edition)}/+/{key}", params, judge=judge)


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
    match = FLOW.search(str(structure.get("links", "")))
    if match is None or match[1] != flow(edition):
        got = match[1] if match else "no flow"
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
    ordered: pd.DataFrame = table.assign(version=match[2]).sort_values(["area", "year"], ignore_index=True)
    return ordered


def _data(answer: Answer) -> Any:
    body = json_of(answer)
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict) or not data.get("dataSets") or not data.get("structures"):
        raise failures.SchemaDriftError(answer.url, ["dataSets", "structures"], list(data or {}))
    return data


FORECASTS, EDITIONS = "forecasts", "forecast_editions"
KEY = ("institution", "edition", "area", "measure", "scenario", "target_year")
YEARS = 2  # the edition's own and the next
ROUNDED = 0.00051  # stored figures have three decimals


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The newest edition that came from the service, and those after it that have a flow."""
    areas = _areas(stored(FORECASTS))
    first, *later = editions(_newest(stored(EDITIONS)), on)
    answers = [request(client, first, areas)]
    for edition in later:
        try:
            answers.append(request(client, edition, areas))
        except failures.NoSuchFlowError:
            continue  # out without a flow, or not out yet
    return answers


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Growth by edition; where a page with one decimal is stored, its figure stays. Raises SourceError."""
    table, editions_here = stored(FORECASTS), stored(EDITIONS)
    parts, rows, records, fresh = [], [], [], []
    for answer in answers:
        edition = next(e for e in editions(_newest(editions_here), on) if f"/{flow(e)}/" in answer.url)
        name = name_of(edition)
        figures = read(answer, edition)
        got = _forecasts(figures, edition, answer.url, table)
        of_edition = table[(table["institution"] == "IMF") & (table["edition"] == name)]
        if of_edition.empty:
            fresh.append(f"World Economic Outlook {name[4:].replace('_', '-')}")
            records.append(_record(name, answer, on))
        parts.append(_beside(got, of_edition))
        if name not in set(editions_here["edition"]):
            rows.append(_edition(name, edition, figures["version"].iloc[0], answer, on))
    filled = [p for p in parts if len(p.got)]
    if rows:
        key = ("institution", "edition")
        filled.append(
            Part(EDITIONS, pd.DataFrame(rows), key, "published_on", (), "first_release", editions_here.head(0))
        )
    return Found(parts=filled, records=records, editions=fresh)


def _beside(got: pd.DataFrame, stored: pd.DataFrame) -> Part:
    printed = pd.MultiIndex.from_frame(stored.loc[stored["decimals"] == 1, list(KEY)])
    got = got[~pd.MultiIndex.from_frame(got[list(KEY)]).isin(printed)]
    base = stored[(stored["decimals"] == 3) & stored["target_year"].isin(set(got["target_year"]))]
    before = base.set_index(list(KEY))["value_pct"].reindex(pd.MultiIndex.from_frame(got[list(KEY)])).to_numpy()
    near = abs(got["value_pct"].to_numpy() - before) < ROUNDED
    got = got.assign(value_pct=got["value_pct"].where(~near, before))
    return Part(FORECASTS, got, KEY, "target_year", ("value_pct",), "first_release", base, in_points=True)


def _forecasts(figures: pd.DataFrame, edition: Edition, url: str, stored: pd.DataFrame) -> pd.DataFrame:
    of_edition = figures[figures["year"].between(edition[0], edition[0] + YEARS - 1)]
    whole = of_edition.groupby("area")["year"].nunique()
    missing = sorted(set(_areas(stored)) - set(whole.index[whole == YEARS]))
    if missing:
        raise failures.CoverageShrunkError(f"{flow(edition)} has no growth of both years of {', '.join(missing)}.")
    official = stored[(stored["institution"] == "IMF") & (stored["decimals"] == 3)]
    basis = official.drop_duplicates("area", keep="last").set_index("area")["year_basis"]
    name = name_of(edition)
    return pd.DataFrame(
        {
            "institution": "IMF",
            "edition": name,
            "area": of_edition["area"],
            "measure": "real_gdp_growth",
            "scenario": "baseline",
            "target_year": of_edition["year"],
            "value_pct": of_edition["value_pct"].round(3),
            "decimals": 3,
            "year_basis": of_edition["area"].map(basis),
            "horizon_years": of_edition["year"] - edition[0],
            "verification": "official_file",
            "source_url": url,
            "note": None,
            "source_id": f"imf_{name.lower()}",
        }
    )


def _edition(name: str, edition: Edition, version: str, answer: Answer, on: date) -> dict[str, object]:
    published = answer.modified_on.date() if answer.modified_on else on
    month = {"APR": "April", "OCT": "October"}[edition[1]]
    return {
        "institution": "IMF",
        "edition": name,
        "title": f"World Economic Outlook {month} {edition[0]}",
        "published_on": pd.Timestamp(published),
        "date_basis": "derived",
        "sdmx_dataflow": f"IMF.RES:{flow(edition)}",
        "sdmx_version": version,
        "verification": "official_file",
        "source_url": answer.url,
        "note": "day on which the data service last changed the file, or gave it first",
        "source_id": f"imf_{name.lower()}",
    }


def _record(name: str, answer: Answer, on: date) -> dict[str, object]:
    return record(
        f"imf_{name.lower()}",
        "IMF",
        "World Economic Outlook, data service",
        name,
        answer.url,
        "https://www.imf.org/en/Publications/WEO",
        "IMF terms: single figures with credit",
        [answer],
        on,
        may_redistribute="facts_only",
    )


def _newest(editions: pd.DataFrame) -> Edition:
    """The newest edition of which a flow is recorded."""
    flows = editions.loc[editions["institution"] == "IMF", "sdmx_dataflow"].dropna()
    named = flows.str.extract(r"WEO_(\d{4})_(APR|OCT)_VINTAGE").dropna()
    year, month = max(zip(named[0].astype(int), named[1], strict=True), key=lambda e: (e[0], MONTHS[e[1]]))
    return int(year), str(month)


def _areas(forecasts: pd.DataFrame) -> list[str]:
    """The areas that the newest edition from the service has here."""
    printed = forecasts[(forecasts["institution"] == "IMF") & (forecasts["decimals"] == 3)]
    return sorted(printed.loc[printed["edition"] == printed["edition"].max(), "area"].unique())


FEED = Feed(
    PROVIDER,
    (FORECASTS, EDITIONS),
    fetch,
    find,
    (f"{BASE}{PATH}/WEO_YYYY_(APR|OCT)_VINTAGE",),
    brings=("imf_weo_",),
)
