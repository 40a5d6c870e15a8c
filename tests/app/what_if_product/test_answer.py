"""The product what-if of the page: slider positions to scenarios, and the page's numbers are the model's."""

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import parley
from parley import terms
from parley.app.kit import downloads
from parley.app.what_if import all_models, starting_duties, trade_base
from parley.app.what_if_product import answer as page
from parley.app.what_if_product import controls, subjects, suppliers, who_pays
from parley.app.what_if_product import words as product_words
from parley.calibration.product_baseline import FIRST_DAY, baseline_on
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import HORIZONS
from parley.results.answers import product as results
from parley.results.answers import product_goods as goods
from parley.results.answers.product_solution import inputs_of
from parley.results.answers.product_solution import outcome as solved
from parley.tables.parameters import parameter, presets
from parley.tables.read import read_table
from tests.scenarios import on_page as moved
from tests.wording import Told, told

NB, MINUS = "\u00a0", "\u2212"
JUNE, LATEST = date(2025, 6, 9), date(2026, 11, 24)
LOSSES = ["buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd"]


JOURNEY = moved(JUNE, sections={"XVI": 60}, china=40)


@pytest.fixture(scope="module")
def outcome() -> results.ProductOutcome:
    """The journey's scenario from Python, without anything of the page."""
    return solved(JOURNEY)


@pytest.fixture(scope="module")
def answer() -> page.Answer:
    return page.answer(JOURNEY)


@pytest.mark.parametrize("as_of", [LATEST, JUNE, date(2025, 4, 12), FIRST_DAY])
@pytest.mark.parametrize("border", [1.0, 0.8])
def test_sliders_left_where_they_are_change_exactly_nothing(as_of: date, border: float) -> None:
    run = moved(as_of, border_pass_through=border)
    found = page.answer(run)
    changes = [spans for metric, spans in found.figures.items() if "change" in metric or "loss" in metric]
    assert len(changes) >= 10
    assert not any(value for spans in changes for value in spans)
    assert not pd.DataFrame(found.origins)[["change_usd", "low_usd", "high_usd"]].to_numpy().any()
    assert not page.table(run, "section")[LOSSES].to_numpy().any()


def test_the_sliders_stand_at_the_duties_of_the_baseline() -> None:
    start = starting_duties.start(JUNE)
    base, rates = baseline_on(inputs_of(start), JUNE), starting_duties.rates(start)
    us = goods.us_slider_rates(inputs_of(start), base).set_index("section")["rate_pct"]
    assert rates.us_total == pytest.approx(us["total"], abs=1e-9)
    assert dict(rates.us) == pytest.approx(us.drop("total").to_dict(), abs=1e-9)
    assert controls.positions(rates)[controls.TOTAL_KEY] == round(us["total"])
    assert len(controls.section_positions(rates)) == len(us) - 1


def test_chinas_slider_stands_at_the_published_mean_of_its_last_date() -> None:
    """Trade-weighted mean of the chapter rates of the latest date not after the day, from the table itself."""
    table = read_table("china_tariff_on_us_chapters")
    rates_from = table.loc[table["date"] <= pd.Timestamp(JUNE), "date"].max()
    rows = table[table["date"] == rates_from].set_index("chapter")
    first = table[table["date"] == table["date"].min()].set_index("chapter")["china_imports_from_us_usd"]
    mean = (rows["import_weighted_pct"] * first).sum() / first.sum()
    sliders = starting_duties.rates(starting_duties.start(JUNE))
    assert starting_duties.china_known_on(JUNE) == rates_from.date()
    assert terms.day(rates_from) in starting_duties.beside_china(JUNE, mean)
    assert sliders.china_total == pytest.approx(mean, abs=1e-9)


def test_sections_come_by_what_is_bought_from_china() -> None:
    imports = read_table("us_imports_hs6_2024").query("exporter_iso3 == 'CHN' and chapter < '98'")
    by_section = imports.groupby("section")["value_usd"].sum().sort_values(ascending=False)
    assert starting_duties.largest_sections() == list(by_section.index)


