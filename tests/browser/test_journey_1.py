"""Journey 1: what is the US tariff on Chinese goods today, and which laws make it up? Home, without a click."""

from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from parley import read_table, terms
from parley.app.home import answers
from parley.app.tariffs.duty_steps import LEGEND, UNSURE
from parley.measures.tariffs import HEADLINE
from parley.tables import read as tables
from tests.browser.conftest import App, Visit, new_tab, opened

pytestmark = pytest.mark.browser

TODAY = pd.Timestamp(tables.compiled_on())
WIDE_PX = 5  # a step of a few days is too thin for the mouse: the alternative text and the table tell it


@pytest.fixture(scope="module")
def visit(profile: BrowserContext, app: App) -> Iterator[Visit]:
    """One visit for all: nothing is pressed."""
    with new_tab(profile) as visit:
        opened(visit, app, "")
        yield visit


@pytest.fixture
def home(visit: Visit) -> Page:
    return visit.page


def layers(importer: str) -> pd.DataFrame:
    """Duties on all goods in force today, straight from the table."""
    rows = read_table("tariff_layers").query("importer_iso3 == @importer and exporter_iso3 in ('USA', 'CHN')")
    rows = rows[rows["coverage"].isin(HEADLINE) & (rows["valid_from"] <= TODAY)]
    return rows[rows["valid_to"].isna() | (rows["valid_to"] >= TODAY)]


def every_layer(importer: str, exporter: str) -> pd.DataFrame:
    """Every duty on all goods of the other side that has begun, straight from the table."""
    rows = read_table("tariff_layers").query("importer_iso3 == @importer and exporter_iso3 == @exporter")
    return rows[rows["coverage"].isin(HEADLINE) & (rows["valid_from"] <= TODAY)]


def last_confirmed(importer: str) -> pd.Timestamp:
    (last,) = layers(importer)["confirmed_until"].unique()
    return pd.Timestamp(last)


def spaced(text: str) -> str:
    return text.replace(terms.NBSP, " ")


def test_the_title_and_the_facts_add_up_the_laws_in_force(home: Page) -> None:
    us, china = (float(layers(side)["rate_pct"].sum()) for side in ("USA", "CHN"))
    assert us > 0
    title = spaced(home.locator("h1").inner_text())
    # the last confirmed day of both sides is past: see the next test
    rates = {"us": terms.law_rate(us), "china": terms.law_rate(china)}
    assert title == spaced(answers.SAY("headline.title", "unsure_both", **rates))
    values = [spaced(text.strip()) for text in home.locator(".parley-value").all_inner_texts()]
    assert values[:2] == [spaced(terms.law_rate(us)), spaced(terms.law_rate(china))]


def test_the_last_confirmed_day_of_each_side_and_what_is_unknown_since_are_said(home: Page) -> None:
    words = spaced(home.locator("[data-testid=stMain]").inner_text())
    laws = [f"{law} to {terms.day(last_confirmed(side))}" for law, side in (("US law", "USA"), ("Chinese law", "CHN"))]
    assert spaced(answers.SAY("known_until", "unsure", laws=terms.listed(laws))) in words
    assert UNSURE in words  # the legend of what is drawn hatched


def hovered(page: Page) -> list[str]:
    """What the chart tells with the mouse on each of its steps, the widest first."""
    chart = page.locator("[data-figure=duties]").first
    chart.scroll_into_view_if_needed()
    hover = chart.locator(".hoverlayer .hovertext")
    boxes = [bar.bounding_box() for bar in chart.locator(".bars .point path").all()]
    told: list[str] = []
    wide = (box for box in boxes if box and box["width"] > WIDE_PX)
    for box in sorted(wide, key=lambda box: -box["width"]):
        page.mouse.move(0, 0)
        expect(hover).to_have_count(0)  # else it may still tell the last step
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(hover.first).to_be_visible()
        words = hover.locator("tspan, text").all_text_contents()
        told.append(spaced(" | ".join(words)))
    return told


def test_every_step_of_both_sides_tells_rate_authority_first_day_and_order(home: Page) -> None:
    stood = pd.Timedelta(days=30)  # shorter steps are a few pixels wide: the alternative text and the table tell them
    rows = pd.concat([every_layer("USA", "CHN"), every_layer("CHN", "USA")])
    steps = rows[rows["valid_to"].fillna(TODAY) - rows["valid_from"] >= stood]
    assert {"us-301-fl", "us-s122", "us-fent-cut", "us-geneva", "cn-geneva"} <= set(steps["event_id"])
    told = hovered(home)
    for row in steps.to_dict("records"):
        parts = [
            spaced(terms.rate(row["rate_pct"])),
            LEGEND[row["authority"]],
            spaced(f"since {terms.day(row['valid_from'])}"),
            row["instrument"],
        ]
        assert [words for words in told if all(part in words for part in parts)], parts


def test_each_law_in_force_is_linked_to_its_order_without_a_click(home: Page) -> None:
    events = read_table("events").set_index("event_id")
    words = spaced(home.locator("[data-testid=stMain]").inner_text())
    laws = pd.concat([layers("USA"), layers("CHN")])
    assert set(laws["importer_iso3"]) == {"USA", "CHN"}
    for row in laws.to_dict("records"):
        link = home.get_by_role("link", name=row["instrument"], exact=True)
        expect(link).to_have_attribute("href", events.at[row["event_id"], "source_url"])
        assert spaced(f"{row['instrument']}, since {terms.day(row['valid_from'])}") in words


def test_the_numbered_events_lead_to_the_orders(home: Page) -> None:
    events = read_table("events").set_index("event_id")
    for event_id in ("us-ieepa-recip-125", "us-301-fl", "scotus"):
        link = home.get_by_role("link", name=events.at[event_id, "title"])
        expect(link).to_have_attribute("href", events.at[event_id, "source_url"])
    chart = home.locator("[data-figure=duties]").first
    for digit in ("1", "2", "6"):
        expect(chart.locator("text").get_by_text(digit, exact=True).first).to_be_visible()


def test_every_step_is_told_to_those_who_cannot_see_the_chart(home: Page, visit: Visit) -> None:
    alt = home.locator("[data-figure=duties] [role=figure]").first.get_attribute("aria-label")
    headline = read_table("tariff_layers").query("importer_iso3 == 'USA' and exporter_iso3 == 'CHN'")
    headline = headline[headline["coverage"].isin(HEADLINE) & (headline["valid_from"] <= TODAY)]
    peak_days = pd.date_range("2025-04-01", "2025-05-31")
    totals = {
        day: headline[(headline["valid_from"] <= day) & ~(headline["valid_to"] < day)]["rate_pct"].sum()
        for day in peak_days
    }
    peak_day = max(totals, key=lambda day: (totals[day], -day.toordinal()))
    assert f"{terms.number(totals[peak_day], 1)} from {terms.day(peak_day)}" in str(alt)
    assert visit.complaints == []
    assert visit.outside == []
