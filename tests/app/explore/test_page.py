"""The page Explore: its answers are those in print, its address holds the question, and each limit has its sentence."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.__main__ import main as command
from parley.app.explore import all_rows, answer, asking, data, page
from parley.app.explore.desk import Job
from parley.explore import Engine, EngineError, Question, Stop, TooLongError, open_engine
from parley.tables.read import compiled_on, read_table
from parley.words import beside
from tests import apps, reader
from tests.apps import address, at_address, cards, charts, choices, documents, findings, metrics, notes, press, title
from tests.ingest.made import baci_archive
from tests.wording import told

SAY = beside(page.__file__)
MONTHLY = "US imports by chapter, origin and month, 2013 to June 2021: twenty origins"
EXPORTS = "US exports to China by subheading and month, 2013 to 2021"


def infos(app: AppTest) -> list[str]:
    assert [fault.message for fault in app.exception] == []
    return apps.hints(app)


def fact(app: AppTest, label: str) -> str:
    (found,) = [told.value for told in metrics(app) if told.label == label]
    return found.replace("\u00a0", " ")


def test_the_figures_for_china_in_2025_are_those_in_print() -> None:
    """US Census Bureau: imports for consumption from China 299.836 bn, calculated duty 91.765 bn, 30.60%."""
    asked = {"explore_rows": "Origin", "explore_origin": "CHN"}
    assert fact(at_address("explore", asked), "Value") == "$300bn"
    assert fact(at_address("explore", {**asked, "explore_measure": "Duty"}), "Duty") == "$91.8bn"
    app = at_address("explore", {**asked, "explore_measure": "Rate collected"})
    assert fact(app, "Rate collected") == "30.6%"
    assert any(SAY("note", "rate_collected") in note for note in notes(app))


def test_the_card_gives_the_rows_of_the_answer_with_their_source() -> None:
    engine, question = data.engine(), Question("us_imports_hts10_annual", "rate_collected", "origin", "year", top=3)
    rows = answer.shown(engine.answer(question), question, compiled_on()).figure.rows
    assert list(rows["origin_name"].unique()) == ["Mexico", "Canada", "China", "All others"]
    assert set(rows["source_id"]) == {"census_us_imports_hts10_annual"}
    wanted = rows["duty_usd"] / rows["value_usd"] * 100
    assert (rows["rate_collected_pct"] - wanted).abs().max() < 1e-9
    table = read_table("us_imports_hts10_annual")
    assert rows["value_usd"].sum() == table["value_usd"].sum()
    others = rows.loc[rows["origin"].isna() & rows["year"].eq("2025"), "members"]
    assert list(others) == [table.loc[table["year"].eq(2025), "exporter_iso3"].nunique() - 3]


def test_every_choice_stands_in_the_address_and_the_address_opens_it_again() -> None:
    app = at_address("explore", {})
    assert address(app) == {}
    for name, value in (
        ("explore_measure", "Duty"),
        ("explore_rows", "Subheading (6 digits)"),
        ("explore_columns", "Year"),
        ("explore_codes", "8471, 8517"),
        ("explore_top", 10),
        ("explore_rest", "Left out"),
        ("explore_origin_add", "China"),
        ("explore_origin_add", "Vietnam"),
    ):
        app = press(app, name, value)
    written = address(app)
    assert written == {
        "explore_measure": ["Duty"],
        "explore_rows": ["Subheading (6 digits)"],
        "explore_columns": ["Year"],
        "explore_codes": ["8471, 8517"],
        "explore_top": ["10"],
        "explore_rest": ["Left out"],
        "explore_origin": ["CHN,VNM"],
    }
    again = at_address("explore", {name: values[-1] for name, values in written.items()})
    assert infos(again) == []
    assert (findings(again), notes(again)) == (findings(app), notes(app))
    assert [card["figure"] for card in documents(again)] == [card["figure"] for card in documents(app)]
    (card,) = [shown for shown in documents(again, "whole") if shown["finding"]]
    assert "China and Vietnam" in card["measure"]


def test_the_year_asked_for_is_the_newest_unless_years_are_shown() -> None:
    assert choices(at_address("explore", {}))["explore_year"]["chosen"] == ["2025"]
    assert choices(at_address("explore", {"explore_columns": "Year"}))["explore_year"]["chosen"] == ["All years"]
    app = at_address("explore", {"explore_year": "2024"})
    table = read_table("us_imports_hts10_annual")
    assert fact(app, "Value") == terms.usd(table.loc[table["year"].eq(2024), "value_usd"].sum()).replace("\u00a0", " ")
    assert reader.faults(app) == []


def test_a_day_shows_what_had_come_out_by_then() -> None:
    before = at_address("explore", {"as_of": "2026-06-08"})
    assert choices(before)["explore_data"]["options"][0].endswith("origin, 2024")
    assert fact(before, SAY("out", "since")) == "9 Feb 2025"
    after = at_address("explore", {"as_of": "2026-06-09"})
    assert fact(after, SAY("out", "since")) == "9 Jun 2026"
    early = at_address("explore", {"as_of": "2018-07-01", "explore_rows": "Month", "explore_origin": "CHN"})
    assert fact(early, SAY("out", "by")) == "1 Jul 2018"
    # the releases of May 2018 and later are left out: 64 months from January 2013 on
    assert fact(early, "Months") == "64"
    assert infos(early) == []


def test_before_anything_was_out_the_first_day_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "is_out", lambda name, as_of: False)
    app = at_address("explore", {"as_of": "2017-01-01"})
    case, fields = told("explore", "known", infos(app)[0])
    assert (case, fields["day"], fields["first"]) == ("none", "1 Jan 2017", "12 Mar 2013")
    assert title(app) == SAY("header.title")


@pytest.mark.parametrize(
    ("typed", "query", "case"),
    [
        ("847x", {}, "none"),
        (",,", {}, "none"),
        ("８４", {}, "none"),
        ("84, 8517", {}, "mixed"),
        ("84713", {}, "level"),
        ("8471", {"explore_data": MONTHLY}, "level"),
    ],
)
def test_codes_that_fit_not_get_a_sentence_and_the_choices_stay(typed: str, query: dict[str, str], case: str) -> None:
    app = at_address("explore", {"explore_codes": typed, **query})
    found, fields = told("explore", "choice.codes", infos(app)[0])
    assert (found, fields["typed"]) == (case, typed)
    assert "explore_codes" in choices(app)


def test_no_trade_is_said() -> None:
    app = at_address("explore", {"explore_codes": "0101999999", "explore_rows": "Line (10 digits)"})
    assert infos(app) == [SAY("asking.nothing")]


def test_quantities_have_one_unit() -> None:
    app = at_address("explore", {"explore_data": EXPORTS, "explore_measure": "Quantity", "explore_year": "2020"})
    units = choices(app)["explore_unit"]
    assert units["chosen"] == ["t"] and len(units["options"]) > 1
    assert fact(app, "Quantity").endswith(" t")
    assert reader.faults(app) == []


def test_a_chart_of_china_has_its_colour() -> None:
    app = at_address("explore", {"explore_origin": "CHN"})
    bars = next(trace for trace in charts(app)[0].shown["data"] if trace["type"] == "bar")
    assert set(bars["marker"]["color"][:-1]) == {"#D55E00"}


class Held:
    """An engine whose answers take until they are let go, as a large question would."""

    def __init__(self, engine: Engine):
        self._answer, self._members, self.ends = engine.answer, engine.members, threading.Event()
        self.stops: list[Stop | None] = []

    def answer(self, question: Question, as_of: date | None = None, stop: Stop | None = None) -> pa.Table:
        self._wait(stop)
        return self._answer(question, as_of, stop)

    def members(self, data: str, dimension: str, as_of: date | None = None, stop: Stop | None = None) -> list[str]:
        self._wait(stop)
        return self._members(data, dimension, as_of, stop)

    def _wait(self, stop: Stop | None) -> None:
        self.stops.append(stop)
        assert stop is not None
        ends = time.monotonic() + 10
        while not self.ends.wait(0.02):
            stop.refuse_ended()
            assert time.monotonic() < ends


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    st.cache_resource.clear()
    slow = Held(data.engine())
    monkeypatch.setattr(data.engine(), "answer", slow.answer)
    monkeypatch.setattr(asking, "STEP_S", 0.02)
    yield slow
    slow.ends.set()
    st.cache_resource.clear()


def test_a_stopped_question_says_so_and_can_be_asked_again(held: Held) -> None:
    question = Question("us_imports_hts10_annual", "value", "chapter", where=(("year", ("2025",)),))
    held.ends.set()
    app = at_address("explore", {}, {asking.STOPPED: ("explore", question, compiled_on())})
    assert infos(app) == [SAY("asking.stopped")]
    (again,) = [button for button in app.button if button.label == "Ask again"]
    app = again.click().run()
    assert infos(app) == [] and findings(app)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """An engine that does not answer until the event is set."""
    answers = threading.Event()

    def opened() -> Engine:
        assert answers.wait(30)
        return open_engine()

    st.cache_resource.clear()
    monkeypatch.setattr(data, "open_engine", opened)
    monkeypatch.setattr(asking, "STEP_S", 0.02)
    monkeypatch.setenv("PARLEY_SECONDS", "1")
    yield answers
    answers.set()
    st.cache_resource.clear()


def test_an_engine_that_never_answers_holds_the_page_for_its_limit_and_can_be_tried_again(
    silent: threading.Event,
) -> None:
    begun = time.monotonic()
    data.opening().is_done(0)
    app = at_address("explore", {})
    (said,) = infos(app)
    assert told("explore", "opening.late", said)[0] == "" and time.monotonic() - begun < 15
    (again,) = [button for button in app.button if button.label == "Try again"]
    silent.set()
    assert data.opening().is_done(30)
    app = again.click().run()
    assert infos(app) == [] and findings(app)
    assert [button for button in app.button if button.label == "Try again"] == []


def test_an_engine_that_could_not_be_opened_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def opened() -> Engine:
        asked.append(1)
        if len(asked) == 1:
            raise EngineError("Spark at spark://127.0.0.1:9 cannot be reached.")
        return open_engine()

    st.cache_resource.clear()
    monkeypatch.setattr(data, "open_engine", opened)
    try:
        app = at_address("explore", {})
        assert infos(app) == ["Spark at spark://127.0.0.1:9 cannot be reached."]
        (again,) = [button for button in app.button if button.label == "Try again"]
        app = again.click().run()
        assert infos(app) == [] and findings(app) and len(asked) == 2
    finally:
        st.cache_resource.clear()


def test_an_answer_that_takes_too_long_is_a_sentence(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(question: Question, as_of: date | None = None, stop: Stop | None = None) -> pa.Table:
        raise TooLongError("The answer took longer than 20 seconds and was stopped.")

    monkeypatch.setattr(data.engine(), "answer", late)
    app = at_address("explore", {})
    assert infos(app) == ["The answer took longer than 20 seconds and was stopped."]
    assert "explore_rows" in choices(app)  # another question can be asked


def test_a_slow_answer_comes_after_its_progress(held: Held) -> None:
    threading.Timer(0.5, held.ends.set).start()
    app = at_address("explore", {})
    assert infos(app) == [] and findings(app)
    assert len(held.stops) == 1
    assert [button.label for button in app.button if button.label == "Cancel"] == []


def test_a_slow_list_of_choices_comes_after_its_progress_too(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.engine(), "members", held.members)
    threading.Timer(0.5, held.ends.set).start()
    app = at_address("explore", {})
    assert infos(app) == [] and findings(app)
    assert len(held.stops) == 3  # the years, the origins, the answer: the page that waits goes on with the part's
    assert choices(app)["explore_year"]["options"] == ["All years", "2025", "2024"]
    assert [button.label for button in app.button if button.label == "Cancel"] == []


def test_without_a_list_other_data_can_still_be_chosen(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(data: str, dimension: str, as_of: date | None = None, stop: Stop | None = None) -> list[str]:
        raise TooLongError("The answer took longer than 20 seconds and was stopped.")

    held.ends.set()
    stopped = ("explore members", "us_imports_hts10_annual", "year", compiled_on())
    app = at_address("explore", {}, {asking.STOPPED: stopped})
    assert infos(app) == [SAY("asking.stopped")]
    assert "explore_data" in choices(app)
    (again,) = [button for button in app.button if button.label == "Ask again"]
    app = again.click().run()
    assert infos(app) == [] and findings(app)
    st.cache_resource.clear()
    monkeypatch.setattr(data.engine(), "members", late)
    app = at_address("explore", {})
    assert infos(app) == ["The answer took longer than 20 seconds and was stopped."]
    assert "explore_data" in choices(app)


class Told(Stop):
    """A stop that says how much is done."""

    def __init__(self, share: float | None):
        super().__init__(20)
        self._told = share

    @property
    def share(self) -> float | None:
        return self._told


@pytest.mark.parametrize(
    ("share", "case", "done"), [(None, "time", ""), (0.0, "share", "0"), (0.344, "share", "34"), (1.0, "share", "100")]
)
def test_progress_is_the_share_the_engine_tells_or_the_time(
    share: float | None, case: str, done: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "runs_s", 5.0)
    length, said = asking.progress(Job(1, Told(share), begun=0.0), 20)
    assert length == (0.25 if share is None else share)
    assert said == SAY("asking.works", case, done=done, seconds="5", limit="20")


def test_a_full_desk_is_a_sentence(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_WAITING", -asking.WORKERS)
    app = at_address("explore", {})
    assert infos(app) == [SAY("asking.full")]


def test_the_rows_of_a_time_span_are_in_their_order() -> None:
    engine, question = data.engine(), Question("us_trade_hs2_monthly", "duty", "month", top=5)
    shown = answer.shown(engine.answer(question), question, compiled_on()).figure.rows
    assert isinstance(shown, pd.DataFrame)
    assert list(shown["month"]) == sorted(shown["month"]) and len(shown) == 102


def test_a_folder_of_ones_own_is_asked_at_the_latest_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(["ingest", "baci", str(baci_archive(tmp_path)), "--to", str(tmp_path / "bulk")]) == 0
    monkeypatch.setenv("PARLEY_BULK", str(tmp_path / "bulk"))
    st.cache_resource.clear()
    try:
        app = at_address("explore", {"explore_rows": "Origin", "explore_columns": "Destination"})
        assert infos(app) == [] and reader.faults(app) == []
        assert fact(app, SAY("out", "since")) == SAY("out", "unsaid")
        assert fact(app, "Value") == "$203,500"  # 1996: 200, 1.5 and 2 thousand dollars
        assert any(note.startswith("Source: CEPII, BACI") for note in notes(app))
        opened = at_address("explore", {}, {f"{answer.NAME}_panel": "cite"})
        assert infos(opened) == []
        (panel,) = [sent["panel"] for sent in cards(opened) if sent["panel"]]
        assert dict(panel["texts"])["BibTeX"].count("CEPII") >= 1
        rows = all_rows.file_of({"data": "baci_hs92", "measure": "value", "rows": "origin"}, "csv")
        assert b'"source"' in next(rows.parts)
        rows.close()
        earlier = at_address("explore", {"as_of": "2025-06-09"})
        assert all("World trade" not in name for name in choices(earlier)["explore_data"]["options"])
    finally:
        st.cache_resource.clear()


def test_a_lost_table_takes_only_its_own_data(data_copy: Path) -> None:
    (data_copy / "us_imports_hts10_annual.parquet").unlink()
    st.cache_resource.clear()
    try:
        app = at_address("explore", {})
        assert infos(app) == [] and findings(app)
        assert "data/us_imports_hts10_annual.parquet is missing" in app.warning[0].value.replace("\\", "")
        assert choices(app)["explore_data"]["options"][0].endswith("origin, 2024")
    finally:
        st.cache_resource.clear()


@pytest.mark.parametrize("rows", ["Chapter (2 digits)", "Origin"])
def test_a_title_is_of_the_columns_that_are_drawn(rows: str) -> None:
    asked = {"as_of": "2021-03-15", "explore_rows": rows, "explore_columns": "Month", "explore_measure": "Duty"}
    app = at_address("explore", asked)
    assert infos(app) == [] and reader.faults(app) == []  # each figure of the title is on the card
    (chart,) = charts(app)
    drawn = [trace["name"].replace("\u00a0", " ") for trace in chart.shown["data"] if trace.get("mode") == "markers"]
    assert drawn == ["September 2020", "October 2020", "November 2020", "December 2020", "January 2021"]
