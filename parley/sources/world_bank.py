"""World Bank indicators; errors come with status 200, and the vintage is the day the answer was last updated."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import json_of, numbers

BASE = "https://api.worldbank.org"
PROVIDER = Provider("world_bank", "World Bank, World Development Indicators")
GROWTH = "NY.GDP.MKTP.KD.ZG"
PER_PAGE = 20_000


def fetch(client: Client, indicator: str, first: int, last: int) -> list[Answer]:
    """Every page of an indicator for all countries. Raises SourceError."""
    answers: list[Answer] = []
    pages = 1
    while len(answers) < pages:
        params = [("format", "json"), ("per_page", f"{PER_PAGE}"), ("date", f"{first}:{last}")]
        params += [("page", f"{len(answers) + 1}")]
        answers.append(client.get(PROVIDER, f"{BASE}/v2/country/all/indicator/{indicator}", params))
        pages = int(_head(answers[-1])["pages"])
    return answers


def _head(answer: Answer) -> dict[str, str]:
    told = json_of(answer)
    first = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    if "message" in first:
        words = "; ".join(str(m.get("value", "")) for m in first["message"])
        raise failures.NoSuchFlowError(f"The World Bank rejects the request: {words}")
    if not {"pages", "total", "lastupdated"} <= first.keys() or len(told) != 2:
        raise failures.SchemaDriftError(answer.url, ["pages", "total", "lastupdated"], list(first))
    return {str(name): str(value) for name, value in first.items()}


def vintage(answer: Answer) -> date:
    """The day the indicators were last updated. Raises SchemaDriftError and what ``fetch`` raises."""
    return date.fromisoformat(_head(answer)["lastupdated"])


def read(answers: Sequence[Answer], indicator: str) -> pd.DataFrame:
    """Columns area, year and value; areas without a code and years without a figure are left out.

    Raises TruncatedError where the pages do not hold the total, EditionMovedError where they are of two vintages,
    NoDataError where no figure is left, or another SourceError.
    """
    if len({vintage(answer) for answer in answers}) != 1:
        raise failures.EditionMovedError("The World Bank updated its figures while they were read. Try again.")
    rows = [row for answer in answers for row in json_of(answer)[1] or ()]
    total = int(_head(answers[0])["total"])
    if total != len(rows):
        raise failures.TruncatedError(f"The World Bank gave {len(rows)} of {total} rows.")
    if not rows:
        raise failures.NoDataError(f"The World Bank has no figure of {indicator} for what was asked.")
    table = pd.DataFrame(rows)
    if any(column not in table for column in ("countryiso3code", "date", "value", "indicator")):
        raise failures.SchemaDriftError(indicator, ["countryiso3code", "date", "value"], list(map(str, table.columns)))
    names = {str(one.get("id")) for one in table["indicator"]}
    if names != {indicator}:
        raise failures.EditionMovedError(f"{indicator} was requested, but {', '.join(sorted(names))} came.")
    frame = pd.DataFrame(
        {
            "area": table["countryiso3code"],
            "year": pd.to_numeric(table["date"]).astype(int),
            "value": numbers(table["value"].map(lambda cell: "" if pd.isna(cell) else f"{cell}"), indicator),
        }
    )
    kept = frame[(frame["area"] != "") & frame["value"].notna()]
    ordered: pd.DataFrame = kept.sort_values(["area", "year"], ignore_index=True)
    return ordered
