"""Every page, subject and choice through Streamlit's test runner: on six dates, as the guide names it, and damaged.

Each state is opened once, and all that is asked of any page is asked of it then.
"""

import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.kit import blocks
from parley.app.navigation import FILES
from parley.search.pages import LICENCES, QUESTIONS
from parley.tables import read as tables
from parley.tables.schema import load_schema
from tests import reader
from tests.apps import (
    MOVED,
    at_address,
    charts,
    choices,
    date_of,
    findings,
    first_run,
    hints,
    html,
    html_words,
    messages,
    metrics,
    notes,
    refused,
    texts_to_open,
    title,
)

PAGES = [Path(path).stem for path in FILES]
WITHOUT_SUBJECTS = {"home", "briefing", "backtest", "explore", "what_changed"}
LISTS = {"sources", "what_changed"}  # lists and files, no charts
FRONT = "home"  # its figures stand in its heading, its stages are a table: tests/app/home
MODELLED = {"what_if_product", "what_if_world", "compare"}  # their facts are of no source
LATEST, LONDON, BEFORE_ALL = "", "2025-06-09", "2017-01-01"
EARLY = ["2018-02-01", "2018-06-01"]  # before any duty of the dispute, and when only those on metals stood
DATES = [LATEST, LONDON, "2018-07-01", BEFORE_ALL, *EARLY]
WITH_SUBJECTS = {LATEST, LONDON, BEFORE_ALL}
ANSWERED = {LATEST, LONDON}
OBSERVED = {"tariffs", "trade", "rare_earths", "chips"}  # whose subjects are drawn from figures, or say why not
LISTED = {"Acts", "Which law"}  # subjects without a chart as they open
LATER = {LICENCES}  # subjects of which nothing was known in London
IN_PART = {"Mirror gap"}  # of which a part was
UNKNOWN_AT_FIRST = {"Stages", LICENCES, "Controls", "Elements", "Prices"}
LOGGED = "cannot be shown just now"
MARKDOWN = re.compile(r"[*_]\w[^*_]*\w[*_]|\]\(|:material|:[a-z-]+\[|\\|`")  # signs that mean nothing in HTML


def run(page: str, as_of: str = LATEST, query: dict[str, str] | None = None) -> AppTest:
    """The whole app with one page open."""
    return at_address(page, {"as_of": as_of, **(query or {})})


def moved(page: str) -> dict[str, str]:
    """The address parameters that give a page something to answer."""
    return MOVED.get(page, {})


def sentences(app: AppTest) -> list[str]:
    """What a page says in boxes, in place of blocks and in notes, letter by letter."""
    told = [element.value.replace("\\", "") for kind in ("warning", "error") for element in app.get(kind)]
    return told + hints(app) + notes(app)


def chosen(app: AppTest) -> dict[str, str]:
    return {name: ", ".join(choice["chosen"]) for name, choice in choices(app).items()}


def assert_whole(page: str, app: AppTest, query: dict[str, str]) -> None:
    """What holds of every state of every page."""
    assert [e.message for e in app.exception] == [], query
    assert title(app), query  # one heading of the first level
    assert [s for s in sentences(app) if LOGGED in s] == [], query
    # what Look up offers in place of a figure where nothing is chosen
    offered = [name for name in choices(app) if name.startswith("look_up_")]
    shown = title(app) not in FILES.values() or findings(app) or len(app.dataframe) or len(hints(app)) or offered
    assert shown or not query, f"{query} shows nothing"
    assert [words for words in html_words(app) if MARKDOWN.search(words)] == [], query
    for chart in charts(app):  # drawn as plain dicts, so checked here: an unknown name or a wrong value raises
        assert chart.hidden_words == [], query
    assert reader.faults(app) == [], query


def assert_answered(page: str, app: AppTest) -> None:
    """What holds of a page that has something to answer: facts, a chart in words and its source."""
    facts = metrics(app)
    assert 3 <= len(facts) <= 5
    assert [fact.label for fact in facts if len(fact.label) > 22] == []  # a longer one ends in dots on a phone
    assert all(fact.value for fact in facts)
    recorded = [fact for fact in facts if re.search(r"\d", fact.value)] if page not in MODELLED else []
    assert [fact.label for fact in recorded if not fact.source] == []
    drawn = charts(app)
    assert drawn
    assert all(len(chart.alt.split()) > 3 for chart in drawn)
    assert [c for c in notes(app) if c.startswith("Source")]


def assert_drawn(app: AppTest, subject: str, as_of: str) -> None:
    """What holds of a subject of observed figures: no figure without its source, no silence, no warning."""
    drawn, sourced = charts(app), [note for note in notes(app) if note.startswith("Source")]
    assert [element.value for kind in ("warning", "error") for element in app.get(kind)] == [], subject
    assert len(sourced) >= len(drawn), subject
    assert sourced or hints(app), subject
    if as_of == BEFORE_ALL:
        assert not (drawn and subject in UNKNOWN_AT_FIRST), subject
        return
    later = LATER if as_of == LONDON else set()
    assert drawn or subject in LISTED | later, subject
    in_part = IN_PART if as_of == LONDON else set()
    assert bool(hints(app)) == (subject in later | in_part), subject


def subjects(app: AppTest) -> dict[str, list[str]]:
    """The subjects of a page, by the parameter that chooses among them, the one it opens with left out."""
    told = {name: choice for name, choice in choices(app).items() if name.endswith("_section")}
    return {name: [o for o in choice["options"] if o not in choice["chosen"]] for name, choice in told.items()}


