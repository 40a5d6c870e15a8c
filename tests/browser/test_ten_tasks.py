"""Ten tasks from opening the app, by what a visitor can see and press: at most eight presses or entries each.

The answer of each is the engine's, solved here without the page; the number of presses is printed.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

import parley
from parley import terms
from parley.app.compare import sides
from parley.app.rare_earths import what_if_words
from parley.app.what_if import partners, parts, short_run, starting_duties, trade_base
from parley.app.what_if_product import controls
from parley.app.what_if_world import controls as world_controls
from parley.models.policy_parts import EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers.household import INPUTS, household_cost
from parley.results.compared import comparison, comparison_models, comparison_words
from parley.results.scenario import sentence
from parley.tables.read import compiled_on
from tests.browser.conftest import App, Visit, opened
from tests.browser.visitor import Visitor, plain

pytestmark = pytest.mark.browser
MOST = 8
TODAY = compiled_on()
BASE = trade_base.default(TODAY)
NUMBER = re.compile(r"[+\-]?\$?[\d,]+(?:\.\d+)?")


@pytest.fixture
def visitor(app: App, visit: Visit, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody who has just opened the app; what they needed is printed and within bounds."""
    found = Visitor(opened(visit, app, ""))
    yield found
    print(f"{request.node.name}: {found.done} presses or entries")
    assert 0 < found.done <= MOST
    assert visit.complaints == []


def asked(*tariffs: TariffChange, **more: Any) -> Scenario:
    """A scenario of today on the trade of the page."""
    return Scenario(TODAY, tariffs=tariffs, **{**BASE, **more})


def us(rate: float, goods: Goods | None = None, exporter: str = "CHN") -> TariffChange:
    return TariffChange("USA", exporter, rate, "absolute", *([goods] if goods else []))


def assert_shown(text: str, value: float) -> None:
    """A number as shown is the engine's, rounded to the decimals it has."""
    told = NUMBER.search(text.replace(terms.MINUS, "-"))
    assert told, text
    digits = told.group().replace("$", "").replace(",", "")
    decimals = len(digits.partition(".")[2])
    assert abs(float(digits) - value) <= 0.5 * 10.0**-decimals + 1e-9, (text, value)


def assert_product(visitor: Visitor, scenario: Scenario) -> None:
    """The facts are the product model's."""
    value = parley.solve(scenario).tables["summary"].set_index("metric")["value"]
    assert_shown(visitor.fact("Imports from China"), value["imports_from_china_change_pct"])
    assert_shown(visitor.fact("Import prices"), value["import_price_change_pct"])
    assert_shown(visitor.fact("Revenue at legal rates"), value["duty_change_usd"] / 1e9)
    title = visitor.page.locator("h1").inner_text()
    if "$" in title:  # the models agree on the direction
        assert_shown(title.partition("$")[2], abs(value["buyers_loss_usd"]) / 1e9)
    assert_output(visitor, scenario)


def assert_output(visitor: Visitor, scenario: Scenario) -> None:
    """US output of the first year is the mean of its four quarters."""
    quarters = parley.solve(scenario, "all").tables["short_run"].query("variable == 'us_gdp' and quarter <= 4")
    assert_shown(visitor.fact(short_run.SAY("short_run.fact")), quarters["central"].mean())


def test_1_machinery_at_60_and_an_answer_of_40(visitor: Visitor) -> None:
    visitor.go_to("What if: products")
    visitor.open_fold(parts.MORE)
    visitor.pick("Start from", controls.EXAMPLES[0].words)
    answer = TariffChange("CHN", "USA", 40, "absolute")
    assert_product(visitor, asked(us(60, Goods("section", "XVI")), answer))
    rate, reply = (
        sentence.SAY("name", "rate", what="Machinery", rate="60"),
        sentence.SAY("name.answer", rate="40"),
    )
    name = visitor.page.get_by_label("Name of the scenario")
    expect(name).to_have_attribute("placeholder", f"{rate}, {reply}")


def test_2_section_232_is_removed(visitor: Visitor) -> None:
    visitor.go_to("What if: products")
    visitor.reset()
    visitor.open_fold(parts.MORE)
    visitor.radio("Section 232")
    assert_product(visitor, asked(TariffChange("USA", EVERYBODY, kind="without", authority="section_232")))


def test_3_ten_points_on_everybody_and_everybody_answers(visitor: Visitor) -> None:
    visitor.go_to("What if: world")
    visitor.open_fold(parts.MORE)
    visitor.pick("Start from", world_controls.EXAMPLES[1].words)
    scenario = asked(TariffChange("USA", EVERYBODY, 10), reply="in_kind")
    income = parley.solve(scenario, "world").tables["by_economy"].set_index("economy")["real_income_change_pct"]
    assert_shown(visitor.fact("Real income, US"), income["USA"])
    assert_output(visitor, scenario)


def test_4_batteries_for_electric_cars_alone_at_100(visitor: Visitor) -> None:
    visitor.go_to("What if: products")
    visitor.reset()
    visitor.open_fold(parts.MORE)
    visitor.enter(goods(visitor), "EV battery")
    visitor.press(visitor.page.get_by_role("button", name=re.compile("^8507.60")))
    visitor.enter(visitor.page.locator(".st-key-us_850760 input[type=number]"), "100")
    assert_product(visitor, asked(us(100, Goods("hs6", "850760"))))


