"""When effects arrive: months of 2025 beside a static model and one with lags, and the path after a duty."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.backtest.charts import when as charts
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.results import timing

STAMP = {"model": "distributed lags by industry", "source_id": "census_naics3_monthly"}
SAY = words.beside(__file__)
YEAR_AFTER = 12


def draw(as_of: date) -> None:
    """The block, on a day that knew the months of 2025 by industry."""
    if is_known(as_of):
        figures.block("When effects arrive", lambda: [seen(), path()])


@kept
def is_known(as_of: date) -> bool:
    """Whether the last month of the test had been released."""
    rows = cache.part("us_imports_naics3_monthly", as_of, columns=["month"])
    return bool((rows["month"] == pd.Timestamp(timing.LAST_MONTH)).any())


@kept
def seen() -> Figure:
    """Recorded and foreseen changes by month."""
    rows, found = _rows("seen"), timing.when()
    names = {f"{column}_pct": SAY("when.line", column) for column in ("recorded", timing.STATIC, timing.LAGGED)}
    last = rows.iloc[-1]
    parts = {name: terms.rate(abs(last[f"{name}_pct"]), 0) for name in ("recorded", timing.STATIC, timing.LAGGED)}
    by_model = dict(zip(found.tests["model"], found.tests["error_2025"], strict=True))
    errors = {str(name).replace(" ", "_"): terms.number(error, 2) for name, error in by_model.items()}
    month = terms.month(last["month"])
    return Figure(
        "backtest_when",
        Caption(
            SAY("when.finding", _better(by_model)),
            SAY("when.seen_measure", seen=SAY("when.seen", **parts, month=month)),
            SAY("when.seen_alt", **parts, month=month),
        ),
        rows,
        {"Chart": lambda palette: charts.by_month(rows, names, palette)},
        remark=SAY("when.remark", found.used, **errors),
        state=(),
    )


def _better(errors: Mapping[str, float]) -> str:
    """Which models told industries apart better than the same change in all of them: both, one by its name, neither."""
    better = [model for model in (timing.STATIC, timing.LAGGED) if errors[model] < errors[timing.NOTHING]]
    return {0: "neither", 2: "both"}.get(len(better)) or better[0]


@kept
def path() -> Figure:
    """The path after ten points more on Chinese goods."""
    rows = _rows("path")
    names = {f"{column}_pct": SAY("when.line", column) for column in (timing.STATIC, timing.LAGGED)}
    at = rows.set_index("months_since_duty")
    told = {
        "static": terms.change_pct(at["static_pct"][0], 0),
        "year": terms.change_pct(at["lagged_pct"][YEAR_AFTER], 0),
    }
    ends = {
        "first": terms.change_pct(at["lagged_pct"][0], 0),
        "low": terms.change_pct(at["lagged_low_pct"][YEAR_AFTER], 0),
        "high": terms.change_pct(at["lagged_high_pct"][YEAR_AFTER], 0),
    }
    return Figure(
        "backtest_when_path",
        Caption(SAY("when.path", **told), SAY("when.path_measure"), SAY("when.path_alt", **told, **ends)),
        rows,
        {"Chart": lambda palette: charts.after_a_duty(rows, names, palette)},
        state=(),
    )


def _rows(table: str) -> pd.DataFrame:
    rows: pd.DataFrame = getattr(timing.when(), table)
    return rows.assign(**STAMP)
