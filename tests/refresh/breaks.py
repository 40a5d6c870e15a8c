"""Every way in which the contents of an answer can be wrong although its form is right."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from tests.refresh.sheets import Sheet

Change = Callable[[pd.DataFrame, pd.Series], pd.DataFrame]


def broken(sheet: Sheet) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of the sheet broken in every way, by its name: what is of the newest period alone, and all of it."""
    rows, is_new = sheet.rows, sheet.rows[sheet.period].eq(sheet.newest)
    every = pd.Series(True, index=rows.index)
    scopes = {"new": is_new} if is_new.all() else {"new": is_new, "all": every}
    for scope, chosen in scopes.items():
        for name, change in _figures(sheet).items():
            yield f"{name}, {scope}", change(rows, chosen)
        if sheet.swap:
            yield f"columns swapped, {scope}", _swapped(rows, chosen, *sheet.swap)
        yield f"half the rows, {scope}", rows[~chosen | (_place(rows) % 2 == 0)]
        areas = sorted(set(rows.loc[chosen, sheet.area]))
        if len(areas) > 1:
            gone = set(areas[1::2])
            yield f"half the areas, {scope}", rows[~(chosen & rows[sheet.area].isin(gone))]
        yield f"duplicate, {scope}", pd.concat([rows, rows[chosen]], ignore_index=True)
        other = _scaled(rows, chosen, sheet.values, 1.1)[chosen]
        yield f"duplicate with other figures, {scope}", pd.concat([rows, other], ignore_index=True)
        for years in (1, 10):
            label = rows[sheet.period].where(~chosen, _later(rows[sheet.period], years))
            yield f"{years} years on, {scope}", rows.assign(**{sheet.period: label})
    yield "one infinite figure, new", _one_infinite(rows, is_new, sheet.values)
    periods = sorted(set(rows[sheet.period]))
    if len(periods) > 2 and not sheet.is_to_date:
        yield "older edition", rows[rows[sheet.period] < periods[-2]]
        yield "only the month before", rows[rows[sheet.period] == periods[-2]]
    label = rows[sheet.period].where(~is_new, _later(rows[sheet.period], -1))
    yield "another period in its place", rows.assign(**{sheet.period: label})


def _figures(sheet: Sheet) -> dict[str, Change]:
    by_factor = {"x 0.01": 0.01, "x 100": 100.0, "signs turned": -1.0, "zeros": 0.0, "infinite": np.inf}
    return {
        name: lambda rows, chosen, factor=factor: _scaled(rows, chosen, sheet.values, factor)
        for name, factor in by_factor.items()
    }


def _place(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(range(len(rows)), index=rows.index)


def _later(periods: pd.Series, years: int) -> pd.Series:
    return (periods.str[:4].astype(int) + years).astype(str) + periods.str[4:]


def _scaled(rows: pd.DataFrame, chosen: pd.Series, columns: tuple[str, ...], factor: float) -> pd.DataFrame:
    out = rows.copy()
    for column in columns:
        is_text = rows[column].map(lambda cell: isinstance(cell, str)).any()
        old = pd.to_numeric(rows[column].astype(str).str.replace(",", ""), errors="coerce")
        is_number = chosen & old.notna() & (old.ne(0) if np.isinf(factor) else True)
        new = old * factor
        if not is_text:
            out[column] = out[column].astype(float).where(~is_number, new)
            continue
        is_whole = ~rows.loc[is_number, column].str.contains(".", regex=False).any()
        written = new[is_number].map(_whole if is_whole else _decimal)
        out.loc[is_number, column] = written
    return out


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _decimal(value: float) -> str:
    return f"{value:.10g}" if abs(value) < 1e9 else f"{value:.2f}"


def _one_infinite(rows: pd.DataFrame, chosen: pd.Series, columns: tuple[str, ...]) -> pd.DataFrame:
    only = pd.Series(rows.index == rows.index[chosen][0], index=rows.index)
    return _scaled(rows, only, columns[:1], np.inf)


def _swapped(rows: pd.DataFrame, chosen: pd.Series, one: str, other: str) -> pd.DataFrame:
    out = rows.copy()
    out.loc[chosen, one], out.loc[chosen, other] = rows.loc[chosen, other], rows.loc[chosen, one]
    return out
