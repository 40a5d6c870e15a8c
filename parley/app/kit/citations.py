"""Copy-ready citations of a block: Parley itself and every source of its rows, as APA references and as BibTeX."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from parley import terms
from parley.app.kit.source_lines import address, caveat
from parley.tables.place import VERSION

AUTHORS = "The Parley authors"
TITLE = "Parley: the US-China trade dispute in tables, charts and what-if models"
# how the register writes most citations: authors (year), title and publisher
AUTHOR_YEAR = re.compile(r"(?P<authors>[^()]+) \((?P<year>\d{4})\), (?P<rest>.+)")
PERSON = re.compile(r"[^\W\d][\w' -]*, (?:[A-Z]\.[ -]?)+")
YEAR_OF_EDITION = re.compile(r"(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(\d{4})")
# in TeX these begin a command, a comment, mathematics or a group
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts an escaped brace as a brace
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


class Shown(NamedTuple):
    """What is cited: the finding over the block, the as-of date, when the tables were compiled, where it was seen, and
    whether a model gave it.
    """

    finding: str
    as_of: date
    compiled_on: date
    address: str
    is_modelled: bool = False


Record = Mapping[Any, Any]


def apa(shown: Shown, records: Sequence[Record]) -> str:
    """References in the style of the American Psychological Association, one a paragraph: Parley, then the sources.

    ``records``: rows of the table ``sources``, ``source_id`` included.
    """
    address = f" {shown.address}" if shown.address else ""
    entry = (
        f"{AUTHORS}. ({shown.compiled_on.year}). {TITLE} (Version {VERSION}) [Computer software]. "
        f"{_vintage(shown)}.{address}"
    )
    return "\n\n".join(dict.fromkeys([entry, *(_apa(record) for record in records)]))


def bibtex(shown: Shown, records: Sequence[Record]) -> str:
    """The same references as BibTeX entries, text in UTF-8, keys as the ``source_id`` in the rows."""
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{_tex(TITLE)}}}",
        "year": str(shown.compiled_on.year),
        "version": VERSION,
        "note": _tex(_vintage(shown)),
        "url": _url(shown.address),
    }
    return "\n\n".join([_entry("parley", fields), *(_bibtex(record) for record in records)])


def _vintage(shown: Shown) -> str:
    compiled, as_of = (terms.day(day).replace(terms.NBSP, " ") for day in (shown.compiled_on, shown.as_of))
    is_said = shown.finding.startswith("Modelled")  # by the finding itself
    kind = "Shown, modelled" if shown.is_modelled and not is_said else "Shown"
    return _line(f"{kind}: {shown.finding}; tables compiled {compiled}, as known on {as_of}")


def _apa(record: Record) -> str:
    citation, link = _line(record["citation"]), address(record)
    parts = AUTHOR_YEAR.fullmatch(citation)
    if parts is not None:
        rest = parts["rest"]
        reference = f"{_stopped(parts['authors'])} ({parts['year']}). {rest[:1].upper()}{_stopped(rest[1:])}"
    else:
        title = _line(record["title"])
        reference = f"{_stopped(_line(record['producer']))} ({_year(record) or 'n.d.'}). {title} [Data set]."
    if not link or link in reference:
        return reference
    return f"{reference} {'As read at ' if _is_typed(record) else ''}{link}"


def _is_typed(record: Record) -> bool:
    """Whether its figures were typed from pages that quote it: the address is theirs, not always its own."""
    return record.get("grade") == "C"


def _bibtex(record: Record) -> str:
    parts = AUTHOR_YEAR.fullmatch(_line(record["citation"]))
    fields = {
        "author": f"{{{_tex(_line(record['producer']))}}}" if parts is None else _authors(parts["authors"]),
        "title": f"{{{_tex(_line(record['title']))}}}",
        "year": _year(record),
        "note": _tex(_line(f"{record['citation']} {caveat(record) if _is_typed(record) else ''}")),
        "url": _url(address(record)),
        "urldate": "" if pd.isna(record["accessed_on"]) else f"{record['accessed_on']:%Y-%m-%d}",
    }
    return _entry(re.sub(r"\W", "_", str(record["source_id"])), fields)


def _entry(key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return ",\n".join([f"@misc{{{key}", *lines]) + "\n}"


def _authors(names: str) -> str:
    """Persons joined with ``and``; anything else is one name that BibTeX must not take apart."""
    persons = re.split(r"(?<=\.), ", names)
    if all(PERSON.fullmatch(person) for person in persons):
        return _tex(" and ".join(persons))
    return f"{{{_tex(names)}}}"


def _year(record: Record) -> str:
    """The year of the citation, else of publication, else of the edition; empty where none of them has one."""
    parts = AUTHOR_YEAR.fullmatch(_line(record["citation"]))
    if parts is not None:
        return parts["year"]
    if pd.notna(record["published_on"]):
        return str(record["published_on"].year)
    dated = YEAR_OF_EDITION.fullmatch(str(record["edition"]))
    return dated[1] if dated and ", undated," not in str(record["citation"]) else ""


def _stopped(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _line(text: str) -> str:
    """The text on one line: a break would end a reference."""
    return " ".join(str(text).split())


def _tex(text: str) -> str:
    return "".join(TEX.get(letter, letter) for letter in text)


def _url(address: str) -> str:
    """An address as TeX takes it in a url field: spaces, braces and backslashes percent-encoded, the rest as it is."""
    return re.sub(r"[\s{}\\]", lambda match: f"%{ord(match[0]):02X}", address)
