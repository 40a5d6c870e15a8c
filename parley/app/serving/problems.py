"""What an answer that fails says: a problem as RFC 9457 has it, with the field that is wrong."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse

MIME = "application/problem+json"
AGAIN_S = 5
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


def response(problem: ProblemError) -> JSONResponse:
    """The problem as an answer."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "detail": problem.detail,
        **({"field": problem.field} if problem.field else {}),
    }
    headers = {**OPEN, "Cache-Control": "no-store", **problem.headers}
    return JSONResponse(content, problem.status, headers, media_type=MIME)


def busy(detail: str, again_s: int = AGAIN_S, status: int = 503) -> ProblemError:
    """That the one who asks should come again in some seconds."""
    return ProblemError(detail, status=status, headers={"Retry-After": f"{again_s}"})
