"""What a server around the app gives beside its pages, and the addresses by which a reader finds it."""

import streamlit as st

from parley.app.kit import address

ALL, TABLE = "/data.zip", "/data/{name}.parquet"
_OFFERED: set[str] = set()


def offer(path: str) -> None:
    """Note that the server of this process answers at a path, such as ``ALL``."""
    _OFFERED.add(path)


def table(name: str) -> str:
    """The whole address of a table's file; empty where no server answers there, or no browser asks."""
    whole = st.context.url
    if not whole or TABLE not in _OFFERED:
        return ""
    return f"{whole.removesuffix(address.page()).rstrip('/')}{TABLE.format(name=name)}"
