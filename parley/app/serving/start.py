"""The parts around the app put together, by the settings of the environment."""

import logging
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import MappingProxyType
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from parley.app.api import routes as api
from parley.app.api.openapi import ADDRESS
from parley.app.kit import checksums, embed
from parley.app.serving import (
    counting,
    crawlers,
    data_files,
    encodings,
    explore_rows,
    feeds,
    figure_files,
    for_agents,
    hints,
    limits,
    logs,
    oembed,
    origins,
    page_answers,
    previews,
    readiness,
    typefaces,
    uploads,
)
from parley.app.serving.headers import StandardHeaders

METRICS, LOGS = "PARLEY_METRICS", "PARLEY_LOGS"
ORIGINS, COUNTERS = origins.SETTING, counting.SETTING
LOG = logging.getLogger("parley")
FAILED = "This page cannot be shown just now. The fault has been logged; the other pages may be well."
Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]
WANTED, LEAST, OF_PAGE = 65_536, 4_096, 5


def places() -> tuple[str, ...]:
    """What addresses of this server begin with: nothing, and the sub-path of the app where it has one."""
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return ("", f"/{path}") if path else ("",)


def routes(settings: Mapping[str, str] = MappingProxyType({})) -> list[BaseRoute]:
    """What a server answers beside the app: ``/ready``, ``/changes.atom`` and ``/dates.ics``, tables and rows.

    Under the sub-path of the app too where it has one (``server.baseUrlPath``), since a proxy hands on nothing else.
    Addresses of its own that it writes are at an origin of ``PARLEY_ORIGINS`` where ``settings`` have it; ``/mcp`` is
    one of them where ``PARLEY_AGENTS`` opens it. Raises ValueError where one of these cannot be read.
    """
    among = origins.listed(settings.get(ORIGINS, ""))
    has_agents, buckets = for_agents.is_open(settings.get(for_agents.SETTING, "")), limits.Buckets()
    return [
        route
        for place in places()
        for route in (
            readiness.route(place),
            *feeds.routes(place),
            *data_files.routes(place),
            *explore_rows.routes(place),
            *figure_files.routes(place),
            *api.routes(place, buckets=buckets),
            *for_agents.routes(place, settings, buckets),
            *crawlers.routes(place, among, has_agents),
            *oembed.routes(place, among),
        )
    ]


def middleware(settings: Mapping[str, str]) -> list[Middleware]:
    """What a request goes through before Streamlit sees it, the outermost first.

    Raises ValueError where ``PARLEY_ORIGINS`` or ``PARLEY_FRAMES`` holds what is no origin.
    """
    counters = [] if settings.get(METRICS) == "open" else [Middleware(counting.ClosedMetrics)]
    return [
        Middleware(
            StandardHeaders,
            framed=[f"{place}/{embed.CARD}" for place in places()],
            bare=[f"{place}{figure_files.FOLDER}" for place in places()],
            hosts=origins.framing(settings.get(origins.FRAMES, "")),
        ),
        *hints.middleware(places()[-1]),
        Middleware(
            origins.OriginFilter,
            origins=origins.listed(settings.get(ORIGINS, "")),
            readable=[
                f"{place}{path}"
                for place in places()
                for path in (
                    figure_files.FOLDER,
                    figure_files.ALL,
                    f"{ADDRESS}/",
                    feeds.CHANGES,
                    feeds.DATES,
                    oembed.ADDRESS,
                )
            ],
        ),
        *counters,
        Middleware(uploads.UploadLimit),
        *typefaces.middleware(),
        *encodings.middleware([f"{place}{figure_files.FOLDER}" for place in places()]),
        *page_answers.middleware(previews.of_request(places()[-1], origins.listed(settings.get(ORIGINS, "")))),
        Middleware(page_answers.DeepAddresses, place=places()[-1]),
    ]


def lifespan(settings: Mapping[str, str]) -> Lifespan:
    """What is done while a server runs.

    The log takes its form, the menu is left to the app, the tables are compared with their checksums, and the counters
    are told where ``PARLEY_COUNTERS`` says. Raises ValueError where that is no host and port.
    """
    where = counting.place(settings.get(COUNTERS, ""))

    @asynccontextmanager
    async def alive(_: Any) -> AsyncIterator[None]:
        if settings.get(LOGS) == "json":
            logs.as_json()
        allow_many_files()
        leave_menu_to_app()
        checksums.compare_once()
        with counting.publish(where):
            yield

    return alive


def leave_menu_to_app() -> None:
    """Have Streamlit make no menu of ``pages/`` for the first visitor, who would see it for a moment.

    It makes one until ``st.navigation`` is called for the first time. Here nobody visits yet, of which it warns.
    """
    logging.disable(logging.WARNING)
    try:
        st.navigation([st.Page(leave_menu_to_app, title="Parley")], position="hidden")
    finally:
        logging.disable(logging.NOTSET)


def on_fault(error: Exception) -> bool:
    """What is done where a whole page fails: one event in the log, and a sentence in place of Streamlit's own box.

    A page that fails before it begins has no menu either, so that a button draws it again.
    """
    LOG.error("A page failed", exc_info=error)
    st.warning(FAILED, icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", key="page_again")
    return True


def allow_many_files() -> None:
    """Let this process open as many files as it may: an open page takes a socket and the loop of its session.

    Warns where that is too few for some hundred pages.
    """
    if sys.platform == "win32":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = WANTED if most == resource.RLIM_INFINITY else min(WANTED, most)
    if resource.RLIM_INFINITY != now < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    if allowed < LEAST:
        LOG.warning(
            "Only %d files may be open: enough for some %d pages. Raise ulimit -n.", allowed, allowed // OF_PAGE
        )
