"""Stories on the page: their steps in order, each with its words and one figure on any day, and addresses of none."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.briefing import header as briefing
from parley.app.kit import address as page_address
from parley.app.kit import controls, embed, takeaway
from parley.app.story import step as steps
from parley.app.story.stories import Step, stories
from parley.measures.briefing import REPORT_DAY
from parley.search.pages import PAGES
from parley.tables.read import compiled_on
from tests.apps import address, at_address, cards, documents, html, html_words, links, messages, refused, title

EVERY = [(story.name, at) for story in stories().values() for at in range(len(story.steps))]
DAYS = [compiled_on(), REPORT_DAY]
MOST, CLAIM = 40, 14  # words of a step, and of its claim
# Of which nothing had been published in June 2025.
LATER = {("briefing", 5), ("magnets", 1), ("magnets", 3)}


def step(place: tuple[str, int]) -> Step:
    return stories()[place[0]].steps[place[1]]


def opened(place: tuple[str, int], as_of: date) -> AppTest:
    day = "" if as_of == compiled_on() else f"{as_of}"
    return at_address("story", {"story": place[0], "step": f"{place[1] + 1}", "as_of": day})


def ways(app: AppTest) -> list[tuple[str, dict[str, list[str]]]]:
    """The links from step to step: their words, and what their addresses say."""
    return [(words, parse_qs(urlsplit(to).query)) for words, to in links(app) if urlsplit(to).path == "./story"]


def to_page(app: AppTest) -> list[tuple[str, dict[str, list[str]]]]:
    """The links below the figure: the page, and the choices it opens with."""
    (below,) = [body for body in html(app) if body.startswith('<div class="parley-beside-words">')]
    found = [urlsplit(unescape(to)) for to in re.findall(r'class="parley-way" href="([^"]+)"', below)]
    query = [{name: value for name, value in parse_qs(to.query).items() if name != "as_of"} for to in found]
    return [(to.path.removeprefix("./"), chosen) for to, chosen in zip(found, query, strict=True)]


def test_a_typed_step_is_complete_and_one_of_the_briefing_names_a_statement() -> None:
    for place in EVERY:
        one = step(place)
        if one.statement:
            assert not (one.name or one.claim or one.words), place
        else:
            assert one.name and one.claim and one.words and date(2025, 1, 1) < one.published <= compiled_on(), place
            assert one.page in PAGES and one.figure, place
        assert bool(one.page) == bool(one.figure), place
    assert [one.statement for one in stories()["briefing"].steps] == list(briefing.STATEMENTS)


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_no_step_has_more_words_than_are_read(as_of: date) -> None:
    for place in EVERY:
        shown = steps.text(step(place), as_of)
        said = " ".join([shown.words, *(value for _, value in shown.facts)])
        assert len(said.split()) <= MOST, place
        assert len(shown.claim.split()) <= CLAIM + bool(step(place).statement), place


@pytest.mark.parametrize("as_of", DAYS, ids=str)
@pytest.mark.parametrize("place", EVERY, ids=lambda place: f"{place[0]} {place[1] + 1}")
def test_every_step_has_its_words_and_its_figure_without_a_fault(place: tuple[str, int], as_of: date) -> None:
    one, app = step(place), opened(place, as_of)
    assert [fault.message for fault in app.exception] == []
    assert refused(app) == []
    shown = steps.text(one, as_of)
    assert shown.claim in " ".join(html_words(app))
    if one.figure and not (as_of == REPORT_DAY and place in LATER):
        assert [told["name"] for told in documents(app) if told["name"]] == [one.figure]
        assert messages(app) == []
        assert to_page(app) == [(one.page, {name: [value] for name, value in one.choices.items()})]
    else:
        assert [told for told in documents(app) if told["name"]] == []
        assert to_page(app) == []
    count = len(stories()[place[0]].steps)
    assert any(steps.SAY("place", number=place[1] + 1, count=count) in words for words in html_words(app))


@pytest.mark.parametrize("place", [place for place in EVERY if not step(place).statement], ids=str)
def test_before_it_was_published_a_step_says_no_more_than_that(place: tuple[str, int]) -> None:
    one = step(place)
    before = one.published - timedelta(days=1)
    early = steps.text(one, before)
    assert early.claim == steps.SAY("early", day=terms.day(before))
    assert early.words == steps.SAY("early_words", published=terms.day(one.published))
    assert steps.text(one, one.published) == steps.Text(one.claim, one.words)


@pytest.mark.parametrize("name", stories())
def test_steps_lead_back_and_on_and_the_last_to_the_next_story(name: str) -> None:
    every, names = list(stories()), list(stories())[1:]
    count = len(stories()[name].steps)
    first, last = opened((name, 0), compiled_on()), opened((name, count - 1), compiled_on())
    second = steps.name_of(step((name, 1)), compiled_on())
    assert ways(first) == [(steps.SAY("next", name=second), {"story": [name], "step": ["2"]})]
    back, *on = ways(last)
    assert back == (steps.SAY("back"), {"story": [name], "step": [f"{count - 1}"]})
    following = every.index(name) + 1
    assert [to for _, to in on] == [{"story": [each], "step": ["1"]} for each in every[following : following + 1]]
    assert on or name == names[-1]


def test_a_step_keeps_the_date_in_its_links() -> None:
    assert all(to["as_of"] == [f"{REPORT_DAY}"] for _, to in ways(opened(("from_145", 0), REPORT_DAY)))


def test_the_address_of_a_step_names_it_and_a_choice_made_elsewhere_does_not_reach_it() -> None:
    query = {"story": "from_145", "step": "4"}
    app = at_address("story", query, {"trade_values": "12-month sum", "trade_months_view": "Table"})
    assert address(app) == {"story": ["from_145"], "step": ["4"], "trade_period": ["Since 2024"]}


def test_what_the_address_of_a_step_chooses_goes_before_the_choice_of_the_step() -> None:
    app = at_address("story", {"story": "from_145", "step": "4", "trade_months_view": "Table"})
    assert address(app)["trade_months_view"] == ["Table"]
    assert len(app.dataframe) == 1


def test_a_late_message_with_the_choice_of_another_step_does_not_take_the_figure_away() -> None:
    app = opened(("from_145", 1), compiled_on())
    shown = cards(app)
    app.session_state["tariff_section"] = step(("from_145", 0)).choices["tariff_section"]
    app.run()
    assert cards(app) == shown


@pytest.mark.parametrize(
    ("query", "first_steps"),
    [
        ({}, list(stories())),
        ({"story": "<b>x</b>"}, list(stories())),
        ({"story": "magnets", "step": "0"}, ["magnets"]),
        ({"story": "magnets", "step": "8"}, ["magnets"]),
        ({"story": "magnets", "step": "٢"}, ["magnets"]),
    ],
)
def test_an_address_of_no_step_says_so_and_leads_to_first_steps(query: dict[str, str], first_steps: list[str]) -> None:
    app = at_address("story", query)
    assert title(app) == steps.SAY("unknown" if query else "none")
    assert [to for _, to in ways(app)] == [{"story": [name], "step": ["1"]} for name in first_steps]
    assert not app.exception and documents(app) == []


def test_a_frame_of_a_figure_in_a_story_shows_it_on_its_own_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_address, "beside", lambda path: f"https://parley.example{path}")
    monkeypatch.setattr(controls, "address", lambda: "https://parley.example/story")
    state = {"tariff_measures_panel": takeaway.CITE}
    app = at_address("story", {"story": "from_145", "step": "2"}, state)
    (panel,) = [sent["panel"] for sent in cards(app) if sent["panel"]]
    (code,) = [text for name, text in panel["texts"] if name == "Embed"]
    assert f"{embed.OF_PAGE}=tariffs" in code and f"{embed.FIGURE}=tariff_measures" in code


@pytest.mark.parametrize("page", ["home", "briefing"])
def test_the_front_page_and_the_briefing_lead_to_stories(page: str) -> None:
    names = [to["story"][0] for _, to in ways(at_address(page, {}))]
    assert names == (list(stories()) if page == "home" else ["briefing"])
