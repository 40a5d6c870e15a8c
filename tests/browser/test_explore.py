"""Explore in the browser: choose, read the answer, take all its rows and the query, open its address again."""

import csv
import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from parley.app.explore.answer import NAME
from parley.app.explore.asking import SAY
from tests.browser.conftest import App, Visit, figure, opened, redrawn, settle
from tests.browser.visitor import enter, pick
from tests.servers import ROOT, running_app

pytestmark = pytest.mark.browser
STOPPED_WITHIN_S = 10


def test_a_question_is_asked_answered_taken_away_and_opened_again(app: App, visit: Visit) -> None:
    page = opened(visit, app, "explore")
    pick(page, "explore_rows", "Origin")
    redrawn(page, page.locator("[data-choice=explore_measure] input[value='Rate collected']").click)
    pick(page, "explore_columns", "Year")
    page.get_by_text("Which goods, which places, how many rows").click()
    enter(page.locator("[data-choice=explore_codes] input"), "8471.30")
    told = figure(page, NAME)
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV", exact=True).click()
    with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert taken.value.suggested_filename.endswith(".csv")
    assert len({row["origin"] for row in rows}) > 100  # more than the twenty shown
    (china,) = [row for row in rows if (row["origin"], row["year"]) == ("CHN", "2025")]
    rate = 100 * int(china["duty_usd"]) / int(china["value_usd"])
    assert re.search(rf"China: Year 2025\b[^;]* Rate collected {rate:.2f}%;", told)

    redrawn(page, page.get_by_role("button", name="The query in SQL").click)
    expect(page.get_by_test_id("stCode")).to_contain_text("SELECT")
    page.keyboard.press("Escape")
    settle(page)
    title, address = page.locator(f"[data-figure={NAME}] :is(h1, h2)").inner_text(), page.url
    for part in ("explore_measure=", "explore_rows=", "explore_columns=", "explore_codes="):
        assert part in address

    again = visit.open(address)
    assert figure(again, NAME) == told
    expect(again.locator(f"[data-figure={NAME}] :is(h1, h2)")).to_have_text(title)
    assert (visit.complaints, visit.outside) == ([], [])


# Of a server whose answers wait for as long as a file is there, as those of a large question would.
HELD = """
import os
import time
from pathlib import Path

from parley.explore import Engine

answer = Engine.answer

def held(self, question, as_of=None, stop=None):
    while Path(os.environ["HELD"]).exists():
        time.sleep(0.02)
        try:
            stop.refuse_ended()
        except RuntimeError:
            Path(os.environ["HELD"] + "-stopped").touch()
            raise
    return answer(self, question, as_of, stop)

Engine.answer = held
"""


def test_a_slow_question_shows_its_progress_and_is_stopped_by_its_visitor(visit: Visit, tmp_path: Path) -> None:
    held, stopped = tmp_path / "held", tmp_path / "held-stopped"
    (tmp_path / "sitecustomize.py").write_text(HELD, encoding="utf-8")
    settings = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "HELD": str(held)}
    with running_app(tmp_path / "log.txt", settings) as slow:
        visit.host = urlsplit(slow.url).netloc
        page = visit.page
        visit.open(
            f"{slow.url}/explore?as_of=2026-06-30"
        )  # the engine is open then, and a question drawn by itself first
        held.touch()
        page.goto(f"{slow.url}/explore")
        expect(page.get_by_test_id("stProgress")).to_be_visible()
        page.wait_for_timeout(1000)
        expect(page.locator("[data-choice=explore_rows]")).to_have_count(1)
        expect(page.locator("[data-choice=explore_rows]")).to_be_visible()  # another question can be asked
        assert not stopped.exists()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text(SAY("asking.stopped"))).to_be_visible()
        settle(page)
        ends = time.monotonic() + STOPPED_WITHIN_S
        while not stopped.exists():  # the worker hears of it a moment later
            assert time.monotonic() < ends
            time.sleep(0.05)
        held.unlink()
        redrawn(page, page.get_by_role("button", name="Ask again").click)
        assert "$" in figure(page, NAME)
        expect(page.get_by_test_id("stProgress")).to_have_count(0)
        assert slow.faults() == []
