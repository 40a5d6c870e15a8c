"""China's exports by commodity: rates as printed, units as printed, the release that has no day."""

import pandas as pd

from parley.tables.read import read_table


def test_printed_rates_agree_with_the_printed_values() -> None:
    table = read_table("china_customs_commodities").dropna(subset=["change_pct", "value_year_to_date_before_usd"])
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


def test_estimated_rates_are_those_of_exports_in_june_2026_alone() -> None:
    table = read_table("china_customs_commodities")
    estimated = table[table["is_change_estimated"]]
    assert set(estimated["month"]) == {pd.Timestamp("2026-06-01")}
    assert set(estimated["flow"]) == {"export"}
    assert set(estimated["source_id"]) == {"gacc_june_2026"}
    assert len(estimated) == 7


def test_a_fall_of_nearly_30_percent_is_a_bound() -> None:
    table = read_table("china_customs_commodities")
    (row,) = table[table["comparator"] != "eq"].to_dict("records")
    assert (row["comparator"], row["quantity_change_month_pct"], row["commodity"]) == ("gt", -30, "Rare earths")
    assert pd.isna(row["quantity"])


def test_integrated_circuits_of_june_to_august_2026_add_up_to_the_year_to_date() -> None:
    """January to June 177.3 bn, August 40.7, to August 256.8: July is left with 38.8 bn, 117 % above July 2025."""
    table = read_table("china_customs_commodities").query("commodity == 'Integrated circuits' and flow == 'export'")
    months = table.dropna(subset="value_usd").set_index("month")
    june, august = months.loc["2026-06-01"], months.loc["2026-08-01"]
    july = august["value_year_to_date_usd"] - august["value_usd"] - june["value_year_to_date_usd"]
    assert june["value_usd"] < july + 1e9
    assert july < august["value_usd"] + 1e9
