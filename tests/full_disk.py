"""A disk that takes no more, as far as one process can tell."""

from collections.abc import Iterator
from contextlib import contextmanager

BYTES = 20_000


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process grows beyond ``BYTES`` while the block lasts; POSIX alone has this limit."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
