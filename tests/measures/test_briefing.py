"""Every statement of the report of 9 June 2025 on the real tables: as known that day, and since.

Expected figures are those printed in the acts, the editions and the customs releases named beside them.
"""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY
from parley.tables import read as tables

LATEST = tables.compiled_on()
LONDON = pd.Timestamp("2025-06-09")


def claim(statement: str, number: int = 0) -> briefing.Claim:
    return briefing.CLAIMS[statement][number]


@pytest.fixture(params=[REPORT_DAY, None], ids=["that day", "latest"])
def known(request: pytest.FixtureRequest) -> date | None:
    day: date | None = request.param
    return day


def test_the_report_is_of_9_june_2025() -> None:
    assert date(2025, 6, 9) == REPORT_DAY


# 1. the truce: Executive Order 14298 (10 beside the 20 of March), State Council Tariff Commission of 13 May 2025 (10)


def test_the_truce_is_30_and_10_on_the_day_both_from_14_may() -> None:
    held = briefing.duties_on(read_table("tariff_layers", REPORT_DAY), REPORT_DAY)
    us, china = briefing.duty(held, "USA"), briefing.duty(held, "CHN")
    assert (us, china) == (30, 10)
    assert briefing.matches(claim("truce", 0), us)
    assert briefing.matches(claim("truce", 1), china)
    rates = held.set_index("authority")["rate_pct"]
    assert rates.to_dict() == {"ieepa_fentanyl": 20, "ieepa_reciprocal": 10, "china_retaliation": 10}
    assert set(held.groupby("importer_iso3")["valid_from"].max()) == {pd.Timestamp("2025-05-14")}
    eve = briefing.duties_on(read_table("tariff_layers", REPORT_DAY), date(2025, 5, 13))
    assert (briefing.duty(eve, "USA"), briefing.duty(eve, "CHN")) == (145, 125)


def test_the_thirty_percent_add_about_26_points_on_trade_of_2024_and_older_duties_stay_underneath() -> None:
    weighted = briefing.weighted_duties(read_table("us_tariff_partner_steps"), REPORT_DAY)
    assert round(briefing.added_points(weighted, ["ieepa_fentanyl", "ieepa_reciprocal"])) == 26
    assert weighted["rate_pct"].sum() == pytest.approx(41.53, abs=0.005)  # the tracker's total on that day
    assert briefing.added_points(weighted, ["section_301", "mfn"]) > 10


def test_since_then_the_us_duty_is_12_5_and_the_chinese_one_still_10() -> None:
    held = briefing.duties_on(read_table("tariff_layers"), LATEST)
    assert (briefing.duty(held, "USA"), briefing.duty(held, "CHN")) == (12.5, 10)


# 2. mining: 270,000 of 390,000 t in Mineral Commodity Summaries 2025, of 380,000 t in those of 2026


def test_china_mined_69_2_percent_in_the_edition_current_then_and_71_1_in_the_next() -> None:
    then = briefing.mined_in_2024(briefing.mined(read_table("mine_production", REPORT_DAY)))
    assert (then["edition"], then["output_t"], then["world_output_t"]) == ("MCS2025", 270_000, 390_000)
    assert round(then["share_pct"], 1) == 69.2
    assert briefing.matches(claim("mining"), then["share_pct"])
    now = briefing.mined_in_2024(briefing.mined(read_table("mine_production")))
    assert (now["edition"], now["output_t"], now["world_output_t"]) == ("MCS2026", 270_000, 380_000)
    assert round(now["share_pct"], 1) == 71.1


def test_on_the_sum_of_countries_the_share_was_68_5_which_is_not_over_69() -> None:
    then = briefing.mined_in_2024(briefing.mined(read_table("mine_production", REPORT_DAY)))
    assert round(then["share_of_sum_pct"], 1) == 68.5
    assert not briefing.matches(claim("mining"), then["share_of_sum_pct"])


def test_refining_and_magnets_are_more_concentrated_than_mining(known: date | None) -> None:
    stages = briefing.later_stages(read_table("stage_shares", known)).set_index("stage")["share_pct"]
    mined = briefing.mined_in_2024(briefing.mined(read_table("mine_production", known)))["share_pct"]
    assert set(stages.index) == {"refine", "magnet"}
    assert (stages > mined).all()
    assert round(stages["refine"]) == 91  # IEA, May 2025
    assert stages["magnet"] == (92 if known else 94)  # BIS 2022; IEA, October 2025


# 3. world growth: Economic Outlook 117 of 3 June 2025


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_oecd_edition_current_then_has_2_9_for_both_years(year: int) -> None:
    path = briefing.world_growth(read_table("forecasts", REPORT_DAY), read_table("forecast_editions", REPORT_DAY))
    row = briefing.newest(path, year)
    assert (row["edition"], row["published_on"]) == ("EO117", pd.Timestamp("2025-06-03"))
    assert row["value_pct"] == 2.9
    assert briefing.matches(claim("growth"), row["value_pct"])


