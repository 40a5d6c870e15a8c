"""The table of all models in words: cases and figures, on rows made by hand and on those of a real scenario."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import pytest

from parley import Scenario, TariffChange, solve
from parley.results.compared import reconciled_words as say
from parley.results.compared.reconciled_directions import COLUMNS as DIRECTIONS
from tests.wording import told

NB, MINUS = "\u00a0", "\u2212"
COLUMNS = ["measure", "economy", "bearer", "model", "closure", "unit", "low", "central", "high", "sign"]
INCOME, REVENUE = ("real_income", "USA", ""), ("treasury", "USA", "")
PRICES, BUYERS = ("buyers_prices", "USA", ""), ("who_bears", "USA", "buyers")
WAR = (TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute"))

size, count, what = (partial(say.SAY, f"models.{template}") for template in ("size", "count", "what"))


def rows(*found: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=COLUMNS)


HAND = rows(
    (*INCOME, "world", "balanced", "percent", -0.25, -0.17, -0.08, "loss"),
    (*INCOME, "sectors", "no_deficits", "percent", -0.2, -0.2, -0.18, "loss"),
    (*INCOME, "all", "all", "percent", -0.25, np.nan, -0.08, "loss"),
    (*REVENUE, "product", "", "USD a year", -24e9, 4e9, 49e9, "either"),
    (*REVENUE, "world", "share_of_own_income", "USD a year", -36e9, -3e9, 44e9, "either"),
    (*REVENUE, "all", "all", "USD a year", -36e9, np.nan, 49e9, "either"),
    (*PRICES, "product", "", "percent", 1.0, 1.6, 2.9, "loss"),
    (*PRICES, "all", "all", "percent", 1.0, np.nan, 2.9, "loss"),
    (*BUYERS, "product", "", "USD a year", 0.0, 2e9, 16e9, "gain"),
    (*BUYERS, "all", "all", "USD a year", 0.0, np.nan, 16e9, "gain"),
    ("real_income", "FRA", "", "all", "all", "percent", 0.0, np.nan, 0.0, "none"),
)


@pytest.mark.parametrize(
    ("key", "case", "fields"),
    [
        (
            INCOME,
            "fall",
            {
                "what": what("real_income", whose="US"),
                "size": size("span", size="0.08–0.25%"),
                "models": count("both"),
            },
        ),
        (REVENUE, "open", {"what": what("treasury", whose="US"), "low": "−$3.0bn", "high": "+$4.0bn"}),
        (
            PRICES,
            "rise_one",
            {
                "what": what("buyers_prices", whose="US"),
                "size": size("span", size="1.0–2.9%"),
                "models": count("product"),
            },
        ),
        (BUYERS, "gain_one", {"what": say.SAY("models.bearer", "buyers"), "size": size("up_to", size="$16.0bn")}),
    ],
)
def test_a_finding_claims_a_direction_where_all_agree_and_says_its_ends(
    key: tuple[str, str, str], case: str, fields: Mapping[str, str]
) -> None:
    found, held = told("results", "models.finding", say.finding(HAND, key))
    assert found == case
    numbers = {name: value.replace(".0bn", "bn") for name, value in held.items()}
    assert numbers.items() >= {name: value.replace(".0bn", "bn") for name, value in fields.items()}.items()


STILL = rows(
    (*REVENUE, "product", "", "USD a year", 0.0, 0.0, 0.0, "none"),
    (*REVENUE, "world", "share_of_own_income", "USD a year", -5.7e9, -4.7e9, -2.8e9, "loss"),
    (*REVENUE, "all", "all", "USD a year", -5.7e9, np.nan, 0.0, "loss"),
    ("who_bears", "USA", "china_exporters", "product", "", "USD a year", -13.2e9, 0.0, 0.0, "loss"),
    ("who_bears", "USA", "china_exporters", "all", "all", "USD a year", -13.2e9, np.nan, 0.0, "loss"),
    (*PRICES, "product", "", "percent", 0.0, 0.0, 0.0, "none"),
    (*PRICES, "world", "balanced", "percent", 0.5, 1.2, 1.9, "loss"),
    (*PRICES, "all", "all", "percent", 0.0, np.nan, 1.9, "loss"),
)


@pytest.mark.parametrize(
    ("key", "case", "most"),
    [
        (REVENUE, "no_rise", "$5.7bn"),
        (("who_bears", "USA", "china_exporters"), "no_gain", "$13.2bn"),
        (PRICES, "no_fall", "1.90%"),
    ],
)
def test_a_model_that_shows_no_change_has_no_direction(key: tuple[str, str, str], case: str, most: str) -> None:
    found, held = told("results", "models.finding", say.finding(STILL, key))
    assert (found, held["size"]) == (case, size("up_to", size=most))
    line = say.side_by_side(STILL).set_index("Question").loc[say.question(key)]
    assert line["All together"] == say.SAY("models.direction", case)
    named = say.named(STILL, pd.DataFrame(columns=DIRECTIONS))
    own = named[(STILL[["measure", "economy", "bearer"]] == list(key)).all(axis=1)]
    assert own["direction"].iloc[-1] == line["All together"]
    assert own["direction"].iloc[0] in (say.SAY("models.direction", "none"), line["All together"])


def test_central_answers_of_one_sign_leave_a_direction_open_where_ranges_cross_zero() -> None:
    lower = HAND.assign(central=HAND["central"].replace(4e9, -1e9))
    case, fields = told("results", "models.finding", say.finding(lower, REVENUE))
    assert (case, fields["low"], fields["high"]) == ("open", f"{MINUS}$3.0bn", f"{MINUS}$1.0bn")


def test_a_rise_of_prices_is_told_as_a_rise_and_a_loss_of_buyers_as_a_loss() -> None:
    assert [say.direction("buyers_prices", sign) for sign in ("loss", "gain")] == ["rise", "fall"]
    assert [say.direction("who_bears", sign) for sign in ("loss", "gain", "either")] == ["lose", "gain", "open"]
    assert [say.direction("imports", sign) for sign in ("loss", "none")] == ["fall", "none"]


def test_the_lines_are_of_both_sides_and_hold_central_figure_and_ends() -> None:
    lines = say.side_by_side(HAND).set_index("Question")
    assert list(lines.index) == ["Real income, US", "Tariff revenue", "Import prices", "US buyers"]
    assert lines.loc["Real income, US", "One sector, balanced trade"] == "−0.17% (−0.25 to −0.08)"
    assert lines.loc["Real income, US", "Product model"] == "–"
    assert lines.loc["Tariff revenue", "Product model"] == "+$4bn (−24 to 49)"


def test_the_rows_taken_away_are_all_rows_with_their_source() -> None:
    sentence = "The two do not overlap: wages."
    far = pd.DataFrame([(*REVENUE, "either", "", "", "model structure", np.nan, sentence)], columns=DIRECTIONS)
    found = say.named(HAND, far)
    assert len(found) == len(HAND)
    is_revenue = HAND["measure"] == REVENUE[0]
    assert found["why_apart"].tolist() == np.where(is_revenue, sentence, "").tolist()
    money = found[found["unit"] == "US dollars, bn a year"]
    assert list(money["low"]) == [-24, -36, -36, 0, 0]
    assert found["source_id"].notna().all()


def test_a_flip_and_a_distance_are_named_from_the_tables_of_a_real_answer() -> None:
    tables = solve(Scenario(date(2026, 11, 27), tariffs=WAR), "all").tables
    turns = say.reasons(tables["directions"], REVENUE)
    assert turns
    assert set(turns) <= set(tables["directions"]["sentence"])
    assert say.reasons(tables["directions"], INCOME) == []  # all agree
    first = say.differences(tables["why"], REVENUE)[0]
    own = tables["why"].query("measure == 'treasury' and from_model == 'product' and to_model == 'world'")
    largest = own.loc[own["change"].abs().idxmax()]
    _, fields = told("results", "model.why", first)
    assert (fields["start"], fields["end"]) == ("Product model", say.COLUMNS["world", "share_of_own_income"])
    assert fields["parts"].startswith(say.ASSUMPTIONS[largest["assumption"]])
    for key in say.questions(tables["reconciled"]):
        models = set(say.rows_of(tables["reconciled"], key)["model"]) - {say.ALL}
        _, fields = told("results", "models.finding", say.finding(tables["reconciled"], key))
        if "models" in fields:
            case, _ = told("results", "models.count", fields["models"])
            assert case == {2: "both", 3: "three"}.get(len(models), "".join(sorted(models)[:1]))
        assert say.question(key)
