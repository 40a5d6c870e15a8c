"""Journey 2: how did both sides escalate and climb down? Tariffs page, April to November 2025, providers, PNG."""

import re
from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from parley import read_table, terms
from parley.measures.tariffs import HEADLINE, headline_additional
from tests.browser.conftest import App, Visit, opened, press_subject, redrawn, settle
from tests.browser.pictures import PNG, saved

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

FIRST, LAST = date(2025, 4, 1), date(2025, 11, 30)


def changes() -> list[str]:
    """Every change of either side's headline duty in the period, day by day from the table, as the chart words it."""
    layers = read_table("tariff_layers")
    steps, before = [], None
    for day in pd.date_range(FIRST, LAST).date:
        pair = tuple(headline_additional(layers, *sides, day) for sides in (("USA", "CHN"), ("CHN", "USA")))
        if before is not None and pair != before:
            us, china = (terms.number(rate, 0 if rate.is_integer() else 1) for rate in pair)
            steps.append(f"{terms.day(day)}: US {us}, China {china}")
        before = pair
    return steps


def told(page: Page, name: str) -> Locator:
    """A block's chart; its name is its alternative text. While a chart is replaced both may be there for a moment."""
    return page.locator(f"[data-figure={name}] [role=figure][aria-label]").first


def printed(day: str, **choice: str) -> float:
    """The one figure of the table average_tariffs for a choice and a day, in percent."""
    rows = read_table("average_tariffs")
    for column, value in choice.items():
        rows = rows[rows[column] == value]
    return float(rows.loc[rows["date"] == pd.Timestamp(day), "rate_pct"].item())


def subject(page: Page, name: str) -> None:
    """Choose one of the page's subjects and wait until it is drawn."""
    press_subject(page, "tariff_section", name)


@pytest.fixture
def tariffs(visit: Visit, app: App) -> Page:
    return opened(visit, app, "tariffs")


def test_every_step_up_and_down_of_both_sides_is_told(tariffs: Page) -> None:
    expected = changes()
    assert len(expected) >= 6
    alt = told(tariffs, "tariff_stages").get_attribute("aria-label") or ""
    assert [step for step in expected if step not in alt] == []


def test_every_step_is_linked_to_its_order(tariffs: Page) -> None:
    layers = read_table("tariff_layers")
    pair = layers["importer_iso3"].isin(["USA", "CHN"]) & layers["exporter_iso3"].isin(["USA", "CHN"])
    headline = layers[pair & layers["coverage"].isin(HEADLINE)]
    ids = {*headline["event_id"], "us-ieepa-end"}  # the order that ended the emergency duties sets no other
    orders = read_table("events").set_index("event_id").loc[list(ids), "source_url"]
    subject(tariffs, "Acts")
    redrawn(tariffs, tariffs.get_by_role("radio", name="On all goods").click)
    links = tariffs.locator(".parley-list a")
    expect(links).to_have_count(len(orders))
    assert set(links.evaluate_all("all => all.map(a => a.getAttribute('href'))")) == set(orders)


def test_the_providers_stand_side_by_side_with_their_range_on_the_day_of_the_truce(tariffs: Page) -> None:
    subject(tariffs, "Said, law, paid")
    redrawn(tariffs, tariffs.get_by_role("radio", name="Average by provider").click)
    piie = printed("2025-05-14", provider="PIIE", importer_iso3="USA")
    waugh = printed("2025-05-12", method="waugh", exporter_iso3="CHN")  # dated by announcement, in force on 14 May
    truce = f"Geneva truce, {terms.day(date(2025, 5, 14))}: {terms.span(waugh, piie)};"
    expect(told(tariffs, "tariff_averages")).to_have_attribute("aria-label", re.compile(re.escape(truce)))


def test_chinas_side_opens_from_its_own_address_and_by_a_click(tariffs: Page) -> None:
    subject(tariffs, "Said, law, paid")
    redrawn(tariffs, tariffs.get_by_role("radio", name="Average by provider").click)
    redrawn(tariffs, tariffs.get_by_role("radio", name="China on US").click)
    peak = terms.number(printed("2025-04-12", method="wto_lines", weighting="china_imports_2025"), 1)
    shows_the_peak = {"name": "aria-label", "value": re.compile(f"Peak, [^:]*: {re.escape(peak)};")}
    chart = told(tariffs, "tariff_averages")
    expect(chart).to_have_attribute(**shows_the_peak)
    tariffs.reload(wait_until="load")
    settle(tariffs)
    expect(chart).to_have_attribute(**shows_the_peak)


def test_the_chart_is_saved_as_a_png(tariffs: Page) -> None:
    file, content = saved(tariffs, "tariff_stages", "PNG")
    assert file.startswith("parley_tariff_stages")
    assert content.startswith(PNG)


def test_an_address_from_before_the_subjects_opens_the_one_it_means(tariffs: Page, visit: Visit, app: App) -> None:
    visit.open(f"{app.url}/tariffs?tariff_direction=China+on+US")
    peak = terms.number(printed("2025-04-12", method="wto_lines", weighting="china_imports_2025"), 1)
    expect(told(tariffs, "tariff_averages")).to_have_attribute(
        "aria-label", re.compile(f"Peak, [^:]*: {re.escape(peak)};")
    )


def test_the_list_names_the_acts_of_one_side_with_their_texts(tariffs: Page) -> None:
    subject(tariffs, "Acts")
    redrawn(tariffs, tariffs.get_by_role("radio", name="China", exact=True).click)
    acts = read_table("events").query("actor == 'CHN' and is_us_cn_headline and domain == 'tariff'")
    links = tariffs.locator(".parley-list a")
    expect(links).to_have_count(min(10, len(acts)))
    assert set(links.evaluate_all("all => all.map(a => a.getAttribute('href'))")) <= set(acts["source_url"])
