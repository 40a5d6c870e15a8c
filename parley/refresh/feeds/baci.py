"""The archive of BACI beside ``world_trade_2023``: the base of the world model, which stands on one edition.

The archive is a file the user gives with ``--baci``; no address is asked. Another edition revises the year and is
refused: the models' results stand on the one that is here.
"""

import io
from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley.recipes.world_2023 import TRADE_FOLDER, USD_PER_UNIT
from parley.refresh.feed import Feed, Found, Stored
from parley.refresh.merging import Part
from parley.sources import baci as source
from parley.sources import failures
from parley.sources.client import Answer, Client

TABLE, YEAR = "world_trade_2023", 2023
KEY = ("exporter_iso3", "importer_iso3")
ROUNDED = 1e-6  # sums of many products differ by their order


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The year of the archive given; nothing where none is. Raises SourceError."""
    path = client.archives.get(source.PROVIDER.name)
    if path is None:
        return []
    table = stored(TABLE)
    answer = source.read_archive(path, YEAR, set(table["exporter_iso3"]) | set(table["importer_iso3"]))
    here = str(stored("sources").set_index("source_id").loc["baci_world_matrix_2023", "edition"])
    if source.edition(answer) != here:
        raise failures.EditionMovedError(
            f"The archive is {source.edition(answer)}; the base of the world model stands on {here}."
        )
    return [answer]


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The matrix and its order of countries as the recipe reads them."""
    if not answers:
        return {}
    pairs = source.read(answers[0])
    matrix = pairs.pivot(index="exporter_iso3", columns="importer_iso3", values="value")
    order = sorted({*matrix.index, *matrix.columns})
    labels = pd.DataFrame({"iso_code": range(1, len(order) + 1), "iso3": order})
    return {
        f"{TRADE_FOLDER}/trade_cepii.csv": _csv(matrix.reindex(index=order, columns=order)),
        f"{TRADE_FOLDER}/country_labels.csv": _csv(labels),
    }


def _csv(table: pd.DataFrame) -> bytes:
    out = io.StringIO()
    table.to_csv(out, index=False)
    return out.getvalue().encode()


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """The pairs of countries that are here, which have to be as stored."""
    if not answers:
        return Found(notes=[f"No archive is given. Fetch it from {source.PAGE} and name it with --baci FILE."])
    base = stored(TABLE).assign(year=YEAR)
    pairs = source.read(answers[0])
    got = pairs[list(KEY)].assign(
        value_usd=pairs["value"] * USD_PER_UNIT, year=YEAR, source_id="baci_world_matrix_2023"
    )
    part = Part(TABLE, got, (*KEY, "year"), "year", ("value_usd",), "first_release", base, tolerance=ROUNDED)
    return Found(parts=[part], notes=[f"Archive {source.edition(answers[0])}, SHA-256 {answers[0].sha256}."])


FEED = Feed(
    source.PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{source.URL}/BACI_HS22_V202501.zip (a file given with --baci)",),
    raw_files=raw_files,
    rebuilds=(TABLE,),
    needs_archive=True,
    brings=("baci_",),
)
