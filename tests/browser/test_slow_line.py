"""A visitor whose presses take their time to the server loses nothing."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser import walk
from tests.browser.conftest import App, Visit, opened
from tests.browser.one_state import Fresh, assert_one, rest, state

pytestmark = pytest.mark.browser

DELAY_MS = 900  # longer than a run
LATE = f"""(() => {{
    const Own = WebSocket;
    window.WebSocket = class extends Own {{
        send(data) {{ setTimeout(() => super.send(data), {DELAY_MS}); }}
    }};
}})()"""


def test_presses_on_their_way_while_an_answer_comes_are_answered(
    app: App, visit: Visit, profile: BrowserContext
) -> None:
    """A press tells the server what the browser keeps; by the time it arrives the browser may have let go of it."""
    visit.page.add_init_script(LATE)
    page = opened(visit, app, "trade?trade_section=Who+took+China%27s+place")
    for _ in range(3):  # until it lets go of the chart above at the end of a run that does not draw it
        page.evaluate("() => document.querySelectorAll('[data-choice=trade_flow_as] input:not(:checked)')[0].click()")
        page.wait_for_timeout(DELAY_MS + 100)
        rest(page)
    page.evaluate(walk.PRESS_DATE, "talks")
    page.wait_for_timeout(DELAY_MS - 50)
    page.evaluate(walk.PRESS_DATE, "latest")
    page.wait_for_timeout(DELAY_MS + 300)  # till then no run is known to have been asked for
    rest(page)
    with Fresh(profile) as fresh:
        assert_one(state(page), fresh.of(page), "two dates")
    assert visit.complaints == []
