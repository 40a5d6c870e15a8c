"""The glossary: complete, found in texts by its forms, and refused where it is not what it must be."""

from pathlib import Path

import pytest

from parley.tables import glossary
from parley.tables.glossary import GlossaryError
from parley.tables.schema import DATA

ROOT = DATA.parent
# Those a reader is owed at least.
NAMED = [
    "HHI",
    "MFN",
    "f.a.s.",
    "c.i.f.",
    "pp",
    "EO117",
    "MCS",
    "IEEPA",
    "pass-through",
]
NAMED += ["Section 122", "Section 201", "Section 232", "Section 301", "nested CES"]


@pytest.fixture(autouse=True)
def read_anew() -> None:
    for kept in (glossary.glossary, glossary.by_form, glossary.pattern):
        kept.cache_clear()


def test_sixty_terms_at_least_have_one_sentence_of_at_most_forty_words_and_a_source() -> None:
    terms = glossary.glossary()
    assert len(terms) >= 60
    assert [t.term for t in terms if not t.sentence.endswith(".") or ". " in t.sentence.replace("U.S.C. ", "")] == []
    assert [t.term for t in terms if len(t.sentence.split()) > 40] == []
    assert len({t.term for t in terms}) == len(terms)


def test_the_terms_a_reader_is_owed_are_there() -> None:
    assert [form for form in NAMED if form not in glossary.by_form()] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Under Section 301, lists", ["Section 301"]),
        ("Under Section\u00a0301, lists", ["Section\u00a0301"]),
        ("exports (f.a.s.) of 3.2\u00a0pp", ["f.a.s.", "pp"]),
        ("EO117 and MCS2025", ["EO117", "MCS2025"]),
        ("apps, ship, HSBC, Section 3011", []),
    ],
)
def test_a_form_is_found_as_a_whole_word(text: str, found: list[str]) -> None:
    assert glossary.pattern().findall(text) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("term = ", "cannot be read"),
        ("", r"has no \[\[term\]\]"),
        ('[[term]]\nterm = "A"\nforms = ["A"]\nsentence = "B."', "a term needs forms, sentence, source, term"),
        ('[[term]]\nterm = "A"\nforms = []\nsentence = "B."\nsource = "C"', "A needs a text in each place"),
        (
            '[[term]]\nterm = "A"\nforms = ["A", "A"]\nsentence = "B."\nsource = "C"',
            "A is a form of two terms",
        ),
    ],
)
def test_a_glossary_that_lacks_something_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    (tmp_path / "glossary.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(glossary, "FILE", tmp_path / "glossary.toml")
    with pytest.raises(GlossaryError, match=rf"data/glossary.toml.*{told}"):
        glossary.by_form()
