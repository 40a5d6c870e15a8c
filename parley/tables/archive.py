"""The whole data package as one ZIP file: every table, its schema, the catalogue, the register of sources."""

import io
import zipfile
from collections.abc import Mapping
from typing import IO, Any

from parley.tables import schema
from parley.tables.catalogue import read_catalogue
from parley.tables.integrity import checksum, sentence
from parley.tables.place import ROOT
from parley.tables.read import TableDamagedError, TableError

# Of every file inside: so that the same tables make the same archive, byte by byte.
DAY = (1980, 1, 1, 0, 0, 0)
BESIDE = ("LICENSE", "CITATION.cff")


def name() -> str:
    """What the archive is called: ``parley_data_1.0.0``, with the version of the tables. Raises CatalogueError."""
    return _name_of(read_catalogue())


def _name_of(catalogue: Mapping[str, Any]) -> str:
    return f"parley_data_{catalogue['version']}"


def write(out: IO[bytes]) -> None:
    """Write the archive: ``datapackage.json``, the tables and schemas where that says, and the register of sources.

    Tables are stored as they are, being compressed. Raises CatalogueError where the catalogue cannot be read, and
    TableError naming a file that is not there or a table that is not the catalogue's.
    """
    catalogue = read_catalogue()
    hashes = {f"{r['name']}.parquet": r["hash"] for r in catalogue["resources"]}
    described = (r[key] for r in catalogue["resources"] for key in ("path", "schema"))
    names = ["datapackage.json", "facts/sources.csv", *described]
    files = {path: schema.DATA / path for path in names} | {path: ROOT / path for path in BESIDE}
    missing = [path for path, file in files.items() if not file.is_file()]
    if missing:
        place = missing[0] if missing[0] in BESIDE else f"data/{missing[0]}"
        raise TableError(f"{place} is missing. Restore it from the release, then try again.")
    with zipfile.ZipFile(out, "w") as archive:
        for path, file in files.items():
            content = file.read_bytes()
            if path in hashes and checksum(content) != hashes[path]:
                raise TableDamagedError(sentence(file.stem))
            _add(archive, f"{_name_of(catalogue)}/{path}", content)


def content() -> bytes:
    """The archive as bytes; raises as ``write``."""
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    is_packed = path.endswith(".parquet")
    about = zipfile.ZipInfo(path, DAY)
    about.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    archive.writestr(about, content)
