"""From law to one rate per product: stacking on hand-made lines, and the averages other houses printed."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import averages
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
        rate_pct=frame["rate_pct"].astype(float),
        coverage_pct=frame["coverage_pct"].astype(float),
    )


def listed(programme: str, code: str, rate: float, exporter: str = "CHN") -> tuple[object, ...]:
    return ("section_301", programme, exporter, "in_scope", code, rate, "additional", None)


def metal(programme: str, code: str, rate: float | None, basis: str | None = "additional") -> tuple[object, ...]:
    role = "exempt" if rate is None else "in_scope"
    return ("section_232", programme, "WLD", role, code, rate, basis, None)


def lines(*codes: str, ordinary: float = 2.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "hts10": codes,
            "value_usd": [100.0] * len(codes),
            "duty_usd": [10.0] * len(codes),
            "estimated_usd": [0.0] * len(codes),
            "ordinary_pct": [ordinary] * len(codes),
        }
    )


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


def rate(code: str, law: pd.DataFrame, on: date = date(2025, 6, 9), ordinary: float = 2.0) -> float:
    goods = lines(code, ordinary=ordinary)
    return float(
        measures.rates_on(goods, measures.match(goods["hts10"], law), LAYERS, on, METAL_SHARE_PCT)[measures.RATE].item()
    )


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
    rates = measures.rates_on(goods, measures.match(goods["hts10"], law), LAYERS, date(2025, 6, 9), METAL_SHARE_PCT)
    once = measures.weighted(rates, ["hs2", "hts10"])
    twice = measures.weighted(once, ["hs2"])
    assert list(twice["hs2"]) == ["01"]
    assert twice[measures.RATE].item() == pytest.approx((57 * 100 + 32 * 300) / 400)
    assert twice["collected_2024_pct"].item() == pytest.approx(20 / 400 * 100)


# The tables


@pytest.fixture(scope="module")
def china() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    columns = ["hts10", "hs6", "value_usd", "duty_usd"]
    goods = read_table("us_imports_hs10_2024", where={"exporter_iso3": ["CHN"]}, columns=columns)
    matched = measures.match(goods["hts10"], read_table("us_tariff_scope"))
    mfn = read_table("us_mfn_rates", where={"hts_edition": ["2025 basic"]})
    return measures.with_ordinary(goods, mfn, matched), matched, read_table("tariff_layers")


def mean(china: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], on: date, share: float = METAL_SHARE_PCT) -> pd.Series:
    goods, matched, layers = china
    return measures.weighted(measures.rates_on(goods, matched, layers, on, share), []).iloc[0]


def test_the_average_lies_by_what_others_give_as_the_page_says(china) -> None:
    """10 November 2025: Yale 32.2, Waugh 33.0, WTO lines 33.4; 8 June 2026: Yale 23.2; 24 July 2026: Waugh 22.8."""
    assert 33.0 <= round(mean(china, date(2025, 11, 10))[measures.RATE], 1) <= 33.4
    assert round(mean(china, date(2026, 6, 8))[measures.RATE], 1) - 23.2 == pytest.approx(-0.5)
    assert round(mean(china, date(2026, 7, 24))[measures.RATE], 1) - 22.8 == pytest.approx(0.5)
    steps = averages.figures(
        read_table("average_tariffs"), read_table("us_tariff_partner_steps"), "USA", "CHN", date(2026, 11, 24)
    )
    for series, day, rate in (
        ("Waugh", "2025-11-10", 33.0),
        ("Waugh", "2025-11-14", 29.8),
        ("Yale, rebuilt", "2025-11-10", 32.2),
        ("Yale, July 2026", "2025-11-10", 32.2),
        ("Yale, rebuilt", "2026-06-08", 23.2),
        ("Waugh", "2026-07-24", 22.8),
    ):
        own = steps[steps["series"].eq(series) & (steps["date"] <= day) & (steps["last_day"] >= day)]
        assert own["rate_pct"].item() == pytest.approx(rate, abs=0.05)


def test_exclusions_and_the_metal_share_are_what_moves_the_average(china) -> None:
    """Without exclusions it lies above all three; a metal share of 0 to 50 % moves it by 1.4 each way."""
    goods, matched, layers = china
    on = date(2025, 11, 10)
    gross = measures.rates_on(goods, matched[matched["role"] != "exempt_partial"], layers, on, METAL_SHARE_PCT)
    assert measures.weighted(gross, [])[measures.RATE].item() > 33.5
    low, middle, high = (mean(china, on, share)[measures.RATE] for share in (0.0, 25.0, 50.0))
    assert middle - low == pytest.approx(1.4, abs=0.05)
    assert high - middle == pytest.approx(1.4, abs=0.05)


@pytest.mark.parametrize(("on", "yale"), [(date(2025, 6, 9), 41.53), (date(2025, 11, 10), 32.24)])
def test_the_average_is_within_one_and_a_half_points_of_yale(china, on: date, yale: float) -> None:
    """Rebuild of 20 June 2026."""
    assert abs(mean(china, on)[measures.RATE] - yale) < 1.5


def test_section_301_averages_what_yale_prints_on_the_lists_yale_has(china) -> None:
    """Yale's 9.6 before 2025 nets the exclusions; the highest list counts, not their sum, which would be 12.2.

    Lithium-ion batteries, and former lists of goods of the four-year review, stand in our table and not on its lists.
    """
    goods, matched, layers = china
    batteries = matched["product_code"].str.startswith("850760") & (matched["authority"] == "section_301")
    yale = matched[(matched["source_id"] == "budget_lab_tariff_lists") & ~batteries]
    rates = measures.rates_on(goods, yale, layers, date(2024, 12, 31), METAL_SHARE_PCT)
    assert measures.weighted(rates, [])["section_301_pct"].item() == pytest.approx(9.6, abs=0.05)


def test_section_122_adds_what_yale_prints_once_only_civil_aircraft_goods_are_free(china) -> None:
    """Yale's July 2026 vintage: 15.77 % on 20 February 2026 and 21.52 % on 24 February, so 5.75 points."""
    assert mean(china, date(2026, 2, 24))["broad_pct"] == pytest.approx(21.52 - 15.77, abs=0.2)


