"""Rare-earth exports: sums of months against sums to date, holes left open, and who reported what."""

import re

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.china_customs import ALL_FORMS, MAGNETS, tonnes


@pytest.fixture(scope="module")
def exports() -> pd.DataFrame:
    return read_table("china_rare_earth_exports")


def test_the_first_quarter_of_2026_is_its_three_months(exports: pd.DataFrame) -> None:
    months = sum(tonnes(exports, MAGNETS, "WLD", f"2026-0{m}", f"2026-0{m}") for m in (1, 2, 3))
    assert months == pytest.approx(tonnes(exports, MAGNETS, "WLD", "2026-01", "2026-03"), abs=5)


def test_all_forms_to_date_grow_by_the_month(exports: pd.DataFrame) -> None:
    to_date = {m: tonnes(exports, ALL_FORMS, "WLD", "2025-01", m) for m in ("2025-08", "2025-09", "2025-10")}
    for before, month in (("2025-08", "2025-09"), ("2025-09", "2025-10")):
        step = to_date[month] - to_date[before]
        assert step == pytest.approx(tonnes(exports, ALL_FORMS, "WLD", month, month), abs=1)


def test_january_and_february_2025_come_only_as_one_sum(exports: pd.DataFrame) -> None:
    magnets = exports[(exports["commodity"] == MAGNETS) & (exports["destination_iso3"] == "WLD")]
    assert not ((magnets["period_start"] == "2025-01-01") & (magnets["period_end"] == "2025-01-31")).any()
    assert not (magnets["period_start"] == "2025-02-01").any()
    assert tonnes(exports, MAGNETS, "WLD", "2025-01", "2025-02") == 9_945


def test_no_magnet_figure_after_march_2026(exports: pd.DataFrame) -> None:
    assert exports.loc[exports["commodity"] == MAGNETS, "period_end"].max() == pd.Timestamp("2026-03-31")


def test_derived_rows_show_their_arithmetic_and_reported_ones_are_not_called_derived(exports: pd.DataFrame) -> None:
    derived = exports["kind"] == "derived"
    assert derived.sum() == 14
    assert (derived == (exports["verification"] == "derived")).all()
    assert exports.loc[derived, "note"].str.contains(r"\d").all()
    assert exports.loc[derived, "change_pct"].isna().all()


def test_a_figure_is_published_after_its_period(exports: pd.DataFrame) -> None:
    assert (exports["published_on"] >= exports["period_end"]).all()
    assert (exports["period_start"].dt.day == 1).all()
    assert exports["period_end"].dt.is_month_end.all()


def test_no_address_is_a_bare_number_and_only_three_rows_have_none(exports: pd.DataFrame) -> None:
    shown = exports["source_url"].dropna()
    assert not shown.str.contains(r"//\d+\.\d+\.\d+\.\d+", regex=True).any()
    assert all(re.match(r"https?://\S+$", address) for address in shown)
    assert exports["source_url"].isna().sum() == 3
