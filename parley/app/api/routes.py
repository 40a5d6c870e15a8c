"""The addresses of the interface, with what each takes and how many tokens it costs."""

import csv
import io
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from parley.app.api import law, models, openapi, rows
from parley.app.api.openapi import ADDRESS
from parley.app.api.questions import (
    MOST_LINES,
    Changes,
    Dates,
    Find,
    Landed,
    Law,
    Question,
    Rows,
    Solve,
    read,
)
from parley.app.kit import renewal
from parley.app.serving import limits, problems
from parley.app.serving.problems import OPEN, ProblemError
from parley.models.scenario import ScenarioError
from parley.results.scenario.files import from_json
from parley.tables.read import TableError
from parley.tables.schema import SchemaError

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")
JSON, CSV = "application/json", "text/csv"
MOST_BYTES = 64_000
AT_ONCE, WAITING = 2, 16
RANGES_AT_ONCE, RANGES_WAITING = 1, 3
LINES_A_TOKEN, A_POINT, A_RANGE = 10, 5, 40  # tokens of the heavier questions; all others cost one
Work = Callable[[Request], Awaitable[Response]]


class Desk:
    """Answers the questions of one server, a few at a time."""

    def __init__(self, settings: Mapping[str, str], buckets: limits.Buckets | None = None) -> None:
        self._proxies = limits.proxies(settings.get(limits.SETTING, ""))
        self._buckets = buckets or limits.Buckets()
        self._short = limits.Turns(AT_ONCE, WAITING)
        self._ranges = limits.Turns(RANGES_AT_ONCE, RANGES_WAITING)

    def guarded(self, work: Work) -> Work:
        """The work behind the limits; whatever of the question is at fault comes back as a problem."""

        async def answer(request: Request) -> Response:
            try:
                self._pay(request, 1)
                return await work(request)
            except ProblemError as problem:
                return problems.response(problem)
            except (TableError, SchemaError) as error:
                return problems.response(ProblemError(f"{error}", status=503, headers={"Retry-After": "60"}))

        return answer

    def _pay(self, request: Request, tokens: float) -> None:
        self._buckets.take(limits.address_of(request, self._proxies), tokens)

    async def ask(self, kind: type[Any], answer: Callable[[Any], Any], request: Request) -> Response:
        """A question whose fields are parameters."""
        question = read(kind, _fields(kind, problems.parameters(request.url.query)))
        return _sent(request, await self._short_work(lambda: rows.as_json(answer(question))), JSON)

    async def ask_lines(self, answer: Callable[[Sequence[object]], Any], request: Request) -> Response:
        """A list in the body, as JSON or CSV, each line of which is answered."""
        _refuse_parameters(request)
        lines = await _lines(request)
        if not 1 <= len(lines) <= MOST_LINES:
            raise ProblemError(f"lines: give 1 to {MOST_LINES} lines, not {len(lines)}.", "lines")
        self._pay(request, len(lines) / LINES_A_TOKEN)
        return _sent(request, await self._short_work(lambda: rows.as_json(answer(lines))), JSON, keep=False)

    async def ask_rows(self, request: Request) -> Response:
        """A page of rows of a table, as JSON or, with ``form=csv``, as CSV."""
        filters = problems.parameters(request.url.query)
        form = filters.pop("form", ["json"])[-1]
        if form not in ("json", "csv"):
            raise ProblemError(f"form: {form[:40]!r} is neither json nor csv.", "form")
        question = read(Rows, _fields(Rows, {name: filters.pop(name) for name in {*filters} & {*Rows.model_fields}}))
        name = request.path_params["name"]

        def work() -> bytes:
            answer, page = rows.of_table(name, question, filters)
            return rows.as_csv(page).encode() if form == "csv" else rows.as_json(answer)

        return _sent(request, await self._short_work(work), CSV if form == "csv" else JSON)

    async def solve(self, request: Request) -> Response:
        """A scenario in the body: a point at once, ranges in a queue of their own."""
        _refuse_parameters(request)
        fields = await _document(request)
        if not isinstance(fields, dict):
            raise ProblemError("question: the body is no JSON object with a field scenario.", "question")
        question = read(Solve, fields)
        self._pay(request, A_RANGE if question.draws else A_POINT)
        async with (self._ranges if question.draws else self._short).turn():
            content = await run_in_threadpool(lambda: rows.as_json(models.of_solve(question)))
        return _sent(request, content, JSON, keep=False)

    async def _short_work(self, work: Callable[[], bytes]) -> bytes:
        async with self._short.turn():
            return await run_in_threadpool(partial(_on_newest, work))


def _on_newest(work: Callable[[], bytes]) -> bytes:
    renewal.hold_newest()  # no page may have been drawn since the last refresh
    return work()


