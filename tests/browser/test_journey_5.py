"""Journey 5: which inputs hang on Chinese rare earths, by stage, month and element, and what if licences stop."""

from datetime import date

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from parley import read_table, terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.rare_earths import exports
from parley.app.rare_earths.what_if_bounds import bound_words
from parley.app.rare_earths.what_if_controls import IF_STOPPED, SUBJECT
from parley.measures import export_controls, supply
from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import solve
from parley.tables import read as tables
from tests.browser.conftest import App, Visit, figure, opened, press_subject, redrawn, settle

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]


def metrics(page: Page) -> str:
    return " ".join(page.locator(".parley-facts > div").all_inner_texts())


def mined_2024(edition: str) -> str:
    rows = supply.shares(read_table("mine_production"))
    row = rows[(rows["edition"] == edition) & (rows["year"] == 2024) & (rows["iso3"] == "CHN")]
    return terms.rate(row["share_pct"].item())


def sent_to_the_us(month: str) -> float:
    table = read_table("china_rare_earth_exports")
    row = table.query("commodity == 'rare_earth_magnets' and destination_iso3 == 'USA'")
    return float(
        row[(row["period_start"] == month) & (row["period_end"] < pd.Timestamp(month) + pd.DateOffset(months=1))][
            "quantity_t"
        ].item()
    )


def test_every_stage_is_told_with_chinas_share_and_the_bounds_of_the_index(visit: Visit, app: App) -> None:
    page = opened(visit, app, "rare_earths")
    told = figure(page, "rare_stages")
    labels = page.locator("[data-figure=rare_stages] [role=figure]").text_content() or ""
    table = read_table("stage_shares").query("edition == 'IEA2025' and year == 2024")
    for stage, name in (("mine", "Mining"), ("refine", "Refining")):
        rows = table[table["stage"] == stage]
        share = rows.loc[rows["iso3"] == "CHN", "share_pct"].item()
        low, high = supply.hhi(rows["share_pct"], rows["is_other"])
        assert f"{name} 2024: China {terms.rate(share, 0)}, HHI {terms.span(low, high, 0)}" in told
        assert terms.span(low, high, 0) in labels


def test_the_mined_share_is_that_of_the_edition_current_on_the_date(visit: Visit, app: App) -> None:
    assert mined_2024("MCS2026") in metrics(opened(visit, app, "rare_earths"))
    then = metrics(opened(visit, app, f"rare_earths?as_of={LONDON_TALKS}"))
    assert mined_2024("MCS2025") in then
    assert mined_2024("MCS2026") not in then


def test_magnets_to_the_us_by_month_and_nothing_before_it_was_published(visit: Visit, app: App) -> None:
    page = opened(visit, app, "rare_earths?rare_destinations_of=By+month")
    may = terms.number(sent_to_the_us("2025-05-01"))
    assert f"May 2025 {may}" in figure(page, "rare_exports").replace("\u00a0", " ")
    page = opened(visit, app, f"rare_earths?as_of={LONDON_TALKS}&rare_destinations_of=By+month")
    magnets = exports.SAY("exports.goods", "rare_earth_magnets")
    unknown = exports.SAY("exports.none", goods=magnets, day=terms.day(LONDON_TALKS)).replace(terms.NBSP, " ")
    expect(page.get_by_text(unknown)).to_be_visible()
    assert page.locator("[data-figure=rare_exports]").count() == 0


@pytest.mark.parametrize("day", [LONDON_TALKS, tables.compiled_on()])
def test_every_element_under_control_is_told_with_its_state(visit: Visit, app: App, day: date) -> None:
    page = opened(visit, app, f"rare_earths?as_of={day}&rare_section=Controls")
    told = figure(page, "rare_controls_by_element")
    spells = export_controls.spells(read_table("control_items", day), read_table("events", day), day)
    now = export_controls.on_the_day(export_controls.of_the_earths(spells))
    assert len(now) >= 7
    for row in now.to_dict("records"):
        assert f"{row['item'].capitalize()}: {row['state']}" in told


