"""The benchmark: what a simulated visitor sends, and when a goal counts as met."""

import asyncio
import importlib
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import benchmarks
from benchmarks import app, handles, measure, messages, report, visitors
from benchmarks.cases import HOME, PAGES, REAL, Control
from benchmarks.report import Line
from parley.app.kit import card, html_text, sheet
from parley.charts.document import Choice, FigureDocument

SCRIPTS = sorted(path.stem for path in Path(benchmarks.__path__[0]).glob("*.py"))
PERIOD = Choice("trade_period", "Period", "one", ("Since 2015", "Since 2024"), ("Since 2015",))
MARKET = Choice("world_market", "Market", "list", ("US", "China"), ("China",))
KEY = "card-trade-0"
ID = f"$$ID-0d95949f-{KEY}"


def drawn(*choices: Choice, figure: str = "{}") -> Element:
    """A card as the server sends it."""
    document = FigureDocument("trade_months", "Imports fell", figure=figure, choices=choices)
    element = Element()
    element.bidi_component.id = ID
    element.bidi_component.component_name = sheet.NAME
    element.bidi_component.bytes = sheet._bytes([(KEY, card._told(card.Sent(document), heard=0))], ())
    return element


def test_a_visitor_knows_a_sentence_in_the_place_of_a_chart() -> None:
    """As at the duties in force, where nothing changes; the style sheet names the sentence's class as well."""
    element, style, words = Element(), Element(), Element()
    element.html.body = html_text.hint("At the duties in force nothing changes.")
    style.html.body = "<style>.parley-hint { margin: 0; }</style>"
    words.bidi_component.component_name = sheet.NAME
    words.bidi_component.bytes = sheet._bytes([("", json.dumps(element.html.body))], ())
    assert [handles.says_why_none(each) for each in (element, words, style, drawn())] == [True, True, False, False]


def told(state: ClientState, kind: str) -> object:
    (entry,) = state.widget_states.widgets
    assert entry.WhichOneof("value") == kind
    return json.loads(getattr(entry, kind))


def test_a_visitor_tells_the_presses_of_a_card_as_a_browser_does() -> None:
    handle = handles.found(drawn(PERIOD), "", Control("segments", "Period", 1))
    assert handle is not None
    for number, option in enumerate(("Since 2024", "Since 2015", "Since 2024"), start=1):
        state = ClientState()
        handle.move(state)
        assert state.widget_states.widgets[0].id == ID
        assert told(state, "json_value") == {
            "choice": {"cards": {KEY: {"number": number, "values": {"trade_period": [option]}}}}
        }
        assert state.fragment_id == ""


def test_a_visitor_keeps_many_choices_as_a_browser_does() -> None:
    others = [Choice(f"c{n}", "Other", "one", ("a", "b"), ("a",)) for n in range(card.MANY)]
    sent = drawn(*others, PERIOD)
    handle = handles.found(sent, "", Control("segments", "Period", 1))
    assert handle is not None
    state = ClientState()
    handle.move(state)
    press = {"number": 1, "values": {"trade_period": ["Since 2024"]}, "kept": [card._tag([*others, PERIOD])]}
    assert told(state, "json_value") == {"choice": {"cards": {KEY: press}}}
    for option, is_refused in (("Since 2024", False), ("Since 2015", True)):
        kept = {"chosen": [["a"]] * len(others) + [[option]], "document": {"choices": []}, "tag": "another"}
        sent.bidi_component.bytes = f"{KEY}\tmark\t{json.dumps(kept)}".encode()
        assert handle.is_refused_by(sent) == is_refused
    handle.keep(sent)
    assert handle.tag == "another"


def test_a_visitor_knows_whether_a_card_took_up_the_press() -> None:
    handle = handles.found(drawn(PERIOD), "", Control("segments", "Period", 1))
    assert handle is not None
    handle.move(ClientState())
    assert handle.is_refused_by(drawn(PERIOD))
    assert not handle.is_refused_by(drawn(Choice("trade_period", "Period", "one", PERIOD.options, ("Since 2024",))))
    other = drawn(MARKET)
    other.bidi_component.id = "another"
    assert not handle.is_refused_by(other)


class Socket:
    """A line that has these messages waiting."""

    def __init__(self, *waiting: ForwardMsg):
        self.waiting = list(waiting)

    async def send(self, request: bytes) -> None:
        assert request

    async def recv(self) -> bytes:
        return self.waiting.pop(0).SerializeToString()


def new_element(element: Element) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.CopyFrom(element)
    return message


@pytest.mark.parametrize("draws", [True, False])
def test_the_end_of_a_run_that_a_press_overtook_is_not_that_of_the_press(draws: bool) -> None:
    """Whether that run drew the page as it was before, or had drawn all it does when the press came."""
    visitor = visitors.Visitor("http://localhost", replace(HOME, control=Control("segments", "Period", 1)), "", True)
    visitor._look(new_element(drawn(PERIOD)))
    end = ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
    taken_up = new_element(drawn(Choice("trade_period", "Period", "one", PERIOD.options, ("Since 2024",))))
    overtaken = [new_element(drawn(PERIOD))] if draws else []
    visitor._socket = line = Socket(*overtaken, end, taken_up, end)  # type: ignore[assignment]
    with ThreadPoolExecutor(1) as pool:  # the browser tests leave their loop running in this thread
        pool.submit(asyncio.run, visitor.move()).result()
    assert not line.waiting


