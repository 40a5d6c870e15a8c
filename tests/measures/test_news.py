"""Changes of the tables in words."""

import pandas as pd
import pytest

from parley.measures import news
from parley.tables.schema import load_schema


def rows(*cells: tuple[str, str, str, int]) -> pd.DataFrame:
    """Rows of one day: table, kind, period and how many."""
    frame = pd.DataFrame(cells, columns=["table_name", "kind", "period", "row_count"])
    return frame.assign(changed_on=pd.Timestamp("2026-11-28"), item="all", column_name="rows", unit=None)


def test_all_that_came_into_a_table_is_one_sentence() -> None:
    told = news.sentences(
        rows(
            ("trade_monthly", "edition", "2026-09", 0),
            ("trade_monthly", "added", "2016-11-01", 1),
            ("trade_monthly", "added", "2026-09-01", 240),
            ("trade_monthly", "revised", "2026-07-01 to 2026-08-01", 12),
        ),
        {"trade_monthly": "US trade"},
        {},
    )
    assert told == [
        "US trade: new edition, 2026-09; 241 new rows of November\u00a02016 to September\u00a02026; "
        "12 revised figures of July\u00a02026 to August\u00a02026."
    ]


def test_days_that_are_no_months_are_dates_and_years_stay_years() -> None:
    told = news.sentences(
        rows(("a", "added", "2025-01-01", 1), ("a", "added", "2026-11-10", 1), ("b", "added", "2028", 1)), {}, {}
    )
    assert told == ["a: 2 new rows of 1\u00a0Jan\u00a02025 to 10\u00a0Nov\u00a02026.", "b: 1 new row of 2028."]


def test_the_newest_month_is_that_of_rows_that_came() -> None:
    own = rows(
        ("a", "added", "2026-08-01", 1),
        ("a", "added", "2026-09-30", 1),  # some tables have the last day of a month
        ("a", "revised", "2026-10-01", 1),
        ("b", "added", "2028", 1),
        ("c", "added", "2026-11-10", 1),
    )
    assert news.newest_month(own, "a") == pd.Timestamp("2026-09-30")
    assert [news.newest_month(own, name) for name in ("b", "c", "d")] == [None, None, None]


@pytest.mark.parametrize(
    ("old", "new", "unit", "said"),
    [
        (40.3, 40.0, "percent", "40.3 to 40.0%"),
        (1.0, -0.25, None, "1.00 to \u22120.25"),
        (9_999.0, 12_345.6, "US dollars", "9,999 to 12,346\u00a0US dollars"),
        (7.0, 8.0, "as in the column unit", "7 to 8"),
        (0.00001, 0.00002, None, "0.00001 to 0.00002"),
    ],
)
def test_a_figure_before_and_after_has_the_same_decimals(old: float, new: float, unit: str | None, said: str) -> None:
    moved = rows(("a", "revised", "2026-07-01", 1)).assign(
        item="CHN", column_name="value_pct", old_value=old, new_value=new, unit=unit
    )
    (told,) = news.sentences(moved, {}, {"CHN": "China"})
    assert told == f"a, China, July\u00a02026, value: revised from {said}."


def test_changes_of_a_product_are_those_above_and_below_it_and_of_whole_tables() -> None:
    items = {
        "us_duties_by_origin": "8507.60.0020, CHN",  # below the heading
        "us_tariff_scope": "85, VNM",  # the chapter
        "us_tariff_printed_lists": "8517, CHN",
        "us_imports_hs10_2024": news.ALL,
        "trade_monthly": news.ALL,  # by economy alone
        "events": "8507",  # of no product
    }
    frame = rows(*((table, "revised", "2026-09-01", 1) for table in items)).assign(item=list(items.values()))
    columns = {table: load_schema(table).columns for table in items}
    on_product = list(news.concerning(frame, columns, "8507")["table_name"])
    assert on_product == ["us_duties_by_origin", "us_tariff_scope", "us_imports_hs10_2024"]
    of_china = list(news.concerning(frame, columns, "", "CHN")["table_name"])
    others = ["us_tariff_printed_lists", "us_imports_hs10_2024", "trade_monthly"]
    assert of_china == ["us_duties_by_origin", *others]
    both = list(news.concerning(frame, columns, "8507", "CHN")["table_name"])
    assert both == ["us_duties_by_origin", "us_imports_hs10_2024"]
    assert len(news.concerning(frame, {})) == len(items)


def test_a_year_is_no_chapter() -> None:
    frame = rows(("us_imports_hs10_2024", "revised", "2028", 1)).assign(item="2028, CHN")
    assert news.concerning(frame, {"us_imports_hs10_2024": ("hs6",)}, "2028").empty
