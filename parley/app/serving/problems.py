"""Answers to programs: kept by the tag of their content, and a problem (RFC 9457) that names the field at fault."""

import hashlib
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

MIME = "application/problem+json"
AGAIN_S = 5
FRESH = "public, max-age=300"
MOST_PARAMETERS, LONGEST_QUERY = 60, 4_000
# Read by any site: no answer depends on who asks.
OPEN = {"Access-Control-Allow-Origin": "*"}


class ProblemError(Exception):
    """A question without an answer; ``field`` names what of it is at fault, ``status`` is that of HTTP."""

    def __init__(self, detail: str, field: str = "", status: int = 400, headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.detail, self.field, self.status, self.headers = detail, field, status, headers or {}


TITLES = {
    400: "The question cannot be answered as it stands",
    404: "There is no such thing",
    405: "This address takes another method",
    413: "The question is too long",
    415: "The question is in a form that is not read",
    422: "There is no answer",
    429: "Too many questions from one address",
    503: "The server is busy or lacks a table",
}


def parameters(query: str, field: str = "query", longest: int = LONGEST_QUERY) -> dict[str, list[str]]:
    """The values of each parameter of a query.

    Raises ProblemError naming ``field`` where it has more than ``longest`` signs, too many parameters, or other bytes
    than UTF-8.
    """
    if len(query) > longest:
        raise ProblemError(f"The parameters are longer than {longest:,} signs.", field)
    try:
        return parse_qs(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS, errors="strict")
    except ValueError as fault:
        raise ProblemError(f"The parameters cannot be read: at most {MOST_PARAMETERS}, in UTF-8.", field) from fault


def describe(
    status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **more: str
) -> JSONResponse:
    """A problem with its members; ``more``: such as the field."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(content, status, {**OPEN, "Cache-Control": "no-store", **(headers or {})}, media_type=MIME)


def response(problem: ProblemError) -> JSONResponse:
    """The problem as an answer."""
    field = {"field": problem.field} if problem.field else {}
    return describe(problem.status, TITLES[problem.status], problem.detail, problem.headers, **field)


def busy(detail: str, again_s: int = AGAIN_S, status: int = 503) -> ProblemError:
    """That the one who asks should come again in some seconds."""
    return ProblemError(detail, status=status, headers={"Retry-After": f"{again_s}"})


def tag_of(content: bytes) -> str:
    """The tag of a content (``ETag``)."""
    return f'"{hashlib.sha256(content).hexdigest()[:20]}"'


def by_tag(request: Request, content: bytes, headers: Mapping[str, str], mime: str, tag: str = "") -> Response:
    """An answer that may be kept, with the tag of its content; 304 where the one who asks has it.

    ``tag``: that of ``tag_of`` where it was worked out before.
    """
    tag = tag or tag_of(content)
    every = {**OPEN, "Cache-Control": FRESH, "ETag": tag, **headers}
    tags = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if tag in tags or "*" in tags:
        return Response(status_code=304, headers=every)
    return Response(content, media_type=mime, headers=every)
