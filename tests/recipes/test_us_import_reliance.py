"""Import reliance: bounds and words beside what is printed, editions kept apart, and the rows that had to go."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes.critical_minerals import FILE, _head, _value
from parley.tables.schema import TableInvalidError


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table("us_import_reliance")


@pytest.mark.parametrize(
    ("raw", "note", "expected"),
    [
        ("67", "", ("eq", 67.0)),
        ("0", "", ("eq", 0.0)),
        (">50", "", ("gt", 50.0)),
        ("<1", "", ("lt", 1.0)),
        ("E", "", ("net_exporter", None)),
        ("NA", "", ("not_available", None)),
        ("s", "Defined as imports. -- Less than ½ unit.", ("lt", 0.5)),
        ("s", "Large purchases preclude calculation of a meaningful net import reliance.", ("not_available", None)),
    ],
)
def test_a_printed_value_becomes_a_comparator_and_a_number(raw: str, note: str, expected: tuple[str, float]) -> None:
    assert _value(raw, note) == expected


def test_a_sign_without_its_footnote_is_refused() -> None:
    with pytest.raises(TableInvalidError, match="without a footnote"):
        _value("s", "Estimated.")


def test_the_head_of_a_figure_gives_its_base_and_part() -> None:
    head = "Net import reliance as a percentage of apparent consumption"
    assert _head(f"{head}: Silicon metal") == ("apparent", "Silicon metal")
    assert _head(f"{head}, refined tin") == ("apparent", "Refined tin")
    assert _head("Net import relianceas a percentage of reported consumption") == ("reported", "All")
    with pytest.raises(TableInvalidError, match="names no consumption"):
        _head("Imports as a share of something")


def test_numbers_stand_where_the_comparator_says_so_and_raw_agrees(table: pd.DataFrame) -> None:
    numeric = table["comparator"].isin(["eq", "gt", "lt"])
    assert (table["value_pct"].notna() == numeric).all()
    assert (table.loc[table["raw"].str.startswith(">"), "comparator"] == "gt").all()
    assert set(table.loc[table["comparator"] == "net_exporter", "raw"]) == {"E"}


def test_sources_of_a_commodity_add_to_100_where_all_are_numbers(table: pd.DataFrame) -> None:
    sources = table[table["statistic"] == "import_source"]
    groups = sources.groupby(["edition", "chapter", "commodity", "detail"])
    exact = groups["comparator"].agg(lambda words: (words == "eq").all())
    sums = groups["value_pct"].sum()[exact]
    assert len(sums) > 150
    assert (sums == 100).all()


def test_the_year_2024_of_rare_earth_compounds_moved_from_80_to_53(table: pd.DataFrame) -> None:
    rows = table[(table["chapter"] == "RARE EARTHS") & (table["detail"] == "Compounds and metals")]
    rows = rows[rows["year"] == 2024]
    assert rows.set_index("edition")["value_pct"].to_dict() == {"MCS2025": 80, "MCS2026": 53}


def test_the_file_has_ten_rows_of_mica_that_no_column_tells_apart(table: pd.DataFrame, raw: Path) -> None:
    cells = pd.read_csv(raw / FILE, encoding="cp1252", dtype=str, keep_default_na=False)
    reliance = cells[cells["Statistics"] == "Net import reliance"]
    doubled = reliance[
        reliance.duplicated(["MCS chapter", "Commodity", "Statistics_detail", "Country", "Year"], keep=False)
    ]
    assert set(doubled["MCS chapter"]) == {"MICA (NATURAL)"}
    assert len(doubled) == 10
    assert len(reliance) - 10 == ((table["statistic"] == "net_import_reliance") & (table["edition"] == "MCS2026")).sum()


def test_on_9_june_2025_only_the_edition_of_january_2025_is_known() -> None:
    known = read_table("us_import_reliance", date(2025, 6, 9))
    assert set(known["edition"]) == {"MCS2025"}
