"""A slider's move draws a part of a what-if page: afterwards the whole page is what its address opens."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from parley import terms
from parley.app.what_if_product import controls as products
from parley.app.what_if_world import controls as world
from tests.browser.conftest import App, Visit, opened, redrawn, settle
from tests.browser.what_if import in_sight, open_more

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]
DAY = "as_of=2025-06-09"
# An address, and the address parameter of a slider on its page.
MOVES = {
    "total": (f"what_if_product?{DAY}", "us_total"),
    "section": (f"what_if_product?{DAY}&us_XVI=60", "us_XVI"),
    "partner": (f"what_if_product?{DAY}&partners=VNM", "us_from_VNM"),
    "world": (f"what_if_world?{DAY}", "world_us"),
    "group": (f"what_if_world?{DAY}&world_add_europe=3", "world_add_europe"),
    "by industry": (f"what_if_world?{DAY}&world_model=By+industry", "world_us"),
    "one industry": (f"what_if_world?{DAY}&world_model=By+industry", "world_us_C26"),
}


def words(page: Page) -> list[str]:
    """Everything the page says, and the alternative texts of its charts."""
    charts = page.locator("[role=figure][aria-label]").all()
    said = page.locator("[data-testid=stMain]").inner_text().replace(terms.NBSP, " ")
    return [*said.splitlines(), *(str(chart.get_attribute("aria-label")) for chart in charts)]


@pytest.mark.parametrize(("path", "key"), MOVES.values(), ids=list(MOVES))
def test_after_a_move_the_page_is_what_its_address_opens(app: App, visit: Visit, path: str, key: str) -> None:
    page = opened(visit, app, path)
    before = words(page)
    slider = in_sight(page, f".st-key-{key} input[type=range]")
    redrawn(page, lambda: slider.press("ArrowRight"))
    moved = words(page)
    assert moved != before
    page.reload(wait_until="load")
    settle(page)
    assert moved == words(page)
    assert visit.outside == [] and visit.complaints == []


@pytest.mark.parametrize(("case", "subject"), [("section", "Prices"), ("world", "Trade"), ("by industry", "Trade")])
def test_after_many_moves_too(app: App, visit: Visit, case: str, subject: str) -> None:
    """Of later moves the server sends what differs, of quick ones all, and of another subject other elements."""
    path, key = MOVES[case]
    page = opened(visit, app, path)
    slider = page.locator(f".st-key-{key} input[type=range]")

    def move() -> None:
        redrawn(page, lambda: slider.press("ArrowRight"))
        page.wait_for_timeout(400)  # a range has come as well, and all has left the server

    for _ in range(3):
        move()
    for _ in range(4):
        slider.press("ArrowRight")
    expect(page.locator("h1")).to_contain_text(f" {slider.input_value()}")  # the last has been answered
    redrawn(page, page.get_by_role("radio", name=subject, exact=True).click)
    move()
    moved = words(page)
    page.reload(wait_until="load")
    settle(page)
    assert moved == words(page)
    assert visit.outside == [] and visit.complaints == []


# A page at rest in one of its subjects, an example offered there, and the parameters of its scenario.
EXAMPLES = {
    "products": (
        f"what_if_product?{DAY}&what_if_section=How+sure&what_if_sure_of=Assumptions",
        products.EXAMPLES[0].words,
        {"us_XVI": ["60"], "cn_total": ["40"]},
    ),
    "regime": (f"what_if_product?{DAY}&horizon=Long+run", "April 2025 peak", {"regime": ["April 2025 peak"]}),
    "world": (
        f"what_if_world?{DAY}&world_section=How+sure&world_sure_of=Studies",
        world.EXAMPLES[0].words,
        {"world_us": ["60"], "world_cn": ["40"]},
    ),
}


@pytest.mark.parametrize(("path", "example", "scenario"), EXAMPLES.values(), ids=list(EXAMPLES))
def test_an_example_moves_the_page_without_loading_it_anew(
    app: App, visit: Visit, path: str, example: str, scenario: dict[str, list[str]]
) -> None:
    page = opened(visit, app, path)
    open_more(page)
    opening = {*products.OPENS_WITH, *world.OPENS_WITH}
    asked = {name: said for name, said in parse_qs(urlsplit(page.url).query).items() if name not in opening}
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    redrawn(
        page,
        lambda: (
            page.locator(":is([data-choice=regime], [data-choice=world_from]) select").select_option(example) and None
        ),
    )
    expect(page.locator("[role=figure] .main-svg").first).to_be_visible()
    settle(page)
    assert parse_qs(urlsplit(page.url).query) == {**asked, **scenario}
    assert loads == []
    moved = words(page)
    page.reload(wait_until="load")
    settle(page)
    open_more(page)  # a regime or a total opens the page with it closed
    assert moved == words(page)
    assert visit.outside == [] and visit.complaints == []


def test_an_open_link_follows_the_sliders(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"what_if_product?{DAY}")
    redrawn(page, page.get_by_role("button", name="Share").click)
    link = page.get_by_test_id("stCode").first
    expect(link).to_contain_text("us_total=")
    at = int(parse_qs(urlsplit(link.inner_text()).query)["us_total"][0])
    redrawn(page, lambda: page.locator(".st-key-us_total input[type=range]").press("ArrowRight"))
    expect(link).to_contain_text(f"us_total={at + 1}&")
