"""How many files and sockets the server may have open: an open page takes a socket and the loop of its session."""

import logging
import sys

WANTED, LEAST, OF_PAGE = 65_536, 4_096, 5
LOG = logging.getLogger("parley")


def allow_many() -> None:
    """Let this process open as many as it may, and warn where that is too few for some hundred pages."""
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
