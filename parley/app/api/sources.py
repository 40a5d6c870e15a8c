"""Where figures of an answer come from: title, addresses and licence of each source, as the register has them."""

from collections.abc import Iterable

from parley.app.kit import source_lines
from parley.tables import read as tables

FIELDS = ("source_id", "producer", "title", "edition", "citation", "licence", "may_redistribute", "landing_url")


def named(source_ids: Iterable[object]) -> list[dict[str, str | None]]:
    """The records of these sources, each once, by id; what is missing or empty is left out. Raises TableError.

    ``address``: the document, or the page that leads to it where that answers machines; ``landing_url``: that page.
    """
    register = source_lines.register()
    records = [register[each] for each in sorted({f"{s}" for s in source_ids if isinstance(s, str) and s})]
    return [
        {**{field: record[field] for field in FIELDS}, "address": source_lines.address(record) or None}
        for record in records
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
