"""The counters of this process in the Prometheus form, at an address of their own that visitors do not reach."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import start_http_server

from parley.app.kit import counters

SETTING = "PARLEY_COUNTERS"
LOG = logging.getLogger("parley")
Place = tuple[str, int]


def place(text: str) -> Place | None:
    """Host and port of a setting, ``127.0.0.1:9464``; None where it is empty.

    Raises ValueError naming what is neither.
    """
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdecimal()) or not 0 < int(port) < 65536:
        raise ValueError(f"{SETTING}: {text!r} is no place for counters; write it as 127.0.0.1:9464")
    return host, int(port)


@contextmanager
def told(where: Place | None) -> Iterator[None]:
    """Tell the counters there while this lasts. Where another process holds the port, the log says so."""
    if where is None:
        yield
        return
    host, port = where
    try:
        server, thread = start_http_server(port, host, counters.REGISTRY)
    except OSError as fault:
        LOG.error("The counters cannot be told at %s:%d: %s", host, port, fault.strerror)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