def test_2_9_was_the_low_point_of_the_path_that_ends_at_3_4() -> None:
    path = briefing.world_growth(read_table("forecasts"), read_table("forecast_editions"))
    values = path[path["target_year"] == 2025].set_index("edition")["value_pct"]
    assert list(values["EO115":]) == [3.2, 3.2, 3.3, 3.1, 2.9, 3.2, 3.2, 3.4]
    assert values.idxmin() == "EO117"


# 4. China's customs on 9 June 2025


def test_customs_printed_4_8_and_minus_3_4_on_that_very_day_and_not_before() -> None:
    releases = briefing.customs_of(read_table("china_customs", REPORT_DAY), briefing.MAY_2025)
    for number, (flow, printed, usd_bn) in enumerate([("export", 4.8, 316.10), ("import", -3.4, 212.88)]):
        row = briefing.printed_growth(releases, flow)
        assert (row["change_pct"], row["published_on"]) == (printed, LONDON)
        assert row["value_usd"] == pytest.approx(usd_bn * 1e9)
        assert briefing.matches(claim("customs", number), row["change_pct"])
    assert briefing.customs_of(read_table("china_customs", date(2025, 6, 8)), briefing.MAY_2025).empty


def test_worked_out_from_the_first_published_levels_the_rates_would_be_others(known: date | None) -> None:
    customs = read_table("china_customs", known)
    own = [briefing.recomputed_growth(customs, flow) for flow in ("export", "import")]
    assert [round(rate, 1) for rate in own] == [4.5, -3.1]
    assert not any(briefing.matches(claim("customs", n), rate) for n, rate in enumerate(own))


def test_without_a_level_no_rate_is_worked_out() -> None:
    customs = read_table("china_customs")
    assert pd.isna(briefing.recomputed_growth(customs[customs["period_start"] != briefing.MAY_2024], "export"))


def test_no_later_release_restates_may_2025() -> None:
    releases = briefing.customs_of(read_table("china_customs"), briefing.MAY_2025)
    assert set(releases["published_on"]) == {LONDON}


def test_the_newest_month_is_august_2026_and_never_one_that_is_not_confirmed() -> None:
    """+25.0 and +28.2% printed on 8 September 2026; imports of June rest on one report that contradicts itself."""
    newest = briefing.newest_growth(read_table("china_customs")).set_index("flow")
    assert newest["change_pct"].to_dict() == {"export": 25.0, "import": 28.2}
    assert set(newest["period_start"]) == {pd.Timestamp("2026-08-01")}
    in_july = briefing.newest_growth(read_table("china_customs", date(2026, 7, 20)))
    assert set(in_july["period_start"]) == {pd.Timestamp("2026-05-01")}


# 5. UK steel: Proclamation 10947


def test_uk_steel_is_held_at_25_on_4_june_while_others_go_to_50() -> None:
    rows = briefing.steel(read_table("tariff_layers", REPORT_DAY))
    from_4_june = rows[rows["valid_from"] == pd.Timestamp("2025-06-04")].set_index("exporter_iso3")["rate_pct"]
    assert from_4_june.to_dict() == {"GBR": 25, "WLD": 50}


def test_9_july_is_the_date_of_clause_7_known_on_the_day() -> None:
    (row,) = briefing.named(read_table("events", REPORT_DAY), ["uk-steel-deadline"]).to_dict("records")
    assert row["valid_from"] == pd.Timestamp(2025, 7, 9) == pd.Timestamp(briefing.UK_STEEL_DATE)
    assert row["instrument"] == "Proclamation 10947 clause 7"
    assert "50" in row["scope"]


def test_uk_steel_is_still_at_25_a_year_later() -> None:
    rows = briefing.steel(read_table("tariff_layers"))
    held = rows[rows["valid_to"].isna() & (rows["programme"] == "steel")].set_index("exporter_iso3")["rate_pct"]
    assert held.to_dict() == {"GBR": 25, "WLD": 50}


# 6. magnets: Chinese customs, as a page of 21 July 2025 gives them; 5,933 t in 2025, 20.3% less than in 2024


def test_no_magnet_figure_was_known_by_the_day_but_the_licences_and_april_in_all_forms_were() -> None:
    exports = read_table("china_rare_earth_exports", REPORT_DAY)
    rows, mean = briefing.magnets_to_us(exports)
    assert rows.empty
    assert mean is None
    assert exports[exports["commodity"] == "rare_earth_magnets"].empty
    april = briefing.newest_in_all_forms(exports)
    assert (april["period_start"], april["quantity_t"]) == (pd.Timestamp("2025-04-01"), 4784.8)
    (act,) = briefing.named(read_table("events", REPORT_DAY), ["mofcom-2025-18"]).to_dict("records")
    assert (act["valid_from"], act["actor"]) == (pd.Timestamp("2025-04-04"), "CHN")