def test_the_pages_figures_are_the_models(outcome: results.ProductOutcome, answer: page.Answer) -> None:
    figures = results.solve_range(outcome).set_index("metric")
    assert list(answer.figures) == list(figures.index)
    for metric, spans in answer.figures.items():
        assert spans == pytest.approx(tuple(figures.loc[metric, ["value", "low", "high"]]), rel=1e-9, abs=0)
    sections = goods.by_section(outcome)
    pd.testing.assert_frame_equal(page.table(JOURNEY, "section")[list(sections)], sections, rtol=1e-9, atol=0)
    origins = results.by_origin(outcome)
    pd.testing.assert_frame_equal(pd.DataFrame(answer.origins)[list(origins)], origins, rtol=1e-9, atol=0)
    assert answer.value("imports_from_china_change_pct") < -1
    assert answer.value("us_exports_to_china_change_pct") < -1


def test_ranges_span_the_three_horizons(answer: page.Answer) -> None:
    alone = {h: page.answer(replace(JOURNEY, horizon=h)) for h in HORIZONS}
    for metric in ("imports_from_china_change_pct", *LOSSES):
        values = [one.value(metric) for one in alone.values()]
        assert answer.span(metric) == pytest.approx((min(values), max(values)), rel=1e-9)
    vietnam = [pd.DataFrame(a.origins).set_index("exporter_iso3")["change_usd"]["VNM"] for a in alone.values()]
    row = pd.DataFrame(answer.origins).set_index("exporter_iso3").loc["VNM"]
    assert (row["low_usd"], row["high_usd"]) == pytest.approx((min(vietnam), max(vietnam)), rel=1e-9)


def test_the_same_scenario_is_computed_once(answer: page.Answer) -> None:
    assert page.answer(moved(JUNE, sections={"XVI": 60}, china=40)) is answer


@pytest.mark.parametrize("regime", list(starting_duties.regimes(LATEST)))
def test_a_regime_starts_from_the_lines_of_its_day(regime: str) -> None:
    preset = starting_duties.regimes(LATEST)[regime]
    base = trade_base.options(LATEST)["2024"]  # weights that are the same on every day
    if preset.announced is None:
        then, now = starting_duties.start(preset.on, base=base), starting_duties.start(LATEST, preset.name, base=base)
        assert starting_duties.rates(now) == starting_duties.rates(then)
    python = parley.preset(preset.name)
    found = page.answer(starting_duties.start(python.as_of, preset.name))
    ours = parley.solve(python).tables["summary"].set_index("metric")["value"]
    assert found.value("buyers_loss_usd") == pytest.approx(ours["buyers_loss_usd"], rel=1e-9)


def test_a_regime_announced_and_changed_before_it_began_stands_at_what_was_announced() -> None:
    """34 points announced for China instead of the 10 that began: 24 points more on the goods not exempt."""
    (announced,) = [p for p in presets() if p.announced]
    at = starting_duties.rates(starting_duties.start(LATEST, announced.name)).us_total
    now = starting_duties.start(LATEST)
    own = {"base_year": now.base_year, "trade": now.trade}
    begun = starting_duties.rates(starting_duties.start(LATEST, str(announced.announced.lines_of), base=own)).us_total
    assert 0.6 * 24 < at - begun < 0.75 * 24


def test_laws_offered_are_those_in_force_and_each_takes_something_off() -> None:
    offered = starting_duties.laws(JUNE)
    on_china = set(offered) - {"section_201"}  # solar modules, of others
    assert on_china == {"china_lists", "ieepa_fentanyl", "ieepa_reciprocal", "section_232"}
    whole, without = (starting_duties.start(JUNE, struck=struck(laws)) for laws in ([], offered))
    for law in on_china:
        start = starting_duties.start(JUNE, struck=struck([law]))
        assert starting_duties.rates(start).us_total < starting_duties.rates(whole).us_total - 1, law
    assert starting_duties.rates(without).us_total == pytest.approx(baseline_mean_without(offered), abs=1e-9)


def struck(laws: list[str]) -> list[TariffChange]:
    """The laws taken away for everybody."""
    return [TariffChange("USA", "all", kind="without", authority=law) for law in laws]


def baseline_mean_without(laws: list[str]) -> float:
    inputs = inputs_of(starting_duties.start(JUNE))
    duty, own = baseline_on(inputs, JUNE, laws).us_duty, inputs.us.partner_cells
    return float(100 * np.average(duty[own], weights=inputs.us.market.value_usd[own]))


