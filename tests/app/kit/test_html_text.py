"""Words written as HTML: nothing in them is taken for HTML, and every part of a fact is there."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from parley.app.kit import html_text
from parley.app.kit.html_text import Metric
from parley.charts.colours import contrast
from parley.tables.place import ROOT

MEAN = "<img src=x onerror=\"a()\"> & 'quoted' *starred* [link](http://127.0.0.1:9)"


@pytest.mark.parametrize(
    "written",
    [
        html_text.heading(MEAN, 1),
        html_text.heading(MEAN, 2),
        html_text.paragraph(MEAN),
        html_text.note(MEAN),
        html_text.heading("a", 2, ("check", MEAN)),
        html_text.metrics([Metric(MEAN, "1")], "page"),
        html_text.metrics([Metric("a", MEAN)], "page"),
        html_text.metrics([Metric("a", "1", MEAN)], "page"),
        html_text.metrics([Metric("a", "1", note=MEAN)], "page"),
        html_text.metrics([Metric("a", "1", help=MEAN)], "page"),
    ],
)
def test_words_stand_as_they_are_whatever_signs_they_hold(written: str) -> None:
    whole = ET.fromstring(written)
    assert MEAN in "".join(whole.itertext())
    assert whole.find(".//img") is None


@pytest.mark.parametrize(
    ("words", "ranges"),
    [
        ("It reached 117\u2013124% (two providers)", ["117\u2013124%"]),
        ("From 38.6% (Jan\u2013Nov\u00a02017) to 11.7%", ["Jan\u2013Nov"]),
        ("Steel & iron, 2025\u201327: <3\u20135", ["2025\u201327:", "<3\u20135"]),
        ("A pause \u2013 and no range", []),
    ],
)
def test_a_range_is_in_one_piece_and_no_sign_is_added(words: str, ranges: list[str]) -> None:
    for written in (html_text.heading(words, 1), html_text.metrics([Metric("a", words, words)], "page")):
        whole = ET.fromstring(written)
        pieces = ["".join(part.itertext()) for part in whole.iter("span") if part.get("class") == "parley-range"]
        assert pieces in (ranges, 2 * ranges)
        assert words in "".join(whole.itertext())


def test_a_marked_text_has_paragraphs_points_bold_words_and_links_in_a_tab_of_their_own() -> None:
    text = "**12.5%** by [EO 14298](https://a.example/?b=1&c=2)\n\n- one & two\n- three"
    first, points = ET.fromstring(html_text.marked(text))
    bold, anchor = first
    assert (bold.tag, bold.text, anchor.text) == ("strong", "12.5%", "EO 14298")
    assert (anchor.get("href"), anchor.get("target")) == ("https://a.example/?b=1&c=2", "_blank")
    assert [point.text for point in points] == ["one & two", "three"]


def test_html_in_a_marked_text_stands_as_words() -> None:
    whole = ET.fromstring(html_text.marked('<img src=x onerror="a()"> [a](javascript:b) <script>c</script>'))
    assert {part.tag for part in whole.iter()} == {"div", "p"}
    assert "".join(whole.itertext()).strip() == '<img src=x onerror="a()"> [a](javascript:b) <script>c</script>'


def test_a_symbol_is_no_word_of_a_note() -> None:
    (symbol,) = ET.fromstring(html_text.note("Known to July", "event_available"))
    assert (symbol.text, symbol.get("aria-hidden"), symbol.tail) == ("event_available", "true", " Known to July")
    assert len(ET.fromstring(html_text.note("Known to July"))) == 0


def test_a_fact_has_a_button_for_its_help_and_a_pointer_for_its_change() -> None:
    facts = [Metric("Imports", "$184bn", "−16.3%", "on 2025", "Customs value.", "down"), Metric("Share", "n/a")]
    with_all, alone = ET.fromstring(html_text.metrics(facts, "page"))
    button = with_all.find("dt/button")
    assert button is not None and button.get("aria-label") == "Help for Imports"
    shown = with_all.find(f"dt/*[@id='{button.get('popovertarget')}']")
    assert shown is not None and shown.text == button.get("title") == "Customs value."
    assert "".join(with_all.findall("dd")[1].itertext()) == "↓ −16.3% on 2025"
    assert "".join(alone.itertext()) == "Sharen/a"


def test_the_source_of_a_fact_stands_behind_its_button() -> None:
    source = [("Source: ", ""), ("A & B, ", ""), ("Prices", "https://a.org/?x=1&y=2")]
    shown = ET.fromstring(html_text.metrics([Metric("a", "1", help="Of all goods.", source=source)], "page"))
    box = shown.find("div/dt/*[@popover]")
    assert box is not None and "".join(box.itertext()) == "Of all goods.Source: A & B, Prices"
    assert [link.get("href") for link in box.iter("a")] == ["https://a.org/?x=1&y=2"]
    alone = ET.fromstring(html_text.metrics([Metric("a", "1", source=source)], "page")).find("div/dt/button")
    assert alone is not None and alone.get("title") == "Source: A & B, Prices"


def test_two_rows_of_facts_on_a_page_have_their_own_help() -> None:
    named = [
        part.get("id")
        for name in ("page", "what_if")
        for part in ET.fromstring(
            html_text.metrics([Metric("a", "1", help="x"), Metric("b", "2", help="y")], name)
        ).iter()
        if part.get("id")
    ]
    assert len(set(named)) == 4


def test_the_colours_of_words_are_those_of_the_theme() -> None:
    style, theme = (ROOT / "static/style.css").read_text("utf-8"), (ROOT / ".streamlit/config.toml").read_text("utf-8")
    used = set(re.findall("#[0-9A-Fa-f]{6}", style))
    assert used and used - EDGES.keys() <= set(re.findall("#[0-9A-Fa-f]{6}", theme))
    assert EDGES.keys() <= used
    for edge, grounds in EDGES.items():
        assert all(contrast(edge, ground) >= 3 for ground in grounds)  # WCAG 2.2, 1.4.11


# Of fields and buttons, with what they stand on in their theme.
EDGES = {"#838983": ["#FBFAF7"], "#727C87": ["#14181D"]}


def test_a_part_of_a_note_links_to_its_address_and_both_are_escaped() -> None:
    written = html_text.linked_note([("Source: A & B, ", ""), ("C <1>", "https://example.org/?a=1&b=2")])
    link = '<a href="https://example.org/?a=1&amp;b=2" target="_blank">C &lt;1&gt;</a>'
    assert written == f'<p class="parley-note">Source: A &amp; B, {link}</p>'


def test_a_table_has_its_name_and_heads_of_columns_and_rows() -> None:
    rows = pd.DataFrame({"Date": ["4 Dec 2026", "10 Jan 2027"], "What": ["a & b", None]})
    whole = ET.fromstring(html_text.table(rows, "Dates & deadlines"))
    assert whole.get("aria-label") == "Dates & deadlines"
    assert [(cell.get("scope"), cell.text) for cell in whole.iter("th")] == [
        ("col", "Date"),
        ("col", "What"),
        ("row", "4 Dec 2026"),
        ("row", "10 Jan 2027"),
    ]
    assert [cell.text for cell in whole.iter("td")] == ["a & b", None]
