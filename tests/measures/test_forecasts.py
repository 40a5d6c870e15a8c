"""Editions, revisions and errors against the figures in print."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.forecasts import current_edition, forecast_errors, revision_path

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
        ("OECD", None, "EO119"),  # the interim report of September 2026 has no figures here
        ("IMF", LONDON, "WEO_2025_04"),
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
    assert baseline["value_pct"].iloc[-1] == 2.8
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
