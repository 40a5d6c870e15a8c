"""Journey 6: who took China's place in US imports, in all and in section XVI? Slope, flow, months, mirror, rows."""

import csv
import io
from urllib.parse import urlencode

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from parley import read_table, terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.trade import header
from parley.tables.us_imports import read_imports
from tests import wording
from tests.browser import conftest
from tests.browser.conftest import App, Visit, figure, press_subject, redrawn, settle
from tests.browser.pictures import saved
from tests.browser.visitor import plain

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]


def shares(year: int) -> pd.Series:
    """Shares of US general imports in one year, straight from the table: newest release of each month."""
    rows = read_table("trade_monthly").query("flow == 'import' and basis == 'general' and month.dt.year == @year")
    newest = rows.sort_values("vintage").drop_duplicates(["partner_iso3", "month"], keep="last")
    sums = newest.groupby("partner_iso3")["value_usd"].agg(["sum", "size"])
    sums = sums.loc[sums["size"] == 12, "sum"]
    return sums / sums["WLD"] * 100


def partners() -> pd.DataFrame:
    countries = read_table("countries")
    members = set(countries.loc[countries["is_eu27"] & ~countries["is_aggregate"], "iso3"])
    wide = pd.concat({2017: shares(2017), 2024: shares(2024), 2025: shares(2025)}, axis=1)
    names = countries.set_index("iso3")["name"]
    return wide.drop(index=[*members & set(wide.index), "WLD"]).assign(name=lambda rows: names.reindex(rows.index))


PLACE = "Who took China's place"


def opened(visit: Visit, app: App, **query: str) -> Page:
    return conftest.opened(visit, app, f"trade?{urlencode(query)}")


def test_the_page_names_china_s_fall_and_the_partner_that_gained_most(app: App, visit: Visit) -> None:
    known = partners().dropna()
    gains = (known[2025] - known[2017]).drop("CHN").nlargest(2)
    page = opened(visit, app)
    press_subject(page, "trade_section", PLACE)
    heading = page.locator("[data-figure=trade_partners] :is(h1, h2)")
    expect(heading).to_be_visible()
    case, fields = wording.told("trade", "shares.finding", heading.inner_text())
    assert case == "fell_gain"
    assert [fields["before"], fields["after"]] == [plain(terms.rate(known.at["CHN", year])) for year in (2017, 2025)]
    assert fields["winner"].removeprefix("the ") == known.at[gains.index[0], "name"]
    told = figure(visit.page, "trade_partners")
    for partner in ["CHN", *gains.index]:
        before, after = (terms.number(known.at[partner, year], 1) for year in (2017, 2025))
        assert f"{known.at[partner, 'name']} {before} to {after}" in told
    assert visit.complaints == []


def test_another_year_is_compared_and_kept_in_the_address(app: App, visit: Visit) -> None:
    page = opened(visit, app, trade_section=PLACE)
    years = page.get_by_role("combobox", name="Compare 2017 with").first
    redrawn(page, lambda: years.select_option("2024") and None)
    heading = page.locator("[data-figure=trade_partners] :is(h1, h2)", has_text=terms.rate(shares(2024)["CHN"]))
    expect(heading).to_be_visible()
    page.reload(wait_until="load")
    settle(page)
    expect(heading).to_be_visible()
    measure = page.locator("[data-figure=trade_partners] .parley-note").first.inner_text()
    assert wording.told("trade", "shares.measure", measure)[1]["last"] == "2024"


def test_the_months_stand_beside_the_tariff_steps(app: App, visit: Visit) -> None:
    page = opened(visit, app)
    rows = read_table("trade_monthly").query("partner_iso3 == 'CHN' and flow == 'import' and basis == 'general'")
    last = rows.sort_values(["month", "vintage"]).iloc[-1]
    heading = page.locator("[data-figure=trade_months] :is(h1, h2)")
    _, fields = wording.told("trade", "months.finding", heading.inner_text())
    assert fields["value"] == plain(terms.usd(last["value_usd"]))
    assert fields["month"] == plain(terms.month(last["month"]))
    peak = read_table("events").set_index("event_id").loc["us-ieepa-recip-125"]
    expect(page.get_by_role("link", name=peak["title"]).first).to_have_attribute("href", peak["source_url"])


def test_both_sides_figures_of_one_year_stand_side_by_side(app: App, visit: Visit) -> None:
    told = figure(opened(visit, app, trade_section="Mirror gap", trade_mirror_period="2025"), "trade_mirror")
    theirs = read_table("china_customs").query("partner_iso3 == 'USA' and currency == 'USD' and flow == 'export'")
    whole_year = theirs["period_start"].eq("2025-01-01") & theirs["period_end"].eq("2025-12-31")
    assert terms.usd(theirs.loc[whole_year, "value_usd"].item()) in told
    ours = read_table("trade_monthly").query(
        "partner_iso3 == 'CHN' and flow == 'import' and basis == 'general' and month.dt.year == 2025"
    )
    newest = ours.sort_values("vintage").drop_duplicates("month", keep="last")
    assert terms.usd(newest["value_usd"].sum()) in told


