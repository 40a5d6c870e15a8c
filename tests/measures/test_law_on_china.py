"""The law on all goods from China: averages recomputed by another hand, and what others print or customs collected."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import averages, product_rates
from parley.measures.metal_content import with_content
from parley.measures.product_rates import PARTS, RATE, Range, Reading, range_on, rates_on, weighted
from tests.measures.law_of_china import Law, law_of_china

METALS = ["steel", "aluminium", "steel_derivatives", "aluminium_derivatives", "copper"]
PARTS_OF_VEHICLES = ["car_parts", "truck_parts"]
ANNEXES = pd.Timestamp("2026-04-06")


def mean(rates: pd.DataFrame) -> pd.Series:
    return weighted(rates, []).iloc[0]


def ends(on: date) -> tuple[float, float, float]:
    found = range_on(*law_of_china(), on)
    return tuple(float(mean(rates)[RATE]) for rates in found)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def as_recomputed() -> Law:
    """The lists alone, as another hand recomputed them before the rest of the rebuild.

    Without gloves on list 4A, timber but upholstered seats, trucks and buses; parts of vehicles in scope whatever they
    are parts of but for computers and batteries, after the duties on metals; 25% of metal in every derivative.
    """
    lines, matched, layers = law_of_china()
    gloves = (matched["product_code"] == "40151210") & (matched["programme"] == "list_4a")
    timber = (matched["programme"] == "timber") & (matched["heading_ch99"] != "9903.76.02")
    rows = matched[~(gloves | timber | matched["programme"].isin(["trucks", "buses"]))].copy()
    parts = rows["programme"].isin(PARTS_OF_VEHICLES)
    known = rows["product_code"].str.startswith(("8471", "850710", "850760", "850790"))
    rows.loc[parts & ~known, "role"] = "in_scope"
    before = rows["programme"].isin(METALS) & (rows["valid_to"] < ANNEXES) & (rows["valid_from"] >= "2025-03-12")
    outranked = parts & rows["code"].isin(rows.loc[before, "code"])
    rows.loc[outranked, "valid_from"] = ANNEXES
    content = read_table("metal_content")
    return Law(with_content(lines, content.iloc[:0], (25.0, 25.0, 25.0)), rows, layers)


@pytest.mark.parametrize(
    ("on", "taxed", "exempt"),
    [
        (date(2024, 12, 31), 12.18, 12.18),
        (date(2025, 6, 9), 41.80, 41.80),
        (date(2025, 11, 10), 32.91, 32.91),
        (date(2026, 2, 24), 23.61, 22.30),
        (date(2026, 5, 1), 22.89, 21.72),
        (date(2026, 7, 24), 24.38, 22.73),
        (date(2026, 11, 27), 24.38, 22.73),
    ],
)
def test_the_lists_give_the_averages_another_hand_recomputed(
    as_recomputed: Law, on: date, taxed: float, exempt: float
) -> None:
    """Goods exempt for a use taxed or exempt; exclusions by the shares of 2024, also after their printed end."""
    for free, expected in (("none", taxed), ("all", exempt)):
        found = mean(rates_on(*as_recomputed, on, Reading(free, "central", "largest")))[RATE]
        assert found == pytest.approx(expected, abs=0.15)


# The full build of 27 November 2026: low, central, high. What moved them from the figures above: gloves, timber and
# cabinets, trucks, parts of vehicles only where they are parts (0.6 off the centre in 2025), metal content by line,
# vehicles before metals, exclusions by the smaller share (0.3 on), and lapsed from 10 November 2026 (0.4 on). Then the
# list of steel derivatives from March and June 2025, not August alone (0.07 on), and copper cable on its copper.
# On 30 November numbers without a share of metal took that of their eight-digit line (0.15 off in November 2025), and
# art and recordings were free as informational materials (0.01 off). On 1 December the range took in the metal share of
# other industries of the subsector (up to 0.6 on each side, to 5 April 2026); exemptions stood at printed length (0.01
# on), small drones came under section 232, and any medicine of 3004.90.92 might be patented (1.3 on the high).
FROZEN = {
    date(2024, 12, 31): (12.16, 12.46, 12.47),
    date(2025, 6, 9): (40.79, 41.57, 44.68),
    date(2025, 11, 10): (31.02, 32.24, 35.73),
    date(2026, 2, 24): (20.28, 22.91, 26.61),
    date(2026, 5, 1): (19.80, 22.96, 26.16),
    date(2026, 7, 24): (21.09, 24.48, 27.56),
    date(2026, 11, 9): (21.09, 24.49, 29.33),  # patented medicines since 31 July
    date(2026, 11, 10): (21.09, 24.87, 29.83),
}


def test_the_averages_of_the_build_stay_until_a_list_changes() -> None:
    for on, expected in FROZEN.items():
        assert ends(on) == pytest.approx(expected, abs=0.02), on


def test_the_readings_are_in_order_on_every_line() -> None:
    for on in FROZEN:
        found = Range(*range_on(*law_of_china(), on))
        low, central, high = (rates[RATE].dropna() for rates in found)
        assert (low <= central + 1e-9).all(), on
        assert (central <= high + 1e-9).all(), on


@pytest.mark.parametrize(
    ("on", "printed"),
    [
        (date(2025, 6, 9), 41.53),  # Yale, rebuild of 20 June 2026
        (date(2025, 11, 10), 32.24),
        (date(2025, 11, 10), 33.4),  # lines of the WTO
        (date(2026, 2, 24), 23.1),  # collected in March 2026, Census
        (date(2026, 5, 1), 21.9),  # collected in May 2026
        (date(2026, 7, 24), 22.8),  # collected in August 2026; Waugh, 24 July 2026
    ],
)
def test_what_others_print_lies_within_the_range(on: date, printed: float) -> None:
    low, central, high = ends(on)
    assert low <= printed <= high
    assert central == pytest.approx(printed, abs=1.75)


def test_the_page_quotes_what_providers_give_on_the_day() -> None:
    steps = averages.figures(
        read_table("average_tariffs"), read_table("us_tariff_partner_steps"), "USA", "CHN", date(2026, 11, 24)
    )
    for series, day, rate in (
        ("Waugh", "2025-11-10", 33.0),
        ("Waugh", "2025-11-14", 29.8),
        ("Yale, reconstructed", "2025-11-10", 32.2),
        ("Yale, July 2026", "2025-11-10", 32.2),
        ("Yale, reconstructed", "2026-06-08", 23.2),
        ("Waugh", "2026-07-24", 22.8),
    ):
        own = steps[steps["series"].eq(series) & (steps["date"] <= day) & (steps["last_day"] >= day)]
        assert own["rate_pct"].item() == pytest.approx(rate, abs=0.05)


def test_section_122_adds_what_yale_prints() -> None:
    """Yale's July 2026 vintage: 15.77% on 20 February 2026 and 21.52% on 24 February, so 5.75 points."""
    low, central, high = (float(mean(rates)["broad_pct"]) for rates in range_on(*law_of_china(), date(2026, 2, 24)))
    assert central == pytest.approx(21.52 - 15.77, abs=0.75)
    assert min(low, high) <= 5.75 <= central