@pytest.mark.parametrize(
    ("layer", "on", "points"), [("broad_pct", date(2025, 5, 14), 6.4), ("broad_pct", date(2026, 7, 24), 5.77)]
)
def test_exemptions_take_most_off_the_duties_on_all_goods(china, layer: str, on: date, points: float) -> None:
    """10 points on most goods add 6.4, 12.5 add 5.77 (Yale 5.55, GTA 5.63)."""
    assert mean(china, on)[layer] == pytest.approx(points, abs=0.05)


@pytest.mark.parametrize(
    ("on", "collected", "within"),
    [
        (date(2025, 6, 9), 40.3, 1.5),  # June 2025
        (date(2025, 11, 10), 31.8, 1.5),  # January 2026
        (date(2026, 2, 24), 23.1, 1.5),  # March 2026
        (date(2026, 4, 6), 22.5, 1.5),  # April 2026
    ],
)
def test_collected_duty_moved_by_the_change_in_law_meets_what_customs_collected_later(
    china, on: date, collected: float, within: float
) -> None:
    """Effective duties printed by Census; later trade has other weights than 2024."""
    before = mean(china, date(2024, 12, 31))
    change = mean(china, on)[measures.RATE] - before[measures.RATE]
    assert abs(before["collected_2024_pct"] + change - collected) < within


def test_the_metal_annexes_of_april_2026_took_off_what_waugh_and_customs_saw(china) -> None:
    """Waugh, China: 10.77 points above 2024 on 24 February and 10.26 on 6 April 2026; Census: 23.1 to 22.5 %."""
    change = mean(china, date(2026, 4, 6))[measures.RATE] - mean(china, date(2026, 4, 5))[measures.RATE]
    assert change == pytest.approx(10.2553 - 10.7714, abs=0.2)
    assert change == pytest.approx(22.5 - 23.1, abs=0.2)


def test_most_goods_carry_a_printed_rate(china) -> None:
    """The schedule prints an ad valorem rate for 98.9 % of the imports of chapters 1 to 97."""
    goods = china[0]
    assert goods["estimated_usd"].sum() / goods["value_usd"].sum() < 0.012
