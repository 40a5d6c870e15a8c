"""The short run of a scenario: columns, zero shock, three figures by another formula, and a tariff taken off."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

import parley
from parley import read_table
from parley.calibration.short_run import VARIABLES
from parley.models.policy_scenario import Scenario
from parley.models.short_run import CUT, DOTS, LEAST_RANGE, MIXED, RISE, Step
from parley.results.answers import short_run
from parley.results.answers.solution import solve

COLUMNS = ["variable", "economy", "quarter", "low", "central", "high", "houses", "kind", "unit"]


def coefficients() -> dict[tuple[str, str, str], float]:
    table = read_table("short_run_coefficients")
    return {(r.part, r[2], r.other): r.value for r in table.itertuples()}


@pytest.fixture(scope="module")
def answer() -> pd.DataFrame:
    return solve(parley.preset("geneva_truce"), "all").tables["short_run"]


def test_the_answer_of_all_models_has_the_short_run_beside_it(answer: pd.DataFrame) -> None:
    assert list(answer.columns) == COLUMNS
    assert {"us_gdp", "us_prices", "us_unemployment", "us_jobs", "world_gdp"} == set(answer["variable"])
    dots = answer["kind"] == DOTS
    assert answer.loc[dots, ["low", "high"]].isna().all(axis=None)
    rest = answer[~dots]
    assert (rest["low"] <= rest["central"]).all()
    assert (rest["central"] <= rest["high"]).all()
    assert (answer["houses"] < 3).equals(dots)


def test_without_a_change_nothing_moves() -> None:
    table = short_run.tables(Scenario(date(2026, 10, 9)))["short_run"]
    assert len(table)
    assert (table[["low", "central", "high"]].fillna(0.0) == 0).all(axis=None)


def test_three_answers_by_another_formula() -> None:
    c = coefficients()
    points, answered, t = 12.0, 4.0, 3

    def swing(name: str) -> float:
        p, w, f = (c["shape", name, n] for n in ("first", "second", "third"))
        return c["shape", name, "scale"] * math.exp(-p * t) * math.cos(w * t + f)

    level, decay, slope = (c["shape", "us_prices", n] for n in ("first", "second", "third"))
    prices = c["shape", "us_prices", "scale"] * (level + (1 - level) * math.exp(-decay * t) * (1 + slope * t))
    fixed = {name: value for (part, name, _), value in c.items() if part == "fixed"}
    expected = {
        "us_gdp": points / 10 * (fixed["us_gdp:shape"] * swing("us_gdp") + fixed["us_gdp:level"])
        + answered / 10 * fixed["us_gdp:answered"],
        "us_prices": points / 10 * fixed["us_prices:shape"] * prices,
        "us_unemployment": points / 10 * fixed["us_unemployment:shape"] * swing("us_unemployment"),
    }
    model = short_run.short_run()
    for name, value in expected.items():
        rows = model.design(name, (Step(points, answered),), np.array([float(t)]))
        assert float(model.fit.mean(rows)[0]) == pytest.approx(value, rel=1e-9)


def test_a_tariff_taken_off_leaves_nothing_of_prices_and_jobs_in_the_end() -> None:
    model = short_run.short_run()
    for name in ("us_gdp", "us_prices", "us_unemployment"):
        rows = model.design(name, (Step(10, 5, ends=4),), np.array([2.0, 60.0]))
        path = model.fit.mean(rows)
        assert abs(path[1]) < 0.02 * abs(path[0])


def test_ten_points_lower_output_and_raise_prices_in_the_first_year() -> None:
    years, houses = short_run.by_year([Step(10)])
    first = years[years["year"] == 1].set_index("variable")
    assert first.loc["us_gdp", "high"] < 0
    assert first.loc["us_prices", "low"] > 0
    figures = houses[(houses["variable"] == "us_gdp") & (houses["year"] == 1)]["value"]
    assert (figures.min(), figures.max()) == pytest.approx((first.loc["us_gdp", "low"], first.loc["us_gdp", "high"]))
    answered = short_run.by_year([Step(10, 10)])[0].set_index(["variable", "year"])
    assert answered.loc[("us_gdp", 1), "central"] < first.loc["us_gdp", "central"]


def test_the_centre_is_the_fit_in_every_year_and_does_not_jump_where_houses_change() -> None:
    model, step = short_run.short_run(), Step(12.0, 4.0)
    table = short_run.of_steps([step])["short_run"]
    for name in VARIABLES:
        rows = table[table["variable"] == name]
        fit = model.fit.mean(model.design(name, (step,), rows["quarter"].to_numpy(dtype=float) - 1))
        assert rows["central"].to_numpy() == pytest.approx(fit, rel=1e-9)


def test_the_figure_of_a_slider_is_that_of_the_table() -> None:
    step = Step(3.0, 1.0)
    years, houses = short_run.by_year([step])
    for name, row in years[years["year"] == 1].set_index("variable").iterrows():
        span = short_run.first_year(step, str(name))
        ends = [float(values[0]) for values in (span.low, span.central, span.high)]
        assert ends == pytest.approx([row["low"], row["central"], row["high"]], nan_ok=True)
        part = houses[(houses["variable"] == name) & (houses["year"] == 1)].set_index("house")["value"]
        assert {house: float(values[0]) for house, values in span.by_house.items()} == pytest.approx(part.to_dict())


def test_a_cut_is_a_rise_turned_round_and_parts_that_pull_apart_widen_the_range() -> None:
    def first(step: Step) -> pd.Series:
        years, _ = short_run.by_year([step])
        return years.set_index(["variable", "year"]).loc[("us_gdp", 1)]

    rise, cut = first(Step(10, 4)), first(Step(-10, -4))
    assert [cut["low"], cut["central"], cut["high"]] == [-rise["high"], -rise["central"], -rise["low"]]
    assert [Step(*p).kind for p in ((10, 4), (-10, -4), (-10, 4), (10, -4), (0, 0))] == [RISE, CUT, MIXED, MIXED, RISE]
    tariffs, answers, both = first(Step(-10)), first(Step(0, 4)), first(Step(-10, 4))
    assert (both["low"], both["high"]) == pytest.approx(
        (tariffs["low"] + answers["low"], tariffs["high"] + answers["high"])
    )
    assert both["low"] < 0 < both["high"]  # so that no title names a direction


def test_the_difference_of_two_scenarios_is_that_of_their_answers_by_house_and_year() -> None:
    a, b = parley.preset("geneva_truce"), parley.preset("april_2025_peak")
    apart = short_run.by_year([short_run.apart(a, b)])
    each = [short_run.by_year([short_run.step_of(side)]) for side in (a, b)]
    keys = ["variable", "year", "house"]
    houses = [part[1].set_index(keys)["value"] for part in (*each, apart)]
    assert (houses[1] - houses[0]).to_numpy() == pytest.approx(houses[2].to_numpy(), abs=1e-9)
    central = [part[0].set_index(["variable", "year"])["central"] for part in (*each, apart)]
    assert (central[1] - central[0]).to_numpy() == pytest.approx(central[2].to_numpy(), abs=1e-9)
    assert (short_run.by_year([short_run.apart(a, a)])[1]["value"] == 0).all()


def test_what_too_few_houses_print_is_listed_as_printed_and_not_scaled() -> None:
    rows = short_run.unscaled()
    assert set(rows["outcome"]) == {"china_gdp", "policy_rate", "refunds"}
    china = rows[rows["outcome"] == "china_gdp"]
    assert china[china["confidence"] == "high"]["house"].nunique() < LEAST_RANGE
    nobody = rows[rows["house"] == short_run.NOBODY]
    assert nobody["outcome"].tolist() == ["policy_rate"]
    assert nobody["value"].isna().all()
    assert not set(rows["outcome"]) & set(VARIABLES)
    assert rows.loc[rows["outcome"] == "refunds", "unit"].tolist() == ["usd_bn"]  # an amount, no effect