def test_the_forced_labour_duty_adds_more_than_others_count_unless_uses_are_exempt() -> None:
    """5.63 points by Global Trade Alert, 5.55 by Yale; 7.26 where goods exempt for a use only are taxed."""
    lines, matched, layers = law_of_china()
    on = date(2026, 7, 24)
    taxed, exempt = (
        float(mean(rates_on(lines, matched, layers, on, Reading(free, "central", "central")))["broad_pct"])
        for free in ("none", "all")
    )
    assert taxed == pytest.approx(7.26, abs=0.2)
    assert exempt == pytest.approx(5.63, abs=0.2)


@pytest.mark.parametrize(
    ("on", "collected"),
    [
        (date(2025, 6, 9), 40.3),  # June 2025
        (date(2025, 11, 10), 31.8),  # January 2026
        (date(2026, 2, 24), 23.1),  # March 2026
        (date(2026, 4, 6), 22.5),  # April 2026
    ],
)
def test_collected_duty_moved_by_the_change_in_law_meets_what_customs_collected_later(
    on: date, collected: float
) -> None:
    """Effective duties printed by Census; later trade has other weights than 2024."""
    then = mean(rates_on(*law_of_china(), date(2024, 12, 31)))
    change = mean(rates_on(*law_of_china(), on))[RATE] - then[RATE]
    assert then["collected_2024_pct"] + change == pytest.approx(collected, abs=1.5)


def test_most_goods_carry_a_printed_rate() -> None:
    """The schedule prints an ad valorem rate for 98.9% of the imports of chapters 1 to 97."""
    goods = law_of_china().lines
    assert goods["estimated_usd"].sum() / goods["value_usd"].sum() < 0.012


def test_a_line_off_by_more_than_four_points_has_a_reason() -> None:
    """Wi-Fi equipment, printers and child seats, which the old lists had wrong, are not among them."""
    found = product_rates.gaps(*law_of_china())
    accepted = read_table("us_tariff_law_gaps")
    assert set(found["hts10"]) == set(accepted["hts10"])
    assert not {"8517620090", "8443321050", "9401806021", "9401696001"} & set(found["hts10"])
    assert (accepted["gap_usd"] / 1e9).max() == pytest.approx(0.66, abs=0.01)  # 8507.60.0020


def test_taking_a_list_away_puts_its_lines_among_the_gaps() -> None:
    lines, matched, layers = law_of_china()
    found = product_rates.gaps(lines, matched[matched["programme"] != "list_2"], layers)
    assert len(set(found["hts10"]) - set(read_table("us_tariff_law_gaps")["hts10"])) > 20


def test_the_parts_add_up_under_every_reading() -> None:
    for rates in range_on(*law_of_china(), date(2026, 5, 1)):
        whole = rates.dropna(subset=[RATE])
        assert whole[PARTS].sum(axis=1).to_numpy() == pytest.approx(whole[RATE].to_numpy())
