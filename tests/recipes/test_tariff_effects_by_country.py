"""Effects by country: the whole list in both scenarios, and the averages in print."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def wide() -> pd.DataFrame:
    rows = read_table("tariff_effects_by_country")
    return rows.pivot(index=["scenario", "iso3"], columns="variable", values="change_pct")


def test_every_country_has_every_variable_in_both_scenarios(wide: pd.DataFrame) -> None:
    assert wide.notna().all(axis=None)
    assert wide.groupby("scenario").size().to_dict() == {"no_retaliation": 194, "optimal_retaliation": 194}
    assert set(wide.index.get_level_values("iso3")) == set(read_table("country_macro")["iso3"])


def test_only_the_us_takes_revenue_where_nobody_answers(wide: pd.DataFrame) -> None:
    revenue = wide.loc["no_retaliation", "tariff_revenue_to_gdp"]
    assert list(revenue[revenue > 0].index) == ["USA"]
    assert (wide.loc["optimal_retaliation", "tariff_revenue_to_gdp"] > 0).all()


@pytest.mark.parametrize(
    ("scenario", "variable", "printed", "decimal"),
    [
        ("no_retaliation", "prices", -4.7, 0.05),
        ("no_retaliation", "exports_to_gdp", -3.2, 0.05),
        ("no_retaliation", "employment", -0.14, 0.006),
        ("optimal_retaliation", "prices", -2.2, 0.05),
    ],
)
def test_the_mean_outside_the_us_is_the_printed_one(
    wide: pd.DataFrame, scenario: str, variable: str, printed: float, decimal: float
) -> None:
    """Weights are GDP. Welfare, imports and the deficit are printed with other weights: off by 0.04 to 0.4 here."""
    gdp = read_table("country_macro").set_index("iso3")["gdp_usd"].drop("USA")
    others = wide.loc[scenario, variable].drop("USA")
    assert (others * gdp).sum() / gdp.sum() == pytest.approx(printed, abs=decimal)