def _fields(kind: type[Question], parameters: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The parameters by name; one that stands there twice is refused, since nobody could tell which is meant."""
    public = {field.alias or name for name, field in kind.model_fields.items()}
    for name, values in parameters.items():
        if len(values) > 1:
            raise ProblemError(f"{name[:60]}: stands there twice; give it once.", name[:60])
        if name not in public:
            listed = ", ".join(sorted(public))
            raise ProblemError(f"{name[:60]}: there is no such parameter; there are {listed}.", name[:60])
    return {name: values[0] for name, values in parameters.items()}


def _refuse_parameters(request: Request) -> None:
    for name in problems.parameters(request.url.query):
        raise ProblemError(f"{name[:60]}: a question in the body takes no parameters.", name[:60])


async def _text(request: Request) -> str:
    content = bytearray()
    try:
        async for part in request.stream():
            content += part
            if len(content) > MOST_BYTES:
                raise ProblemError(f"The body has more than {MOST_BYTES:,} bytes.", "body", 413)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError(f"The body is not text in UTF-8 (byte {error.start + 1:,}).", "body") from error
    except ClientDisconnect:
        raise ProblemError("The body was not sent to its end.", "body") from None


def _kind(request: Request) -> str:
    return request.headers.get("content-type", JSON).partition(";")[0].strip().lower()


async def _document(request: Request) -> Any:
    if _kind(request) != JSON:
        raise ProblemError(f"Send the body as {JSON}.", "content-type", 415)
    text = await _text(request)
    try:
        return from_json(text)
    except ScenarioError as error:
        raise ProblemError(f"body: {error}", "body") from error


async def _lines(request: Request) -> Sequence[object]:
    if _kind(request) == CSV:
        return _csv_lines(await _text(request))
    if _kind(request) != JSON:
        raise ProblemError(f"Send the body as {JSON} or {CSV}.", "content-type", 415)
    document = await _document(request)
    lines = document.get("lines") if isinstance(document, dict) and set(document) == {"lines"} else document
    if not isinstance(lines, list):
        raise ProblemError("lines: the body is no list of lines, nor an object with lines alone.", "lines")
    return lines


def _csv_lines(text: str) -> Sequence[object]:
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ProblemError(f"body: the CSV cannot be read ({error}).", "body") from error
    filled = [[cell.strip() for cell in line] for line in cells if any(cell.strip() for cell in line)]
    if not filled:
        raise ProblemError("lines: there is no row.", "lines")
    names = [name.lower() for name in filled[0]]
    if "code" not in names or len(set(names)) < len(names):
        raise ProblemError("code: the first row names the columns, each once, code among them.", "code")
    wide = next((number for number, line in enumerate(filled) if len(line) > len(names)), None)
    if wide is not None:
        raise ProblemError(f"lines: row {wide} has more cells than the first names columns.", "lines")
    return [{name: cell for name, cell in zip(names, line, strict=False) if cell} for line in filled[1:]]


def _sent(request: Request, content: bytes, mime: str, keep: bool = True) -> Response:
    """The answer; one to a question in a body is not kept."""
    if keep:
        return problems.by_tag(request, content, {}, mime)
    return Response(content, media_type=mime, headers={**OPEN, "Cache-Control": "no-store"})


async def _described(request: Request) -> Response:
    return _sent(request, rows.as_json(openapi.document()), JSON)


def routes(
    place: str = "", settings: Mapping[str, str] = os.environ, buckets: limits.Buckets | None = None
) -> list[Route]:
    """Every address for a server, under ``place``. Raises ValueError where ``PARLEY_PROXIES`` names what is none."""
    desk = Desk(settings, buckets)
    works: Mapping[str, Mapping[str, Work]] = {
        "/law": {"GET": partial(desk.ask, Law, law.of_law), "POST": partial(desk.ask_lines, law.of_law_lines)},
        "/landed": {
            "GET": partial(desk.ask, Landed, law.of_landed),
            "POST": partial(desk.ask_lines, law.of_landed_lines),
        },
        "/find": {"GET": partial(desk.ask, Find, rows.of_find)},
        "/dates": {"GET": partial(desk.ask, Dates, rows.of_dates)},
        "/changes": {"GET": partial(desk.ask, Changes, rows.of_changes)},
        "/tables/{name}": {"GET": desk.ask_rows},
        "/solve": {"POST": desk.solve},
        "/openapi.json": {"GET": _described},
        "/{rest:path}": {},
    }
    return [
        Route(f"{place}{ADDRESS}{path}", desk.guarded(partial(_by_method, of_method)), methods=[*METHODS])
        for path, of_method in works.items()
    ]


async def _by_method(works: Mapping[str, Work], request: Request) -> Response:
    if not works:
        raise ProblemError(f"{ADDRESS}/openapi.json lists every address.", "path", 404)
    work = works.get("GET" if request.method == "HEAD" else request.method)
    if work is None:
        allowed = ", ".join(works)
        raise ProblemError(f"This address takes {allowed}.", "method", 405, {"Allow": allowed})
    return await work(request)