def test_5_phones_and_laptops_are_exempt(visitor: Visitor) -> None:
    visitor.go_to("What if: products")
    visitor.reset()
    visitor.open_fold(parts.MORE)
    visitor.enter(goods(visitor), "smartphone")
    visitor.press(visitor.page.get_by_role("button", name=re.compile("^8517.13")))
    visitor.enter(goods(visitor), "851713, laptop")
    visitor.press(visitor.page.get_by_role("button", name=re.compile("^8471.30")))
    moved = []
    for code in ("851713", "847130"):
        rate = starting_duties.rate_of(asked(), "CHN", Goods("hs6", code))
        field = visitor.page.locator(f".st-key-us_{code} input[type=number]")
        if round(rate):  # laptops owe nothing already
            visitor.enter(field, "0")
            moved.append(us(0, Goods("hs6", code)))
        expect(field).to_have_value("0")
    assert_product(visitor, asked(*moved))


def goods(visitor: Visitor) -> Locator:
    """The field for goods by code or words."""
    return visitor.page.get_by_label("HS codes of two or six digits, or words", exact=True)


def test_6_mexico_and_canada_at_25(visitor: Visitor) -> None:
    """Of all their goods: no table holds what claims USMCA, and the page says so."""
    visitor.go_to("What if: products")
    visitor.reset()
    visitor.open_fold(parts.MORE)
    for name in ("Mexico", "Canada"):
        visitor.pick("Add a partner", name)
    for name in ("Mexico", "Canada"):
        visitor.number(name, 25)
    assert_product(visitor, asked(us(25, exporter="MEX"), us(25, exporter="CAN")))
    expect(visitor.page.get_by_text(partners.SAY("partners", "usmca"))).to_be_visible()


def test_7_china_stops_licences_for_magnets(visitor: Visitor) -> None:
    """Gallium and germanium are in no model yet."""
    visitor.go_to("Minerals")
    visitor.radio("Exports and what if licences stop")
    visitor.radio("If licences stop")
    visitor.number("Magnets, refused", 100)
    change = ExportChange("CHN", "USA", Goods("stage", "magnet"), limit_pct=0)
    scenario = Scenario(
        TODAY,
        exports=[change],
        horizon="first_year",
        stock_months=round(parley_stocks()),
        restriction_months=12,
    )
    rows = parley.solve(scenario, "critical_input").tables["by_destination"].set_index("destination_iso3")
    loss = float(rows.loc["USA", "loss_ces_pct"])
    expect(visitor.page.locator("h1")).to_contain_text(what_if_words.SAY("what_if.cut", cut="100%", goods="magnets"))
    shown = visitor.fact("Loss while stocks are out")
    assert plain(shown) == f"{terms.significant(loss, 1)}%"


def parley_stocks() -> float:
    """Months of use in stock, as the parameter file has them."""
    from parley.tables.parameters import parameter

    return parameter("critical_open_stock_months").value


def test_8_a_total_of_45_from_10_january_2027_on(visitor: Visitor) -> None:
    """What the end of the truce would bring is the visitor's to say; the dollars of 2027 count 356 days."""
    visitor.go_to("What if: products")
    visitor.number(parts.US_ON_CHINA, 45)
    visitor.open_fold(parts.MORE)
    visitor.enter(visitor.page.get_by_label("First day", exact=True), "2027-01-10")
    visitor.radio("Who pays")
    visitor.radio("By year")
    rows = parley.solve(asked(us(45), begins=date(2027, 1, 10))).tables["by_year"]
    first = rows[(rows["year"] == 2027) & (rows["figure"] == "buyers")].iloc[0]
    cells = visitor.page.locator("[data-testid=stMain] tr", has_text="2027").first.locator("th, td").all_inner_texts()
    assert cells[:2] == ["2027", "356"] and first["days"] == 356
    assert_shown(cells[2], float(first["value_usd"]) / 1e9)


def test_9_geneva_against_busan_as_a_report(visitor: Visitor, tmp_path: Path) -> None:
    visitor.go_to("Compare")
    for side, name in (("A", "geneva_truce"), ("B", "busan")):
        visitor.pick(f"Scenario {side}", sides.names()[name])
    visitor.done += 1
    with visitor.page.expect_download(timeout=240_000) as loading:  # three models are asked
        visitor.page.get_by_role("button", name="Printable report").click()
    file = tmp_path / "report.html"
    loading.value.save_as(file)
    words = file.read_text(encoding="utf-8")
    a, b = (scenario_of(name) for name in ("geneva_truce", "busan"))
    product, world = ((comparison.run(a, model), comparison.run(b, model)) for model in ("product", "world"))
    figures = comparison_models.widened(comparison.headline(product, world), comparison_models.between(a, b))
    for cells in comparison_words.figure_cells(figures).to_numpy().tolist():
        assert all(cell.replace("'", "&#x27;") in words for cell in cells)
    assert 'class="summary"' in words


def scenario_of(name: str) -> Scenario:
    """A regime on the day and trade of the app."""
    return Scenario(TODAY, regime=name, **BASE)


def test_10_what_a_household_pays(visitor: Visitor) -> None:
    visitor.go_to("What if: products")
    visitor.open_fold(parts.MORE)
    visitor.pick("Start from", controls.EXAMPLES[0].words)  # China's answer changes no price here
    visitor.subject("what_if_section", "Households")
    cost = household_cost(asked(us(60, Goods("section", "XVI")))).categories
    own = cost[cost["pce_category"] != INPUTS]
    ends = sorted(float(own[f"{kind}_usd_a_household"].sum()) for kind in ("border", "retail"))
    told = visitor.page.locator("[data-figure=what_if_households] h2").inner_text()
    low, high = NUMBER.findall(told.partition("$")[2])[:2]
    assert_shown(low, ends[0])
    assert_shown(high, ends[1])
