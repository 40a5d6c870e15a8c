"""``/mcp`` for agents, where ``PARLEY_AGENTS=open`` opens it; closed otherwise."""

import importlib.util
from collections.abc import Mapping

from starlette.routing import Route

from parley.app.serving import limits

SETTING, OPEN = "PARLEY_AGENTS", "open"
PATH = "/mcp"


def is_open(text: str) -> bool:
    """Whether the setting opens the address. Raises ValueError for another word, and without the package ``mcp``."""
    if text not in ("", OPEN):
        raise ValueError(f"{SETTING}: {text!r} is neither empty nor {OPEN!r}")
    if text and importlib.util.find_spec("mcp") is None:
        raise ValueError(f'{SETTING}: the package mcp is missing; install the extra: pip install ".[mcp]"')
    return bool(text)


def routes(place: str, settings: Mapping[str, str], buckets: limits.Buckets) -> list[Route]:
    """The address under ``place``, none where it is closed. Raises ValueError as ``is_open``."""
    if not is_open(settings.get(SETTING, "")):
        return []
    from parley.agents.over_http import Endpoint

    return [Route(place + PATH, Endpoint(place, settings, buckets))]
