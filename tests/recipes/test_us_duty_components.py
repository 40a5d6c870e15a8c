"""Duties by parts: they are those of the texts of the schedule, and no text has more of them."""

import pandas as pd
import pytest

from parley import read_table

BY_QUANTITY = ["specific", "compound", "specific_on_content"]


@pytest.fixture(scope="module")
def parts() -> pd.DataFrame:
    return read_table("us_duty_components")


def test_percentages_are_those_of_the_schedule_and_other_lines_have_none(parts: pd.DataFrame) -> None:
    general = parts[parts["rate_column"] == "general"]
    both = general.merge(read_table("us_mfn_rates"), on=["hts_edition", "hts8"], suffixes=("", "_printed"))
    assert len(both) == len(general) == 22_827
    in_percent = both["kind"].isin(["free", "ad_valorem"])
    gap = both["ad_valorem_pct"] - both["ad_valorem_pct_printed"]
    assert gap[in_percent].abs().max() < 1e-9
    assert both.loc[~in_percent, "ad_valorem_pct_printed"].isna().all()


@pytest.mark.parametrize(("column", "text"), [("general", "general_rate_text"), ("column_2", "column_2_text")])
def test_amounts_in_the_text_are_the_parts(parts: pd.DataFrame, column: str, text: str) -> None:
    """The first amount of money printed is the first part: "13.5¢/kg + 6.3% + 1.9¢/article"."""
    rows = parts[(parts["rate_column"] == column) & parts["specific_usd"].notna()]
    rows = rows.merge(read_table("us_mfn_rates"), on=["hts_edition", "hts8"])
    dollars, cents = (rows[text].str.extract(pattern)[0].astype(float) for pattern in (r"\$([\d.]+)", r"([\d.]+) ?¢"))
    printed = (cents / 100).fillna(dollars)
    assert len(rows) > 2_000
    assert (printed - rows["specific_usd"]).abs().max() < 1e-9
    amounts = rows[text].str.count(r"[¢$]")
    assert (amounts == 1 + rows["second_specific_usd"].notna()).all()


def test_every_general_rate_by_quantity_has_a_number_and_a_unit(parts: pd.DataFrame) -> None:
    rows = parts[(parts["rate_column"] == "general") & parts["kind"].isin(BY_QUANTITY)]
    assert rows[["specific_usd", "specific_per"]].notna().all(axis=None)
    assert not parts.loc[parts["kind"] == "component", "specific_usd"].notna().any()


@pytest.mark.parametrize(
    ("hts8", "column", "usd", "per"),
    [
        ("27090020", "general", 0.105, "barrel"),
        ("04061008", "general", 1.509, "kg"),
        ("22043000", "column_2", None, None),
    ],
)
def test_parts_in_print(parts: pd.DataFrame, hts8: str, column: str, usd: float | None, per: str | None) -> None:
    """HTS 2026 revision 10; column 2 of 2204.30 is "18.5¢/liter + $1.32/pf. liter", of which one part is held."""
    chosen = (parts["hts8"] == hts8) & (parts["rate_column"] == column) & (parts["hts_edition"] == "2026 revision 10")
    (row,) = parts[chosen].to_dict("records")
    if usd is None:
        assert pd.isna(row["specific_usd"])
        assert pd.isna(row["specific_per"])
    else:
        assert (row["specific_usd"], row["specific_per"]) == (usd, per)
