"""The terms of art of the app (``data/glossary.toml``): each with the forms it is found by, one sentence, a source."""

import functools
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from parley.tables.schema import DATA, RESTORE

FILE = DATA / "glossary.toml"
KEYS = {"term", "forms", "sentence", "source"}
INTRODUCTION = """# Glossary

The terms of art of the app, as it explains them at their first use on a page. Made from `data/glossary.toml` by
`python -m parley docs`.

| Term | Meaning | Source |
|---|---|---|
"""


class GlossaryError(ValueError):
    """The glossary is missing or incomplete; the message names the file and the term."""


@dataclass(frozen=True)
class Term:
    """A term of art: how texts name it (``forms``), what it means in one sentence, and where that is laid down."""

    term: str
    forms: tuple[str, ...]
    sentence: str
    source: str


@functools.cache
def glossary() -> tuple[Term, ...]:
    """All terms by name, read once. Raises GlossaryError."""
    try:
        read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise GlossaryError(f"data/{FILE.name} cannot be read ({fault}). {RESTORE}") from fault
    records = read.get("term", [])
    terms = tuple(_term(record) for record in records) if isinstance(records, list) else ()
    if not terms:
        raise GlossaryError(f"data/{FILE.name} has no [[term]]. {RESTORE}")
    forms = [form for term in terms for form in term.forms]
    if twice := sorted({form for form in forms if forms.count(form) > 1}):
        raise GlossaryError(f"data/{FILE.name}: {', '.join(twice)} is a form of two terms")
    return tuple(sorted(terms, key=lambda term: term.term.lower()))


def _term(record: Any) -> Term:
    if not isinstance(record, dict) or set(record) != KEYS:
        raise GlossaryError(f"data/{FILE.name}: a term needs {', '.join(sorted(KEYS))}; one has {record}")
    forms = record["forms"]
    texts = [record["term"], record["sentence"], record["source"]]
    if not isinstance(forms, list) or not forms or not all(isinstance(t, str) and t for t in [*texts, *forms]):
        raise GlossaryError(f"data/{FILE.name}: {record['term']} needs a text in each place and one form at least")
    return Term(record["term"], tuple(forms), record["sentence"], record["source"])


@functools.cache
def by_form() -> dict[str, Term]:
    """The term each form belongs to. Raises GlossaryError."""
    return {form: term for term in glossary() for form in term.forms}


@functools.cache
def pattern() -> re.Pattern[str]:
    """What finds the forms in a text: whole words, the longest first, a blank of any width. Raises GlossaryError."""
    forms = sorted(by_form(), key=len, reverse=True)
    either = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")


def document() -> str:
    """``docs/generated/glossary.md``. Raises GlossaryError."""
    rows = [f"| {term.term} | {term.sentence} | {term.source} |\n" for term in glossary()]
    return INTRODUCTION + "".join(rows)
