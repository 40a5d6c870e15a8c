"""Duty by origin since the end of 2024: the Union's mean, authorities struck out, the forced-labour estimates."""

from datetime import date

import pandas as pd
import pytest

from parley import build, read_table
from parley.measures import origin_duties as measures
from parley.measures.partners import member_imports, rates_by_law, with_eu
from parley.recipes import us_tariff_origin_steps as recipe
from parley.schema import table_names

JUNE, JULY_2026 = date(2025, 6, 9), date(2026, 7, 24)


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("us_tariff_origin_steps")


def test_nothing_has_changed_at_the_end_of_2024(table: pd.DataFrame) -> None:
    assert not measures.change_points(table, measures.BASE_DAY).any()


def test_an_origin_moves_by_the_change_of_its_average(table: pd.DataFrame) -> None:
    """Yale's rebuild: Vietnam 11.95 % on 9 June 2025, 4.32 % at the start of the year."""
    steps = read_table("us_tariff_partner_steps").query("exporter_iso3 == 'VNM' and authority == 'total'")
    then, now = (
        steps.loc[(steps["valid_from"] <= day) & (steps["valid_to"] >= day), "rate_pct"].item()
        for day in (pd.Timestamp(measures.BASE_DAY), pd.Timestamp(JUNE))
    )
    assert measures.change_points(table, JUNE)["VNM"] == pytest.approx(now - then)


def test_authorities_struck_out_leave_the_day_but_not_the_base(table: pd.DataFrame) -> None:
    everything = measures.change_points(table, JUNE)
    without = measures.change_points(table, JUNE, {"ieepa_reciprocal", "ieepa_fentanyl", "section_232"})
    assert (without <= everything + 1e-9).all()
    assert without["JPN"] == pytest.approx(0, abs=0.35)  # the duties on steel and aluminium of the base stay in it
    assert everything["JPN"] > 10


def test_the_mean_of_the_union_is_that_of_the_page_on_a_day(table: pd.DataFrame) -> None:
    day = pd.Timestamp(JUNE)
    steps, weights = read_table("us_tariff_partner_steps"), recipe.union_weights()
    rates = with_eu(rates_by_law(steps, day), weights).query("exporter_iso3 == 'EU27'")["rate_pct"].sum()
    assert recipe.level(table, "EU27", str(JUNE)) == pytest.approx(rates, abs=1e-6)


def test_members_not_recorded_share_what_is_left() -> None:
    weights = measures.union_weights(pd.Series({"DEU": 60.0}), 100.0, pd.Series({"DEU": 5.0, "POL": 3.0, "ROU": 1.0}))
    assert weights.to_dict() == {"DEU": 60.0, "POL": 30.0, "ROU": 10.0}
    assert recipe.union_weights().sum() / 1e9 == pytest.approx(600, abs=10)
    members = read_table("countries").query("is_eu27")["iso3"]
    assert len(member_imports(read_table("trade_monthly"), members)) == len(recipe.union_weights()) == 27


def averages(surcharge: float, ordinary: float) -> pd.DataFrame:
    rows = [("JPN", "section_122", surcharge), ("JPN", "mfn", ordinary), ("VNM", "section_122", surcharge)]
    return pd.DataFrame(rows, columns=["exporter_iso3", "authority", "rate_pct"]).assign(
        valid_from=pd.Timestamp("2026-02-24"), valid_to=pd.Timestamp("2026-07-23")
    )


def test_the_estimate_nets_the_ordinary_duty_where_the_memorandum_does_and_scales_by_what_is_reached() -> None:
    """12.5 % less an ordinary 2.5 on a quarter of the goods for Japan; 12.5 on a quarter for Vietnam."""
    rows = measures.forced_labour(averages(2.5, 2.5), 0.46).set_index(["estimate", "exporter_iso3"])["rate_pct"]
    assert rows["surcharge_share", "JPN"] == pytest.approx(10 * 0.25)
    assert rows["surcharge_share", "VNM"] == pytest.approx(12.5 * 0.25)
    assert rows["chinese_share", "JPN"] == pytest.approx(10 * 0.46)
    assert measures.forced_labour(averages(2.5, 20.0), 0.46)["rate_pct"].iloc[0] == 0


def test_the_two_estimates_are_alternatives(table: pd.DataFrame) -> None:
    own, china = (measures.change_points(table, JULY_2026, (), name) for name in ("surcharge_share", "chinese_share"))
    none = measures.change_points(table, JULY_2026, {"forced_labour_2026"})
    assert none.equals(measures.change_points(table, JULY_2026, {"section_301"}))
    assert china["CAN"] - none["CAN"] == pytest.approx(4.6)
    assert own["CAN"] - none["CAN"] < 0.5  # goods under the agreement were free of the surcharge
    assert (own >= none).all()


def test_the_table_holds_every_origin_but_china_and_is_built_after_its_sources(table: pd.DataFrame) -> None:
    origins = set(read_table("us_imports_hs6_2024", columns=["exporter_iso3"])["exporter_iso3"])
    assert set(table["exporter_iso3"]) == origins - {"CHN"}
    order = build.build_order(table_names())
    for name in ("us_tariff_partner_steps", "us_imports_naics3_monthly", "us_imports_hs6_2024", "countries"):
        assert order.index(name) < order.index("us_tariff_origin_steps")


def test_a_step_ends_on_the_eve_of_the_next_of_its_origin_and_law_and_the_last_is_open() -> None:
    rows = pd.DataFrame(
        [("JPN", "total", "2025-08-07"), ("JPN", "total", "2025-04-09"), ("KOR", "total", "2025-05-01")],
        columns=["exporter_iso3", "authority", "valid_from"],
    )
    told = measures.closed(rows.assign(valid_from=pd.to_datetime(rows["valid_from"])))["valid_to"]
    assert told[0] == pd.Timestamp("2025-08-06")
    assert told[1:].isna().all()
