"""The part of a report that sets all models side by side, one table a scenario."""

from collections.abc import Mapping

import pandas as pd

from parley import words
from parley.app.compare.printed.html import Content, Markup, joined, table_of, tag
from parley.results import reconciled_words
from parley.results.answer import Answer

SAY = words.beside(__file__)


def models_section(asked: Mapping[str, Answer]) -> Markup:
    """``asked``: by the name of a scenario what all models say of it (``results.reconciled``)."""
    if not asked:
        return Markup("")
    parts = [part for name, answer in asked.items() for part in _of_scenario(name, answer.tables)]
    notes = dict.fromkeys(note for answer in asked.values() for note in answer.notes)
    return tag("section", tag("h2", SAY("models.heading")), *parts, tag("ul", *(tag("li", note) for note in notes)))


def _of_scenario(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Content]:
    cells = reconciled_words.side_by_side(tables["reconciled"])
    caption = SAY("models.caption", name=name)
    open_to = [
        tag("li", f"{reconciled_words.question(key)}: {' '.join(found)}")
        for key in reconciled_words.questions(tables["reconciled"])
        if (found := reconciled_words.reasons(tables["directions"], key))
    ]
    turns = joined(tag("p", SAY("models.turns")), tag("ul", *open_to)) if open_to else Markup("")
    return [tag("h3", name), table_of(caption, cells), turns]
