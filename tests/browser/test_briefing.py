"""A journalist checks the news of 9 June 2025: what the tables said that day, what is known since, and the source."""

import csv
import io
import re
from urllib.parse import urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from parley import read_table, terms
from parley.app.briefing import acts
from parley.app.briefing import header as briefing_header
from parley.app.kit.controls import LONDON_TALKS
from parley.tables import read as tables
from tests.browser.conftest import App, Visit, link, opened, redrawn
from tests.browser.pictures import saved
from tests.browser.visitor import plain

pytestmark = [pytest.mark.browser, pytest.mark.one_tab]

LONDON = pd.Timestamp(LONDON_TALKS)
THEN, SINCE = "On 9 Jun 2025", "Known since"


def told(page: Page) -> dict[str, str]:
    """The words of every statement under its heading, in the order of the page."""
    whole = plain(page.locator("[data-testid=stMain]").inner_text())
    says = [plain(answer.says) for answer in briefing_header.answers(tables.compiled_on()).values()]
    starts = [whole.index(words) for words in says]
    assert starts == sorted(starts)
    return {
        name: whole[start:end]
        for name, start, end in zip(briefing_header.STATEMENTS, starts, [*starts[1:], len(whole)], strict=True)
    }


def columns(words: str) -> tuple[str, str]:
    """What a statement says of the day, and what it says is known since."""
    then, _, since = words.partition(THEN)[2].partition(SINCE)
    return then, since


def headline(importer: str, exporter: str, on: pd.Timestamp) -> str:
    layers = read_table("tariff_layers").query("importer_iso3 == @importer and exporter_iso3 == @exporter")
    broad = layers[layers["coverage"].isin(["all_goods", "broad_with_exemptions"]) & (layers["valid_from"] <= on)]
    return plain(terms.law_rate(float(broad.loc[~(broad["valid_to"] < on), "rate_pct"].sum())))


def mined_2024(edition: str) -> str:
    rows = read_table("mine_production").query("edition == @edition and year == 2024").set_index("iso3")["output_t"]
    return plain(terms.rate(rows["CHN"] / rows["WLD"] * 100))


def world_2025(edition: str) -> str:
    rows = read_table("forecasts").query("edition == @edition and area == 'WLD' and target_year == 2025")
    (value,) = rows.loc[(rows["measure"] == "real_gdp_growth") & (rows["scenario"] == "baseline"), "value_pct"]
    return plain(terms.rate(value))


def of_may(table: str) -> pd.DataFrame:
    rows = read_table(table)
    return rows[(rows["period_start"] == "2025-05-01") & (rows["period_end"] == "2025-05-31")]


def printed(flow: str) -> str:
    rows = of_may("china_customs").query("flow == @flow and partner_iso3 == 'WLD' and currency == 'USD'")
    return plain(terms.change_pct(rows["change_pct"].item()))


def magnets_may() -> str:
    rows = of_may("china_rare_earth_exports").query("destination_iso3 == 'USA' and commodity == 'rare_earth_magnets'")
    return plain(terms.tonnes(rows["quantity_t"].item()))


