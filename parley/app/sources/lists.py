"""The long lists of the Sources page: each with a field that finds in it, as a table or in words, and as a file."""

from collections.abc import Callable

import pandas as pd

from parley.app.kit import blocks, controls, downloads, figures
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.shown_tables import table
from parley.measures.products import holding
from parley.words import beside

SAY = beside(__file__)


def draw(block: str, name: str, rows: Callable[[], pd.DataFrame], body: Callable[[pd.DataFrame], None]) -> None:
    """A field, and below it what ``body`` makes of the rows that match; a fault of either becomes a sentence."""

    def make() -> Callable[[], None]:
        typed = controls.search(SAY("find.label", name), f"sources_find_{name}", SAY("find.hint", name))
        shown = matching(rows(), typed)
        if shown.empty and typed:
            raise NothingToShowError(SAY("find.none", typed=typed))
        return lambda: body(shown)

    figures.block(block, make)


def matching(rows: pd.DataFrame, typed: str) -> pd.DataFrame:
    """The rows of which any column holds each word typed, in any case; all rows where nothing is typed."""
    if not typed.split():
        return rows
    lines = rows.astype("string").fillna("").agg(" ".join, axis="columns")
    return rows[holding(lines, typed)].reset_index(drop=True)


def as_table(finding: str, measure: str, rows: pd.DataFrame, name: str) -> None:
    """Rows under a heading, with their file."""
    blocks.finding(finding, measure)
    table(rows, finding)
    as_csv(rows, name)


def as_csv(rows: pd.DataFrame, name: str) -> None:
    """The button for rows as a file."""
    label = f"CSV, {len(rows):,} row{'' if len(rows) == 1 else 's'}"
    downloads.csv_button(label, f"catalogue_{name}", rows)
