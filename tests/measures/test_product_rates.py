"""From law to one rate per product: stacking on hand-made lines, and the averages other houses printed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley import read_table
from parley.measures import metal_content
from parley.measures import product_rates as measures

OPEN = pd.NaT
METAL_SHARE_PCT = 25.0
COLUMNS = ["authority", "programme", "exporter_iso3", "role", "product_code", "rate_pct", "rate_basis", "coverage_pct"]


def scope(*rows: tuple[object, ...], since: str = "2025-01-01") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(
        code_len=frame["product_code"].str.len(),
        valid_from=pd.Timestamp(since),
        valid_to=OPEN,
        scheduled_end=OPEN,
        rate_pct=frame["rate_pct"].astype(float),
        coverage_pct=frame["coverage_pct"].astype(float),
        coverage_high_pct=frame["coverage_pct"].astype(float),
        use_limit="none",
    )


def listed(programme: str, code: str, rate: float, exporter: str = "CHN") -> tuple[object, ...]:
    return ("section_301", programme, exporter, "in_scope", code, rate, "additional", None)


def metal(programme: str, code: str, rate: float | None, basis: str | None = "additional") -> tuple[object, ...]:
    role = "exempt" if rate is None else "in_scope"
    return ("section_232", programme, "WLD", role, code, rate, basis, None)


SHARES_OF_METALS = [
    metal_content.content_column(name, metal)
    for name in metal_content.METAL_OF.values()
    for metal in metal_content.METAL
]
ALL_METAL = {
    metal_content.content_column(metal_content.ALL_METAL, metal): METAL_SHARE_PCT for metal in metal_content.METAL
}


def lines(*codes: str, ordinary: float = 2.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "hts10": codes,
            "value_usd": [100.0] * len(codes),
            "duty_usd": [10.0] * len(codes),
            "estimated_usd": [0.0] * len(codes),
            "ordinary_pct": [ordinary] * len(codes),
        }
    ).assign(**dict.fromkeys(SHARES_OF_METALS, np.nan), **ALL_METAL)


LAYERS = pd.DataFrame(
    {
        "importer_iso3": "USA",
        "exporter_iso3": "CHN",
        "authority": ["ieepa_fentanyl", "ieepa_reciprocal"],
        "programme": ["fentanyl", "reciprocal"],
        "coverage": ["all_goods", "broad_with_exemptions"],
        "rate_pct": [20.0, 10.0],
        "valid_from": pd.Timestamp("2025-05-14"),
        "valid_to": OPEN,
    }
)


def rate(code: str, law: pd.DataFrame, on: date = date(2025, 6, 9), ordinary: float = 2.0, **content: float) -> float:
    goods = lines(code, ordinary=ordinary).assign(**content)
    return float(measures.rates_on(goods, measures.match(goods["hts10"], law), LAYERS, on)[measures.RATE].item())


def ends(code: str, law: pd.DataFrame, on: date = date(2025, 6, 9)) -> tuple[float, float, float]:
    goods = lines(code)
    found = measures.range_on(goods, measures.match(goods["hts10"], law), LAYERS, on)
    return tuple(float(rates[measures.RATE].item()) for rates in found)  # type: ignore[return-value]


def test_duties_add_on_customs_value() -> None:
    assert rate("8517620090", scope(listed("list_3", "85176200", 25))) == 2 + 25 + 20 + 10


def test_a_code_on_two_lists_pays_the_higher_once() -> None:
    law = scope(listed("list_4a", "85076000", 7.5), listed("four_year_review", "85076000", 25))
    assert rate("8507600020", law) == 2 + 25 + 20 + 10


def test_a_list_of_another_country_does_not_touch_china() -> None:
    assert rate("2709001000", scope(listed("energy_canada", "27090010", 10, exporter="CAN"))) == 2 + 20 + 10


def test_an_exclusion_takes_off_its_share_of_the_code() -> None:
    free = ("section_301", "exclusions", "CHN", "exempt_partial", "8517620090", None, None, 40)
    assert rate("8517620090", scope(listed("list_3", "85176200", 25), free)) == pytest.approx(2 + 15 + 20 + 10)


def test_exempt_goods_owe_no_reciprocal_duty_but_the_fentanyl_one() -> None:
    exempt = ("ieepa_reciprocal", "reciprocal", "WLD", "exempt", "8471300100", None, None, None)
    assert rate("8471300100", scope(exempt)) == 2 + 20


def test_goods_under_section_232_owe_no_reciprocal_duty() -> None:
    assert rate("7208100000", scope(metal("steel", "7208", 50))) == 2 + 50 + 20


def test_derivatives_owe_on_their_metal_and_the_reciprocal_duty_on_the_rest() -> None:
    law = scope(metal("steel_derivatives", "94032000", 50, "metal_share"))
    share = METAL_SHARE_PCT / 100
    assert rate("9403200090", law) == pytest.approx(2 + 50 * share + 20 + 10 * (1 - share))


def test_derivatives_on_both_metal_lists_owe_on_the_steel_and_on_the_aluminium_in_them() -> None:
    law = scope(
        metal("steel_derivatives", "94032000", 50, "metal_share"),
        metal("aluminium_derivatives", "94032000", 50, "metal_share"),
    )
    found = rate("9403200090", law, steel_share_pct=12.0, aluminium_share_pct=6.0)
    assert found == pytest.approx(2 + 50 * 0.18 + 20 + 10 * 0.82)
    unknown = METAL_SHARE_PCT / 100  # of all metal in it, on however many lists it is
    assert rate("9403200090", law) == pytest.approx(2 + 50 * unknown + 20 + 10 * (1 - unknown))


def test_a_number_without_a_share_of_metal_has_that_of_its_eight_digit_line() -> None:
    """Medicines: of the numbers of 3004.90.92 the Budget Lab prints shares for some, those of their one industry."""
    content = pd.DataFrame(
        {
            "hts10": ["3004909203", "3004909207", "8543908810"],
            "naics": ["325412", "325412", "334419"],
            "steel_share_pct": [0.12, None, 3.0],
            "aluminium_share_pct": [0.05, None, 2.0],
            "copper_share_pct": [0.10, None, 7.0],
        }
    )
    found = metal_content.with_content(
        lines("3004909203", "3004909207", "3004909221", "9403200090"), content, (0.0, 25.0, 50.0)
    )
    assert found["steel_share_pct"].tolist()[:3] == [0.12, 0.12, 0.12]
    assert found["aluminium_share_pct"].tolist()[:3] == [0.05, 0.05, 0.05]
    assert found[[*metal_content.METAL_OF.values()]].iloc[3].isna().all()
    assert found["metal_share_pct"].eq(25.0).all()


def test_cable_on_the_lists_of_copper_and_of_aluminium_owes_on_both() -> None:
    """Heading 9903.78.01 and CSMS 65794272: 50 percent of the copper content, the rest under the duty on all goods."""
    law = scope(
        metal("copper", "85444290", 50, "metal_share"), metal("aluminium_derivatives", "85444290", 50, "metal_share")
    )
    found = rate("8544429090", law, date(2025, 9, 1), copper_share_pct=49.0, aluminium_share_pct=8.0)
    assert found == pytest.approx(2 + 50 * 0.57 + 20 + 10 * 0.43)


def test_what_pays_the_duty_on_vehicles_pays_none_on_metals() -> None:
    """Executive Order 14289."""
    law = scope(metal("steel_derivatives", "87083050", 50), metal("car_parts", "870830", 25))
    assert rate("8708305030", law) == 2 + 25 + 20


@pytest.mark.parametrize(("ordinary", "expected"), [(2.0, 15 + 20), (18.0, 18 + 20)])
def test_a_rate_that_holds_the_ordinary_duty_tops_it_up(ordinary: float, expected: float) -> None:
    law = scope(metal("steel_derivatives", "84151060", 15, "total"))
    assert rate("8415106000", law, date(2026, 6, 8), ordinary) == expected


def test_goods_taken_off_the_metals_list_owe_the_duty_on_all_goods_again() -> None:
    law = scope(metal("steel", "7325", 50), metal("steel_derivatives", "73251000", None, None))
    assert rate("7325100010", law, date(2026, 6, 8)) == 2 + 20 + 10


def test_the_longest_code_decides_among_metal_lists_of_2026() -> None:
    law = scope(metal("steel_derivatives", "732510", 25), metal("steel", "7325100010", 50))
    assert rate("7325100010", law, date(2026, 6, 8)) == 2 + 50 + 20
    assert rate("7325100080", law, date(2026, 6, 8)) == 2 + 25 + 20


def test_codes_in_scope_in_part_or_suspended_owe_nothing() -> None:
    law = scope(
        ("section_232", "car_parts", "WLD", "in_scope_partial", "8471", 25, "additional", None),
        ("section_301", "list_4b", "CHN", "suspended", "84713001", 15, "additional", None),
    )
    assert rate("8471300100", law) == 2 + 20 + 10


def test_specific_duties_are_stood_in_for_by_what_was_collected_less_section_301() -> None:
    goods = lines("0703200010", "8708295000")[["hts10", "value_usd", "duty_usd"]]
    mfn = pd.DataFrame({"hts8": ["07032000", "87082950"], "ad_valorem_pct": [None, 2.5]})
    matched = measures.match(goods["hts10"], scope(listed("list_3", "07032000", 7.0), since="2019-05-10"))
    found = measures.with_ordinary(goods, mfn, matched).set_index("hts10")
    assert found.loc["0703200010", "ordinary_pct"] == pytest.approx(3.0)
    assert found.loc["8708295000", "ordinary_pct"] == 2.5
    assert list(found["estimated_usd"]) == [100.0, 0.0]


def test_means_are_weighted_and_can_be_taken_again_for_a_coarser_group() -> None:
    goods = lines("0101210000", "0101290000", "0201100510").assign(value_usd=[100.0, 300.0, 0.0])
    goods["hs2"] = goods["hts10"].str[:2]
    law = scope(listed("list_3", "01012100", 25))
    rates = measures.rates_on(goods, measures.match(goods["hts10"], law), LAYERS, date(2025, 6, 9))
    once = measures.weighted(rates, ["hs2", "hts10"])
    twice = measures.weighted(once, ["hs2"])
    assert list(twice["hs2"]) == ["01"]
    assert twice[measures.RATE].item() == pytest.approx((57 * 100 + 32 * 300) / 400)
    assert twice["collected_2024_pct"].item() == pytest.approx(20 / 400 * 100)


# Goods a list names by use, article or weight: low, central, high


def limited(authority: str, programme: str, role: str, code: str, rate_pct: float | None, limit: str) -> pd.DataFrame:
    basis = None if rate_pct is None else "additional"
    return scope((authority, programme, "WLD", role, code, rate_pct, basis, None)).assign(use_limit=limit)


def test_goods_exempt_for_a_use_owe_in_the_central_reading_and_are_free_in_the_lowest() -> None:
    law = limited("ieepa_reciprocal", "reciprocal", "exempt_partial", "85183020", None, "civil_aircraft")
    assert ends("8518302000", law) == (22, 32, 32)


@pytest.mark.parametrize("code", ["8802400140", "8807300060", "8411124000"])
def test_goods_made_to_fly_are_civil_in_the_central_reading_and_military_in_the_highest(code: str) -> None:
    law = limited("ieepa_reciprocal", "reciprocal", "exempt_partial", code[:8], None, "civil_aircraft")
    assert ends(code, law) == (22, 22, 32)


@pytest.mark.parametrize(
    ("code", "limit", "expected"),
    [
        ("8482105048", "parts_of_vehicles_only", (32, 32, 47)),  # bearings: few are parts of vehicles
        ("8708305030", "parts_of_vehicles_only", (32, 47, 47)),
        ("8415103040", "metal_at_least_15pct_of_weight", (32, 47, 47)),  # listed because it is of metal
        ("9403608093", "completed_kitchen_cabinets_vanities_and_parts", (32, 32, 47)),
        ("9403409060", "cabinets_for_permanent_installation", (32, 47, 47)),
    ],
)
def test_goods_in_scope_in_part_owe_by_their_limit(code: str, limit: str, expected: tuple[float, ...]) -> None:
    assert ends(code, limited("section_232", "car_parts", "in_scope_partial", code[:8], 25, limit)) == expected


def test_being_in_scope_in_part_can_lower_the_sum_where_it_replaces_a_higher_duty() -> None:
    law = limited("section_232", "timber", "in_scope_partial", "94034090", 5, "described_articles")
    assert ends("9403409060", law) == (27, 32, 32)


def test_exclusions_free_their_share_until_their_printed_end_and_may_go_on() -> None:
    free = ("section_301", "exclusions", "CHN", "exempt_partial", "8517620090", None, None, 40)
    law = scope(listed("list_3", "85176200", 25), free)
    law["scheduled_end"] = law["scheduled_end"].where(law["programme"] != "exclusions", pd.Timestamp("2026-11-09"))
    law["coverage_high_pct"] = law["coverage_high_pct"] * 1.5
    assert ends("8517620090", law, date(2026, 11, 9)) == pytest.approx((2 + 10 + 30, 2 + 15 + 30, 2 + 15 + 30))
    assert ends("8517620090", law, date(2026, 11, 10)) == pytest.approx((2 + 10 + 30, 2 + 25 + 30, 2 + 25 + 30))


def test_the_range_of_a_good_that_pays_on_its_metal_runs_over_the_shares_of_its_subsector() -> None:
    """Refrigerators: steel 10.3% of their industry, 0.3 to 11.1 in NAICS 335; the rest owes 10% in place of 50."""
    law = scope(metal("steel_derivatives", "84181000", 50, "metal_share"))
    goods = lines("8418100010").assign(steel_share_pct=10.3, steel_least_pct=0.3, steel_most_pct=11.1)
    found = measures.range_on(goods, measures.match(goods["hts10"], law), LAYERS, date(2025, 6, 9))
    expected = [2 + 20 + 50 * share + 10 * (1 - share) for share in (0.003, 0.103, 0.111)]
    assert [rates[measures.RATE].item() for rates in found] == pytest.approx(expected)


def test_where_the_rest_of_a_good_owes_more_than_its_metal_the_least_metal_is_the_highest_sum() -> None:
    law = scope(metal("steel_derivatives", "84181000", 25, "metal_share"))
    goods = lines("8418100010").assign(steel_share_pct=10.0, steel_least_pct=0.0, steel_most_pct=20.0)
    layers = LAYERS.assign(rate_pct=[20.0, 125.0])
    found = measures.range_on(goods, measures.match(goods["hts10"], law), layers, date(2025, 6, 9))
    assert [rates[measures.RATE].item() for rates in found] == pytest.approx([127.0, 137.0, 147.0])


def test_the_ends_of_a_share_of_metal_are_those_of_the_industries_of_the_subsector() -> None:
    """The Budget Lab's file: of NAICS 335 lamps (335110) have the least steel, switchgear (335313) the most."""
    content = read_table("metal_content")
    shares = metal_content.content_by_code(content).loc["8418100010"]
    printed = {"steel_least_pct": 0.3, "steel_share_pct": 10.3, "steel_most_pct": 11.1, "copper_most_pct": 49.1}
    assert {name: round(float(shares[name]), 1) for name in printed} == printed
    assert metal_content.content_by_code(content).loc["84181000", "steel_most_pct"] == shares["steel_most_pct"]
