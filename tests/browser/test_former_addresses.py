"""An address that a page once had opens the page of today, with the choices that stood in it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from parley.app.navigation import FILES, FORMER
from tests.browser.conftest import App, Visit, link, opened

pytestmark = pytest.mark.browser

CHOICES = {"as_of": ["2025-06-09"], "back_measure": ["From China alone"]}
QUERY = "as_of=2025-06-09&back_measure=From+China+alone"


@pytest.mark.parametrize("former", FORMER)
def test_a_former_address_stands_in_no_menu(former: str) -> None:
    assert FORMER[former] in FILES
    assert f"pages/{former}.py" not in FILES


def test_a_former_address_leads_on_with_its_choices_when_it_is_the_first_opened(fresh_app: App, visit: Visit) -> None:
    page = opened(visit, fresh_app, f"back_test?{QUERY}")
    page.wait_for_url("**/backtest?*")
    assert parse_qs(urlsplit(page.url).query) == CHOICES
    assert page.locator("[data-testid=stMain] h1").count() == 1
    assert page.locator("[data-testid=stException]").count() == 0
    link(page, "Back-test")
    links = [link.get_attribute("href") for link in page.locator(".parley-find nav a, [role=menuitem]").all()]
    assert len(links) == len(FILES) + 2 and not any(str(each).endswith("/back_test") for each in links)


def test_a_subject_that_went_to_another_page_leads_there_and_back_does_not_return_to_it(app: App, visit: Visit) -> None:
    page = opened(visit, app, "outlook")
    visit.page.goto(f"{app.url}/trade?as_of=2025-06-09&trade_section=Duty+collected", wait_until="commit")
    page.wait_for_url("**/tariffs?*")
    expect(page).to_have_title("Tariffs, Money · Parley")
    assert parse_qs(urlsplit(page.url).query) == {"as_of": ["2025-06-09"], "tariff_section": ["Money"]}
    page.go_back()
    expect(page).to_have_title("Forecasts, Paths · Parley")
