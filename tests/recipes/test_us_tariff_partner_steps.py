"""Steps by partner: authorities add up, and China agrees with what Yale printed later."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def steps() -> pd.DataFrame:
    return read_table("us_tariff_partner_steps")


def on(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    return frame[(frame["valid_from"] <= day) & (day <= frame["valid_to"])]


@pytest.mark.parametrize("day", ["2025-01-01", "2025-04-10", "2025-06-09", "2026-02-23", "2026-02-24", "2026-12-31"])
def test_the_authorities_of_every_partner_add_up_to_its_total(steps: pd.DataFrame, day: str) -> None:
    rates = on(steps, day).pivot(index="census_code", columns="authority", values="rate_pct")
    parts = rates.drop(columns="total").sum(axis=1)
    assert len(rates) >= 229
    assert (parts - rates["total"]).abs().max() < 1e-9


# Yale remodelled Section 122 in July 2026, so the rebuild of June lies lower from 24 February 2026 on
@pytest.mark.parametrize(
    ("day", "within_pp"),
    [("2025-06-09", 0.2), ("2025-11-10", 0.2), ("2026-02-15", 0.2), ("2026-02-20", 0.2), ("2026-02-24", 0.8)],
)
def test_china_agrees_with_yales_values_of_july_2026(steps: pd.DataFrame, day: str, within_pp: float) -> None:
    printed = read_table("average_tariffs")
    yale = printed[(printed["provider"] == "Yale") & (printed["exporter_iso3"] == "CHN") & (printed["date"] == day)]
    china = on(steps[(steps["exporter_iso3"] == "CHN") & (steps["authority"] == "total")], day)
    assert china["rate_pct"].item() == pytest.approx(yale["rate_pct"].item(), abs=within_pp)


def test_partners_without_imports_have_no_rows_and_no_rate_is_filled(steps: pd.DataFrame) -> None:
    absent = {"1000", "5790", "6022", "6029", "9030", "9110", "9350", "9510", "9610", "9800"}
    assert absent.isdisjoint(steps["census_code"])
    pitcairn = steps[steps["exporter_iso3"] == "PCN"]
    # imports in the weights for 181 of 730 days only
    assert (pitcairn["valid_to"] - pitcairn["valid_from"]).dt.days.add(1)[pitcairn["authority"] == "total"].sum() == 181


def test_gaza_and_the_west_bank_are_two_census_codes_of_one_country(steps: pd.DataFrame) -> None:
    assert set(steps.loc[steps["exporter_iso3"] == "PSE", "census_code"]) == {"5082", "5083"}
    others = steps[steps["exporter_iso3"] != "PSE"]
    assert others.groupby("exporter_iso3")["census_code"].nunique().max() == 1


def test_an_authority_that_never_applied_has_no_row(steps: pd.DataFrame) -> None:
    parts = steps[steps["authority"] != "total"]
    assert (parts.groupby(["census_code", "authority"])["rate_pct"].max() > 0).all()
