"""The subjects of a page in a browser: tabs, one list on a phone, Back through them, and what was looked at."""

import pytest
from playwright.sync_api import Page, expect

from parley.search.pages import PAGES
from tests.browser.conftest import App, Visit, link, opened, press_subject, redrawn, settle
from tests.browser.one_state import Fresh, assert_one, rest, state
from tests.browser.visitor import pick

pytestmark = pytest.mark.browser

LOOKED_MS = 2000  # longer than a page must stay to have been looked at


def heading(page: Page, subject: str, of: str = "tariffs") -> None:
    """The subject is drawn, headed by its own finding."""
    expect(page).to_have_title(f"{PAGES[of]}, {subject} · Parley")
    expect(page.locator("[data-testid=stMain] h1")).to_have_count(1)
    expect(page.locator("[data-choice$=_section] select")).to_have_value(subject)


def test_back_and_forward_lead_through_subjects_whose_own_choices_are_no_entries(app: App, visit: Visit) -> None:
    """At each the page is what a fresh load of its address shows; a reload between them changes nothing."""
    page = opened(visit, app, "tariffs?as_of=2025-06-09")
    length, seen = page.evaluate("history.length"), [state(page)]
    press_subject(page, "tariff_section", "Products")
    redrawn(page, page.locator("[data-choice=tariff_products_view] input").nth(1).check)
    rest(page)
    seen.append(state(page))
    press_subject(page, "tariff_section", "Programmes")
    rest(page)
    seen.append(state(page))
    assert page.evaluate("history.length") == length + 2
    with Fresh(visit.page.context) as fresh:
        redrawn(page, page.go_back)
        rest(page)
        assert_one(state(page), seen[1], "back")
        redrawn(page, page.go_back)
        rest(page)
        assert_one(state(page), seen[0], "back to the first")
        page.reload(wait_until="load")
        rest(page)
        redrawn(page, page.go_forward)
        rest(page)
        assert_one(state(page), seen[1], "forward after a reload")
        redrawn(page, page.go_forward)
        rest(page)
        assert_one(state(page), seen[2], "forward to the last")
        assert_one(state(page), fresh.of(page), "forward")
    assert page.evaluate("history.length") == length + 2
    assert visit.complaints == []


def test_the_next_subject_is_reached_by_a_key_and_all_are_in_sight(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    page.locator("[data-choice=trade_section] input:checked").focus()
    redrawn(page, lambda: page.keyboard.press("ArrowRight"))
    heading(page, "Deficit", "trade")
    assert page.evaluate("() => document.activeElement.value") == "Deficit"
    tabs = page.locator("[data-choice=trade_section] label:visible:has(input)")
    assert tabs.count() == page.locator("[data-choice=trade_section] option").count() == 8
    assert len({round(box["y"]) for tab in tabs.all() if (box := tab.bounding_box())}) == 1  # one row


def test_on_a_phone_the_subjects_are_one_list_and_the_chart_is_near_the_top(app: App, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(visit, app, "tariffs")
    subjects = page.locator("[data-choice=tariff_section] select")
    expect(subjects).to_be_visible()
    expect(page.locator("[data-choice=tariff_section] input:visible")).to_have_count(0)
    pick(page, "tariff_section", "Partners")
    heading(page, "Partners")
    expect(page.locator(".parley-at")).to_have_text("3 of 8")
    chart = page.locator("[data-figure=tariff_partners] [role=figure]").bounding_box()
    assert chart is not None and chart["y"] <= 700


# The subjects whose charts begin lowest on a phone: with many choices, or long words above them.
LOWEST = {
    "outlook?outlook_section=Effects+of+tariffs": "outlook_effects",
    "outlook?outlook_section=Revisions": "outlook_revisions",
    "rare_earths?rare_section=US+reliance": "rare_reliance",
    "tariffs?tariff_section=Products": "tariff_products",
    "tariffs?tariff_section=Money&tariff_collected_by=Goods": "tariff_collected",
}


@pytest.mark.parametrize(("path", "figure"), LOWEST.items(), ids=LOWEST.values())
def test_charts_of_subjects_begin_at_most_700_pixels_down_on_a_phone(
    path: str, figure: str, app: App, visit: Visit
) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(visit, app, path)
    chart = page.locator(f"[data-figure={figure}] [role=figure]").first.bounding_box()
    assert chart is not None and chart["y"] <= 700


def test_the_search_lists_what_was_looked_at_and_leads_back_to_it(app: App, visit: Visit) -> None:
    page = opened(visit, app, "tariffs?tariff_section=Products&as_of=2025-06-09")
    seen = page.locator(".parley-looked")
    page.wait_for_timeout(LOOKED_MS)
    link(page, "Sources").click()
    settle(page)
    page.wait_for_timeout(LOOKED_MS)
    expect(seen).to_be_hidden()
    page.keyboard.press("/")
    redrawn(page, seen.get_by_role("link", name="Tariffs, Products", exact=True).click)
    heading(page, "Products")
    assert "as_of=2025-06-09" in page.url and "tariff_section=Products" in page.url
    expect(seen.locator("a", has_text="Sources, Tables")).to_be_attached()
    page.reload(wait_until="load")
    settle(page)
    expect(seen.locator("a", has_text="Sources, Tables")).to_be_attached()
    assert visit.complaints == []
