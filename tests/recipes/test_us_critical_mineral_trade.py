"""Trade in mineral headings: cells of the workbooks, doubles added, the partial year apart."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.critical_minerals import FOLDER, SHEETS

YEARS = [str(year) for year in range(1993, 2027)]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("us_critical_mineral_trade")


@pytest.mark.parametrize(("flow", "cells"), [("import", 7389), ("export", 9692)])
def test_every_cell_of_the_sheet_is_in_the_sums(table: pd.DataFrame, raw: Path, flow: str, cells: int) -> None:
    file, sheet = SHEETS[flow]
    rows = pd.read_excel(raw / FOLDER / file, sheet_name=sheet, header=2, dtype=str)
    rows = rows[rows["Country"].notna()]
    values = rows[YEARS].astype(float)
    assert int((values != 0).sum().sum()) == cells
    assert rows.duplicated(["Country", "HTS Number"]).any()  # parts of one value, by unit of quantity
    whole = table[(table["flow"] == flow) & ~table["is_partial_year"]].groupby("year")["value_usd"].sum()
    assert whole.to_dict() == {int(y): values[y].sum() for y in YEARS if values[y].sum()}


def test_the_newest_year_is_partial_and_has_the_same_months_before_it(table: pd.DataFrame) -> None:
    assert set(table.loc[table["is_partial_year"], "year"]) == {2025, 2026}
    assert set(table.loc[table["year"] == 2026, "is_partial_year"]) == {True}
    months, whole = (
        table[(table["year"] == 2025) & (table["is_partial_year"] == partial)].groupby("flow")["value_usd"].sum()
        for partial in (True, False)
    )
    assert (months < whole).all()


def test_a_year_is_known_40_days_after_its_end() -> None:
    before, after = (
        read_table("us_critical_mineral_trade", pd.Timestamp(d).date()) for d in ("2025-02-08", "2025-02-09")
    )
    assert before["year"].max() == 2023
    assert after["year"].max() == 2024