def test_a_list_of_a_card_is_a_list_and_no_row_of_buttons() -> None:
    assert handles.found(drawn(MARKET), "", Control("segments", "Market", 1)) is None
    handle = handles.found(drawn(MARKET), "part", Control("list", "Market", 1))
    assert handle is not None
    assert next(handle.values) == "US"
    assert handle.fragment == "part"


def test_a_slider_goes_on_from_where_it_stands_and_round_again() -> None:
    element = Element()
    element.slider.label, element.slider.id = "Machinery", "slider"
    element.slider.min, element.slider.max, element.slider.step = 0, 3, 1
    element.slider.default.append(2)
    handle = handles.found(element, "part", Control("slider", "Machinery", 2))
    assert handle is not None
    assert [next(handle.values) for _ in range(5)] == [3, 0, 1, 2, 3]


def foot(**told: object) -> Element:
    """What a part of a page tells the browser at its end."""
    element = Element()
    element.bidi_component.id = ID
    element.bidi_component.component_name = "parley_address"
    element.bidi_component.json = json.dumps({"page": "/trade", "parameters": {}, **told})
    return element


def test_a_part_that_waits_is_told_that_it_is_painted() -> None:
    assert handles.waiting(drawn(), "part") is None
    assert handles.waiting(foot(), "part") is None
    assert handles.waiting(foot(then=""), "part") is None
    painted = handles.waiting(foot(then="7", pause=250), "part")
    assert painted is not None
    assert painted.pause_s == 0.25
    state = ClientState()
    painted.tell(state)
    assert state.widget_states.widgets[0].id == f"$$STREAMLIT_INTERNAL_KEY_{ID}__events"
    assert told(state, "json_trigger_value") == [{"event": "painted", "value": "7"}]
    assert state.fragment_id == "part"


def test_a_card_without_a_figure_draws_no_chart() -> None:
    assert handles.is_chart(drawn())
    assert not handles.is_chart(drawn(figure=""))


@pytest.mark.parametrize(
    ("line", "ratio", "met"),
    [
        (Line("", [130, 140, 126], [100, 100, 100], "ms", 1.25, True), "1.30 (1.26 to 1.40)", "met"),
        (Line("", [131, 140, 126], [100, 100, 100], "ms", 1.25, True), "1.31 (1.26 to 1.40)", "**missed**"),
        (Line("", [100, 300, 100], [100, 100, 50], "ms", 1.3, True), "2.00 (1.00 to 3.00)", "**missed**"),
        (Line("", [0.65], [0.5], "s", 0.6), "1.30", "met"),
        (Line("", [0.66], [0.5], "s", 0.6), "1.32", "**missed**"),
        (Line("", [1], [0], "", 0), "-", "**missed**"),
        (Line("", [9], [3], "ms"), "3.00", "-"),
        (Line("", [299], [], "ms", 300), "-", "met"),
    ],
)
def test_a_goal_is_met_by_the_median_of_the_rounds(line: Line, ratio: str, met: str) -> None:
    *_, shown, verdict = line.cells()
    assert (shown, verdict) == (ratio, met)


def test_the_table_is_put_between_its_marks(tmp_path: Path) -> None:
    document = tmp_path / "speed.md"
    document.write_text("before\n<!-- benchmark:start -->\nold\n<!-- benchmark:end -->\nafter\n")
    report.write(document, "| new |")
    assert document.read_text() == "before\n<!-- benchmark:start -->\n| new |\n<!-- benchmark:end -->\nafter\n"
    document.write_text("no marks")
    with pytest.raises(ValueError, match=r"speed\.md needs one"):
        report.write(document, "| new |")


def test_every_page_of_the_app_is_in_the_table_of_cases() -> None:
    files = {path.stem for path in (Path(__file__).parent.parent / "pages").glob("*.py")} - {
        "story"
    }  # shows the others'
    assert {page.path or "home" for page in PAGES} == files


def test_every_part_has_its_lines_and_the_app_no_private_name() -> None:
    assert set(app.PARTS) == set(report.LINES)
    assert measure.private([REAL]) == [{"names": [[0]]}]


def test_one_module_of_the_benchmarks_names_streamlit_s_messages() -> None:
    """A visitor without a browser speaks them as a browser does; nothing of Streamlit is replaced by it."""
    files = (Path(__file__).parent.parent / "benchmarks").rglob("*.py")
    found = {file.name for file in files if re.search(r"streamlit\.(proto|runtime)", file.read_text("utf-8"))}
    assert found == {"messages.py"}


def test_where_the_messages_have_moved_a_warning_says_so_and_nobody_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "streamlit.proto.BackMsg_pb2", None)
    with pytest.warns(UserWarning, match="have moved"):
        moved = importlib.reload(messages)
    try:
        assert moved.KNOWN is None
        with pytest.raises(RuntimeError, match="do not speak"):
            visitors.Visitor("http://127.0.0.1:1", HOME)
    finally:
        monkeypatch.undo()
        importlib.reload(messages)
    assert messages.KNOWN is not None


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_benchmark_finds_what_it_measures(name: str) -> None:
    importlib.import_module(f"benchmarks.{name}")
