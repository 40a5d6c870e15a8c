"""Thirty questions of five kinds of people, each answered within three presses or by one search.

Each answer is worked out here from the tables and looked for where a visitor finds it. One tab asks them all, one after
the other, as one visitor would. Where the tables lack the answer, the page names who has it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import methodcaller

import pytest
from playwright.sync_api import BrowserContext, Page

from parley import terms
from tests.browser import answers
from tests.browser.conftest import WIDE, App, Visit, opened, settle
from tests.browser.visitor import Visitor, plain

pytestmark = pytest.mark.browser
MOST_PRESSES = 3
FACTS, TITLE = ".parley-facts", "[data-testid=stMain] h1"


# What a visitor does, once the question is asked.
Step = Callable[[Visitor], object]


def subject(page: str, choice: str, name: str) -> tuple[Step, ...]:
    return methodcaller("go_to", page), methodcaller("subject", choice, name)


def find(words: str, kind: str = "") -> Step:
    return methodcaller("find", words, kind)


tariffs = partial(subject, "Tariffs", "tariff_section")
trade = partial(subject, "Trade", "trade_section")
rare_earths = partial(subject, "Minerals", "rare_section")
outlook = partial(subject, "Forecasts", "outlook_section")


@dataclass(frozen=True)
class Asked:
    """A question, who asks it, how it is asked, what the tables answer, and where a visitor finds it."""

    by: str
    question: str
    way: tuple[Step, ...]
    answer: Callable[[], str]
    place: str


def chart(name: str) -> str:
    return f"[data-figure={name}] [role=figure]"


STUDENT, JOURNALIST, ECONOMIST, POLICY, CHAIN = "student", "journalist", "economist", "policy staff", "supply chain"
VIETNAM = (*tariffs("Partners"), methodcaller("pick_in", "tariff_before", "9 Apr 2025"))
QUESTIONS = [
    Asked(
        JOURNALIST,
        "What duty do toys from Vietnam pay?",
        (find("toys from Vietnam", "9503"),),
        lambda: answers.by_law("950300", "VNM"),
        FACTS,
    ),
    Asked(
        CHAIN,
        "What did the US buy of toys from Vietnam?",
        (find("toys from Vietnam", "9503"),),
        lambda: answers.bought("9503", "VNM"),
        FACTS,
    ),
    Asked(
        CHAIN,
        "What duty do laptops from China owe?",
        (find("laptop", "8471.30"),),
        lambda: answers.by_law("847130", "CHN"),
        FACTS,
    ),
    Asked(
        CHAIN,
        "Who sells the US its laptops?",
        (find("laptop", "8471.30"),),
        lambda: f"Vietnam: {answers.bought_in_chart('847130', 'VNM')}",
        chart("look_up_suppliers"),
    ),
    Asked(
        CHAIN,
        "What duty was collected on EV batteries?",
        (find("EV battery", "8507.60"),),
        lambda: answers.collected("850760", "CHN"),
        FACTS,
    ),
    Asked(
        CHAIN,
        "What duty was collected on Chinese drones?",
        (find("drone", "8806"),),
        lambda: answers.collected("8806", "CHN"),
        FACTS,
    ),
    Asked(
        ECONOMIST,
        "How many soybeans did China buy?",
        (find("soybeans", "1201"),),
        lambda: answers.sold_to_china("1201", 2020),
        chart("look_up_exports"),
    ),
    Asked(
        STUDENT,
        "What did the US buy of chips from China?",
        (find("chips", "8542"),),
        lambda: answers.bought("8542", "CHN"),
        FACTS,
    ),
    Asked(
        CHAIN,
        "Who sells the US semiconductors?",
        (find("semiconductor", "8542"),),
        lambda: f"Taiwan: {answers.bought_in_chart('8542', 'TWN')}",
        chart("look_up_suppliers"),
    ),
    Asked(
        JOURNALIST,
        "What duty do electric cars from China owe?",
        (find("electric car", "8703.80"),),
        lambda: answers.by_law("870380", "CHN"),
        FACTS,
    ),
    Asked(
        STUDENT,
        "What duty was collected on solar panels from Vietnam?",
        (find("solar panels from Vietnam", "8541.43"),),
        lambda: answers.collected("854143", "VNM"),
        FACTS,
    ),
    Asked(
        CHAIN,
        "What did the US buy of smartphones from China?",
        (find("iPhone", "8517.13"),),
        lambda: answers.bought("851713", "CHN"),
        FACTS,
    ),
    Asked(
        JOURNALIST,
        "What did the truce leave?",
        (find("truce", "Front page"),),
        lambda: answers.extra_duty("USA", "CHN"),
        TITLE,
    ),
    Asked(
        JOURNALIST,
        "And what does China charge?",
        (methodcaller("go_to", "Front page"),),
        lambda: answers.extra_duty("CHN", "USA"),
        TITLE,
    ),
    Asked(
        STUDENT,
        "With whom is the US deficit largest?",
        trade("Deficit"),
        lambda: f"Vietnam {answers.deficit('VNM')}",
        chart("deficit"),
    ),
    Asked(
        POLICY,
        "How many codes are Section 232 derivatives?",
        (find("Section 232 derivatives", "Steel derivatives"),),
        answers.listed_codes,
        FACTS,
    ),
    Asked(
        POLICY,
        "Who sells the US its yttrium?",
        (find("yttrium", "Yttrium (Y)"),),
        lambda: answers.source_of("YTTRIUM", "CHN"),
        chart("look_up_sources"),
    ),
    Asked(
        POLICY,
        "What does Mexico face on average?",
        (find("Mexico", "Mexico"),),
        lambda: answers.average_on("MEX"),
        FACTS,
    ),
    Asked(STUDENT, "And little Lesotho?", (find("Lesotho", "Lesotho"),), lambda: answers.average_on("LSO"), FACTS),
    Asked(
        STUDENT,
        "What does MFN mean?",
        (find("MFN", "Most favoured"),),
        lambda: answers.meaning("MFN"),
        "[data-testid=stMain]",
    ),
    Asked(
        JOURNALIST,
        "What did the US buy from China last month?",
        trade("Month by month"),
        lambda: answers.newest_month("CHN"),
        chart("trade_months"),
    ),
    Asked(
        ECONOMIST,
        "How far did China's share fall?",
        trade("Month by month"),  # a page opens as it was left
        lambda: answers.share_of_imports("CHN", 2025),
        FACTS,
    ),
    Asked(
        ECONOMIST,
        "What did China's own customs report for the first half of 2026?",
        trade("Mirror gap"),
        lambda: answers.chinas_own_exports("2026-01-01", "2026-06-30"),
        chart("trade_mirror"),
    ),
    Asked(
        ECONOMIST,
        "What was collected on Chinese goods?",
        (*tariffs("Money"), methodcaller("subject", "tariff_collected_by", "Goods")),
        lambda: answers.collected("", "CHN"),
        ".parley-card :is(h1, h2)",
    ),
    Asked(
        POLICY,
        "What does the US charge Japan?",
        tariffs("Partners"),
        lambda: f"Japan {answers.average_on('JPN').removesuffix('%')}",
        chart("tariff_partners"),
    ),
    Asked(
        JOURNALIST,
        "How much do tariffs raise?",
        (
            *tariffs("Money"),
            methodcaller("subject", "tariff_collected_by", "Months"),
        ),  # one tab asks them all: it still says Goods
        answers.revenue,
        chart("tariff_revenue"),
    ),
    Asked(
        POLICY,
        "How many lines did China list?",
        (find("china retaliation"),),
        lambda: terms.number(len(answers.rows_of("china_retaliation_hs8"))),
        "[data-testid=stMain]",
    ),
    Asked(
        CHAIN,
        "What did Vietnam face on 9 April 2025?",
        VIETNAM,
        lambda: f"Vietnam {answers.average_on('VNM', '2025-04-09')}",
        chart("tariff_two_partners"),
    ),
    Asked(
        STUDENT,
        "Who mines the rare earths?",
        rare_earths("Stages"),
        lambda: f"Mining 2024: {answers.stage('mine')}",
        chart("rare_stages"),
    ),
    Asked(
        CHAIN,
        "Does China still sell the US magnets?",
        rare_earths("Exports and what if licences stop"),
        answers.magnets_to_the_us,
        ".parley-card :is(h1, h2)",
    ),
    Asked(
        POLICY,
        "How far does the US rely on imports of gallium?",
        rare_earths("US reliance"),
        lambda: answers.relied_on("Gallium"),
        chart("rare_reliance"),
    ),
    Asked(
        CHAIN,
        "What does dysprosium cost?",
        rare_earths("Prices"),
        lambda: answers.price("Dysprosium", 2025),
        chart("rare_prices"),
    ),
    Asked(
        STUDENT,
        "Who holds the reserves?",
        (*rare_earths("Stages"), methodcaller("radio", "Reserves")),
        lambda: answers.reserves_of("CHN"),
        chart("rare_reserves"),
    ),
    Asked(
        ECONOMIST,
        "What did the OECD expect in June 2025?",
        outlook("Paths"),
        lambda: f"EO117 {terms.rate(answers.forecast('OECD', 'EO117'))}",
        chart("outlook_paths"),
    ),
    Asked(
        ECONOMIST,
        "And the IMF in April 2025?",
        outlook("Other houses"),
        lambda: f"WEO Apr 2025: {answers.forecast('IMF', 'WEO_2025_04'):g}",
        chart("outlook_houses"),
    ),
    # what the tables lack
    Asked(
        POLICY,
        "Is there an anti-dumping duty on laptops?",
        (find("laptop", "8471.30"),),
        lambda: "US Commerce Department",
        "[data-testid=stMain]",
    ),
    Asked(
        CHAIN,
        "What does yttrium cost today?",
        (find("yttrium", "Yttrium (Y)"),),
        lambda: "Argus",
        "[data-testid=stMain]",
    ),
]


@pytest.fixture(scope="module")
def tab(profile: BrowserContext, app: App) -> Iterator[tuple[Page, Visit]]:
    """One tab for all questions, opened once."""
    page = profile.new_page()
    page.set_viewport_size(WIDE)
    visit = Visit(page, host="")
    visit.watch()
    opened(visit, app, "")
    yield page, visit
    page.close()


def found(page: Page, place: str) -> str:
    """All that stands at a place, alternative texts of charts included."""
    every: list[str] = page.locator(place).evaluate_all(
        "all => all.map(one => `${one.getAttribute('aria-label') ?? ''} ${one.textContent}`)"
    )
    return plain(" ".join(every))


@pytest.mark.parametrize("asked", QUESTIONS, ids=[asked.question for asked in QUESTIONS])
def test_a_question_is_answered(asked: Asked, tab: tuple[Page, Visit]) -> None:
    page, visit = tab
    visitor = Visitor(page)
    for step in asked.way:
        step(visitor)
        page.wait_for_timeout(150)  # a press asks for its run at once
        settle(page)
    assert 0 < visitor.done <= MOST_PRESSES
    expected = plain(asked.answer())
    told = ""
    for _ in range(20):
        told = found(page, asked.place)
        if expected in told:
            break
        page.wait_for_timeout(250)
        settle(page)
    assert expected in told
    assert visit.complaints == []


def test_the_questions_are_thirty_at_least_and_of_five_kinds_of_people() -> None:
    assert len(QUESTIONS) >= 30
    assert len({asked.by for asked in QUESTIONS}) == 5
