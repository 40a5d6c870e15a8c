"""CEPII's BACI: trade between all countries by product, an archive of 290 MB that the user has fetched.

The archive of BACI beside ``world_trade_2023``: the base of the world model, which stands on one edition.

The archive is a file the user gives with ``--baci``; no address is asked. Another edition revises the year and is
refused: the models' results stand on the one that is here.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes.world_2023 import TRADE_FOLDER, USD_PER_UNIT
from parley.refresh.feed import Feed, Found, Stored
from parley.refresh.merging import Part
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider

URL = "https://www.cepii.fr/DATA_DOWNLOAD/baci/data"
PAGE = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"
PROVIDER = Provider("baci", "CEPII, BACI")
NAME = re.compile(r"BACI_(HS\d\d)_Y(\d{4})_V(\d{6}[a-z]?)\.csv")
FLOWS, CODES = ("t", "i", "j", "v"), ("country_code", "country_iso3")
ROWS_AT_ONCE = 1_000_000


def read_archive(path: Path, year: int, countries: set[str]) -> Answer:
    """A year of the archive between these countries, products added up: exporter_iso3, importer_iso3, value (kUSD).

    The address names the archive's edition. Raises NoSuchFlowError, WrongTypeError, TruncatedError, LayoutChangedError
    where the year is not in it, SchemaDriftError.
    """
    if not path.is_file():
        raise failures.NoSuchFlowError(f"{path} is not there. Fetch the archive of HS22 from {PAGE}.")
    fault = ""
    try:
        with zipfile.ZipFile(path) as archive:
            return _of_year(archive, path, year, countries)
    except zipfile.BadZipFile:
        fault = f"{path} is no archive, or not a whole one."
    except (EOFError, zlib.error):
        fault = f"{path} is not whole."
    raise failures.TruncatedError(fault)


def _of_year(archive: zipfile.ZipFile, path: Path, year: int, countries: set[str]) -> Answer:
    named = {name: match for name in archive.namelist() if (match := NAME.search(name))}
    names = [name for name, match in named.items() if int(match[2]) == year]
    codes = [name for name in archive.namelist() if "country_codes" in name]
    if len(names) != 1 or len(codes) != 1:
        years = ", ".join(sorted(match[2] for match in named.values())) or "no year"
        raise failures.LayoutChangedError(f"{path} has no file of {year} with its codes; it has {years}.")
    with archive.open(codes[0]) as file:
        table = pd.read_csv(file, keep_default_na=False)
    _refuse_columns(codes[0], CODES, table)
    pairs = _pairs(archive, names[0])
    iso3 = dict(zip(table["country_code"], table["country_iso3"], strict=True))
    pairs = pairs.assign(exporter_iso3=pairs["i"].map(iso3), importer_iso3=pairs["j"].map(iso3))
    pairs = pairs[pairs["exporter_iso3"].isin(countries) & pairs["importer_iso3"].isin(countries)]
    out = io.StringIO()
    pairs[["exporter_iso3", "importer_iso3", "v"]].rename(columns={"v": "value"}).to_csv(out, index=False)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    match = named[names[0]]
    url = f"{URL}/BACI_{match[1]}_V{match[3]}.zip"
    return Answer(PROVIDER.name, url, 200, out.getvalue().encode(), digest.hexdigest())


def _pairs(archive: zipfile.ZipFile, name: str) -> pd.DataFrame:
    """The flows of a year added by pair, a million rows at once: the whole file does not fit in little memory."""
    sums: pd.DataFrame | None = None
    with archive.open(name) as file:
        for part in pd.read_csv(file, chunksize=ROWS_AT_ONCE):
            _refuse_columns(name, FLOWS, part)
            of_part = part.groupby(["i", "j"])[["v"]].sum()
            sums = of_part if sums is None else sums.add(of_part, fill_value=0)
    if sums is None or sums.empty:
        raise failures.NoDataError(f"{name} has no flow.")
    return sums.reset_index()


def _refuse_columns(name: str, columns: tuple[str, ...], table: pd.DataFrame) -> None:
    if any(column not in table.columns for column in columns):
        raise failures.SchemaDriftError(name, columns, list(map(str, table.columns)))


def edition(answer: Answer) -> str:
    """The edition of an archive read: HS22 V202501."""
    return answer.url.rpartition("BACI_")[2].removesuffix(".zip").replace("_", " ")


def read(answer: Answer) -> pd.DataFrame:
    """The columns of ``read_archive`` as a table."""
    table: pd.DataFrame = pd.read_csv(io.BytesIO(answer.body), keep_default_na=False)
    return table


TABLE, YEAR = "world_trade_2023", 2023
KEY = ("exporter_iso3", "importer_iso3")
ROUNDED = 1e-6  # sums of many products differ by their order


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The year of the archive given; nothing where none is. Raises SourceError."""
    path = client.archives.get(PROVIDER.name)
    if path is None:
        return []
    table = stored(TABLE)
    answer = read_archive(path, YEAR, set(table["exporter_iso3"]) | set(table["importer_iso3"]))
    here = str(stored("sources").set_index("source_id").loc["baci_world_matrix_2023", "edition"])
    if edition(answer) != here:
        raise failures.EditionMovedError(
            f"The archive is {edition(answer)}; the base of the world model stands on {here}."
        )
    return [answer]


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The matrix and its order of countries as the recipe reads them."""
    if not answers:
        return {}
    pairs = read(answers[0])
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
        return Found(notes=[f"No archive is given. Fetch it from {PAGE} and name it with --baci FILE."])
    base = stored(TABLE).assign(year=YEAR)
    pairs = read(answers[0])
    got = pairs[list(KEY)].assign(
        value_usd=pairs["value"] * USD_PER_UNIT, year=YEAR, source_id="baci_world_matrix_2023"
    )
    part = Part(TABLE, got, (*KEY, "year"), "year", ("value_usd",), "first_release", base, tolerance=ROUNDED)
    return Found(parts=[part], notes=[f"Archive {edition(answers[0])}, SHA-256 {answers[0].sha256}."])


FEED = Feed(
    PROVIDER,
    (TABLE,),
    fetch,
    find,
    (f"{URL}/BACI_HS22_V202501.zip (a file given with --baci)",),
    raw_files=raw_files,
    rebuilds=(TABLE,),
    needs_archive=True,
    brings=("baci_",),
)
