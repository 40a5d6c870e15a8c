"""``/changes.atom`` and ``/dates.ics``: what changed in the tables, and the dates to come, for readers of feeds.

``/changes.atom?code=8507&origin=CHN`` has what concerns a product or an economy, ``/dates.ics?law=section_301`` the
dates that acts under a law set.
"""

import re
from collections.abc import Collection, Mapping

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parley.app.kit import cache, downloads, renewal
from parley.app.serving import problems
from parley.app.serving.problems import ProblemError
from parley.measures import news
from parley.measures.events import ahead
from parley.measures.feeds import atom, calendar
from parley.tables.read import TableError, compiled_on, read_table
from parley.tables.schema import SchemaError, load_schema, titles

CHANGES, DATES = downloads.CHANGES, downloads.DATES
CODE, ORIGIN, LAW = "code", "origin", "law"
DIGITS = re.compile(r"\d{2,10}", re.ASCII)
LONGEST_QUOTE, LONGEST_QUERY = 40, 400
LOST = (TableError, SchemaError)


def changes(request: Request) -> Response:
    """The feed of changes; a problem naming the parameter that is wrong, 503 with a sentence where the table cannot be
    read.
    """
    renewal.hold_newest()  # no page may have been drawn since the last refresh
    try:
        chosen, names = _choices(request, (CODE, ORIGIN)), cache.country_names()
        code = chosen.get(CODE, "").replace(".", "")
        if CODE in chosen and not DIGITS.fullmatch(code):
            raise _wrong(CODE, chosen, "two to ten digits of a product number, such as 8507")
        if ORIGIN in chosen and chosen[ORIGIN] not in names:
            raise _wrong(ORIGIN, chosen, "the code of an economy in three letters, such as CHN")
        wanted = (code, chosen.get(ORIGIN, ""))
        rows = read_table("changes")
        columns = {name: load_schema(name).columns for name in rows["table_name"].unique()} if any(wanted) else {}
        rows = news.concerning(rows, columns, *wanted)
        part = "/".join(filter(None, wanted))
        text = atom(rows, titles(rows["table_name"].unique()), names, str(request.url), part)
    except ProblemError as fault:
        return problems.response(fault)
    except LOST as fault:
        return PlainTextResponse(str(fault), 503)
    return Response(text, media_type="application/atom+xml", headers=problems.OPEN)


def dates(request: Request) -> Response:
    """The calendar of dates after the day of the tables; a problem naming the parameter that is wrong, 503 with a
    sentence where it cannot be made.
    """
    renewal.hold_newest()
    try:
        chosen, day, events = _choices(request, (LAW,)), pd.Timestamp(compiled_on()), read_table("events")
        if LAW in chosen:
            laws = sorted(events["authority"].dropna().unique())
            if chosen[LAW] not in laws:
                raise _wrong(LAW, chosen, f"one of {', '.join(laws)}")
            events = events[events["authority"] == chosen[LAW]]
        rows = ahead(events, day)
        text = calendar(rows[rows["extended_to"].isna()], day.date())
    except ProblemError as fault:
        return problems.response(fault)
    except LOST as fault:
        return PlainTextResponse(str(fault), 503)
    return Response(text, media_type="text/calendar", headers=problems.OPEN)


def _choices(request: Request, names: Collection[str]) -> Mapping[str, str]:
    """The parameters of a request. Raises ProblemError for one of another name, or that stands twice."""
    every = problems.parameters(request.url.query, longest=LONGEST_QUERY)
    for name, values in every.items():
        if name not in names or len(values) > 1:
            raise ProblemError(f"Only {' and '.join(names)} may stand here, once each.", name[:LONGEST_QUOTE])
    return {name: values[0] for name, values in every.items()}


def _wrong(name: str, chosen: Mapping[str, str], right: str) -> ProblemError:
    return ProblemError(f"{name} is {right}; not {chosen[name][:LONGEST_QUOTE]!r}.", name)


def routes(place: str = "") -> list[Route]:
    """Both addresses for a server, under ``place``."""
    answers = {CHANGES: changes, DATES: dates}
    for path in answers:
        downloads.answer_at(path)
    return [Route(place + path, answer, methods=["GET"]) for path, answer in answers.items()]
