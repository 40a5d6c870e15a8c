"""Where figures of an answer come from: title, address and licence of each source, as the register has them."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from parley.tables import read as tables
from parley.tables.catalogue import Version, version

NO, REGISTER = "no", "sources"
FIELDS = ("source_id", "producer", "title", "edition", "citation", "licence", "may_redistribute")


def register() -> Mapping[str, Mapping[str, Any]]:
    """Every record of the register by its id. Raises TableError."""
    return _register(version())


@functools.lru_cache(maxsize=1)
def _register(_: Version) -> Mapping[str, Mapping[str, Any]]:
    rows = tables.read_table(REGISTER).to_dict("records")
    return {
        row["source_id"]: {str(name): None if pd.isna(cell) else cell for name, cell in row.items()} for row in rows
    }


def closed() -> set[str]:
    """The sources of which nothing may be passed on."""
    return {name for name, record in register().items() if record["may_redistribute"] == NO}


def named(source_ids: Iterable[object]) -> list[dict[str, Any]]:
    """The records of these sources, each once, by id; what is missing or empty is left out. Raises TableError."""
    wanted = sorted({f"{each}" for each in source_ids if isinstance(each, str) and each})
    return [
        {**{field: record[field] for field in FIELDS}, "address": record["landing_url"] or record["url"]}
        for record in (register()[each] for each in wanted)
    ]


def of_tables(names: Iterable[str]) -> list[str]:
    """The ids of the sources of tables, as the catalogue lists them. Raises CatalogueError."""
    wanted = set(names)
    return [
        source["source_id"]
        for resource in tables.catalogue()["resources"]
        if resource["name"] in wanted
        for source in resource.get("sources", ())
    ]


def forget() -> None:
    """Have the register read anew."""
    _register.cache_clear()
