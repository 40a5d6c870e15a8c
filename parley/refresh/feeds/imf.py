"""A new World Economic Outlook into ``forecasts``: the areas and the two years that earlier editions have here.

The IMF's terms allow single figures: nothing else of an edition is kept. One stored never changes.
"""

from datetime import date

import pandas as pd

from parley.refresh.feed import Feed, Found, Stored, record
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources import imf as source
from parley.sources.client import Answer, Client

FORECASTS, EDITIONS = "forecasts", "forecast_editions"
KEY = ("institution", "edition", "area", "measure", "scenario", "target_year")
YEARS = 2  # the edition's own and the next
ROUNDED = 0.00051  # stored figures have three decimals


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The newest edition that came from the service, and those after it that have a flow."""
    areas = _areas(stored(FORECASTS))
    first, *later = source.editions(_newest(stored(EDITIONS)), on)
    answers = [source.fetch(client, first, areas)]
    for edition in later:
        try:
            answers.append(source.fetch(client, edition, areas))
        except failures.NoSuchFlowError:
            continue  # out without a flow, or not out yet
    return answers


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Growth by edition; where a page with one decimal is stored, its figure stays. Raises SourceError."""
    table, known = stored(FORECASTS), stored(EDITIONS)
    parts, rows, records, fresh = [], [], [], []
    for answer in answers:
        edition = next(e for e in source.editions(_newest(known), on) if f"/{source.flow(e)}/" in answer.url)
        name = source.name_of(edition)
        figures = source.read(answer, edition)
        got = _forecasts(figures, edition, answer.url, table)
        of_edition = table[(table["institution"] == "IMF") & (table["edition"] == name)]
        if of_edition.empty:
            fresh.append(f"World Economic Outlook {name[4:].replace('_', '-')}")
            records.append(_record(name, answer, on))
        parts.append(_beside(got, of_edition))
        if name not in set(known["edition"]):
            rows.append(_edition(name, edition, figures["version"].iloc[0], answer, on))
    found = [p for p in parts if len(p.got)]
    if rows:
        key = ("institution", "edition")
        found.append(Part(EDITIONS, pd.DataFrame(rows), key, "published_on", (), "first_release", known.head(0)))
    return Found(parts=found, records=records, editions=fresh)


def _beside(got: pd.DataFrame, stored: pd.DataFrame) -> Part:
    printed = pd.MultiIndex.from_frame(stored.loc[stored["decimals"] == 1, list(KEY)])
    got = got[~pd.MultiIndex.from_frame(got[list(KEY)]).isin(printed)]
    base = stored[(stored["decimals"] == 3) & stored["target_year"].isin(set(got["target_year"]))]
    before = base.set_index(list(KEY))["value_pct"].reindex(pd.MultiIndex.from_frame(got[list(KEY)])).to_numpy()
    near = abs(got["value_pct"].to_numpy() - before) < ROUNDED
    got = got.assign(value_pct=got["value_pct"].where(~near, before))
    return Part(FORECASTS, got, KEY, "target_year", ("value_pct",), "first_release", base, in_points=True)


def _forecasts(figures: pd.DataFrame, edition: source.Edition, url: str, stored: pd.DataFrame) -> pd.DataFrame:
    own = figures[figures["year"].between(edition[0], edition[0] + YEARS - 1)]
    whole = own.groupby("area")["year"].nunique()
    missing = sorted(set(_areas(stored)) - set(whole.index[whole == YEARS]))
    if missing:
        raise failures.CoverageShrunkError(
            f"{source.flow(edition)} has no growth of both years of {', '.join(missing)}."
        )
    official = stored[(stored["institution"] == "IMF") & (stored["decimals"] == 3)]
    basis = official.drop_duplicates("area", keep="last").set_index("area")["year_basis"]
    name = source.name_of(edition)
    return pd.DataFrame(
        {
            "institution": "IMF",
            "edition": name,
            "area": own["area"],
            "measure": "real_gdp_growth",
            "scenario": "baseline",
            "target_year": own["year"],
            "value_pct": own["value_pct"].round(3),
            "decimals": 3,
            "year_basis": own["area"].map(basis),
            "horizon_years": own["year"] - edition[0],
            "verification": "official_file",
            "source_url": url,
            "note": None,
            "source_id": f"imf_{name.lower()}",
        }
    )


def _edition(name: str, edition: source.Edition, version: str, answer: Answer, on: date) -> dict[str, object]:
    published = answer.modified_on.date() if answer.modified_on else on
    month = {"APR": "April", "OCT": "October"}[edition[1]]
    return {
        "institution": "IMF",
        "edition": name,
        "title": f"World Economic Outlook {month} {edition[0]}",
        "published_on": pd.Timestamp(published),
        "date_basis": "derived",
        "sdmx_dataflow": f"IMF.RES:{source.flow(edition)}",
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


def _newest(editions: pd.DataFrame) -> source.Edition:
    """The newest edition of which a flow is recorded."""
    flows = editions.loc[editions["institution"] == "IMF", "sdmx_dataflow"].dropna()
    named = flows.str.extract(r"WEO_(\d{4})_(APR|OCT)_VINTAGE").dropna()
    year, month = max(zip(named[0].astype(int), named[1], strict=True), key=lambda e: (e[0], source.MONTHS[e[1]]))
    return int(year), str(month)


def _areas(forecasts: pd.DataFrame) -> list[str]:
    """The areas that the newest edition from the service has here."""
    own = forecasts[(forecasts["institution"] == "IMF") & (forecasts["decimals"] == 3)]
    return sorted(own.loc[own["edition"] == own["edition"].max(), "area"].unique())


FEED = Feed(
    source.PROVIDER,
    (FORECASTS, EDITIONS),
    fetch,
    find,
    (f"{source.BASE}{source.PATH}/WEO_YYYY_(APR|OCT)_VINTAGE",),
    brings=("imf_weo_",),
)