@pytest.mark.parametrize(
    ("as_of", "duties", "basis"),
    [
        (LATEST, "by_law", "by_law"),
        (LATEST, "collected", "collected_moved_by_law"),
        (date(2023, 6, 1), "by_law", "law_of_2024_end"),
        (date(2023, 6, 1), "collected", "collected_2024"),
        (date(2019, 9, 1), "by_law", "law_2018_2020"),
    ],
)
def test_the_line_below_the_title_says_what_the_baseline_is_and_of_which_day(
    as_of: date, duties: str, basis: str
) -> None:
    said = product_words.covers(moved(as_of, duties=duties))
    assert product_words.SAY("basis", basis, year=2024 if as_of.year < 2026 else 2025) in said
    assert terms.day(as_of) in said


def test_the_switches_offer_the_cited_values() -> None:
    values = list(controls.border_settings())
    assert values[0] == parameter("border_pass_through").value == 1.0
    assert values[1:] == [parameter(f"border_pass_through_{year}").value for year in (2025, 2018)]


@pytest.mark.parametrize("border", [1.0, 0.8])
def test_who_gains_and_loses_adds_up_to_duty_and_deadweight(border: float) -> None:
    found = page.answer(moved(JUNE, sections={"XVI": 60}, china=40, border_pass_through=border))
    rows = page.stamped(who_pays.bearer_columns(found)).set_index("bearer")
    gain = rows["gain_usd"]
    exporters = ["china_exporters", "other_exporters_losing", "other_exporters_gaining"]
    assert gain["treasury"] == pytest.approx(found.value("duty_change_usd"), rel=1e-12)
    assert -gain[exporters].sum() == pytest.approx(found.value("exporters_loss_usd"), rel=1e-9, abs=1)
    assert -gain["buyers"] - gain[exporters].sum() == pytest.approx(
        found.value("duty_change_usd") + found.value("deadweight_loss_usd"), rel=1e-9
    )
    assert gain.drop("lost_trade").sum() == pytest.approx(gain["lost_trade"], rel=1e-9)
    assert ((rows["low_usd"] <= gain) & (gain <= rows["high_usd"])).all()
    assert list(rows.loc[exporters, "by_assumption"]) == [border == 1] * 3
    if border < 1:
        assert gain["china_exporters"] < 0 < gain["other_exporters_gaining"]


def test_suppliers_are_china_and_the_largest_changes(answer: page.Answer) -> None:
    columns, others = suppliers.supplier_columns(answer)
    rows = page.stamped(columns)
    assert rows["exporter_iso3"].iloc[0] == "CHN"
    listed = rows["change_usd"].iloc[1:].abs()
    every = pd.DataFrame(answer.origins)
    left = every[~every["exporter_iso3"].isin(rows["exporter_iso3"])]
    assert listed.is_monotonic_decreasing
    assert left["change_usd"].abs().max() <= listed.min()
    assert others == pytest.approx(answer.value("imports_from_others_change_usd"), rel=1e-9)


def test_where_nothing_moves_the_largest_suppliers_are_shown() -> None:
    found = page.answer(moved(JUNE))
    columns, others = suppliers.supplier_columns(found)
    rows = page.stamped(columns)
    largest = (
        pd.DataFrame(found.origins).set_index("exporter_iso3")["value_usd_baseline"].drop("CHN").nlargest(len(rows) - 1)
    )
    assert list(rows["exporter_iso3"].iloc[1:]) == list(largest.index)
    assert others == 0


def test_files_hold_the_rows_to_the_last_digit(answer: page.Answer) -> None:
    frames = [
        page.stamped(who_pays.bearer_columns(answer)),
        page.stamped(suppliers.supplier_columns(answer)[0]),
        subjects.level_rows(JOURNEY, "section"),
    ]
    for rows in frames:
        back = pd.read_csv(io.BytesIO(downloads.csv_bytes(rows)), encoding="utf-8-sig")
        assert list(back) == list(rows)
        assert set(back["source_id"]) <= set(read_table("sources")["source_id"])
        for column in rows.select_dtypes("number"):
            assert back[column].to_numpy() == pytest.approx(rows[column].to_numpy(), rel=1e-12, nan_ok=True)


