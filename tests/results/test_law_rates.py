"""The law on all goods of an origin beside the duty collected and another reading of the law (the Yale tracker)."""

from datetime import date
from functools import cache

import pandas as pd
import pytest

from parley import read_table
from parley.measures.product_rates import PARTS, RATE, weighted
from parley.measures.tariffs import in_force
from parley.results.law.averages import origin_rates
from tests.measures.law_of_china import law_of_china

IN_2024 = date(2024, 9, 24)  # eve of the day on which two-sided solar panels came under section 201


@cache
def mean(origin: str, on: date) -> pd.Series:
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    lines = read_table("us_imports_hs10_2024", where={"exporter_iso3": [origin]}, columns=columns)
    rates = origin_rates(lines, origin, on)
    return weighted(rates[rates[RATE].notna()], []).iloc[0]


def rebuilt(origin: str, on: date) -> float:
    steps = read_table("us_tariff_partner_steps")
    total = steps[(steps["authority"] == "total") & (steps["exporter_iso3"] == origin)]
    return float(in_force(total, on)["rate_pct"].item())


# not origins of the preferences that lapsed in 2020, whose claims customs still counts at the lower rate
@pytest.mark.parametrize("origin", ["EU27", "VNM", "JPN", "IND", "GBR", "TWN", "CHE", "NOR", "NZL"])
def test_the_law_of_september_2024_is_near_the_duty_collected_that_year(origin: str) -> None:
    found = mean(origin, IN_2024)
    assert found[RATE] == pytest.approx(found["collected_2024_pct"], abs=0.15)


def test_where_nearly_all_goods_claim_an_agreement_the_low_sum_is_near_the_duty_collected() -> None:
    found = mean("KOR", IN_2024)
    assert found["low_pct"] == pytest.approx(found["collected_2024_pct"], abs=0.3)
    assert found[RATE] > 1


@pytest.mark.parametrize("origin", ["CAN", "MEX"])
def test_at_the_share_that_claimed_their_agreement_the_law_is_near_the_duty_collected(origin: str) -> None:
    """Shares of 2025 on the law of 2024: ordinary duty was claimed as often in both years; without claims 1.7, 3.8."""
    found = mean(origin, IN_2024)
    assert found[RATE] == pytest.approx(found["collected_2024_pct"], abs=0.05)
    assert found["low_pct"] < found[RATE] < 0.2 * found["high_pct"]


@pytest.mark.parametrize(
    ("origin", "on"),
    [
        ("VNM", date(2025, 6, 9)),
        ("JPN", date(2025, 6, 9)),
        ("IND", date(2025, 6, 9)),
        ("GBR", date(2025, 6, 9)),
        ("BRA", date(2025, 6, 9)),
        ("VNM", date(2025, 10, 1)),
        ("JPN", date(2025, 10, 1)),
        ("TWN", date(2025, 10, 1)),
    ],
)
def test_the_law_of_2025_is_within_a_point_of_another_reading_of_it(origin: str, on: date) -> None:
    assert mean(origin, on)[RATE] == pytest.approx(rebuilt(origin, on), abs=1.0)


def test_the_other_reading_frees_whole_lines_of_the_list_for_aircraft_of_brazil() -> None:
    """Note 2(x)(iv) frees what is for civil aircraft alone: pumps and bearings of it in the low sum, not the sum."""
    on = date(2025, 10, 1)
    found = mean("BRA", on)
    assert found["low_pct"] == pytest.approx(rebuilt("BRA", on), abs=1.0)
    assert found[RATE] > rebuilt("BRA", on)


# of Britain the other reading has no list of goods for civil aircraft
@pytest.mark.parametrize("origin", ["CAN", "MEX", "GBR"])
def test_a_wide_range_holds_the_other_reading(origin: str) -> None:
    on = date(2025, 10, 1)
    found = mean(origin, on)
    assert found["low_pct"] < rebuilt(origin, on) < found["high_pct"]


def test_the_parts_of_a_chinese_line_are_those_of_the_measure_and_add_up() -> None:
    on = date(2025, 6, 9)
    lines = law_of_china().lines
    some = lines[lines["value_usd"] > 0].iloc[::97][["hts10", "hs6", "value_usd", "duty_usd"]]
    found = origin_rates(some, "CHN", on)
    assert found[PARTS].sum(axis=1).to_numpy() == pytest.approx(found[RATE].to_numpy())
    assert (found["fentanyl_pct"].isin([0, 20])).all()
    assert found["broad_pct"].max() == 10


def test_chapters_98_and_99_are_left_out() -> None:
    lines = pd.DataFrame({"hts10": ["9801001098"], "value_usd": [1], "duty_usd": [0]})
    assert origin_rates(lines, "VNM", IN_2024).empty
