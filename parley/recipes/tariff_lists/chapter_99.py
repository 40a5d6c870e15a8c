"""Codes of the lists as the text of chapter 99 prints them (tariff schedule of 2026, revision 6).

The text is that of the Commission's PDF file. Three kinds of list: codes in columns, numbered codes, and codes in a
sentence. On some pages columns are mixed, but never with another list save one page of note 16(c): the codes of its
three lists there are read together, and the compiled note lists say which code stands on which.
"""

import lzma
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.recipes import raw_file
from parley.tables.schema import TableInvalidError

FOLDER = "tariffs/hts-chapter-99-text-2026"
TEXT = f"{FOLDER}/chapter99_2026_rev_6.txt.xz"
PAGE_HEAD = re.compile(
    r"Harmonized Tariff Schedule of the United States Revision 6 \(2026\)|Annotated for Statistical Reporting Purposes"
    r"|\bXXII\b|99 - III - \d+|U\.S\. Notes \(con\.\)"
)
PRINTED = r"\d{4}(?:\.\d{2}(?:\.\d{2}(?:\d{2})?)?)?"
CODE, IN_A_SENTENCE = re.compile(PRINTED), re.compile(r"\b(?!99)\d{4}\.\d{2}\.\d{2}(?:\d{2})?\b")
NUMBER = re.compile(r"^\s*\(\d+\)\s")
SUBLIST = re.compile(r"\(([ivx]+)\)\s+(?:Articles of \w+|Derivative \w+ articles):")
MIXED = ("16(c)(iii)", "16(c)(iv)", "16(c)(v)")
STATISTICAL = 10  # digits


class Place(NamedTuple):
    """A list of the text: the US note, the words of the line it begins with, and of the line that follows it.

    ``sentence``: its codes stand among words, of eight digits or more. ``left_out``: those of ten digits are left out
    of the list. ``sublists``: the label before its parts.
    """

    note: str
    first: str
    after: str
    sentence: bool = False
    left_out: bool = False
    sublists: str = ""


PLACES = (
    Place("2(v)(iii)(a)", "(a) As provided for in heading 9903.01.32", "(b) As provided in heading 9903.02.78"),
    Place("2(v)(iii)(b)", "(b) As provided in heading 9903.02.78", "(iv) As provided in 9903.01.26", sentence=True),
    Place("2(x)(iii)(a)", "(a) As provided in heading 9903.01.81", "(b) As provided in heading 9903.01.90"),
    Place("2(x)(iii)(b)", "(b) As provided in heading 9903.01.90", "(iv) As provided in heading 9903.01.82", True),
    Place(
        "2(x)(iv)", "(iv) As provided in heading 9903.01.82", "(v) The additional duties imposed by heading 9903.01."
    ),
    Place("2(aa)(ii)", "(ii) As provided in heading 9903.03.03", "(iii) As provided in heading 9903.03.04"),
    Place("2(aa)(iii)", "(iii) As provided in heading 9903.03.04", "(iv) As provided in heading 9903.03.05", True),
    Place("2(aa)(iv)", "(iv) As provided in heading 9903.03.05", "(v) As provided in heading 9903.03.06"),
    Place("16(c)", "(c) Headings 9903.82.02", "(d) Headings 9903.82.04 and 9903.82.05", sublists="16(c)"),
    Place("20(b)", "(b) Heading 9903.88.01 applies", "(c) For the purposes of heading 9903.88.02"),
    Place("20(d)", "(d) Heading 9903.88.02 applies", "(e) For the purposes of heading 9903.88.03"),
    Place("20(f)", "(f) Heading 9903.88.03 applies", "(g) For the purposes of heading 9903.88.04"),
    Place("20(g)", "1. Other non-aromatic organo-", "Notwithstanding U.S. note 1", True, left_out=True),
    Place("20(s)(i)", "(s) Heading 9903.88.15 applies", "(ii) the following products of China:"),
    Place("20(s)(ii)", "(ii) the following products of China:", "(t) For the purposes of heading", True, left_out=True),
    Place("20(u)(i)", "i) all products of China that are classified", "ii) the following products of China:"),
    Place("20(u)(ii)", "ii) the following products of China:", "(v) The U.S. Trade Rep", True, left_out=True),
    Place("31(b)", "(b) Heading 9903.91.01 applies", "(c) Heading 9903.91.02 applies"),
    Place("31(c)", "(c) Heading 9903.91.02 applies", "(d) Heading 9903.91.03 applies"),
    Place("31(d)", "(d) Heading 9903.91.03 applies", "(e) Heading 9903.91.04 applies"),
    Place("31(e)", "(e) Heading 9903.91.04 applies", "(f)", sentence=True),
    Place("31(f)", "(i) Heading 9903.91.05 applies", "(ii) The additional rate of duty under heading 9903.91.05"),
    Place("31(g)", "(g) Heading 9903.91.06 applies", "(h) Heading 9903.91.07 applies"),
    Place("31(h)", "(h) Heading 9903.91.07 applies", "(i) Heading 9903.91.08 applies", sentence=True),
    Place("31(i)", "(i) Heading 9903.91.08 applies", "(j) Heading 9903.91.11 applies", sentence=True),
    Place("31(j)", "(j) Heading 9903.91.11 applies", "(k)"),
    Place("31(k)(i)", "(i) Heading 9903.91.12 applies", "The articles consist of chassis", sentence=True),
    Place("31(l)", "(i) Heading 9903.91.14 applies", "(ii) A ship-to-shore gantry crane", sentence=True),
    Place("33(b)", "(b) The rates of duty set forth in headings 9903.94.01", "(c) Heading 9903.94.02 applies"),
    Place("33(g)", "(g) Subject to a manufacturer's import adjustment offset", "(h) Heading 9903.94.06 applies"),
    Place("37(b)", "(b) The rates of duty set forth in heading 9903.76.01", "(c) Heading 9903.76.02 provides"),
    Place(
        "37(d)", "(d) The rates of duty set forth in headings 9903.76.02", "(e) Except for as provided by 9903.76.04"
    ),
    Place("37(f)", "(f) Except for as provided by 9903.76.04", "(g) Heading 9903.76.04 applies"),
    Place("38(b)", "(b) The rate of duty set forth in heading 9903.74.01", "(c) Heading 9903.74.02 applies"),
    Place("38(c)", "(c) Heading 9903.74.02 applies", "(d) Heading 9903.74.03 applies"),
    Place("38(i)", "(i) The rates of duty set forth in heading 9903.74.08", "(j) Heading 9903.74.09 applies"),
)


