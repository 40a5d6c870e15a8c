"""nginx before two replicas: one is killed under twenty open pages and started again, and no page notices."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import RUNS, WAIT_MS, WIDE, redrawn, settle
from tests.browser.one_state import Fresh, assert_one, rest, state
from tests.browser.what_if import in_sight
from tests.proxies import running_nginx
from tests.servers import START_SECONDS, App, free_port, running_app

pytestmark = pytest.mark.browser

DAY = "as_of=2025-06-09"
# Each is opened in two tabs: whole pages, figures of pages, and scenarios no server keeps.
# The choice that is pressed: on some its whole page is drawn again, on others a figure.
CHOICES = {
    "trade": "trade_period",
    f"trade?{DAY}&trade_section=Who+took+China%27s+place": "trade_section",
    f"rare_earths?{DAY}": "rare_section",
    "chips": "chip_section",
    f"tariffs?{DAY}&tariff_section=Partners": "tariff_section",
    "outlook": "outlook_section",
    f"backtest?{DAY}": "back_measure",
    "what_if_product?us_XVI=60&cn_total=40": "what_if_section",
    f"what_if_product?{DAY}&us_XVI=70": "rule",
    "what_if_world?world_us=60&world_cn=40": "world_model",
}
PATHS = list(CHOICES) * 2


def press(page: Page, name: str) -> None:
    """Choose the last option that is not chosen, and see it chosen."""
    in_sight(page, f"[data-choice={name}]")
    option = page.locator(f"[data-choice={name}] input:not(:checked):visible").last
    value = option.input_value()
    redrawn(page, option.click)
    rest(page)
    expect(page.locator(f"[data-choice={name}] input:checked")).to_have_value(value)


def websockets_of(app: App) -> int:
    """How many connections a replica holds."""
    assert app.process is not None
    port = int(app.url.rsplit(":", 1)[1])
    plugs = psutil.Process(app.process.pid).net_connections("tcp")
    return sum(plug.status == psutil.CONN_ESTABLISHED and plug.laddr.port == port for plug in plugs)


@pytest.fixture
def tabs(profile: BrowserContext) -> Iterator[list[Page]]:
    """Two tabs for each path, still empty."""
    pages = [profile.new_page() for _ in PATHS]
    for page in pages:
        page.set_viewport_size(WIDE)
        page.add_init_script(RUNS)
        page.set_default_timeout(4 * WAIT_MS)  # twenty tabs share what one has elsewhere
    yield pages
    for page in pages:
        page.close()


def test_a_replica_is_killed_under_twenty_pages_and_none_loses_its_date_or_scenario(
    tabs: list[Page], profile: BrowserContext, tmp_path: Path
) -> None:
    ports = [free_port(), free_port()]
    with (
        running_app(tmp_path / "first.txt", port=ports[0]) as first,
        running_app(tmp_path / "second.txt", port=ports[1]) as second,
        running_nginx(tmp_path / "nginx", [first.url, second.url]) as proxy,
    ):
        for page, path in zip(tabs, PATHS, strict=True):
            page.bring_to_front()
            page.goto(f"{proxy.url}/{path}", wait_until="load")
            settle(page)
            press(page, CHOICES[path])
        before = [state(page) for page in tabs]
        lost, left = sorted((first, second), key=websockets_of, reverse=True)
        assert (websockets_of(lost) >= len(tabs), websockets_of(left) < len(tabs)) == (True, True)
        lost.process.kill()
        lost.process.wait(START_SECONDS)
        for page, path, was in zip(tabs, PATHS, before, strict=True):
            page.bring_to_front()
            expect(page.get_by_test_id("stConnectionStatus")).to_have_count(0)
            rest(page)
            assert_one(state(page), was, "its server was lost")
            press(page, CHOICES[path])
            assert state(page) != was
        with (
            running_app(tmp_path / "again.txt", port=int(lost.url.rsplit(":", 1)[1])) as again,
            Fresh(profile) as fresh,
        ):
            for page, was in zip(tabs, before, strict=True):
                page.bring_to_front()
                now = state(page)
                assert_one(now, fresh.of(page), "a press to another server")  # fresh from the one that was lost
                assert (now.date, now.path) == (was.date, was.path)
            assert websockets_of(left) >= len(tabs)
            assert (again.faults(), left.faults()) == ([], [])
