"""Series by month: lines that stop at a gap and at a change of release, and words at their ends."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from parley import terms
from parley.charts.theme import Draft

HALF_MONTH = pd.Timedelta(days=14)


def newest(rows: pd.DataFrame, series: str, value: str) -> dict[str, float]:
    """The newest month's value of each series."""
    last = rows.sort_values("month").groupby(series).tail(1)
    return dict(zip(last[series], last[value], strict=True))


def add_runs(
    figure: Draft,
    rows: pd.DataFrame,
    column: str,
    words: Callable[[float], str],
    name: str,
    width: float,
    colour: str,
    **trace: Any,
) -> None:
    """One series by month as lines, each of one release: no line runs from one ``vintage`` into another.

    ``rows``: month, vintage and ``column``. A release of a single month is a dot.
    """
    series = rows.sort_values("month")
    release = series["vintage"].ne(series["vintage"].shift()).cumsum()
    for _, run in series.groupby(release):
        release_rows = by_month(run)
        alone = len(release_rows) == 1
        figure.add_scatter(
            x=release_rows.index,
            y=release_rows[column],
            mode="markers" if alone else "lines",
            name=name,
            showlegend=False,
            line={"width": width, "color": colour},
            marker={"size": 2 * width, "color": colour},
            customdata=[
                ("" if pd.isna(v) else words(v), _vintage(d))
                for v, d in zip(release_rows[column], release_rows["vintage"], strict=True)
            ],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {name}<br>%{{x|%B %Y}}"
            "<br>release of %{customdata[1]}<extra></extra>",
            **trace,
        )


def by_month(rows: pd.DataFrame) -> pd.DataFrame:
    """One series by the middle of each month; a missing month has an empty row, so that no line crosses a gap."""
    series = rows.set_index("month").sort_index().asfreq("MS")
    return series.set_axis(series.index + HALF_MONTH)


def _vintage(day: Any) -> str:
    return "" if pd.isna(day) else terms.day(day)
