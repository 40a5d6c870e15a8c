"""Journey 1: what is the US tariff on Chinese goods today, and which laws set it? The front page, without a click."""

from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from parley import read_table, terms
from parley.app.home import score
from parley.measures.tariffs import HEADLINE
from parley.tables import read as tables
from tests.browser.conftest import App, Visit, new_tab, opened
from tests.browser.visitor import plain

pytestmark = pytest.mark.browser

TODAY = pd.Timestamp(tables.compiled_on())
SAY = score.SAY


@pytest.fixture(scope="module")
def visit(profile: BrowserContext, app: App) -> Iterator[Visit]:
    """One visit for all: nothing is pressed."""
    with new_tab(profile) as visit:
        opened(visit, app, "")
        yield visit


@pytest.fixture
def home(visit: Visit) -> Page:
    return visit.page


def on_all_goods(importer: str, exporter: str) -> pd.DataFrame:
    """Every tariff on all goods of the other side that has begun, straight from the table."""
    rows = read_table("tariff_layers").query("importer_iso3 == @importer and exporter_iso3 == @exporter")
    return rows[rows["coverage"].isin(HEADLINE) & (rows["valid_from"] <= TODAY)]


def in_force(importer: str, exporter: str, day: pd.Timestamp) -> pd.DataFrame:
    rows = on_all_goods(importer, exporter)
    return rows[(rows["valid_from"] <= day) & ~(rows["valid_to"] < day)]


SIDES = {"us": ("USA", "CHN"), "china": ("CHN", "USA")}


def test_the_heading_adds_up_the_laws_in_force_on_each_side(home: Page) -> None:
    heading = plain(home.locator("h1").inner_text())
    for side, pair in SIDES.items():
        rate = float(in_force(*pair, TODAY)["rate_pct"].sum())
        assert rate > 0
        assert plain(f"{SAY('score.side', side)} {terms.law_rate(rate)}") in heading


def test_each_sides_peak_stands_below_its_figure(home: Page) -> None:
    heading = plain(home.locator("h1").inner_text())
    for pair in SIDES.values():
        every = on_all_goods(*pair)
        tops = [float(in_force(*pair, day)["rate_pct"].sum()) for day in every["valid_from"]]
        assert plain(SAY("score.peak", "past", rate=terms.law_rate(max(tops)))) in heading


def test_the_day_to_which_the_law_of_both_sides_was_checked_is_said(home: Page) -> None:
    (last,) = {min(in_force(*pair, TODAY)["confirmed_until"].min() for pair in SIDES.values())}
    expect(home.locator(".parley-chip")).to_have_text(SAY("score.checked", day=terms.day(last)))


def test_each_law_in_force_is_linked_from_the_last_stage(home: Page) -> None:
    events = read_table("events").set_index("event_id")
    last = home.locator(".parley-mirror tbody tr").last
    for side, pair in SIDES.items():
        (row,) = in_force(*pair, TODAY).to_dict("records")
        link = last.locator(f".parley-{side} a")
        expect(link).to_have_attribute("href", events.at[row["event_id"], "source_url"])
        assert plain(link.inner_text()) == plain(terms.law_rate(row["rate_pct"]))


def test_every_stage_of_a_week_or_more_has_its_day_and_both_rates(home: Page) -> None:
    """Days, and the rates of both sides on them, from the table of laws alone."""
    starts = sorted({day for pair in SIDES.values() for day in on_all_goods(*pair)["valid_from"]})
    rates = {day: tuple(float(in_force(*pair, day)["rate_pct"].sum()) for pair in SIDES.values()) for day in starts}
    changed = [day for number, day in enumerate(starts) if not number or rates[day] != rates[starts[number - 1]]]
    ends = [*changed[1:], TODAY + pd.Timedelta(days=8)]
    long = [day for day, end in zip(changed, ends, strict=True) if (end - day).days >= 7]
    lines = home.locator(".parley-mirror tbody tr").all()
    assert len(lines) == len(long) >= 7
    for line, day in zip(lines, long, strict=True):
        assert plain(line.locator("th small").inner_text()) == plain(terms.day(day))
        for side, rate in zip(SIDES, rates[day], strict=True):
            said = plain(line.locator(f".parley-{side}").inner_text())
            assert said == plain(terms.law_rate(rate) if rate else SAY("stages.none", "lists"))


def test_bars_are_as_long_as_their_rates(home: Page) -> None:
    for side in SIDES:
        bars = [
            box["width"]
            for bar in home.locator(f".parley-mirror .parley-{side} i").all()
            if (box := bar.bounding_box())
        ]
        rates = [
            float(text.split("%")[0]) for text in home.locator(f".parley-mirror .parley-{side} a").all_inner_texts()
        ]
        assert len(bars) == len(rates) >= 5
        for bar, rate in zip(bars, rates, strict=True):
            assert bar == pytest.approx(max(bars) * rate / max(rates), abs=1)


def test_those_who_cannot_see_the_bars_are_told_the_finding_and_read_a_table(home: Page, visit: Visit) -> None:
    figure = home.locator("[data-figure=duties] [role=figure]:not([hidden])")
    assert figure.get_attribute("aria-label") == score.headline(TODAY.date())
    expect(figure.get_by_role("table")).to_be_visible()
    expect(figure.get_by_role("rowheader")).to_have_count(7)
    expect(figure.get_by_role("columnheader")).to_have_count(3)
    assert visit.complaints == []
    assert visit.outside == []
