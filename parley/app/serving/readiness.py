"""Whether the app can show all its figures: what ``/ready`` answers, for who sends visitors to it.

``/_stcore/health`` says that the process runs. A process without its catalogue runs too.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from parley.app.home import stages
from parley.app.kit import checksums
from parley.tables import parameters, schema
from parley.tables import read as tables
from parley.tables.parameters import ParameterError
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

PATH = "/ready"
COMPARING = "The tables are still being compared with their checksums."


def faults() -> list[str]:
    """What keeps figures from being shown, a sentence each; empty when nothing does.

    Where the files are whole, the chart of the page that opens first is drawn too; a fault of it is raised.
    The tables' checksums are those of the comparison at the start (``checksums.compare_once``).
    """
    compared = checksums.last_faults()
    sentences = [COMPARING] if compared is None else list(compared)
    sentences += _fault_of(tables.catalogue) + _fault_of(parameters.check)
    for name in _names():
        sentences += _fault_of(schema.load_schema, name) + _fault_of(tables.require, name)
    return list(dict.fromkeys(sentences)) or _fault_of(_draw_first)


def _draw_first() -> None:
    stages.mirror(stages.rows(tables.compiled_on()))


def _fault_of(read: Callable[..., object], *of: str) -> list[str]:
    try:
        read(*of)
    except (SchemaError, ParameterError, TableError) as fault:
        return [str(fault)]
    return []


def _names() -> list[str]:
    """The tables that have a schema or stand in the catalogue."""
    try:
        catalogued = [resource["name"] for resource in tables.catalogue()["resources"]]
    except SchemaError:
        catalogued = []
    return sorted({*schema.table_names(), *catalogued})


def answer(_: Request) -> JSONResponse:
    """200 when all figures can be shown, else 503 with the faults."""
    sentences = faults()
    content = {"ready": not sentences, "faults": sentences}
    return JSONResponse(content, 503 if sentences else 200, {"Cache-Control": "no-store"})


def route(place: str = "") -> Route:
    """``/ready`` for a server, under ``place``."""
    return Route(place + PATH, answer, methods=["GET"])
