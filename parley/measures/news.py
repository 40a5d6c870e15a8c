"""What changed in the tables, by the day of a refresh, in words."""

import pandas as pd


def by_day(changes: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.DataFrame]]:
    """The rows of ``changes`` by day, newest first; within a day by table, corrections first."""
    order = {"corrected": 0, "edition": 1, "revised": 2, "added": 3}
    ranked = changes.assign(rank=changes["kind"].map(order))
    days = []
    for day in sorted(ranked["changed_on"].unique(), reverse=True):
        own = ranked[ranked["changed_on"] == day].sort_values(["table_name", "rank", "period"], kind="stable")
        days.append((pd.Timestamp(day), own.drop(columns="rank").reset_index(drop=True)))
    return days


def sentence(row: dict[str, object]) -> str:
    """A row of ``changes`` in words: what, where, old and new figure."""
    table, period, unit = row["table_name"], row["period"], row["unit"]
    of_unit = f" {unit}" if isinstance(unit, str) else ""
    if row["kind"] == "added":
        return f"{table}: {row['row_count']:,} rows of {period}."
    if row["kind"] == "edition":
        return f"{table}: new edition, {period}."
    if row["item"] == "all":
        return f"{table}: {row['row_count']:,} figures of {period} revised."
    verb = "corrected" if row["kind"] == "corrected" else "revised"
    figures = f"{_figure(row['old_value'])} to {_figure(row['new_value'])}{of_unit}"
    return f"{table}, {row['item']}, {period}, {row['column_name']}: {verb} from {figures}."


def _figure(value: object) -> str:
    number = float(str(value))
    return f"{number:,.0f}" if abs(number) >= 1e4 else f"{number:,.4g}"