def printed(raw: Path) -> pd.DataFrame:
    """Every code of ``PLACES`` in the order of print: note, product_code (digits), is_left_out.

    Codes of ``MIXED`` all stand under the first of the three. Raises RawMissingError, TableInvalidError where a list is
    not found or cannot be read surely.
    """
    with lzma.open(raw_file(raw, TEXT), "rt", encoding="utf-8", errors="replace") as file:
        return codes_of(file.read().splitlines())


def codes_of(lines: Sequence[str], places: Sequence[Place] = PLACES) -> pd.DataFrame:
    """``printed`` of the lines of a text."""
    rows: list[tuple[str, str, bool]] = []
    for place in places:
        body = _between(lines, place)
        codes = _in_sentences(body, place) if place.sentence else _in_columns(body, place)
        if not codes:
            raise _fault(place.note, "its place in the text holds no code")
        rows += [(note, code, place.left_out and len(code) == STATISTICAL) for note, code in codes]
    return pd.DataFrame(rows, columns=["note", "product_code", "is_left_out"])


def _fault(note: str, problem: str) -> TableInvalidError:
    return TableInvalidError("us_tariff_printed_lists", note, None, f"{problem}; compare PLACES with {TEXT}")


def _between(lines: Sequence[str], place: Place) -> list[str]:
    """The lines of a list, page heads taken out; its first line must be there once. Raises TableInvalidError."""
    starts = [number for number, line in enumerate(lines) if line.lstrip().startswith(place.first)]
    if len(starts) != 1:
        raise _fault(place.note, f"{len(starts)} lines begin {place.first!r}, not one")
    body: list[str] = []
    for line in lines[starts[0] :]:
        if body and line.strip().startswith(place.after):
            return body
        body.append(PAGE_HEAD.sub(" ", line))
    raise _fault(place.note, f"no line after it begins {place.after!r}")


def _in_sentences(body: Sequence[str], place: Place) -> list[tuple[str, str]]:
    codes = IN_A_SENTENCE.findall(" ".join(line.strip() for line in body))
    return [(place.note, code.replace(".", "")) for code in dict.fromkeys(codes)]


def _in_columns(body: Sequence[str], place: Place) -> list[tuple[str, str]]:
    """Codes of the lines that hold nothing else; words among them must stand before the first or name a part."""
    note, pairs = place.note, list[tuple[str, str]]()
    for line in body:
        rest = NUMBER.sub(" ", line)
        if place.sublists and (label := SUBLIST.search(rest)):
            note = f"{place.sublists}({label[1]})"
            note = MIXED[0] if note in MIXED else note
            rest = SUBLIST.sub(" ", rest)
        cells = [cell.strip(",;") for cell in rest.split()]
        codes = [cell for cell in cells if CODE.fullmatch(cell)]
        if len(codes) == len(cells):
            pairs += [(note, code.replace(".", "")) for code in codes]
        elif codes and pairs:
            raise _fault(place.note, f"the line {line.strip()!r} holds codes and words")
    return pairs
