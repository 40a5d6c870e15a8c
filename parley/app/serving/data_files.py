"""``/data.zip``, all tables with what describes them, and ``/data/<name>.parquet``, one of them."""

import threading
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from parley.app.kit import downloads
from parley.tables import archive, schema
from parley.tables import read as tables
from parley.tables.catalogue import Version, version
from parley.tables.integrity import changed_tables
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

PARQUET = "application/vnd.apache.parquet"
REPLACED = "The tables are being replaced. Ask again in a minute."
_LOCK = threading.Lock()


def everything(_: Request) -> Response:
    """The archive of all tables; 503 with a sentence where it cannot be made, or the tables are being replaced."""
    if tables.replaced_since():
        return PlainTextResponse(REPLACED, 503)
    try:
        with _LOCK:
            folder = _archive(version())
        name = archive.name()
    except (TableError, SchemaError) as fault:
        return PlainTextResponse(str(fault), 503)
    return FileResponse(Path(folder.name) / "data.zip", media_type="application/zip", filename=f"{name}.zip")


@lru_cache(maxsize=1)
def _archive(of: Version) -> "TemporaryDirectory[str]":
    """The folder of the archive, which ends with this process or with the next version of the tables.

    Raises TableError where the tables were replaced while it was written, and as ``archive.write``.
    """
    folder = TemporaryDirectory(prefix="parley_data_")
    with (Path(folder.name) / "data.zip").open("wb") as out:
        archive.write(out)
    if tables.replaced_since() or version() != of:
        raise TableError(REPLACED)
    return folder


def one(request: Request) -> Response:
    """One table as it is shipped: 404 with a sentence where there is none of this name, 503 where it is not whole.

    Its checksum is compared each time: what is handed on is not looked at by anyone else.
    """
    name = request.path_params["name"]
    try:
        if name not in {resource["name"] for resource in tables.catalogue()["resources"]}:
            return PlainTextResponse(f"There is no table {name}; {downloads.ALL_TABLES} holds all.", 404)
        tables.require(name)
        if faults := changed_tables([name]):
            return PlainTextResponse(faults[name], 503)
    except (TableError, SchemaError) as fault:
        return PlainTextResponse(str(fault), 503)
    return FileResponse(schema.DATA / f"{name}.parquet", media_type=PARQUET, filename=f"{name}.parquet")


def routes(place: str = "") -> list[Route]:
    """Both addresses for a server, under ``place``."""
    answers = {downloads.ALL_TABLES: everything, downloads.ONE_TABLE: one}
    for path in answers:
        downloads.answer_at(path)
    return [Route(place + path, answer, methods=["GET"]) for path, answer in answers.items()]