def test_the_elements_under_control_are_found_in_the_ores_by_share(visit: Visit, app: App) -> None:
    told = figure(opened(visit, app, "rare_earths?rare_section=Elements"), "rare_elements")
    day = tables.compiled_on()
    spells = export_controls.spells(read_table("control_items", day), read_table("events", day), day)
    spells = export_controls.of_the_earths(spells)
    named = set(spells.loc[spells["event_id"] == "mofcom-2025-18", "symbol"])
    ore = read_table("element_content").query("location == 'Longnan, Jiangxi'")
    covered = ore.loc[ore["element"].isin(named), "share_of_reo_pct"].sum()
    assert terms.rate(covered) in told.partition("Longnan")[2].partition(";")[0]


def test_the_other_minerals_come_by_a_click_and_stay_in_the_address(visit: Visit, app: App) -> None:
    page = opened(visit, app, "rare_earths")
    press_subject(page, "rare_section", "Controls")
    redrawn(page, page.get_by_role("radio", name="Other minerals and goods").click)
    timeline = page.locator("[data-figure=rare_controls_by_element] [role=figure][aria-label*=Gallium]")
    expect(timeline).to_be_visible()
    page.reload(wait_until="load")
    settle(page)
    expect(timeline).to_be_visible()


def licences(**changes: float) -> dict[str, float]:
    """The model's own answer for the United States when four fifths of its magnet licences are refused."""
    magnets = [ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=20)]
    ore = [ExportChange("CHN", "USA", Goods("stage", "refine"), limit_pct=50)]
    scenario = Scenario(
        tables.compiled_on(),
        exports=[*ore, *magnets] if changes.get("refined") else magnets,
        horizon="first_year",
        stock_months=changes.get("stocks", 2),
        restriction_months=12,
    )
    rows = solve(scenario, "critical_input").tables["by_destination"].set_index("destination_iso3")
    return dict(rows.drop(columns="calibration").loc["USA"])


def test_licences_refused_by_slider_give_the_bounds_of_the_model(visit: Visit, app: App) -> None:
    page = opened(visit, app, "rare_earths")
    press_subject(page, "rare_section", SUBJECT)
    page.get_by_role("radio", name=IF_STOPPED, exact=True).click()
    first = licences()
    bites = bound_words(first["loss_cobb_douglas_pct"], first["loss_leontief_pct"]).replace(terms.NBSP, " ")
    expect(page.get_by_role("heading", level=1, name=bites)).to_be_visible()
    refined = page.locator(".st-key-rare_refine input[type=range]")
    refined.focus()
    for _ in range(5):
        refined.press("PageUp")  # by tens
    stocks = page.locator(".st-key-rare_stocks input[type=range]")
    for _ in range(4):
        stocks.press("ArrowRight")
    row = licences(refined=1, stocks=6)
    felt = f"{terms.number(row['onset_months'], 1)} months"
    facts = page.locator(".parley-value")
    expect(facts.filter(has_text=felt)).to_be_visible()
    mean = bound_words(row["mean_loss_cobb_douglas_pct"], row["mean_loss_leontief_pct"]).replace(terms.NBSP, " ")
    expect(page.locator(".parley-change").filter(has_text=mean).first).to_be_visible()
    settle(page)
    redrawn(page, page.get_by_role("radio", name="By industry").click)
    told = figure(page, "rare_what_if_users")
    users = solve(
        Scenario(tables.compiled_on(), exports=[ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=20)]),
        "critical_input",
    ).tables["by_sector"]
    electronics = users[(users["sector"] == "C26") & (users["destination_iso3"] == "USA")].iloc[0]
    share = f"{terms.significant(electronics['cost_share_pct'], 2)}% of cost"
    assert f"Computers, electronics: {share}" in told
    expect(page.get_by_text(exports.SAY("what_if.demand"))).to_be_visible()
    assert "rare_refine=50" in page.url
    assert visit.complaints == []
