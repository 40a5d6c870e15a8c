"""A tab that is open while new tables are put in place: at the latest day it goes on with them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from parley.app.kit.controls import LONDON_TALKS
from tests.app.kit.test_renewal import a_day_later
from tests.browser.conftest import Visit, opened, redrawn
from tests.browser.one_state import rest, state
from tests.browser.test_one_date import date, link, table
from tests.servers import running_app

pytestmark = pytest.mark.browser


def test_a_tab_goes_on_to_the_latest_day_of_new_tables_but_for_a_day_chosen(
    data_copy: Path, tmp_path: Path, visit: Visit
) -> None:
    with running_app(tmp_path / "log.txt", {"PARLEY_DATA": str(data_copy)}) as app:
        page = opened(visit, app, "briefing")
        date("talks")(page)
        rest(page)
        date("latest")(page)
        rest(page)
        day = a_day_later(data_copy)
        redrawn(page, lambda: table(page))  # a choice of one figure, which draws the page
        assert (state(page).as_of, state(page).date) == ("", f"{day}")
        expect(page.locator(".parley-banner")).to_be_visible()
        link("Sources")(page)
        rest(page)
        expect(page.locator(".parley-banner")).to_have_count(0)
        date("talks")(page)
        rest(page)
        a_day_later(data_copy)
        link("Trade")(page)
        rest(page)
        assert (state(page).as_of, state(page).date) == (f"{LONDON_TALKS}", f"{LONDON_TALKS}")
        assert app.faults() == []
    assert visit.complaints == []
