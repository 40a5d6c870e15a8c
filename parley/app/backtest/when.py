"""When effects arrive: months of 2025 beside a static model and one with lags, and the path after a duty."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.theme import Palette
from parley.results.validation import timing

STAMP = {"model": "distributed lags by industry", "source_id": "census_naics3_monthly"}
SAY = words.beside(__file__)
YEAR_AFTER = 12
HEIGHT = 340
EVERY_MONTHS = 6


def draw(as_of: date) -> None:
    """The block, on a day that knew the months of 2025 by industry."""
    if is_known(as_of):
        figures.block("When effects arrive", lambda: [months_of_2025(), path()])


@kept
def is_known(as_of: date) -> bool:
    """Whether the last month of the test had been released."""
    rows = cache.part("us_imports_naics3_monthly", as_of, columns=["month"])
    return bool((rows["month"] == pd.Timestamp(timing.LAST_MONTH)).any())


@kept_figure
def months_of_2025() -> Figure:
    """Recorded and foreseen changes by month."""
    test = timing.when()
    rows = test.seen.assign(**STAMP)
    names = {f"{column}_pct": SAY("when.line", column) for column in ("recorded", timing.STATIC, timing.LAGGED)}
    last = rows.iloc[-1]
    parts = {name: terms.rate(abs(last[f"{name}_pct"]), 0) for name in ("recorded", timing.STATIC, timing.LAGGED)}
    by_model = dict(zip(test.tests["model"], test.tests["error_2025"], strict=True))
    errors = {f"error_{name}".replace(" ", "_"): terms.number(error, 2) for name, error in by_model.items()}
    month = terms.month(last["month"])
    return Figure(
        "backtest_when",
        Caption(
            SAY("when.finding", _better(by_model)),
            SAY("when.seen_measure", month=month),
            SAY("when.seen_alt", **parts, **errors, month=month),
        ),
        rows,
        {"Chart": lambda palette: by_month(rows, names, palette)},
        remark=SAY("when.remark", test.used),
    )


def _better(errors: Mapping[str, float]) -> str:
    """Which models told industries apart better than the same change in all of them: both, one by its name, neither."""
    better = [model for model in (timing.STATIC, timing.LAGGED) if errors[model] < errors[timing.NOTHING]]
    return {0: "neither", 2: "both"}.get(len(better)) or better[0]


@kept_figure
def path() -> Figure:
    """The path after ten points more on Chinese goods."""
    rows = timing.when().path.assign(**STAMP)
    names = {f"{column}_pct": SAY("when.line", column) for column in (timing.STATIC, timing.LAGGED)}
    at = rows.set_index("months_since_duty")
    effects = {
        "static": terms.change_pct(at["static_pct"][0], 0),
        "year": terms.change_pct(at["lagged_pct"][YEAR_AFTER], 0),
    }
    ends = {
        "first": terms.change_pct(at["lagged_pct"][0], 0),
        "low": terms.change_pct(at["lagged_low_pct"][YEAR_AFTER], 0),
        "high": terms.change_pct(at["lagged_high_pct"][YEAR_AFTER], 0),
    }
    falls = {"static": at["static_pct"][0], "year": at["lagged_pct"][YEAR_AFTER]}
    is_cut = all(fall < 0 for fall in falls.values())
    sizes = {name: terms.rate(-fall, 0) for name, fall in falls.items()} if is_cut else effects
    finding = SAY("when.path", "cut" if is_cut else "moved", **sizes)
    return Figure(
        "backtest_when_path",
        Caption(finding, SAY("when.path_measure"), SAY("when.path_alt", **effects, **ends)),
        rows,
        {"Chart": lambda palette: after_a_duty(rows, names, palette)},
    )


def by_month(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """A line each for what was recorded and for two models, change over the same month a year before.

    ``rows``: month and the columns of ``names``, the record first.
    """
    return _named_lines(rows, "month", names, palette)


def after_a_duty(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """Both models by months since the duty, the one with lags in its range; a line at the month the duty comes.

    ``rows``: months_since_duty, the columns of ``names``, lagged_low_pct, lagged_high_pct.
    """
    when = "months_since_duty"
    ticks = {month: str(month) for month in range(0, int(rows[when].max()) + 1, EVERY_MONTHS)}
    ends = {"low": "lagged_low_pct", "high": "lagged_high_pct"}
    return _named_lines(rows, when, names, palette, **ends, ticks=ticks, since=0)


def _named_lines(
    rows: pd.DataFrame, when: str, names: Mapping[str, str], palette: Palette, **options: Any
) -> go.Figure:
    """A line a column of ``names``, named at its end, the record in China's colour; the model with lags has a range."""
    ends = [options[end] for end in ("low", "high") if end in options]
    table = rows.melt([when, *ends], list(names), "column", "change_pct")
    table = table.assign(name=table["column"].map(names))
    table[ends] = table[ends].where(table["column"].eq("lagged_pct"))
    return lines(
        table,
        palette,
        x=when,
        y="change_pct",
        series="name",
        fills={n: palette.china if column.startswith("recorded") else palette.ink for column, n in names.items()},
        dashes={name: "dash" for column, name in names.items() if column.startswith("lagged")},
        unit="%",
        exact=[terms.change_pct(change, 0) for change in table["change_pct"]],
        ends={name: f"{name} {terms.change_pct(rows[column].iloc[-1], 0)}" for column, name in names.items()},
        height=HEIGHT,
        **options,
    )
