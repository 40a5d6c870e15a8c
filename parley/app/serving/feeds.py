"""``/changes.atom`` and ``/dates.ics``: what changed in the tables, and the dates to come, for readers of feeds."""

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from parley.app.kit import cache, renewal
from parley.measures.events import ahead
from parley.measures.feeds import atom, calendar
from parley.tables.read import TableError, compiled_on, read_table
from parley.tables.schema import SchemaError, titles

CHANGES, DATES = "/changes.atom", "/dates.ics"


def changes(request: Request) -> Response:
    """The feed of changes; 503 with a sentence where the table cannot be read."""
    renewal.hold_newest()  # no page may have been drawn since the last refresh
    try:
        rows = read_table("changes")
        text = atom(rows, titles(rows["table_name"].unique()), cache.country_names(), str(request.url))
    except (TableError, SchemaError) as fault:
        return PlainTextResponse(str(fault), 503)
    return Response(text, media_type="application/atom+xml")


def dates(_: Request) -> Response:
    """The calendar of dates after the day of the tables; 503 with a sentence where it cannot be made."""
    renewal.hold_newest()
    try:
        day = pd.Timestamp(compiled_on())
        rows = ahead(read_table("events"), day)
        text = calendar(rows[rows["extended_to"].isna()], day.date())
    except (TableError, SchemaError) as fault:
        return PlainTextResponse(str(fault), 503)
    return Response(text, media_type="text/calendar")


def routes(place: str = "") -> list[Route]:
    """Both addresses for a server, under ``place``."""
    return [Route(place + CHANGES, changes, methods=["GET"]), Route(place + DATES, dates, methods=["GET"])]