def test_the_rows_taken_away_are_the_partners_and_years_shown(app: App, visit: Visit) -> None:
    page = opened(visit, app, trade_year="2024")
    content = saved(page, "trade_partners", "CSV")[1].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert {row["year"] for row in rows} == {str(year) for year in range(2017, 2025)}
    china = next(row for row in rows if row["partner_iso3"] == "CHN" and row["year"] == "2024")
    assert float(china["share_pct"]) == pytest.approx(shares(2024)["CHN"], rel=1e-12)
    assert china["source_id"] in set(read_table("sources")["source_id"])


def test_on_the_day_of_the_talks_china_s_may_figures_are_the_printed_ones(app: App, visit: Visit) -> None:
    page = opened(visit, app, as_of=str(LONDON_TALKS), trade_section="China's figures")
    customs = read_table("china_customs", LONDON_TALKS).query("partner_iso3 == 'WLD' and currency == 'USD'")
    rates = customs[customs["period_start"].eq("2025-05-01")].set_index("flow")["change_pct"]
    finding = page.locator("[data-figure=trade_customs] :is(h1, h2)").inner_text()
    _, fields = wording.told("trade", "customs.finding", finding)
    export, back = (wording.told("trade", "customs.moved", fields[flow]) for flow in ("exports", "imports"))
    assert export == ("rose", {"size": plain(terms.rate(rates["export"]))})
    assert back == ("fell", {"size": plain(terms.rate(-rates["import"]))})
    press_subject(page, "trade_section", "Mirror gap")
    expect(page.get_by_text(plain(header.SAY("mirror.none", day=terms.day(LONDON_TALKS))))).to_be_visible()


def test_section_xvi_is_answered_from_the_tables_by_chapter_and_by_product(app: App, visit: Visit) -> None:
    chapters = read_table("us_trade_hs2_monthly", where={"flow": ["import"], "chapter": ["84", "85"]})
    before = chapters[chapters["month"].dt.year == 2017].groupby("partner_iso3")["value_usd"].sum()
    section = read_imports(None, 2025, where={"section": ["XVI"]})
    products = section.groupby("exporter_iso3")["value_usd"].sum()
    both = pd.concat({2017: before / before["WLD"], 2025: products / products.sum()}, axis=1).dropna() * 100
    gains = (both[2025] - both[2017]).drop("CHN").nlargest(2)
    page = opened(visit, app, trade_section=PLACE, trade_place_by="One section")
    case, fields = wording.told(
        "trade", "shares.finding", page.locator("[data-figure=trade_partners] :is(h1, h2)").inner_text()
    )
    assert case == "fell_gain_to"
    assert fields["after"] == plain(terms.rate(both.at["CHN", 2025]))
    names = read_table("countries").set_index("iso3")["name"]
    assert fields["winner"] == names[gains.index[0]]
    before, after = (terms.number(share, 1) for share in both.loc["CHN"])
    assert f"China {before} to {after}" in figure(page, "trade_partners")
    expect(page.get_by_text("or the European Union")).to_be_visible()
    assert visit.complaints == []


def test_the_nearest_industries_stand_by_month_beside_the_tariff_steps(app: App, visit: Visit) -> None:
    page = opened(visit, app, trade_section=PLACE, trade_place_by="One industry")
    rows = read_table("us_imports_naics3_monthly", where={"naics3": ["333", "334", "335"]})
    last = rows["month"].max()
    newest = rows[rows["month"] == last].groupby("partner_iso3")["value_usd"].sum()
    told = figure(page, "trade_place_months")
    assert f"China {terms.usd(newest['CHN'])}" in told
    assert f"Taiwan {terms.usd(newest['TWN'])}" in told
    peak = read_table("events").set_index("event_id").loc["us-ieepa-recip-125"]
    expect(page.get_by_role("link", name=peak["title"]).first).to_have_attribute("href", peak["source_url"])
    assert "NAICS 333 to 335" in page.inner_text("[data-testid=stMain]")


def test_the_flow_by_industry_adds_up_to_china_s_shortfall(app: App, visit: Visit) -> None:
    """The same months of both years; shortfall = share lost times the newer imports, industries that lost only."""
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": ["CHN", "WLD"]})
    year, last = rows["month"].max().year, rows["month"].max().month
    same = rows[rows["month"].dt.month <= last]
    sums = same.groupby(["naics3", "partner_iso3", same["month"].dt.year])["value_usd"].sum()
    wide = sums.unstack("partner_iso3")
    share, world = wide["CHN"] / wide["WLD"], wide["WLD"].xs(year, level="month")
    lost = (share.xs(2017, level="month") - share.xs(year, level="month")) * world
    lost = lost[lost > 0]
    page = opened(visit, app, trade_section=PLACE)
    assert terms.usd(lost.sum()) in page.locator("[data-figure=trade_flow] :is(h1, h2)").inner_text()
    told = figure(page, "trade_flow")
    assert f"Computers, electronics {terms.MINUS}${terms.number(lost['334'] / 1e9)}" in told
    content = saved(page, "trade_flow", "CSV")[1].decode("utf-8-sig")
    taken = list(csv.DictReader(io.StringIO(content, newline="")))
    assert sum(float(row["flow_usd"]) for row in taken) == pytest.approx(lost.sum(), rel=1e-9)
