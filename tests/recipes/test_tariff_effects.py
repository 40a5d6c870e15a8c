"""Published effects of tariff shocks: what a date hides, units by kind, and marks of weak rows."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def effects() -> pd.DataFrame:
    return read_table("tariff_effects")


def test_on_the_day_of_the_talks_no_later_report_is_known() -> None:
    known = read_table("tariff_effects", date(2025, 6, 9))
    assert known["published_on"].max() == pd.Timestamp("2025-06-05")
    assert {"oecd_2025_06_10pp", "ecb_2025_06_severe"} <= set(known["shock_id"])
    assert not known["shock_id"].str.startswith(("tbl_2025_07", "tbl_2026", "lib_")).any()


def test_the_newest_report_is_shown_from_its_day_on() -> None:
    def newest(day: date) -> int:
        return int((read_table("tariff_effects", day)["shock_id"] == "tbl_2026_11_09").sum())

    assert (newest(date(2026, 11, 8)), newest(date(2026, 11, 9))) == (0, 12)


def test_an_undated_figure_is_known_from_the_day_it_was_read() -> None:
    undated = read_table("tariff_effects", date(2026, 11, 23))
    assert undated["published_on"].notna().all()
    assert set(read_table("tariff_effects").loc[lambda f: f["published_on"].isna(), "institution"]) == {"PIIE"}


def test_a_shock_is_one_house_one_report_and_one_reading_of_retaliation(effects: pd.DataFrame) -> None:
    about = effects[["institution", "publication", "shock", "shock_kind", "retaliation"]]
    assert (about.groupby(effects["shock_id"]).nunique() == 1).all(axis=None)


def test_growth_and_inflation_against_a_baseline_are_in_points(effects: pd.DataFrame) -> None:
    rates = effects[effects["effect_kind"].isin(["growth_vs_baseline", "inflation_vs_baseline"])]
    assert set(rates["unit"]) == {"pp", "pp_per_year"}
    money = effects["unit"].isin(["usd_bn", "usd_per_household"])
    assert set(effects.loc[money, "effect_kind"]) == {"level"}


def test_a_revision_of_a_forecast_is_never_an_effect_of_tariffs_alone(effects: pd.DataFrame) -> None:
    revised = effects[effects["effect_kind"] == "forecast_revision"]
    assert len(revised) == 11
    assert not revised["is_tariffs_only"].any()


def test_a_printed_range_stands_at_its_middle(effects: pd.DataFrame) -> None:
    ranges = effects[effects["as_printed"].str.fullmatch(r"-?[\d.]+ to -?[\d.]+", na=False)]
    ends = ranges["as_printed"].str.extract(r"(-?[\d.]+) to (-?[\d.]+)").astype(float)
    assert len(ranges) == 5
    assert ranges["value"].tolist() == pytest.approx(ends.mean(axis=1).tolist())


def test_figures_of_one_weak_page_are_marked(effects: pd.DataFrame) -> None:
    weak = effects[effects["source_url"].str.contains("madridtimes") | (effects["institution"] == "IDE-JETRO")]
    assert len(weak) == 11
    assert set(weak["verification"]) == {"unverified"}
