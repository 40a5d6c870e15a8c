"""The typefaces cut down: what they hold, and what stands where there is none.

``python -m tests.typefaces`` writes them anew where one lacks something.
"""

import pytest
import streamlit

from parley import read_table
from parley.app.kit import settings
from parley.app.serving import typefaces
from parley.app.serving.typefaces import ICONS, LETTERS
from parley.tables import read as tables
from parley.tables.place import ROOT
from tests import typefaces as made


def test_every_icon_that_is_named_is_in_the_cut() -> None:
    named = made.icons_named()
    # a button's, the date's, Streamlit's own, a style's
    assert {"share", "calendar_month", "keyboard_double_arrow_left", "arrow_forward"} <= named
    assert named - made.icons(typefaces.cut(ICONS)).keys() == set()


def test_every_letter_of_texts_and_tables_is_in_the_cut() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "parley").rglob("*") if path.suffix in (".py", ".toml", ".md")]
    for resource in tables.catalogue()["resources"]:
        rows = read_table(resource["name"]).select_dtypes(exclude=["number", "datetime", "bool"])
        texts += ["".join(map(str, rows[column].dropna().unique())) for column in rows]
    written = {ord(letter) for text in texts for letter in text}
    assert ord("Å") in written  # of a country
    assert (written & made.letters(made.whole(LETTERS))) - made.letters(typefaces.cut(LETTERS)) == set()


def test_under_another_streamlit_its_own_typefaces_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(typefaces.middleware()) == 1
    with monkeypatch.context() as newer:
        newer.setattr(streamlit, "__version__", "1.99.0")
        assert typefaces.middleware() == []
    monkeypatch.setenv(settings.WITHOUT, "typefaces")
    assert typefaces.middleware() == []