def test_sections_come_by_the_change_of_imports_from_china(outcome: results.ProductOutcome) -> None:
    rows = subjects.level_rows(JOURNEY, "section")
    assert rows["section"].iloc[0] == "XVI"
    assert rows["rate_pct"].iloc[0] == pytest.approx(60)
    assert len(rows) == len(goods.by_section(outcome))


def titled(run: Scenario, template: str = "title") -> Told:
    """Case and fields of the title once all models have been asked."""
    return told("what_if_product", template, product_words.title(run, page.answer(run), all_models.of_scenario(run)))


def envelope(run: Scenario, *key: str) -> tuple[float, float]:
    """Lowest and highest of all models on a question, from Python."""
    rows = parley.solve(run, "all").tables["reconciled"]
    (row,) = rows[(rows[["measure", "economy", "bearer", "model"]] == [*key, "all"]).all(axis=1)].to_dict("records")
    return row["low"], row["high"]


def test_until_all_models_are_asked_no_direction_is_claimed_and_every_range_follows() -> None:
    found = page.answer(JOURNEY)
    case, fields = told("what_if_product", "title", product_words.title(JOURNEY, found))
    loss = terms.model_bn(found.value("buyers_loss_usd")).replace(NB, " ")
    assert (case, fields["loss"]) == ("may_lose_overstated", loss)
    assert "may" in product_words.SAY("title", "may_lose", what="", loss="").split()
    alone = moved(JUNE, china=60)
    assert told("what_if_product", "answer", product_words.title(alone, page.answer(alone)))[0] == "no_range"
    assert told("what_if_product", "measure", product_words.measure(JOURNEY, found, None, ""))[0] == "pending"
    sure = product_words.sure(JOURNEY, found, None)
    assert sure is not None and sure.agreement.startswith(product_words.SAY("sure.agreement", "pending"))
    assert [fact.change for fact in product_words.facts(JOURNEY, found)][:3] == [product_words.FOLLOWS] * 3


def test_a_title_claims_what_the_envelope_of_all_models_does() -> None:
    """Without the duties under Section 232 buyers gain in every model; a duty on all goods has its ends in Python's."""
    for run in (moved(LATEST, total=0, rule="flat"), moved(LATEST, sections={"XVI": 60}), moved(JUNE, total=90)):
        low, high = envelope(run, "who_bears", "USA", "buyers")
        expected = "open" if low < 0 < high else "gain" if high > 0 else "lose"
        is_june = run.as_of == JUNE  # soon after the rise of April: the loss is told as overstated
        assert titled(run)[0] == (f"{expected}_overstated" if is_june else expected)
        models = all_models.of_scenario(run)
        sure = product_words.sure(run, page.answer(run), models)
        side = {"open": "open", "gain": "loss_down", "lose": "loss_up"}[expected]
        assert sure is not None and sure.agreement.startswith(product_words.SAY("sure.agreement", side))
        assert (models.turning(product_words.BUYERS) in sure.agreement) and bool(
            models.turning(product_words.BUYERS)
        ) == (expected == "open")
    ends = [fact.change for fact in product_words.facts(run, page.answer(run), all_models.of_scenario(run))]
    low, high = envelope(run, "imports_from_china", "USA", "")
    assert ends[0] == f"{terms.span(low, high, 0)}%"


def measured(run: Scenario) -> Told:
    """Case and range of the line under the title once all models have been asked."""
    line = product_words.measure(run, page.answer(run), all_models.of_scenario(run), "")
    return told("what_if_product", "measure", line)


def test_under_the_title_stands_the_range_over_all_models_and_a_title_names_the_rate_and_goods() -> None:
    low, high = envelope(JOURNEY, "who_bears", "USA", "buyers")
    assert high < 0
    case, fields = titled(JOURNEY)
    assert case == "lose_overstated"
    assert fields["loss"] == terms.model_bn(page.answer(JOURNEY).value("buyers_loss_usd")).replace(NB, " ")
    case, line = measured(JOURNEY)
    assert case == "models"
    assert line["range"] == terms.quantity(terms.span(-high / 1e9, -low / 1e9, 0), "bn")
    assert "40%" in product_words.covers(JOURNEY)
    low, high = envelope(JOURNEY, "treasury", "USA", "")
    assert low < 0 < high
    treasury = product_words.facts(JOURNEY, page.answer(JOURNEY), all_models.of_scenario(JOURNEY))[2]
    assert treasury.change == terms.quantity(terms.span(low / 1e9, high / 1e9, 0), "bn")


