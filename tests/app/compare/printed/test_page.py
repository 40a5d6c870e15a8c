"""The printable report: one well-formed file that asks nobody for anything, and shows text as text."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from parley import terms
from parley.app.compare import differences, share
from parley.app.compare.printed import page as report
from parley.app.compare.printed.html import escaped, table, tag
from parley.app.kit import figures
from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison, comparison_words, reconciled, reconciled_words
from parley.tables.parameters import parameters, reference_keys
from parley.tables.read import source_records
from parley.tables.references import reference
from tests.results.test_comparison import KEEP, PEAK, runs

EVIL = '<script>alert("1")</script> & \x00</title><img src=x onerror=y>'
LINK = "http://localhost:8501/compare?as_of=2025-06-09&a=1abc&b=1def"
ABOUT = report.About(LINK, date(2026, 1, 2), "The Parley authors. (2026). <i>Parley</i>.", "9.9")


@cache
def document() -> str:
    pairs = {model: runs(model) for model in ("product", "world", "sectors")}
    return report.report(replace(KEEP, title=EVIL), PEAK, pairs, ["One <b>model</b> says no."], ABOUT)


@cache
def tree() -> ElementTree.Element:
    kind, page = document().split("\n", 1)
    assert kind == "<!DOCTYPE html>"
    return ElementTree.fromstring(page)


def text(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def test_it_is_well_formed_and_says_its_language() -> None:
    root = tree()
    assert (root.tag, root.get("lang")) == ("html", "en")
    assert [child.tag for child in root] == ["head", "body"]
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_an_html_parser_reads_the_same_elements() -> None:
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)

    Reader().feed(document())
    assert seen == [local(e).lower() for e in tree().iter()]


def test_a_title_from_outside_stays_text() -> None:
    assert not [e for e in tree().iter() if local(e) in ("script", "img", "iframe", "object", "link", "i", "b")]
    assert EVIL.replace("\x00", "") in text(tree())
    assert "onerror" not in "".join(name for e in tree().iter() for name in e.attrib)


def test_it_asks_no_other_machine() -> None:
    addresses = {n: v for e in tree().iter() for n, v in e.attrib.items() if n.rpartition("}")[2] in ("src", "href")}
    assert list(addresses.values()) == [LINK]
    style = next(text(e) for e in tree().iter("style"))
    assert not re.search(r"url\(|@import|@font-face", style)
    assert "@page" in style
    policy = next(e for e in tree().iter("meta") if e.get("http-equiv"))
    assert "default-src 'none'" in str(policy.get("content"))


def test_an_address_that_is_none_becomes_no_link() -> None:
    page = report.report(KEEP, PEAK, {}, [], replace(ABOUT, link="javascript:alert(1)"))
    assert "href" not in page


def test_it_holds_both_scenarios_their_figures_and_the_link() -> None:
    words = text(tree())
    rows = comparison.headline(runs("product"), runs("world"))
    assert comparison_words.verdict_on(rows, replace(KEEP, title=EVIL), PEAK).replace("\x00", "") in words
    for cells in comparison_words.figure_cells(rows).to_numpy().tolist():
        for cell in cells:
            assert cell in words
    for expected in (LINK, ABOUT.citation, "One <b>model</b> says no.", terms.day(KEEP.as_of), PEAK.title):
        assert expected in words


def test_every_picture_has_its_words_and_a_table_follows() -> None:
    pictures = [e for e in tree().iter() if local(e) == "svg"]
    assert len(pictures) == 5 + 3  # in the annex, and before it
    for picture in pictures:
        title, told = list(picture)[:2]
        assert picture.get("role") == "img"
        assert picture.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        assert text(told).startswith("B less A: ") and text(told).count(";") >= 2
    framed = list(tree().iter("figure"))
    parts = [[local(part) for part in figure] for figure in framed]
    assert len(parts) == len(pictures)
    assert all(shape in (["figcaption", "svg", "p"], ["figcaption", "svg", "p", "p"]) for shape in parts)
    sections = [e for e in tree().iter("section") if any(local(c) == "figure" for c in e)]
    assert all(list(section.iter("table")) for section in sections)


def test_a_figure_is_told_in_the_words_of_its_document() -> None:
    """Finding, measure, alternative text, remark and sources are those a card of the page has."""
    shown = [differences.figure(runs(s.model), s.measure, s.economy, report.DRAWN) for s in report.SUBJECTS]
    annex = list(tree().iter("figure"))[3:]
    for document, drawn in zip(map(figures.printed, shown), annex, strict=True):
        heading, measure, title, alt, *_ = map(text, [*drawn[0], *drawn[1]])
        assert (heading, measure, title, alt) == (document.finding, document.measure, document.finding, document.alt)
        source = "".join(words for words, _ in document.source)
        assert [text(part) for part in drawn[2:]] == [*filter(None, [document.remark]), source]


def test_the_first_pages_stand_alone_and_the_annex_follows() -> None:
    """Question, answer with its range, three charts, who pays and what it rests on, before anything else."""
    first, second = list(next(tree().iter("main")))[:2]
    assert first.get("class") == "summary" and text(second) == report.SAY("page.annex")
    assert len([e for e in first.iter() if local(e) == "svg"]) == 3
    rows = comparison.headline(runs("product"), runs("world"))
    for cells in comparison_words.figure_cells(rows).to_numpy().tolist():
        assert all(cell in text(first) for cell in cells)
    assert PEAK.title in text(first) and terms.day(KEEP.as_of) in text(first)
    assert all(runs(model)[0].notes[0] in text(first) for model in ("product", "world", "sectors"))


def test_marks_stand_inside_the_picture() -> None:
    for picture in (e for e in tree().iter() if local(e) == "svg"):
        _, _, width, height = map(float, str(picture.get("viewBox")).split())
        rings = [e for e in picture if local(e) == "circle"]
        assert len(rings) >= 4
        assert all(0 <= float(str(e.get("cx"))) <= width and float(str(e.get("cy"))) <= height for e in rings)


def test_tables_have_captions_and_heads() -> None:
    for found in tree().iter("table"):
        assert text(found[0]).strip()
        assert found[0].tag == "caption"
        assert {e.get("scope") for e in found.iter("th")} == {"col", "row"}
        columns = len(list(found[1][0]))
        assert {len(list(row)) for row in found[2]} == {columns}


def test_assumptions_and_sources_are_those_of_the_records() -> None:
    words = text(tree())
    for name in (name for names in report.PARAMETERS.values() for name in names):
        entry = parameters()[name]
        assert entry.title in words
        for key in entry.citation:
            assert reference(key) in words
    for ids in comparison.SOURCES.values():
        for record in source_records(list(ids)).to_dict("records"):
            assert record["citation"] in words


def test_every_work_is_written_out() -> None:
    for key in reference_keys():
        written = reference(key)
        assert written != key
        assert not re.search(r"[{}\\]|\. \.", written)
    assert reference("fajgelbaum_et_al_2020").startswith("Fajgelbaum, Pablo D.; Goldberg, Pinelopi K.; Kennedy")
    assert reference("unknown_2000") == "unknown_2000"


def test_without_any_model_the_report_still_says_what_was_asked() -> None:
    magnets = Scenario(KEEP.as_of, exports=[ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=20)])
    page = report.report(magnets, magnets, {}, ["No model holds it."], ABOUT)
    words = text(ElementTree.fromstring(page.split("\n", 1)[1]))
    assert comparison_words.SAY("verdict", "question") in words
    assert "No model holds it." in words
    assert "magnet" in words


def test_its_citation_says_that_models_gave_its_figures() -> None:
    """As those of the cards on the page do."""
    assert "Shown, modelled: " in share._citation(KEEP, PEAK, LINK)


def test_every_model_stands_beside_the_others_with_what_turns_a_direction() -> None:
    asked = reconciled.answer(PEAK)
    page = report.report(KEEP, PEAK, {}, [], ABOUT, {"Scenario B": asked})
    root = ElementTree.fromstring(page.split("\n", 1)[1])
    words = text(root)
    cells = reconciled_words.side_by_side(asked.tables["reconciled"])
    for line in cells.to_numpy().tolist():
        assert all(cell in words for cell in line), line
    for key in reconciled_words.questions(asked.tables["reconciled"]):
        assert all(reason in words for reason in reconciled_words.reasons(asked.tables["directions"], key))
    assert all(note in words for note in asked.notes)


@pytest.mark.parametrize("raw", ['<a href="x">', "'", "&amp;", "a\x01b\u0007"])
def test_text_and_attributes_are_escaped(raw: str) -> None:
    plain = "".join(letter for letter in raw if letter >= " ")
    element = ElementTree.fromstring(tag("p", raw, title=raw))
    assert (element.text, element.get("title")) == (plain, plain)
    assert ElementTree.fromstring(f"<x>{escaped(raw)}</x>").text == plain
    assert text(ElementTree.fromstring(table(raw, ["h", raw], [["r", raw]]))).count(plain) == 3
