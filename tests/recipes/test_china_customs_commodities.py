"""China's exports by commodity: rates as printed, units as printed, the release that has no day."""

import pandas as pd

from parley.tables import read_table


def test_printed_rates_agree_with_the_printed_values() -> None:
    table = read_table("china_customs_commodities").dropna(subset="change_pct")
    worked_out = (table["value_year_to_date_usd"] / table["value_year_to_date_before_usd"] - 1) * 100
    assert (worked_out - table["change_pct"]).abs().max() <= 0.1
    assert len(table) == 36


def test_a_doubtful_unit_is_a_note_and_no_unit() -> None:
    table = read_table("china_customs_commodities")
    shoes = table[table["commodity"] == "Footwear"]
    assert shoes["quantity_unit"].isna().all()
    assert shoes["note"].str.contains("100 million pairs").all()
    assert set(table["quantity_unit"].dropna()) == {"10,000 tons", "tons"}


def test_the_april_table_is_known_from_the_end_of_may_2025() -> None:
    table = read_table("china_customs_commodities")
    april = table[table["month"] == pd.Timestamp("2025-04-01")]
    assert set(april["published_on"]) == {pd.Timestamp("2025-05-31")}
    assert set(april["date_basis"]) == {"month"}
