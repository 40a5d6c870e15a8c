"""Duty collected in two years: printed sums, and years without imports."""

import pandas as pd
import pytest

from parley.measures.revenue import COLLECTED_COLUMNS, two_years
from parley.tables.us_imports import read_imports

ROWS = pd.DataFrame(
    {
        "section": ["XI", "XI", "XI", "XVI", "I"],
        "year": [2024, 2025, 2025, 2025, 2024],
        "value_usd": [100, 50, 50, 40, 0],
        "duty_usd": [10, 20, 10, 0, 0],
        "source_id": "s",
    }
)


def china(by: str) -> pd.DataFrame:
    where, columns = {"exporter_iso3": ["CHN"]}, ["year", "section", "chapter", "value_usd", "duty_usd", "source_id"]
    both = pd.concat([read_imports(None, year, where=where, columns=columns) for year in (2024, 2025)])
    return two_years(both.assign(all="all"), by, 2024, 2025)


def test_duty_on_china_is_the_printed_one_in_both_years() -> None:
    """Census: 47.112 bn on 431.037 (10.93%) and 91.765 bn on 299.836 (30.60%)."""
    row = china("all").iloc[0]
    assert row["duty_base_usd"] / 1e9 == pytest.approx(47.112, abs=0.0005)
    assert row["value_usd"] / 1e9 == pytest.approx(299.836, abs=0.0005)
    assert row["rate_base_pct"] == pytest.approx(10.93, abs=0.005)
    assert row["rate_pct"] == pytest.approx(30.60, abs=0.01)


def test_chapters_add_to_the_whole() -> None:
    parts, whole = china("chapter"), china("all").iloc[0]
    for column in ("value_usd", "duty_usd", "value_base_usd", "duty_base_usd"):
        assert parts[column].sum() == whole[column]
    assert {"98", "99"} <= set(parts["code"])


def test_rates_are_duty_over_value_and_the_largest_group_comes_first() -> None:
    table = two_years(ROWS, "section", 2024, 2025)
    assert list(table.columns) == COLLECTED_COLUMNS
    assert list(table["code"][:2]) == ["XI", "XVI"]
    textiles = table.iloc[0]
    assert (textiles["rate_base_pct"], textiles["rate_pct"], textiles["change_pp"]) == (10.0, 30.0, 20.0)


def test_a_year_without_imports_has_no_rate_and_no_change() -> None:
    table = two_years(ROWS, "section", 2024, 2025).set_index("code")
    assert table.loc["XVI", ["value_base_usd", "rate_base_pct", "change_pp"]].isna().all()
    assert table.loc["XVI", "rate_pct"] == 0
    assert table.loc["I", ["rate_pct", "rate_base_pct"]].isna().all()
    alone = two_years(ROWS[ROWS["year"] == 2025], "section", 2024, 2025)
    assert alone["value_base_usd"].isna().all()
