"""When effects arrive: months of 2025 beside a static model and one with lags, and the path after a duty."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.bands import band
from parley.charts.figure import Caption
from parley.charts.labels import apart, month_ticks, spread_ticks
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.results.validation import timing

STAMP = {"model": "distributed lags by industry", "source_id": "census_naics3_monthly"}
SAY = words.beside(__file__)
YEAR_AFTER = 12
HEIGHT, NAMES_PX, GAP = 340, 118, 0.07  # of the plot's height between two names
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
        {"Chart": lambda palette: by_month(rows, names, palette)},
        remark=SAY("when.remark", test.used, **errors),
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
    return Figure(
        "backtest_when_path",
        Caption(SAY("when.path", **effects), SAY("when.path_measure"), SAY("when.path_alt", **effects, **ends)),
        rows,
        {"Chart": lambda palette: after_a_duty(rows, names, palette)},
    )


def by_month(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """A line each for what was recorded and for two models, change over the same month a year before.

    ``rows``: month and the columns of ``names``, the record first.
    """
    figure = draft(palette, height=HEIGHT, margin=(48, NAMES_PX, 16, 40))
    span = _span(rows[list(names)])
    _lines(figure, rows, "month", names, palette, "%{customdata[1]}, %{x|%b %Y}")
    _names(figure, rows, "month", names, span, palette)
    ticks = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **ticks), yaxis=_percent_axis(span, palette))
    return figure.done()


def after_a_duty(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """Both models by months since the duty, the one with lags in its range; a line at the month the duty comes.

    ``rows``: months_since_duty, the columns of ``names``, lagged_low_pct, lagged_high_pct.
    """
    figure = draft(palette, height=HEIGHT, margin=(48, NAMES_PX, 16, 40))
    when = "months_since_duty"
    span = _span(rows[[*names, "lagged_low_pct", "lagged_high_pct"]])
    band(figure, rows[when], rows["lagged_low_pct"], rows["lagged_high_pct"], palette)
    _lines(figure, rows, when, names, palette, "%{customdata[1]}, month %{x}")
    _names(figure, rows, when, names, span, palette)
    line = {"width": 1, "dash": "dot", "color": palette.grey}
    figure.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="paper", line=line)
    first, last = int(rows[when].min()), int(rows[when].max())
    ticks = list(range(0, last + 1, EVERY_MONTHS))
    figure.update_layout(
        xaxis=x_axis(palette, range=[first, last], tickvals=ticks, ticktext=[str(tick) for tick in ticks]),
        yaxis=_percent_axis(span, palette),
    )
    return figure.done()


def _lines(
    figure: Draft, rows: pd.DataFrame, when: str, names: Mapping[str, str], palette: Palette, where: str
) -> None:
    for column, name in names.items():
        figure.add_scatter(
            x=rows[when],
            y=rows[column],
            mode="lines",
            line=_style(column, palette),
            customdata=[(terms.change_pct(value, 0), name) for value in rows[column]],
            hovertemplate=f"<b>%{{customdata[0]}}</b><br>{where}<extra></extra>",
            showlegend=False,
        )


def _style(column: str, palette: Palette) -> dict[str, object]:
    if column.startswith("recorded"):
        return {"width": 2.5, "color": palette.china}
    return {"width": 2, "color": palette.ink, "dash": "solid" if column.startswith("static") else "dash"}


def _names(
    figure: Draft,
    rows: pd.DataFrame,
    when: str,
    names: Mapping[str, str],
    span: tuple[float, float],
    palette: Palette,
) -> None:
    """Each line named at its end with its last value, the words kept apart."""
    last = rows.iloc[-1]
    places = apart([float(last[column]) for column in names], GAP * (span[1] - span[0]))
    for (column, name), place in zip(names.items(), places, strict=True):
        figure.add_annotation(
            x=last[when],
            y=place,
            xanchor="left",
            xshift=6,
            showarrow=False,
            text=f"{name} {terms.change_pct(last[column], 0)}",
            font={"size": 12, "color": palette.china_text if column.startswith("recorded") else palette.ink},
        )


def _span(values: pd.DataFrame) -> tuple[float, float]:
    low, high = float(values.min().min()), float(values.max().max())
    room = 0.08 * (high - low)
    return low - room, high + room


def _percent_axis(span: tuple[float, float], palette: Palette) -> dict[str, object]:
    ticks = spread_ticks(*span)
    return y_axis(palette, range=list(span), tickvals=ticks, ticktext=[f"{terms.number(t, 0)}%" for t in ticks])
