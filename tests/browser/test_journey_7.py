"""Journey 7: did the forecasters see it? Outlook: every OECD edition, tariff dates, revisions, errors, the rows."""

import csv
import io
from datetime import date

import pytest
from playwright.sync_api import expect

from parley import read_table, terms
from parley.app.kit.controls import LONDON_TALKS
from parley.measures import forecasts as measures
from parley.measures import forecasts as scores
from parley.tables.read import compiled_on
from tests.browser.conftest import App, Visit, figure, opened, redrawn, settle
from tests.browser.pictures import saved
from tests.browser.visitor import choose

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]


def told(area: str, year: int) -> list[str]:
    """Every edition's figure as the chart words it, from the tables."""
    path = measures.revision_path(
        read_table("forecasts"), read_table("forecast_editions"), area, measures.GROWTH, year, "OECD"
    )
    return [
        f"{terms.edition(r['edition'])} {terms.rate(r['value_pct'], r['decimals'])}" for r in path.to_dict("records")
    ]


def test_every_edition_on_world_growth_stands_on_one_chart_with_the_tariff_events(visit: Visit, app: App) -> None:
    page = opened(visit, app, "outlook")
    chart = figure(page, "outlook_paths")
    for year in (2025, 2026, 2027):
        assert [point for point in told("WLD", year) if point not in chart] == []
    geneva = read_table("events").query("event_id == 'geneva'")["title"].item()
    expect(page.get_by_role("link", name=geneva)).to_be_visible()


def test_another_country_comes_from_the_list_and_from_its_address(visit: Visit, app: App) -> None:
    page = opened(visit, app, "outlook")
    redrawn(page, lambda: page.get_by_role("combobox", name="Area").select_option("China"))
    points = told("CHN", 2025)
    chart = page.locator(f"[data-figure=outlook_paths] [role=figure][aria-label*='{points[0]}']")
    expect(chart).to_be_visible()
    page.reload(wait_until="load")
    settle(page)
    assert [point for point in points if point not in figure(page, "outlook_paths")] == []


def test_on_9_june_2025_later_editions_are_not_there(visit: Visit, app: App) -> None:
    page = opened(visit, app, f"outlook?as_of={LONDON_TALKS}")
    chart = figure(page, "outlook_paths")
    editions = read_table("forecast_editions").set_index("edition")
    for point in told("WLD", 2025):
        name = next(e for e in editions.index if point.startswith(terms.edition(e)))
        assert (point in chart) == (editions.at[name, "published_on"].date() <= LONDON_TALKS)
    newest = told("WLD", 2025)[-1]
    assert newest not in page.inner_text("[data-testid=stMain]")


def test_the_revisions_and_the_errors_are_those_of_the_tables(visit: Visit, app: App) -> None:
    page = opened(visit, app, "outlook")
    tables = read_table("forecasts"), read_table("forecast_editions")
    path = measures.revision_path(*tables, "WLD", measures.GROWTH, 2025, "OECD")
    change = path.loc[path["edition"] == "EO117", "change_pp"].item()
    choose(page, "Revisions")
    assert f"EO117 {terms.points(change)}" in figure(page, "outlook_revisions")
    us = measures.revisions_by_area(*tables, 2025, "EO117").set_index("area").at["USA", "change_pp"]
    assert f"United States {terms.points(us)}" in figure(page, "outlook_revised")
    errors = measures.forecast_errors(tables[0], read_table("gdp_actuals"))
    off = errors.query("edition == 'EO117' and target_year == 2025").set_index("area")["error_pp"]
    choose(page, "Errors")
    chart = figure(page, "outlook_errors")
    for area, name in (("WLD", "World"), ("USA", "United States"), ("CHN", "China")):
        assert f"{name} {terms.points(off[area])}" in chart


def test_means_of_errors_by_edition_and_by_house_come_from_the_tables(visit: Visit, app: App) -> None:
    forecasts, editions, actuals = (read_table(t) for t in ("forecasts", "forecast_editions", "gdp_actuals"))
    of_edition = scores.by_edition(measures.forecast_errors(forecasts, actuals), editions)
    mean = of_edition.query("edition == 'EO117' and horizon_years == 0")["mean_abs_error_pp"].item()
    page = opened(visit, app, "outlook?outlook_section=Errors")
    choose(page, "By edition")
    assert f"EO117 on 2025 {terms.number(mean, 2)}" in figure(page, "outlook_scores")
    choose(page, "By house")
    told_houses = figure(page, "outlook_house_errors")
    for row in scores.by_house(scores.pairs(forecasts, editions, actuals)).to_dict("records"):
        assert f"{terms.edition(row['oecd_edition'])} {terms.number(row['oecd_mean_abs_error_pp'], 2)}" in told_houses


@pytest.mark.parametrize("day", [LONDON_TALKS, compiled_on()])
def test_published_effects_of_tariffs_are_those_known_on_the_date(visit: Visit, app: App, day: date) -> None:
    page = opened(visit, app, f"outlook?as_of={day}&outlook_section=Effects+of+tariffs")
    told_effects = figure(page, "outlook_effects")
    every, known = read_table("tariff_effects"), read_table("tariff_effects", day)
    us = every.query(
        "variable == 'real_gdp' and area == 'USA' and is_tariffs_only and institution == 'Yale Budget Lab'"
    )
    for row in us.to_dict("records"):
        assert (str(row["shock"]) in told_effects) == (row["effect_id"] in set(known["effect_id"]))


def test_the_rows_taken_away_carry_the_edition(visit: Visit, app: App) -> None:
    page = opened(visit, app, "outlook")
    rows = list(csv.DictReader(io.StringIO(saved(page, "outlook_paths", "CSV")[1].decode("utf-8-sig"))))
    tables = read_table("forecasts"), read_table("forecast_editions")
    expected = measures.paths(*tables, "WLD", measures.known_years(tables[0], "WLD"))
    assert [(r["edition"], int(r["target_year"])) for r in rows] == list(
        zip(expected["edition"], expected["target_year"], strict=True)
    )
    assert all(r["source_id"] and r["published_on"] for r in rows)
