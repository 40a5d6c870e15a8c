"""Editions, revisions and errors against the figures in print."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.forecasts import (
    areas_with_paths,
    current_edition,
    errors_of_year,
    forecast_errors,
    known_years,
    paths,
    revised_years,
    revision_path,
    revisions_by_area,
    with_last_event,
    year_spans,
)

LONDON = date(2025, 6, 9)


@pytest.fixture(scope="module")
def forecasts() -> pd.DataFrame:
    return read_table("forecasts")


@pytest.fixture(scope="module")
def editions() -> pd.DataFrame:
    return read_table("forecast_editions")


@pytest.fixture(scope="module")
def errors(forecasts: pd.DataFrame) -> pd.DataFrame:
    return forecast_errors(forecasts, read_table("gdp_actuals"))


@pytest.mark.parametrize(
    ("institution", "as_of", "edition"),
    [
        ("OECD", LONDON, "EO117"),
        ("OECD", date(2025, 6, 2), "IEO_2025_03"),
        ("OECD", date(2025, 6, 3), "EO117"),
        ("OECD", None, "IEO_2026_09"),
        ("OECD", date(2026, 9, 22), "EO119"),  # the Interim Report came out on 23 September 2026
        ("OECD", date(2026, 6, 3), "EO119"),
        ("OECD", date(2026, 6, 2), "IEO_2026_03"),
        ("OECD", date(2020, 12, 1), "EO108"),
        ("IMF", LONDON, "WEO_2025_04"),
        ("IMF", date(2026, 4, 14), "WEO_2026_04"),
        ("IMF", None, "WEO_2026_07"),  # our tables hold no figure of October 2026
        ("OECD", date(2010, 1, 1), None),
        ("no such house", None, None),
    ],
)
def test_the_edition_current_on_a_day(
    forecasts: pd.DataFrame, editions: pd.DataFrame, institution: str, as_of: date | None, edition: str | None
) -> None:
    assert current_edition(forecasts, editions, institution, as_of) == edition


def test_the_edition_current_for_one_series_skips_those_without_it(
    forecasts: pd.DataFrame, editions: pd.DataFrame
) -> None:
    brazil = forecasts[forecasts["area"] == "BRA"]
    assert current_edition(brazil, editions, "OECD", date(2025, 10, 1)) == "EO117"
    assert current_edition(forecasts, editions, "OECD", date(2025, 10, 1)) == "IEO_2025_09"


def test_the_path_of_world_growth_in_2025_has_its_low_in_outlook_117(
    forecasts: pd.DataFrame, editions: pd.DataFrame
) -> None:
    path = revision_path(forecasts, editions, "WLD", "real_gdp_growth", 2025, "OECD")
    since = path[path["published_on"] >= "2024-05-01"]
    assert since["value_pct"].to_list() == [3.2, 3.2, 3.3, 3.1, 2.9, 3.2, 3.2, 3.4]
    low = path.loc[path["value_pct"].idxmin()]
    assert (low["edition"], low["published_on"]) == ("EO117", pd.Timestamp("2025-06-03"))
    assert low["us_effective_tariff_rate_pct"] == 15.4
    assert low["change_pp"] == pytest.approx(-0.2)
    assert pd.isna(path["change_pp"].iloc[0])


def test_a_path_has_one_row_an_edition_and_one_scenario(forecasts: pd.DataFrame, editions: pd.DataFrame) -> None:
    baseline = revision_path(forecasts, editions, "WLD", "real_gdp_growth", 2026, "OECD")
    other = revision_path(forecasts, editions, "WLD", "real_gdp_growth", 2026, "OECD", "prolonged_disruption")
    assert baseline["edition"].is_unique
    assert baseline["value_pct"].to_list()[-2:] == [2.8, 2.9]  # June and September 2026
    assert other["value_pct"].to_list() == [2.1]


def test_a_path_of_an_unknown_series_is_empty(forecasts: pd.DataFrame, editions: pd.DataFrame) -> None:
    assert revision_path(forecasts, editions, "ATA", "real_gdp_growth", 2025, "OECD").empty


@pytest.mark.parametrize(
    ("area", "printed_pp"), [("USA", -0.53), ("CHN", -0.25), ("EA17", -0.45), ("IND", -1.33), ("DEU", 0.05)]
)
def test_the_error_of_outlook_117_for_2025(errors: pd.DataFrame, area: str, printed_pp: float) -> None:
    row = errors[(errors["edition"] == "EO117") & (errors["area"] == area) & (errors["target_year"] == 2025)]
    assert row["error_pp"].item() == pytest.approx(printed_pp, abs=0.005)
    assert row["horizon_years"].item() == 0


def test_the_world_is_measured_against_the_3_4_printed_for_2025(errors: pd.DataFrame) -> None:
    world = errors[errors["area"] == "WLD"].set_index("edition")
    assert set(world["target_year"]) == {2025}
    assert set(world["actual_pct"]) == {3.4}
    assert world.loc["EO117", "error_pp"] == pytest.approx(-0.5)


def test_errors_leave_out_estimates_of_the_past_other_scenarios_and_other_euro_areas(errors: pd.DataFrame) -> None:
    assert errors["horizon_years"].min() == 0
    assert not errors["edition"].isin(["EO107", "EO119"]).any()
    assert not errors["area"].isin(["EA", "EA16"]).any()
    assert set(errors["institution"]) == {"OECD"}
    assert not errors.duplicated(["edition", "area", "target_year"]).any()


def test_growth_recorded_by_the_world_bank_is_the_outcome_of_no_forecast(forecasts: pd.DataFrame) -> None:
    actuals = read_table("gdp_actuals")
    bank = actuals[actuals["source_id"] == "actuals_wdi"]
    assert set(forecast_errors(forecasts, bank)["area"]) == {"WLD"}
    assert set(forecast_errors(forecasts, bank)["actual_pct"]) == {3.4}


def test_differences_of_printed_figures_carry_no_tail(forecasts: pd.DataFrame) -> None:
    """A file of them reads 0.2 and -0.4, not 0.20000000000000018."""
    errors = forecast_errors(forecasts, read_table("gdp_actuals"))["error_pp"]
    changes = paths(forecasts, read_table("forecast_editions"), "WLD", (2025,))["change_pp"].dropna()
    assert all(len(repr(float(value)).lstrip("-")) <= len("10.123") for value in (*errors, *changes))


def test_on_9_june_2025_the_path_ends_in_2_9_and_2_9(editions: pd.DataFrame) -> None:
    known = read_table("forecasts", LONDON)
    years = known_years(known, "WLD")
    assert years == [2025, 2026]
    last = paths(known, editions, "WLD", years).groupby("target_year").tail(1)
    assert last["edition"].tolist() == ["EO117", "EO117"]
    assert last["value_pct"].tolist() == [2.9, 2.9]


def test_before_2025_was_forecast_the_last_two_years_are_shown() -> None:
    known = read_table("forecasts", date(2018, 7, 1))
    assert known_years(known, "USA") == [2018, 2019]
    assert known_years(known, "WLD") == []
    assert areas_with_paths(known)[:2] == ["USA", "CHN"]


def test_areas_begin_with_the_world_and_the_two_sides_and_keep_the_euro_areas_apart(forecasts: pd.DataFrame) -> None:
    areas = areas_with_paths(forecasts)
    assert areas[:3] == ["WLD", "USA", "CHN"]
    assert {"EA", "EA17"} <= set(areas)
    assert len(areas) == len(set(areas))


def test_errors_of_a_year_carry_the_day_of_each_edition(errors: pd.DataFrame, editions: pd.DataFrame) -> None:
    rows = errors_of_year(errors, editions, 2025)
    assert rows["area"].drop_duplicates().tolist()[:3] == ["WLD", "USA", "CHN"]
    assert rows["published_on"].notna().all()
    assert set(rows["target_year"]) == {2025}


def test_inflation_has_paths_of_its_own_areas(forecasts: pd.DataFrame) -> None:
    of_march = set(areas_with_paths(forecasts, "headline_inflation"))  # 20 areas, once more in June but the euro area
    assert {"CHN", "GBR", "JPN", "TUR", "EA", "G20", "OECD", "AUS"} <= of_march
    assert areas_with_paths(forecasts, "consumption_deflator_inflation") == ["USA"]
    path = revision_path(forecasts, read_table("forecast_editions"), "G20", "headline_inflation", 2025, "OECD")
    assert len(path) == 5
    assert set(path["measure"]) == {"headline_inflation"}


def test_target_years_come_three_at_a_time_and_only_where_one_was_revised(forecasts: pd.DataFrame) -> None:
    assert year_spans(forecasts, "USA")[0] == (2025, 2026, 2027)
    assert year_spans(forecasts, "EA16") == [(2017, 2018)]
    assert year_spans(forecasts, "ITA") == [(2026, 2027)]
    assert revised_years(forecasts, "NOR") == []  # one edition alone has Norway
    assert year_spans(forecasts, "NOR") == []
    for span in year_spans(forecasts, "WLD"):
        assert set(span) & set(revised_years(forecasts, "WLD"))


def test_outlook_117_cut_the_us_and_world_growth_of_2025(forecasts: pd.DataFrame, editions: pd.DataFrame) -> None:
    rows = revisions_by_area(forecasts, editions, 2025, "EO117").set_index("area")
    assert rows.at["WLD", "change_pp"] == pytest.approx(2.9 - 3.1)
    assert (rows.at["WLD", "previous_edition"], rows.at["WLD", "previous_value_pct"]) == ("IEO_2025_03", 3.1)
    assert rows.at["IND", "previous_edition"] == "EO116"  # the interim report has no figure on its basis
    assert rows["change_pp"].is_monotonic_increasing


def test_a_revision_names_the_last_event_since_the_edition_before() -> None:
    path = pd.DataFrame({"published_on": pd.to_datetime(["2024-12-04", "2025-03-17", "2025-06-03", "2025-09-23"])})
    days = pd.to_datetime(["2025-02-04", "2025-04-10", "2025-05-14"])
    events = pd.DataFrame({"date": days, "title": ["a", "b", "c"]})
    rows = with_last_event(path, events)
    assert rows["event_before"].isna().tolist() == [True, False, False, True]
    assert rows["event_before"].dropna().tolist() == ["a", "c"]
    assert rows["event_before_on"].isna().tolist() == [True, False, False, True]
