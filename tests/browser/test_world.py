"""The world what-if in a browser: the engine's numbers, and after a key press the answer first, then its range."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

import parley
from parley import terms
from parley.app.what_if_world import words as world_words
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from tests.browser.conftest import App, Visit, figure, opened, settle
from tests.browser.what_if import output_next_year

pytestmark = pytest.mark.browser

DAY = date(2025, 6, 9)
ENDS = ("low", "high")


def bytes_of(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def facts(us: float) -> list[tuple[str, str]]:
    """US real income in the one-sector model, with the range of all models, and output, as the page should write it."""
    changes = [TariffChange("USA", "CHN", us, "absolute"), TariffChange("CHN", "USA", 40, "absolute")]
    tables = parley.solve(Scenario(DAY, tariffs=changes), "all").tables
    rows = tables["reconciled"]
    rows = rows[rows["measure"] == "real_income"].set_index(["economy", "model", "closure"])
    central = float(rows["central"].loc[("USA", "world", "balanced")])
    low, high = (float(rows[end].loc[("USA", "all", "all")]) for end in ENDS)
    income = terms.change_pct(central, 2), f"{terms.span(low, high, 2)}%"
    return [income, output_next_year(tables["short_run"])]


def shown(page: Page) -> list[tuple[str, str]]:
    parts = [card.inner_text().split("\n") for card in page.locator(".parley-facts > div").all()]
    told = [[part for part in lines if part] for lines in parts]
    return [(lines[-2], lines[-1]) for lines in told[:2]]


def test_a_link_shows_the_numbers_of_python_and_a_key_press_the_answer_before_its_range(app: App, visit: Visit) -> None:
    frames: list[bytes] = []
    visit.page.on("websocket", lambda plug: plug.on("framereceived", lambda frame: frames.append(bytes_of(frame))))
    page = opened(visit, app, f"what_if_world?as_of={DAY}&world_us=60&world_cn=40")
    assert shown(page) == facts(60)
    assert "United States" in figure(page, "world_real_income_change")
    frames.clear()
    page.locator(".st-key-world_us input[type=range]").press("ArrowRight")
    expect(page.locator("h1")).to_contain_text("ariffs of 61%")
    after = facts(61)
    expect(page.locator(".parley-facts > div").first).to_contain_text(after[0][1])
    settle(page)
    assert shown(page) == after
    # the order in which they are sent: a busy browser may draw both at once
    answer = [number for number, frame in enumerate(frames) if world_words.FOLLOWS.encode() in frame]
    ranges = [number for number, frame in enumerate(frames) if after[0][1].encode() in frame]
    assert answer and ranges and min(answer) < min(ranges)
    assert visit.outside == [] and visit.complaints == []


@pytest.mark.parametrize("choice", ["Trade", "Share"])
def test_a_click_between_the_answer_and_its_range_loses_neither(app: App, visit: Visit, choice: str) -> None:
    page = opened(visit, app, f"what_if_world?as_of={DAY}&world_us=60&world_cn=40")
    page.locator(".st-key-world_us input[type=range]").press("ArrowRight")
    expect(page.locator("h1")).to_contain_text("ariffs of 61%")
    if choice == "Trade":
        page.get_by_role("radio", name=choice, exact=True).click()
    else:
        page.get_by_test_id("stMain").get_by_text(choice, exact=True).click()
    expect(page.locator(".parley-facts > div").first).to_contain_text(facts(61)[0][1])
    settle(page)
    assert shown(page) == facts(61)
    assert visit.outside == [] and visit.complaints == []
