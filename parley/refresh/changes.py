"""The table ``changes``: what each refresh brought, for readers of the tables and of the app."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley.refresh import merging
from parley.refresh.feed import Found
from parley.refresh.merging import Merged
from parley.refresh.report import Move, difference
from parley.tables.schema import load_schema

TABLE = "changes"
COLUMNS = (
    "changed_on", "table_name", "kind", "period", "item", "column_name", "row_count", "old_value", "new_value",
    "change_pct", "unit", "reason", "source_id",
)  # fmt: skip


def rows(merged: Sequence[Merged], answer: Found, on: date, reason: str) -> list[dict[str, Any]]:
    """One row a table and period with new rows, one a revised figure above the threshold, one a table for the others.

    Rates are revised by points: their ``change_pct`` is missing.
    """
    records: list[dict[str, Any]] = []
    for one in merged:
        part = one.part
        common = {"changed_on": pd.Timestamp(on), "table_name": part.table, "reason": reason or None}
        if len(one.added):
            for (period, source), new in one.added.groupby([part.period, "source_id"]):
                records.append(common | _row("added", _words(period), "all", None, len(new), str(source)))
        for move in difference(one, [], 0).largest:
            if move.change is not None and abs(move.change) >= merging.SHOWN_REVISION:
                change = None if part.in_points else move.change * 100
                row = _row("revised", _period_of(one, move), move.key, move.column, 1, _source(one))
                figures = {"old_value": move.old, "new_value": move.new, "change_pct": change}
                records.append(common | row | figures | {"unit": _unit(part.table, move.column)})
        if len(one.revised):
            first, last = (_words(getattr(one.revised[part.period], which)()) for which in ("min", "max"))
            records.append(common | _row("revised", f"{first} to {last}", "all", None, len(one.revised), _source(one)))
    for edition in answer.editions:
        if records:
            records.append({**records[0], **_row("edition", edition, "all", None, 0, str(records[0]["source_id"]))})
    return records


def corrected(table: str, since: str, count: int, source: str, on: date, reason: str) -> dict[str, Any]:
    """The row that says how many rows of a source, since a month, were taken out as they had entered wrong."""
    common = {"changed_on": pd.Timestamp(on), "table_name": table, "reason": reason or None}
    return common | _row("corrected", f"since {since}", source, None, count, source)


def with_rows(stored: pd.DataFrame, new: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The stored changes and the new ones; a second refresh of a day that says the same again adds nothing."""
    frame = pd.DataFrame(list(new), columns=list(COLUMNS))
    frame["column_name"] = frame["column_name"].fillna("rows")
    frame["row_count"] = frame["row_count"].astype("int64")
    for column in ("old_value", "new_value", "change_pct"):
        frame[column] = frame[column].astype("float64")
    both = pd.concat([stored, frame], ignore_index=True) if len(stored) else frame
    key = ["changed_on", "table_name", "kind", "period", "item", "column_name"]
    return both.drop_duplicates(key, keep="last").sort_values(key, ignore_index=True)


def _row(kind: str, period: str, item: str, column: str | None, count: int, source: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "period": period,
        "item": item,
        "column_name": column or "rows",
        "row_count": count,
        "old_value": None,
        "new_value": None,
        "change_pct": None,
        "unit": None,
        "source_id": source,
    }


def _period_of(merged: Merged, move: Move) -> str:
    return move.key.split(", ")[list(merged.part.key).index(merged.part.period)]


def _unit(table: str, column: str) -> str | None:
    return next((f.get("unit") for f in load_schema(table).fields if f["name"] == column), None)


def _source(merged: Merged) -> str:
    return str(merged.revised["source_id"].iloc[0])


def words(periods: pd.Series) -> pd.Series:
    """Periods as the column ``period`` writes them."""
    return periods.map(_words)


def _words(period: Any) -> str:
    return f"{period:%Y-%m-%d}" if isinstance(period, pd.Timestamp) else str(period)
