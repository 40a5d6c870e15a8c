import pandas as pd
import pytest

from parley.measures.freshness import RHYTHMS, next_due, overdue
from parley.schema import load_schema


def months(last: str) -> pd.DataFrame:
    return pd.DataFrame({"month": pd.date_range("2026-01-01", last, freq="MS")})


def test_the_month_after_the_newest_is_due_when_its_end_and_the_days_to_print_are_past() -> None:
    due = next_due(months("2026-08-01"), RHYTHMS["trade_monthly"])
    assert due == pd.Timestamp("2026-09-30") + pd.Timedelta(days=45)


@pytest.mark.parametrize(("on", "late"), [("2026-11-24", []), ("2026-11-25", ["trade_monthly"])])
def test_ten_days_pass_before_a_table_counts_as_overdue(on: str, late: list[str]) -> None:
    found = overdue({"trade_monthly": months("2026-08-01")}, pd.Timestamp(on))
    assert found["table"].tolist() == late


def test_an_overdue_table_names_what_renews_it() -> None:
    found = overdue({"us_customs_revenue_monthly": months("2026-06-01")}, pd.Timestamp("2026-11-27"))
    assert found["command"].tolist() == ["python -m parley refresh treasury"]
    assert found["days_late"].item() == (pd.Timestamp("2026-11-27") - pd.Timestamp("2026-08-30")).days


def test_every_rhythm_is_of_a_column_of_its_table() -> None:
    for table, rhythm in RHYTHMS.items():
        assert rhythm.column in load_schema(table).columns
