"""Terms of art on a page: explained once, by a button that says what it opens, and nothing else changed."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from parley.app.kit import html_text, tips
from parley.tables import glossary
from tests.apps import at_address, title
from tests.apps import tips as tips_on

PLAIN = "Section 301 duties on MFN rates; Section 301 again"


def test_a_term_is_explained_once_on_a_page() -> None:
    with tips.page():
        first, second = ET.fromstring(html_text.paragraph(PLAIN)), html_text.note(PLAIN)
    assert [button.text for button in first.iter("button")] == ["Section 301", "MFN"]
    assert "<button" not in second
    boxes = [part for part in first.iter("span") if part.get("popover")]
    for button, box in zip(first.iter("button"), boxes, strict=True):
        assert button.get("popovertarget") == box.get("id")
        assert glossary.by_form()[str(button.text)].sentence in str(box.text)


@pytest.mark.parametrize(
    ("words", "touching"),
    [
        ("3.8% (PIIE estimate)", "(PIIE"),
        ("Goods (HS 84)", "(HS"),
        ("“IEEPA”, then", "“IEEPA”,"),
        ("An MFN rate", "MFN"),
    ],
)
def test_a_term_stays_in_one_line_with_the_signs_that_touch_it(words: str, touching: str) -> None:
    with tips.page():
        written = ET.fromstring(html_text.paragraph(words))
    for box in [part for part in written.iter("span") if part.get("popover")]:
        box.text = ""
    assert ["".join(part.itertext()) for part in written.iter("span") if not part.get("popover")] == [touching]
    assert "".join(written.itertext()) == words


def test_outside_of_a_page_nothing_is_added() -> None:
    assert html_text.paragraph(PLAIN) == f"<p>{PLAIN}</p>"


def test_links_and_names_in_code_are_left_alone() -> None:
    with tips.page():
        written = html_text.marked("[Section 301](https://a.example) and `MFN`, then IEEPA")
    assert re.findall(r"<button[^>]*>([^<]*)", written) == ["IEEPA"]


def test_a_part_drawn_anew_explains_its_terms_again() -> None:
    for _ in range(2):
        with tips.page():
            assert "<button" in html_text.paragraph(PLAIN)
            with tips.page():  # a part inside is no page of its own
                assert "<button" not in html_text.paragraph(PLAIN)


def test_a_page_explains_its_terms_and_its_title_stays_as_it_is() -> None:
    app = at_address("tariffs", {"as_of": "2025-06-09"})
    found = tips_on(app)
    assert {"MFN"} <= set(found)
    assert len(found) == len(set(found.values()))
    assert [words for words in found.values() if words in title(app)] == []


def test_a_lost_glossary_costs_the_explanations_and_not_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = (glossary.glossary, glossary.by_form, glossary.pattern, tips._pieces)
    monkeypatch.setattr(glossary, "FILE", tmp_path / "glossary.toml")
    for cached in kept:
        cached.cache_clear()
    try:
        app = at_address("sources", {"sources_section": "Glossary"})
        assert [fault.message for fault in app.exception] == []
        assert [warning.value for warning in app.warning if "data/glossary.toml" in warning.value]
        assert title(app)
        assert tips_on(app) == {}
    finally:
        for cached in kept:
            cached.cache_clear()


def test_a_card_is_told_the_terms_it_is_the_first_to_use() -> None:
    with tips.page():
        first = tips.first_met("The share is measured by HHI", "HHI and MFN duties")
        assert [form for form, _ in first] == ["HHI", "MFN"]
        assert tips.first_met("HHI & MFN once more") == []
    assert tips.first_met("HHI outside of a page") == []
