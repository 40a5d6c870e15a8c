"""What changed in the tables, by the day of a refresh, in words."""

import re
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from parley import terms

ORDER = {"corrected": 0, "edition": 1, "revised": 2, "added": 3}
# Tables that are told first: those most readers follow, each by month.
LEADING = ("trade_monthly", "us_customs_revenue_monthly", "china_customs")
# Columns of economies, and of products by number.
ECONOMY, PRODUCT = re.compile(r"(.*_)?iso3"), re.compile(r"hs\d*|hts\d+|product_code|heading|hs_\w*code")
ALL = "all"  # in place of an item: what is told by its number alone
DAY, TO = re.compile(r"\d{4}-\d\d-\d\d"), " to "


def by_day(changes: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.DataFrame]]:
    """The rows of ``changes`` by day, newest first; within a day by table, leading ones and corrections first."""
    rank = {name: place for place, name in enumerate(LEADING)}
    ranked = changes.assign(
        rank=changes["kind"].map(ORDER), place=changes["table_name"].map(rank).fillna(len(LEADING)).astype(int)
    )
    days = []
    for day in sorted(ranked["changed_on"].unique(), reverse=True):
        of_day = ranked[ranked["changed_on"] == day]
        of_day = of_day.sort_values(["place", "table_name", "rank", "period"], kind="stable", ignore_index=True)
        days.append((pd.Timestamp(day), of_day.drop(columns=["rank", "place"])))
    return days


def concerning(
    changes: pd.DataFrame, columns: Mapping[str, Collection[str]], code: str = "", origin: str = ""
) -> pd.DataFrame:
    """The rows of ``changes`` on a product and an economy; all where both are empty.

    ``columns``: the names of each table's columns. ``code``: digits of a product number, for all below and above it;
    ``origin``: the code of an economy. A row on many items at once stays where its table has such a column, for it may
    hold them.
    """
    for text, is_same, column in ((origin, origin.__eq__, ECONOMY), (code, partial(_is_within, code), PRODUCT)):
        if text:
            may = {table for table, names in columns.items() if any(map(column.fullmatch, names))}
            changes = changes[
                [
                    table in may and (item == ALL or any(is_same(part) for part in item.split(", ") if part != period))
                    for table, item, period in zip(
                        changes["table_name"], changes["item"], changes["period"], strict=True
                    )
                ]
            ]
    return changes


def _is_within(code: str, item: str) -> bool:
    digits = item.replace(".", "")
    return digits.isdigit() and len(digits) in (2, 4, 6, 8, 10) and (digits.startswith(code) or code.startswith(digits))


def sentences(rows: pd.DataFrame, titles: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """The changes of a day: each figure that moved, and a sentence for all else of a table.

    ``rows``: of one day of ``by_day``. ``titles``: of tables by their names; ``names``: of economies by their codes.
    """
    texts = []
    for table, of_table in rows.groupby("table_name", sort=False):
        title = titles.get(str(table), str(table))
        is_single = of_table["kind"].isin(["corrected", "revised"]) & (of_table["item"] != ALL)
        texts += [f"{title}, {_moved(row, names)}." for row in of_table[is_single].to_dict("records")]
        rest = of_table[~is_single]
        parts = [f"new edition, {_period(period)}" for period in rest.loc[rest["kind"] == "edition", "period"]]
        for kind, word, thing in (("added", "new", "row"), ("revised", "revised", "figure")):
            some = rest[rest["kind"] == kind]
            if len(some):
                count = int(some["row_count"].sum())
                parts.append(f"{count:,} {word} {thing}{'' if count == 1 else 's'} of {_span(some['period'])}")
        if parts:
            texts.append(f"{title}: {'; '.join(parts)}.")
    return texts


def newest_month(rows: pd.DataFrame, table: str) -> pd.Timestamp | None:
    """The newest month of a table that came with these rows; None where none came, or its periods are no months."""
    periods = rows.loc[(rows["table_name"] == table) & (rows["kind"] == "added"), "period"]
    if periods.empty or not DAY.fullmatch(periods.max()):
        return None
    newest = pd.Timestamp(periods.max())
    return newest if _is_month(newest) else None


def _moved(row: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    """A figure that moved: of what and when, the old one and the new one."""
    items = [names.get(part, part) for part in str(row["item"]).split(", ") if part != row["period"]]
    column = re.sub(r"_(usd|pct|local)$", "", str(row["column_name"])).replace("_", " ")
    verb = "corrected" if row["kind"] == "corrected" else "revised"
    unit = _unit(row["unit"])
    figures = " to ".join(_figures(row["old_value"], row["new_value"]))
    figures = terms.quantity(figures, unit) if unit else figures
    return f"{', '.join([*items, _period(str(row['period'])), column])}: {verb} from {figures}"


def _unit(said: object) -> str:
    """The unit of a schema as it stands behind a figure; none where the schema points to another column for it."""
    if not isinstance(said, str) or said.startswith(("as ", "unit of")) or said in {"ratio", "year"}:
        return ""
    return "%" if said == "percent" else said


def _span(periods: pd.Series) -> str:
    """From the first of some periods to the last; each may be a span itself."""
    ends = sorted({end for period in periods for end in str(period).split(TO)})
    return " to ".join(dict.fromkeys(_periods(ends[0], ends[-1])))


def _period(period: str) -> str:
    return _periods(period)[0]


def _periods(*periods: str) -> list[str]:
    """Months in words where all are days that stand for one, other days as dates, any other periods as they are."""
    if not all(map(DAY.fullmatch, periods)):
        return list(periods)
    days = [pd.Timestamp(period) for period in periods]
    written = terms.month if all(map(_is_month, days)) else terms.day
    return [written(day) for day in days]


def _is_month(day: pd.Timestamp) -> bool:
    return bool(day.is_month_start or day.is_month_end)


def _figures(*values: object) -> list[str]:
    """Figures with as many decimals as the one that needs most, of four digits that count; whole from ten thousand."""
    numbers = [float(str(value)) for value in values]
    short = [np.format_float_positional(v, precision=4, fractional=False, trim="-") for v in numbers]
    decimals = 0 if max(map(abs, numbers)) >= 1e4 else max(len(digits.partition(".")[2]) for digits in short)
    return [terms.number(v, decimals) for v in numbers]
