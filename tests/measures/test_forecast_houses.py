"""Figures of every house for one area and year."""

from datetime import date

import pandas as pd

from parley import read_table
from parley.measures import forecasts as houses

LONDON = date(2025, 6, 9)


def test_on_9_june_2025_the_newest_figures_of_world_growth_are_those_in_print() -> None:
    rows = houses.figures(
        read_table("forecasts", LONDON), read_table("forecast_editions", LONDON), "real_gdp_growth", "WLD", 2025
    )
    newest = rows[rows["is_newest"]].set_index("institution")
    assert newest["edition"].to_dict() == {
        "IMF": "WEO_2025_04",
        "NIESR": "NIESR_2025_SPRING",
        "OECD": "EO117",
        "World Bank": "GEP_2025_01",
    }
    assert newest.at["OECD", "value_pct"] == 2.9
    assert newest.at["World Bank", "value_pct"] == 2.7
    assert (rows["published_on"] <= pd.Timestamp(LONDON)).all()


def test_each_house_has_one_newest_figure_and_no_estimate_of_a_past_year() -> None:
    rows = houses.figures(read_table("forecasts"), read_table("forecast_editions"), "real_gdp_growth", "WLD", 2025)
    assert (rows.groupby("institution")["is_newest"].sum() == 1).all()
    assert "EO119" not in set(rows["edition"])  # it prints 2025 as past


def test_choices_lead_to_figures_only() -> None:
    forecasts, editions = read_table("forecasts"), read_table("forecast_editions")
    for measure in houses.measures_of_houses(forecasts):
        for area in houses.areas_of_houses(forecasts, measure):
            for year in houses.years_of_houses(forecasts, measure, area):
                rows = houses.figures(forecasts, editions, measure, area, year)
                assert not rows.duplicated(["institution", "edition"]).any()


def test_years_and_areas_offered_are_those_a_house_beside_the_oecd_forecast() -> None:
    forecasts = pd.DataFrame(
        [
            ("IMF", "baseline", "real_gdp_growth", "WLD", 2025),
            ("IMF", "baseline", "real_gdp_growth", "WLD", 2026),
            ("IMF", "baseline", "real_gdp_growth", "CHN", 2027),
            ("IMF", "baseline", "inflation", "WLD", 2028),
            ("IMF", "downside", "real_gdp_growth", "USA", 2029),
            ("OECD", "baseline", "real_gdp_growth", "DEU", 2030),
        ],
        columns=["institution", "scenario", "measure", "area", "target_year"],
    ).assign(horizon_years=0)
    past = forecasts.tail(1).assign(institution="IMF", horizon_years=-1)  # an estimate of a past year is no forecast
    forecasts = pd.concat([forecasts, past], ignore_index=True)
    assert houses.measures_of_houses(forecasts) == ["real_gdp_growth", "inflation"]
    assert houses.areas_of_houses(forecasts, "real_gdp_growth") == ["WLD", "CHN"]
    assert houses.years_of_houses(forecasts, "real_gdp_growth", "WLD") == [2026, 2025]
