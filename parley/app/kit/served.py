"""What a server around the app gives beside its pages, and the addresses by which a reader finds it."""

from parley.app.kit import address

ALL, TABLE = "/data.zip", "/data/{name}.parquet"
_OFFERED: set[str] = set()


def offer(path: str) -> None:
    """Note that the server of this process answers at a path, such as ``ALL``."""
    _OFFERED.add(path)


def whole(path: str) -> str:
    """The whole address of a path; empty where no server answers there, or no browser asks."""
    return address.beside(path) if path in _OFFERED else ""


def table(name: str) -> str:
    """The whole address of a table's file; empty as for ``whole``."""
    return whole(TABLE).replace("{name}", name)