def test_every_statement_stands_with_that_days_figure_and_the_one_known_since(visit: Visit, app: App) -> None:
    page = opened(visit, app, "briefing")
    words = told(page)
    today = pd.Timestamp(tables.compiled_on())
    searched = len(read_table("events", LONDON_TALKS))
    nothing = acts.SAY("unrecorded.nothing", count=searched).replace("**", "")
    expected = {
        "truce": (
            [headline("USA", "CHN", LONDON), headline("CHN", "USA", LONDON)],
            [headline("USA", "CHN", today), headline("CHN", "USA", today)],
        ),
        "mining": ([mined_2024("MCS2025")], [mined_2024("MCS2026")]),
        "growth": ([world_2025("EO117")], [world_2025("EO119")]),
        "customs": ([printed("export"), printed("import")], []),
        "uk_steel": (["25%", "50%", "9 Jul 2025"], ["25%"]),
        "magnets": (["4 Apr 2025"], [magnets_may()]),  # licences since; no page of the day had a figure
        "chips": (["Huawei", "design software", "H20"], ["US lifts the limit on chip design software"]),
        "deadlines": (["9 Jul 2025", "12 Aug 2025"], ["10 Jan 2027"]),
        "call": (["5 Jun 2025", "US account"], []),
        "visas": ([nothing], []),
        "embassy": ([nothing], []),
        "easing": ([nothing], []),
    }
    assert list(words) == list(expected)
    for name, wanted in expected.items():
        for column, parts in zip(columns(words[name]), wanted, strict=True):
            assert [part for part in parts if part not in column] == [], name
        assert "Source" in words[name], name
    assert printed("export") == "+4.8%"
    assert visit.complaints == []
    assert visit.outside == []


def test_on_the_day_itself_nothing_later_is_on_the_page(visit: Visit, app: App) -> None:
    page = opened(visit, app, f"briefing?as_of={LONDON_TALKS}")
    words = plain(page.locator("[data-testid=stMain]").inner_text())
    assert mined_2024("MCS2025") in words
    for later in (mined_2024("MCS2026"), "EO119", "lifts the limit on chip design software", "10 Jan 2027"):
        assert later not in words
    assert words.count(SINCE) == 1  # the head of the overview's column
    assert plain(briefing_header.SAY("header.known_day", day=terms.day(LONDON_TALKS))) in words


def chart(page: Page, name: str) -> Locator:
    return page.locator(f"[data-figure=briefing_{name}] [role=figure][aria-label]:visible")


def test_two_charts_stand_open_and_the_others_come_when_asked_for(visit: Visit, app: App) -> None:
    page = opened(visit, app, "briefing")
    for name, part in (("growth", "EO117 2.9"), ("magnets", "May 2025 46")):
        expect(chart(page, name)).to_be_visible()
        assert part in plain(str(chart(page, name).get_attribute("aria-label")))
    expect(chart(page, "mining")).to_have_count(0)
    redrawn(page, page.locator("[data-choice=briefing_mining_chart] label").click)
    expect(chart(page, "mining")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\bbriefing_mining_chart=true\b"))
    expect(chart(page, "growth")).to_be_visible()


def test_the_rows_of_the_printed_rates_are_taken_away_with_their_source(visit: Visit, app: App) -> None:
    page = opened(visit, app, "briefing")
    rows = list(csv.DictReader(io.StringIO(saved(page, "briefing_customs", "CSV")[1].decode("utf-8-sig"))))
    may = [row for row in rows if row["period_start"] == "2025-05-01" and row["flow"] in ("export", "import")]
    assert sorted(float(row["change_pct"]) for row in may) == [-3.4, 4.8]
    assert {row["published_on"] for row in may} == {str(LONDON_TALKS)}
    assert {row["source_id"] for row in may} == {"china_customs_cited"}


LINKED = [name for name, a in briefing_header.answers(tables.compiled_on()).items() if a.page]


def test_a_statement_leads_to_the_page_and_subject_that_shows_it_whole(visit: Visit, app: App) -> None:
    page = opened(visit, app, "briefing")
    assert LINKED
    for name in LINKED:
        answer = briefing_header.answer(name, tables.compiled_on())
        redrawn(page, page.locator("[data-testid=stMain]").get_by_role("link", name=answer.link).click)
        assert urlsplit(page.url).path == f"/{answer.page.removeprefix('home')}", name
        chosen = page.locator("[data-choice] input:checked").evaluate_all("all => all.map(box => box.value)")
        subjects = {subject for key, subject in answer.query.items() if key.endswith("_section")}
        assert subjects <= set(chosen), name
        redrawn(page, link(page, "Briefing").click)
    assert visit.complaints == []
