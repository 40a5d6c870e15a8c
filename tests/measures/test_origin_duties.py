"""Duty by origin since the end of 2024: authorities struck out, duties on one origin, Yale's averages beside ours."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.measures import origin_duties as measures
from parley.measures.partners import LAST_LAW_DAY, is_before_the_end
from parley.measures.tariffs import in_force
from parley.recipes import us_tariff_origin_steps as recipe
from parley.tables import build
from parley.tables.schema import table_names

PRINTED = Path(__file__).resolve().parents[1] / "printed"
JUNE, JULY_2026 = date(2025, 6, 9), date(2026, 7, 24)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("us_tariff_origin_steps")


def test_nothing_has_changed_at_the_end_of_2024(table: pd.DataFrame) -> None:
    assert not measures.change_points(table, measures.BASE_DAY).any()


def test_an_origin_moves_by_the_change_of_its_average(table: pd.DataFrame) -> None:
    """Yale's rebuild: Vietnam 11.95% on 9 June 2025, 4.32% at the start of the year."""
    assert measures.change_points(table, JUNE)["VNM"] == pytest.approx(11.95 - 4.32, abs=0.5)


def test_authorities_struck_out_leave_the_day_but_not_the_base(table: pd.DataFrame) -> None:
    everything = measures.change_points(table, JUNE)
    without = measures.change_points(table, JUNE, {"ieepa_reciprocal", "ieepa_fentanyl", "section_232"})
    assert (without <= everything + 1e-9).all()
    assert without["JPN"] == pytest.approx(0, abs=0.35)  # the duties on steel and aluminium of the base stay in it
    assert everything["JPN"] > 10


def test_without_section_232_the_duties_on_all_goods_fall_on_the_goods_it_covers(table: pd.DataFrame) -> None:
    """Cars: 41.9 of the 151.3 billion that came from Japan in 2024; of them 25 points go and the reciprocal 10 come."""
    both = measures.level(table, JUNE)["JPN"], measures.level(table, JUNE, {"section_232"})["JPN"]
    assert both[0] - both[1] < measures.rates_of(table, JUNE, "section_232")["JPN"] - 10 * 41.9 / 151.3


def test_duties_on_one_origin_are_in_the_table_and_begin_on_their_day(table: pd.DataFrame) -> None:
    """Section 301 on Brazil, 25% from 22 July 2026; section 338 on Canada from 22 August 2026."""
    for law, origin, day in (("brazil", "BRA", date(2026, 7, 22)), ("section_338", "CAN", date(2026, 8, 22))):
        begun = measures.rates_of(table, day, law)
        assert list(begun.index) == [origin]
        assert 0.5 < begun[origin] < 25
        assert measures.rates_of(table, day - pd.Timedelta(days=1), law).empty
    assert measures.rates_of(table, JULY_2026, "forced_labour_2026").gt(0).sum() > 40


def test_the_table_has_every_origin_of_the_imports_and_is_built_after_its_sources(table: pd.DataFrame) -> None:
    origins = set(read_table("us_imports_hs6_2024", columns=["exporter_iso3"])["exporter_iso3"])
    assert set(table["exporter_iso3"]) == origins
    order = build.build_order(table_names())
    for name in recipe.NEEDS:
        assert order.index(name) < order.index("us_tariff_origin_steps")


def test_where_yales_averages_are_more_than_a_point_off_the_reason_is_named(table: pd.DataFrame) -> None:
    """``tests/printed/yale_by_origin.csv``: why, or that it is not explained; a reason that is no longer needed fails.

    Not compared: the four days on which Yale had ended the emergency-power duties and customs had not.
    """
    yale = read_table("us_tariff_partner_steps").query("authority == 'total'")
    reasons = pd.read_csv(PRINTED / "yale_by_origin.csv", parse_dates=["first_day", "last_day"])
    every = pd.concat([table["valid_from"], yale["valid_from"]])
    apart = []
    for day in sorted(every[every.between("2025-01-01", pd.Timestamp(LAST_LAW_DAY))].unique()):
        if is_before_the_end(day):
            continue
        theirs = in_force(yale, day).groupby("exporter_iso3")["rate_pct"].mean()  # two customs codes can share a code
        gap = (measures.level(table, day) - theirs).dropna().abs()
        apart += [(origin, day) for origin in gap[gap > 1].index]
    covered = {
        place: {
            (origin, day)
            for origin, day in apart
            if row.first_day <= day <= row.last_day and (row.origins == "all" or origin in row.origins.split())
        }
        for place, row in enumerate(reasons.itertuples())
    }
    assert [pair for pair in apart if not any(pair in pairs for pairs in covered.values())] == []
    assert [reasons["reason"][place] for place, pairs in covered.items() if not pairs] == []
