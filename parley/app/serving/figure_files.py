"""``/figures/<page>/<figure>.csv``, ``.json``, ``.parquet`` and ``.html``: what a figure of a page shows, for others.

Spreadsheets, programs and other sites read it there; ``/figures.json`` lists all figures.

The parameters are those of the page's own address, with ``as_of``. A file that was made is kept while the tables stay.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from parley.app import figure_forms, figures
from parley.app.drawn_aside import StillWorkingError
from parley.app.figures import FigureRecord
from parley.app.kit import controls, downloads
from parley.app.kit.cache import Shelf
from parley.app.serving import encodings, problems
from parley.app.serving.encodings import Finished
from parley.app.serving.limits import Turns
from parley.app.serving.problems import ProblemError
from parley.tables import catalogue
from parley.tables.parameters import ParameterError
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

FOLDER = downloads.FIGURES
ALL, ONE = "/figures.json", FOLDER + "{page}/{figure}.{form}"
AT_ONCE, MOST_WAITING = 2, 8  # figures drawn, requests that wait
KEPT_BYTES, LARGEST = 32_000_000, 8_000_000  # of files kept, and of one to be kept
# Read by any site, as no answer depends on who asks; shown, it loads nothing and runs nothing.
OPEN = {**problems.OPEN, "Cache-Control": problems.FRESH}
LOST = (TableError, SchemaError, ParameterError)


class Desk:
    """Draws figures for who asks by address, a few at a time; all on the loop of one server."""

    def __init__(self, place: str = "", at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING):
        self._place = place
        self._turns, self._shelf = Turns(at_once, most_waiting), Shelf(KEPT_BYTES, len)

    async def answer(self, request: Request) -> Response:
        """The file; a problem naming the field for what is none, 503 where too many wait or a table is lost."""
        try:
            page, name, form = (request.path_params[part] for part in ("page", "figure", "form"))
            parameters = problems.parameters(request.url.query)
            choices = {name: tuple(values) for name, values in parameters.items()}
            day = _day(choices.pop(controls.AS_OF, None))
            if form not in figure_forms.FORMS:
                raise ProblemError(f"A figure is {', '.join(figure_forms.FORMS)}, not {form!r}.", "form", 404)
            figures.place(page, name)
        except ProblemError as fault:
            return problems.response(fault)
        base = _base(request, self._place)
        key = catalogue.version(), page, name, form, day, base, *sorted(choices.items())
        file: Finished | None = self._shelf.peek(key)
        if file is None:
            try:
                async with self._turns.turn():
                    file = await run_in_threadpool(lambda: _made(form, figures.figure(page, name, choices, day), base))
            except ProblemError as fault:
                return problems.response(fault)
            except (StillWorkingError, *LOST) as fault:
                return problems.response(problems.busy(f"{fault}"))
            if len(file) <= LARGEST:
                self._shelf.put(key, file)
        return _sent(request, file, form, f"{name}.{form}")


def _day(values: tuple[str, ...] | None) -> date | None:
    if values is None:
        return None
    day = controls.day_of(values[-1])
    if day is None:
        raise ProblemError(
            f"as_of is no day of the tables: {values[-1][:40]!r}; write it as 2026-11-27.", controls.AS_OF
        )
    return day


def _made(form: str, record: FigureRecord, base: str) -> Finished:
    return encodings.finished(figure_forms.FORMS[form].make(record, base))


def _sent(request: Request, file: Finished, form: str, name: str) -> Response:
    """The file, or 304 where the one who asks has it."""
    kind = figure_forms.FORMS[form]
    headers = {"Content-Disposition": f'{kind.disposition}; filename="{name}"'}
    return file.answer(request, headers, kind.mime)


def _base(request: Request, place: str) -> str:
    """Where the app lies, as the one who asks calls it."""
    return f"{request.base_url}".rstrip("/") + place


def everything(place: str, request: Request) -> Response:
    """Every figure: its page, its name, what it is drawn by, and its addresses."""
    base = _base(request, place)
    return JSONResponse({"figures": [figure_forms.listed(each, base) for each in figures.places()]}, headers=OPEN)


def routes(place: str = "") -> Sequence[Route]:
    """Both addresses for a server, under ``place``."""
    downloads.answer_at(FOLDER)
    desk = Desk(place)
    return [
        Route(place + ALL, partial(everything, place), methods=["GET"]),
        Route(place + ONE, desk.answer, methods=["GET"]),
    ]
