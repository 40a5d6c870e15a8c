"""Rows on a picture: what stands in the table of the page, in words, and what is left out of it."""

from datetime import date

import pandas as pd

from parley.app.kit import takeaway

DAY = date(2026, 11, 24)


def test_rows_are_printed_as_the_table_shows_them_without_records_and_addresses() -> None:
    rows = pd.DataFrame(
        {
            "exporter_iso3": ["CHN", "VNM"],
            "value_usd": [27.1e9, None],
            "rate_pct": [12.5, 7.256],
            "valid_from": pd.to_datetime(["2025-02-04", None]),
            "year": [2025, 2024],
            "lines": [1234, 5],
            "source_url": ["https://x.example", None],
            "source_id": ["a", "b"],
        }
    )
    told = takeaway.picture_cells(rows, None, DAY)
    assert told["columns"] == ["Exporter country", "Value, US$ bn", "Rate, %", "Valid from", "Year", "Lines"]
    first, second = ([cell.replace("\u00a0", " ") for cell in row] for row in told["rows"])
    assert first == ["China", "27.1", "12.50", "4 Feb 2025", "2025", "1,234"]
    assert second == ["Vietnam", "", "7.26", "", "2024", "5"]
    assert told["is_number"] == [False, True, True, False, True, True]
    assert told["left_out"] == ""
    assert "24\u00a0Nov\u00a02026" in told["known"]


def test_a_list_is_shown_without_the_signs_of_markdown() -> None:
    short = pd.DataFrame(
        {"Duty": ["**US**: Section 232", None], "Act": ["[Proclamation 9705](https://x.example)", "-"]}
    )
    told = takeaway.picture_cells(pd.DataFrame({"x": [1]}), short, DAY)
    assert told["rows"] == [["US: Section 232", "Proclamation 9705"], ["", "-"]]
    assert told["is_number"] == [False, False]


def test_of_many_rows_the_first_are_shown_and_it_is_said_how_many_there_are() -> None:
    told = takeaway.picture_cells(pd.DataFrame({f"column_{n}": range(1500) for n in range(10)}), None, DAY)
    assert len(told["rows"]) == takeaway.MOST_ROWS and len(told["columns"]) == takeaway.MOST_COLUMNS
    assert "1,500" in told["left_out"] and "10" in told["left_out"]
    long = takeaway.picture_cells(pd.DataFrame({"column": range(1500)}), None, DAY)["left_out"]
    assert "1,500" in long and "column" not in long
