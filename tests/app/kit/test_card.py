"""The card: the script of its charts, what is sent, presses the browser tells of, files asked for."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from plotly.offline import get_plotlyjs_version
from streamlit.testing.v1 import AppTest

from parley.app.kit import card, figures, scripts, sheet
from parley.charts import document
from parley.charts.document import Choice, FigureDocument
from parley.terms import NBSP
from tests.apps import at_address, cards, charts, choices, documents, findings, press

SCHEMA = json.loads(Path(document.__file__).with_name("document.schema.json").read_text("utf-8"))
PAGES = [("trade", {}), ("what_if_product", {"us_XVI": "60"}), ("compare", {"compare_by": "Figure"})]


def test_the_bundle_that_draws_the_charts_is_of_the_installed_plotlys_script() -> None:
    """npm's plotly.js-cartesian-dist-min of the same version, with its licence beside it."""
    head = (scripts.STATIC / sheet.CARTESIAN).read_text("utf-8")[:200]
    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}" in head
    assert "MIT" in (scripts.STATIC / "plotly-LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize(("page", "query"), PAGES)
def test_documents_keep_to_their_schema(page: str, query: dict[str, str]) -> None:
    shown = documents(at_address(page, query))
    assert shown
    validator = Draft202012Validator(SCHEMA)
    for told in shown:
        assert [fault.message for fault in validator.iter_errors(told)] == []


def test_the_schema_refuses_a_chart_without_words_or_source() -> None:
    told = json.loads(FigureDocument("a", "", figure='{"data": [], "layout": {}}').to_json())
    assert len(list(Draft202012Validator(SCHEMA).iter_errors(told))) == 3


def test_a_choice_keeps_the_names_of_its_options_whatever_they_are() -> None:
    choice = Choice("a", "A", "one", ('"<é>', "b"), ("b",))
    assert json.loads(FigureDocument("", "", choices=(choice,)).to_json())["choices"][0]["options"] == ['"<é>', "b"]


def test_a_press_is_taken_once_and_what_is_no_option_not_at_all() -> None:
    def page() -> None:
        import streamlit as st

        from parley.app.kit import sheet

        readers = {"size": lambda values: {"S": 1, "L": 2}.get(values[-1]) if values else None}
        told = {"number": 3, "values": {"size": ["L"], "other": ["x"]}}
        assert sheet._take_card("one", told, readers)
        assert not sheet._take_card("one", told, readers)
        assert not sheet._take_card("one", {"number": 2, "values": {"size": ["S"]}}, readers)  # came late
        assert st.session_state["size"] == 2 and "other" not in st.session_state
        assert sheet._take_card("one", {"number": 4, "values": {"size": ["XXL"]}}, readers)
        assert st.session_state["size"] == 2
        assert sheet._take_card("another", {"number": 4, "values": {"size": ["S"]}}, readers)
        assert st.session_state["size"] == 1

    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception


def test_many_choices_are_told_once_to_a_browser_that_keeps_them() -> None:
    app = at_address("what_if_world", {"world_us": "60", "world_add_europe": "3"})
    (first,) = [sent for sent in cards(app) if sent["tag"]]
    told = {choice["name"]: choice["chosen"] for choice in first["document"]["choices"]}
    assert told["world_us"] == ["60"] and "chosen" not in first
    for kept, is_whole in (({first["tag"]}, False), ({"of another"}, True)):
        app.session_state[sheet.KEY].kept = frozenset(kept)
        app.session_state["world_us"] = 61
        app.run()
        (sent,) = [sent for sent in cards(app) if sent["tag"]]
        assert sent["tag"] == first["tag"]
        assert bool(sent["document"]["choices"]) == is_whole
        if not is_whole:
            assert dict(zip(told, sent["chosen"], strict=True)) == {**told, "world_us": ["61"]}
            assert sent["open"] == ["More: sections, partners, assumptions"]
            assert "61" in sent["hints"]["world_name"]
            assert sent["rests"]["world_add_europe"] == 0


def test_choices_that_differ_in_more_than_what_is_chosen_are_told_anew() -> None:
    few = tuple(Choice(f"c{n}", "C", "one", ("a", "b"), ("a",), fold=(("H", False),)) for n in range(card.MANY))
    assert card._tag(few[1:]) == ""
    moved = (Choice("c0", "C", "one", ("a", "b"), ("b",), hint="B", fold=(("H", True),)), *few[1:])
    assert card._tag(few) == card._tag(moved) != ""
    assert card._tag(few) != card._tag((Choice("c0", "C", "one", ("a", "c"), ("a",)), *few[1:]))


def test_a_choice_of_the_session_is_drawn_and_written_into_the_address() -> None:
    app = at_address("trade", {})
    before = charts(app)
    assert choices(app)["trade_period"]["chosen"] == ["Since 2015"]
    app.session_state["trade_period"] = "Since 2024"
    app.run()
    assert choices(app)["trade_period"]["chosen"] == ["Since 2024"]
    assert charts(app) != before
    app.session_state["trade_period"] = "of no list"
    app.run()
    assert choices(app)["trade_period"]["chosen"] == ["Since 2015"]
    assert charts(app) == before


def test_the_rows_stand_between_the_head_and_the_foot_of_a_card() -> None:
    app = at_address("trade", {"trade_months_view": "Table"})
    parts: list[tuple[str, Any]] = [(s["part"], s["document"]["figure"]) for s in cards(app) if s["document"]["name"]]
    assert parts == [("head", None), ("foot", None)]
    assert len(app.dataframe) == 1
    assert choices(app)["trade_months_view"]["chosen"] == ["Table"]
    assert findings(app)


@pytest.mark.parametrize(("form", "start"), [("csv", b'\xef\xbb\xbf"month"'), ("parquet", b"PAR1")])
def test_a_file_is_made_when_it_is_asked_for_and_sent_once(form: str, start: bytes) -> None:
    app = at_address("trade", {})
    assert [s["file"] for s in cards(app)] == [None, None]
    app.session_state[sheet.KEY].file_wish = {"card": "card-trade-USChinatradebymonth-0", "form": form, "number": 7}
    app.run()
    (file,) = [s["file"] for s in cards(app) if s["file"]]
    assert file["number"] == 7
    assert file["name"].endswith(f".{form}")
    assert base64.b64decode(file["content"]).startswith(start)
    app.run()
    assert [s["file"] for s in cards(app)] == [None, None]


def test_what_a_panel_holds_is_told_where_it_is_open() -> None:
    app = at_address("trade", {})
    assert [s["panel"] for s in cards(app)] == [None, None]
    cited = _opened(app, "cite")
    texts = dict(cited["texts"])
    assert set(texts) == {"APA", "BibTeX"}  # without a browser there is no address to frame
    assert documents(app, "whole")[1]["finding"].replace(NBSP, " ") in texts["APA"]
    assert all(name.startswith("US Census Bureau, ") for name, _, _ in cited["licences"])
    assert "Public domain (US Government work)" in {licence for _, _, licence in cited["licences"]}
    taken = _opened(app, "download")
    assert set(dict(taken["texts"])) == {"Python", "R", "DuckDB"}
    assert [form for _, form in taken["files"]] == ["csv", "xlsx", "parquet"]
    assert "trade_monthly csv" in [form for _, forms in taken["tables"] for _, form in forms]
    press(app, "trade_period", "Since 2024")
    assert [s["panel"]["name"] for s in cards(app) if s["panel"]] == ["download"]  # it stays open


def _opened(app: AppTest, panel: str) -> dict[str, Any]:
    """What the panel of the first figure holds once its link has been pressed."""
    app.session_state["trade_months_panel"] = panel
    app.run()
    (told,) = [s["panel"] for s in cards(app) if s["panel"]]
    assert told.pop("name") == panel
    return dict(told)


def test_a_panel_there_is_not_opens_none() -> None:
    assert [figures._panel(values) for values in (["cite"], ["x", "download"], ["x"], [])] == [
        "cite",
        "download",
        "",
        "",
    ]


def test_the_first_figure_heads_its_page_and_still_does_when_it_is_pressed_alone() -> None:
    app = at_address("trade", {"trade_section": "Who took China's place"})
    levels = [s["level"] for s in cards(app) if s["document"]["finding"]]
    assert levels[0] == 1 and set(levels[1:]) == {2}
    press(app, "trade_year", "2024")
    assert [s["level"] for s in cards(app) if s["document"]["finding"]] == levels