def subject_of(app: AppTest) -> str:
    """The subject that is shown."""
    return next(", ".join(told["chosen"]) for name, told in choices(app).items() if name.endswith("_section"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("as_of", DATES)
def test_a_page_and_its_subjects_are_whole_on_every_date(page: str, as_of: str) -> None:
    app = run(page, as_of)
    assert_whole(page, app, {})
    assert str(date_of(app)) == (as_of or str(tables.compiled_on()))
    others = subjects(app)
    assert others or page in WITHOUT_SUBJECTS or hints(app)  # nothing was known yet
    if moved(page):
        app = run(page, as_of, moved(page))
        assert_whole(page, app, moved(page))
    if as_of in ANSWERED:
        assert texts_to_open(app)[-1] == "How this is worked out"
        earlier = blocks.SAY("banner", "earlier", day=terms.day(date.fromisoformat(LONDON)))
        assert (earlier in " ".join(html(app))) is (as_of == LONDON)
    if as_of in ANSWERED and page == FRONT:
        assert title(app).count("%") == 4  # both sides' tariffs and peaks
    elif as_of in ANSWERED and page not in LISTS:
        assert_answered(page, app)
    if as_of in WITH_SUBJECTS and page in OBSERVED:
        assert_drawn(app, subject_of(app), as_of)
    states = [{**moved(page), name: o} for name, options in others.items() for o in options]
    of_guide = [dict(entry.query) for entry in QUESTIONS if entry.page == page and as_of == LATEST]
    assert of_guide or as_of != LATEST, "no question leads to the page"
    known: set[str] = set()
    if as_of == LATEST:
        states.append(moved(page))  # the subject it opens with has choices too
    for query in [*(states if as_of in WITH_SUBJECTS else []), *(q for q in of_guide if q not in states)]:
        of_choices = reader.states(page, query, known) if as_of == LATEST else [(query, run(page, as_of, query))]
        for state, app in of_choices:
            assert_whole(page, app, state)
            if page in OBSERVED and state in states:
                assert_drawn(app, subject_of(app), as_of)
            if state in of_guide:
                assert messages(app) == [], state
                assert refused(app) == [], state
                assert state.items() <= chosen(app).items(), state


@pytest.mark.parametrize("as_of", ["1900-01-01", "2999-12-31", "2025-02-30", "xyz", "1e309"])
def test_a_date_outside_the_tables_or_none_at_all_leaves_the_app_at_the_latest(as_of: str) -> None:
    app = run(PAGES[0], as_of)
    assert [e.message for e in app.exception] == []
    assert date_of(app) == tables.compiled_on()


def forget() -> None:
    """As after a start: no table, no finished part, no calibrated model is kept."""
    tables.forget()
    load_schema.cache_clear()
    st.cache_resource.clear()
    for name, module in list(sys.modules.items()):
        if name.startswith(("parley.calibration", "parley.results")):
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


@pytest.fixture
def nothing_remembered() -> Iterator[None]:
    """What was kept from broken tables must not reach the next test."""
    forget()
    yield
    forget()


def tables_of(open_page: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables a page reads as it opens."""
    read: list[str] = []
    load = tables._read

    def noted(name: str, *part: Any) -> Any:
        read.append(name)
        return load(name, *part)

    with monkeypatch.context() as patch:
        patch.setattr(tables, "_read", noted)
        open_page()
    return sorted(set(read))


FAULTS = {
    "missing": "data/{}.parquet is missing",
    "damaged": "The table {} cannot be trusted",
    "without a schema": "data/schemas/{}.json is not valid JSON",
}
# What a page does without a table is one rule, in ``figures.block`` and the header: a page loses a table each way; of
# those whose models take seconds to calibrate anew each loses one, in another way than the page before.
CALIBRATED = ["backtest", "compare", "look_up", "what_if_product", "what_if_world"]


def dealt(page: str, used: list[str]) -> list[tuple[str, str]]:
    """Tables of a page, none twice, each with the way it is lost."""
    ways = list(FAULTS)
    if page in CALIBRATED:
        ways = [ways[CALIBRATED.index(page) % len(ways)]]
    drawn = random.Random(f"{page} 20250609").sample(used, min(len(used), len(ways)))
    return list(zip(drawn, ways, strict=False))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("nothing_remembered")
def test_a_lost_table_costs_a_sentence_and_not_the_page(
    page: str, data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = at_address if page == "what_if_world" else first_run  # there what follows an answer reads other tables
    used = tables_of(lambda: opened(page, moved(page)), monkeypatch)
    assert used
    for name, fault in dealt(page, used):
        file = data_copy / (f"schemas/{name}.json" if fault == "without a schema" else f"{name}.parquet")
        whole = file.read_bytes()
        if fault == "missing":
            file.unlink()
        else:
            file.write_bytes(whole[: len(whole) // 2])
        forget()
        app = opened(page, moved(page))
        file.write_bytes(whole)
        assert [e.message for e in app.exception] == [], name
        told = [s for s in sentences(app) if FAULTS[fault].format(name) in s]
        assert told, f"{name} is {fault} and nobody says so"
        assert [s for s in sentences(app) if LOGGED in s] == [], name
        assert date_of(app) == tables.compiled_on()
        assert len(app.main.children) > 0
        assert len(list(app.main)) > len(told), f"without {name} nothing is left of the page"


def test_the_settings_ask_nothing_and_tell_nothing() -> None:
    assert config.get_option("server.showEmailPrompt") is False
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("client.showErrorDetails") == "none"
