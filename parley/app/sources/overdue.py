"""Notes on tables that lag behind their sources, with the command that renews them or who has newer figures."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import blocks, controls, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import guarded
from parley.measures.freshness import RHYTHMS, Late, overdue
from parley.tables import read as tables
from parley.tables.schema import load_schema

SAY = words.beside(__file__)


@kept
def late(today: date) -> dict[str, Late]:
    """Tables whose next figures are overdue today, by name, the longest first; read from the catalogue alone."""
    if tables.catalogue_fault():
        return {}  # which the page says elsewhere
    newest = {
        r["name"]: pd.Timestamp(r["newestPeriod"]) for r in tables.catalogue()["resources"] if "newestPeriod" in r
    }
    return {one.table: one for one in overdue(newest, pd.Timestamp(today))}


def sentence(one: Late) -> str:
    """A table with where it ends and when its next figures were due."""
    case, fields = _ends(one)
    return SAY("overdue", case, **fields)


def _ends(one: Late) -> tuple[str, dict[str, str]]:
    """Whether a table is of months or of editions, and its title, where it ends and when its next was due."""
    is_of_editions = RHYTHMS[one.table].is_of_editions
    newest = terms.day(one.newest) if is_of_editions else terms.month(one.newest)
    title, due = load_schema(one.table).title, terms.day(one.due_on)
    return "edition" if is_of_editions else "month", {"table": title, "newest": newest, "due": due}


def mark(*names: str) -> None:
    """Notes on those of these tables that are overdue today, of all tables where none is named: one for all that a
    command renews, with the command, and one for each other with who has its figures.

    On an earlier day there is no note: what was not known then is not late. A fault becomes a sentence in their place.
    """
    if not controls.is_latest():
        return
    with guarded("Overdue tables"), written.together():
        overdue_ones = [one for one in late(date.today()).values() if not names or one.table in names]
        renewed = [one for one in overdue_ones if one.has_command]
        if renewed:
            command = " ".join(["python -m parley refresh", *(one.table for one in renewed)])
            blocks.note(SAY("overdue", "renewed", tables="; ".join(map(sentence, renewed))), "update", command)
        for one in overdue_ones:
            if not one.has_command:
                case, fields = _ends(one)
                blocks.note(SAY("overdue", f"elsewhere_{case}", where=SAY("newer", one.table), **fields), "update")
