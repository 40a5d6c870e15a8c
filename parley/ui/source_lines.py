"""The source line under a block, made from the records of its rows."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parley import terms
from parley.ui import cache
from parley.ui.faults import NothingToShowError


def source_line(rows: pd.DataFrame) -> str:
    """``Source: producer, title; ...`` from the records of the rows' ``source_id``.

    Raises NothingToShowError when the rows have no source record.
    """
    return sources_of(rows)[0]


def sources_of(rows: pd.DataFrame) -> tuple[str, list[dict[Any, Any]]]:
    """The source line and the source records; a row that compares two figures names its second source too."""
    return cache.of_rows("sources", rows, lambda: _looked_up(rows))


def _looked_up(rows: pd.DataFrame) -> tuple[str, list[dict[Any, Any]]]:
    columns = [c for c in rows.columns if c == "source_id" or str(c).endswith("_source_id")]
    ids = tuple(dict.fromkeys(s for c in columns for s in rows[c].unique() if isinstance(s, str)))
    return cache.derived("sources", ids, lambda: _source_words(ids))


def _source_words(ids: Sequence[str]) -> tuple[str, list[dict[Any, Any]]]:
    register = cache.sources()
    records = register.loc[[s for s in ids if s in register.index]]
    if records.empty:
        raise NothingToShowError("These rows have no source record, so they are not shown.")
    named: dict[str, list[tuple[str, str]]] = {}
    for record in records[["producer", "title", "edition"]].fillna("").to_dict("records"):
        named.setdefault(record["producer"], []).append((record["title"], record["edition"]))
    names = [f"{producer}, {terms.titles(titles)}" for producer, titles in named.items()]
    line = f"{'Source' if len(names) == 1 else 'Sources'}: {'; '.join(names)}"
    return line, records.reset_index(names="source_id").to_dict("records")