def test_a_gain_of_buyers_is_called_a_gain_in_the_title() -> None:
    run = moved(LATEST, total=0, rule="flat")
    loss, (low, high) = page.answer(run).value("buyers_loss_usd"), envelope(run, "who_bears", "USA", "buyers")
    assert low > 0
    case, fields = titled(run)
    assert (case, fields["loss"]) == ("gain", terms.model_bn(-loss).replace(NB, " "))
    assert measured(run)[1]["range"] == terms.quantity(terms.span(low / 1e9, high / 1e9, 0), "bn")
    what = told("what_if_product", "what.goods", terms.small(fields["what"]))[1]
    assert what == {"a_rate": "A 0%", "goods": product_words.SAY("goods", "all")}


def test_an_answer_of_china_alone_says_nothing_of_american_buyers() -> None:
    run = moved(JUNE, china=60)
    change = page.answer(run).value("us_exports_to_china_change_pct")
    assert titled(run, "answer") == ("fall", {"size": f"{-change:.0f}%", "rate": "60%"})
    low, high = envelope(run, "us_exports_to_china", "USA", "")
    assert measured(run) == ("percent", {"range": f"{terms.span(low, high, 0)}%"})


@pytest.mark.parametrize(
    ("value", "low", "high", "found"),
    [
        (4.0, 3.0, 10.0, ("rise", "4.0%")),
        (-4.0, -9.0, 0.0, ("fall", "4.0%")),
        (4.0, -1.0, 10.0, ("open", "4.0%")),
        (0.04, 0.01, 0.2, ("none", "0.0%")),
    ],
)
def test_a_direction_is_claimed_only_where_the_range_has_one_sign(
    value: float, low: float, high: float, found: tuple[str, str]
) -> None:
    assert product_words.moves(value, low, high, 1) == found


def test_a_small_section_is_not_told_as_nothing() -> None:
    run = moved(JUNE, sections={"XIX": 60})
    assert "$0bn" not in product_words.title(run, page.answer(run), all_models.of_scenario(run))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("850760", "Chinese lithium-ion batteries"),
        ("300490", "some Chinese packaged medicines"),
        ("880730", "some Chinese aircraft parts"),  # the wording begins with aircraft
        ("392690", "Chinese goods of HS 3926.90"),
        ("85", "Chinese electrical machinery and equipment"),
    ],
)
def test_goods_in_a_title_have_a_name_that_is_true_of_them(code: str, said: str) -> None:
    of = Goods("chapter" if len(code) == 2 else "hs6", code)
    assert product_words.goods_words(TariffChange("USA", "CHN", 60.0, goods=of))[0] == said


def test_where_nothing_is_moved_no_fact_has_a_sign_or_a_range() -> None:
    run = moved(JUNE)
    assert not starting_duties.is_moved(run)
    facts = product_words.facts(run, page.answer(run))
    assert [fact.value for fact in facts] == ["0%", "0.0%", "$0bn", "0%"]
    assert [fact.change for fact in facts] == [""] * 4
    assert product_words.sure(run, page.answer(run), None) is None


def test_every_fact_has_its_range_and_fits_a_phone(answer: page.Answer) -> None:
    for fact in product_words.facts(JOURNEY, answer, all_models.of_scenario(JOURNEY)):
        assert fact.change
        assert len(fact.label) <= 22
        assert len(fact.change) <= 20


def test_chinas_side_names_the_tables_its_figures_come_from() -> None:
    rows = subjects.level_rows(JOURNEY, "china")
    exports, duties = (
        read_table(name)["source_id"] for name in ("us_exports_hs2_annual", "china_tariff_on_us_chapters")
    )
    assert set(rows["source_id"]) == set(exports)
    assert set(rows["duty_source_id"]) == set(duties)
