"""Rates of the law on two days side by side, by whatever they are told apart by."""

from collections.abc import Sequence

import pandas as pd

from parley.measures.tariffs import confirmed_by, in_force

COLUMNS = ["rate_before_pct", "before_on", "rate_pct", "date", "change_pp", "source_id"]
PROGRAMME = ["importer_iso3", "exporter_iso3", "authority", "programme", "coverage"]
LAYER = [*PROGRAMME, "scope"]


def compared(
    rows: pd.DataFrame, by: Sequence[str], before: pd.Timestamp, on: pd.Timestamp, absent: float = float("nan")
) -> pd.DataFrame:
    """The rate in percent of each group of ``by`` on both days and its change in percentage points.

    ``rows``: ``by``, valid_from, valid_to, rate_pct, source_id; those of a group in force on one day are added up.
    ``absent``: the rate of a group without a row on a day, 0 where that means no duty and missing where it means not
    known. Columns ``by`` and ``COLUMNS``, the largest change first; groups in force on neither day are left out.
    """
    sides = [in_force(rows, day).groupby(list(by), observed=True)["rate_pct"].sum(min_count=1) for day in (before, on)]
    table = pd.concat(sides, axis=1, keys=["rate_before_pct", "rate_pct"]).fillna(absent)
    table["change_pp"] = table["rate_pct"] - table["rate_before_pct"]
    sources = rows.groupby(list(by), observed=True)["source_id"].last()
    sourced = table.join(sources).reset_index().assign(before_on=before, date=on)
    order = sourced["change_pp"].abs().sort_values(ascending=False, kind="stable", na_position="last").index
    return sourced.loc[order, [*by, *COLUMNS]].reset_index(drop=True)


def change_days(rows: pd.DataFrame, until: pd.Timestamp) -> list[pd.Timestamp]:
    """The days up to ``until`` on which a row begins, the newest first."""
    return sorted(set(rows.loc[rows["valid_from"] <= until, "valid_from"]), reverse=True)


def layers(rows: pd.DataFrame, before: pd.Timestamp, on: pd.Timestamp) -> pd.DataFrame:
    """The layers of ``tariff_layers`` that began, ended or changed their rate between two days.

    A layer in force on one day alone has no rate on the other: nothing is charged under it. ``known_until``: the last
    day up to the second on which a source confirms its newest row, the scheduled end where none does, missing where
    nothing is open. Where a programme has one layer on the first day alone and one on the second alone, a later act
    words the same goods anew: they are one layer, named as on the second day.

    Columns ``LAYER``, rate_before_pct, before_on, rate_pct, date, change_pp, known_until, source_url, source_id.
    """
    rows = _one_wording(rows, before, on)
    table = compared(rows, LAYER, before, on)
    dated = rows.assign(known_until=confirmed_by(rows, on).fillna(rows["scheduled_end"]))
    newest = dated.sort_values("valid_from").drop_duplicates(LAYER, keep="last").set_index(LAYER)
    moved = table[table["rate_before_pct"].ne(table["rate_pct"])]
    moved = moved.join(newest[["known_until", "source_url"]], on=LAYER)
    columns = [*LAYER, *COLUMNS[:-1], "known_until", "source_url", "source_id"]
    return moved[columns].sort_values(["importer_iso3", "authority"], ignore_index=True)


def _one_wording(rows: pd.DataFrame, before: pd.Timestamp, on: pd.Timestamp) -> pd.DataFrame:
    """The rows with the goods of a layer that an act between the two days words anew named as on the second."""
    scope = rows["scope"].copy()
    for _, part in rows.groupby(PROGRAMME, observed=True):
        first, second = (set(in_force(part, day)["scope"]) for day in (before, on))
        if len(first - second) == len(second - first) == 1:
            scope.loc[part.index] = part["scope"].replace(dict(zip(first - second, second - first, strict=True)))
    return rows.assign(scope=scope)
