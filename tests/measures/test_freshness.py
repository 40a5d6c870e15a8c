import pandas as pd
import pytest

from parley.measures.freshness import RHYTHMS, next_due, overdue
from parley.tables.schema import load_schema

AUGUST = pd.Timestamp("2026-08-01")


def test_the_month_after_the_newest_is_due_when_its_end_and_the_days_to_print_are_past() -> None:
    due = next_due(AUGUST, RHYTHMS["trade_monthly"])
    assert due == pd.Timestamp("2026-09-30") + pd.Timedelta(days=45)


def test_an_edition_is_due_as_many_months_after_the_last_one() -> None:
    due = next_due(pd.Timestamp("2026-06-03"), RHYTHMS["gdp_actuals"])
    assert due == pd.Timestamp("2026-12-31") + pd.Timedelta(days=20)
    assert RHYTHMS["gdp_actuals"].is_of_editions and not RHYTHMS["china_customs"].is_of_editions


@pytest.mark.parametrize(("on", "late"), [("2026-11-24", []), ("2026-11-25", ["trade_monthly"])])
def test_ten_days_pass_before_a_table_counts_as_overdue(on: str, late: list[str]) -> None:
    found = overdue({"trade_monthly": AUGUST, "countries": AUGUST}, pd.Timestamp(on))
    assert [one.table for one in found] == late


def test_the_table_longest_overdue_comes_first() -> None:
    newest = {"trade_monthly": AUGUST, "us_customs_revenue_monthly": pd.Timestamp("2026-06-01")}
    first, second = overdue(newest, pd.Timestamp("2026-11-27"))
    assert first.table == "us_customs_revenue_monthly" and first.has_command
    assert first.days_late == (pd.Timestamp("2026-11-27") - pd.Timestamp("2026-08-30")).days
    assert second.table == "trade_monthly"


def test_every_rhythm_is_of_a_column_of_its_table() -> None:
    for table, rhythm in RHYTHMS.items():
        assert rhythm.column in load_schema(table).columns