def test_46_tonnes_went_to_the_us_in_may_2025_93_percent_below_the_mean_of_2024() -> None:
    rows, mean = briefing.magnets_to_us(read_table("china_rare_earth_exports"))
    may = briefing.in_month(rows, briefing.MAY_2025)
    assert may is not None
    assert mean is not None
    assert (may["quantity_t"], may["published_on"]) == (46, pd.Timestamp("2025-07-21"))
    assert mean == pytest.approx(5933 / (1 - 0.203) / 12, abs=0.2)
    assert round((may["quantity_t"] / mean - 1) * 100) == -93


# 7. chips, 8. deadlines, 9. the call: the events and whose account they are


@pytest.mark.parametrize(
    ("event_id", "day", "words"),
    [
        ("us-h20-licence", "2025-04-09", "H20"),
        ("us-ai-diffusion-end", "2025-05-13", "Huawei"),
        ("us-eda-letters", "2025-05-31", "design software"),
    ],
)
def test_controls_on_ai_chips_huawei_and_design_software_were_known(event_id: str, day: str, words: str) -> None:
    (row,) = briefing.named(read_table("events", REPORT_DAY), [event_id]).to_dict("records")
    assert (row["known_on"], row["actor"]) == (pd.Timestamp(day), "USA")
    assert words in row["title"]


def test_the_design_software_limit_was_lifted_on_2_july_which_was_not_known_on_the_day() -> None:
    assert briefing.named(read_table("events", REPORT_DAY), ["us-eda-lifted"]).empty
    (row,) = briefing.named(read_table("events"), ["us-eda-lifted"]).to_dict("records")
    assert row["known_on"] == pd.Timestamp("2025-07-02")


def test_the_dates_ahead_on_the_day_are_9_july_and_the_end_of_the_truce_in_august() -> None:
    ahead = briefing.ends_ahead(read_table("events", REPORT_DAY), REPORT_DAY)
    assert dict(zip(ahead["event_id"], ahead["due"].dt.strftime("%Y-%m-%d"), strict=True)) == {
        "uk-steel-deadline": "2025-07-09",
        "geneva": "2025-08-12",
        "us-geneva": "2025-08-12",
        "cn-geneva": "2025-08-12",
    }
    kinds = ahead.set_index("event_id")["kind"].to_dict()
    assert kinds == {**dict.fromkeys(kinds, "due to end"), "uk-steel-deadline": "begins"}


def test_the_dates_ahead_now_are_the_ends_of_chinas_exclusions_and_of_the_truce() -> None:
    ahead = briefing.ends_ahead(read_table("events"), LATEST).drop_duplicates("due").set_index("event_id")["due"]
    assert ahead.to_dict() == {
        "cn-exclusions-end": pd.Timestamp("2026-12-31"),
        "truce-end-2027": pd.Timestamp("2027-01-10"),
    }


def test_the_phone_call_of_5_june_is_the_us_sides_account() -> None:
    (row,) = briefing.named(read_table("events", REPORT_DAY), ["call-2025-06-05"]).to_dict("records")
    assert (row["known_on"], row["actor_account"]) == (pd.Timestamp("2025-06-05"), "USA")
    assert set(row["actor"].split(";")) == {"USA", "CHN"}


def test_a_search_of_the_events_finds_words_in_titles_and_scopes_whatever_the_case() -> None:
    found = briefing.mentions(read_table("events"), r"\bhuawei\b")
    assert "us-ai-diffusion-end" in set(found["event_id"])
    assert briefing.mentions(read_table("events"), r"\bno such word\b").empty


def test_the_verdict_says_nothing_where_the_tables_hold_nothing() -> None:
    assert briefing.verdict(None, nuance=True) == briefing.UNKNOWN
    assert briefing.verdict(False, nuance=True) == briefing.CONTRADICTED
    assert briefing.verdict(True, nuance=True) == briefing.NUANCE
    assert briefing.verdict(True, nuance=False) == briefing.AGREES


def test_a_figure_matches_as_the_report_rounds_it() -> None:
    exact, over = briefing.Claim("x", 2.9, "%", 1), briefing.Claim("y", 69, "%", at_least=True)
    assert briefing.matches(exact, 2.94)
    assert not briefing.matches(exact, 2.96)
    assert briefing.matches(over, 69.0)
    assert not briefing.matches(over, 68.9)
