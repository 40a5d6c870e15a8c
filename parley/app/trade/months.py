"""The subjects Month by month and Duty collected: US-China trade beside the tariff steps."""

from datetime import date

import pandas as pd

from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.trade import header
from parley.app.trade.charts import months as charts

STEPS = {
    "Since 2015": ("us-301-l1", "us-301-l3b", "us-301-l4a-cut", "us-ieepa-recip-125", "us-fent-cut", "us-301-fl"),
    "Since 2024": (
        "us-301-4yr",
        "us-ieepa-fent-1",
        "us-ieepa-recip-125",
        "us-geneva",
        "us-fent-cut",
        "us-ieepa-end",
        "us-301-fl",
    ),
}
KINDS = [header.MONTHLY, header.SUMMED]


def draw(as_of: date) -> None:
    """Imports from China and exports to it by month."""
    figures.block("US-China trade by month", lambda: by_month(as_of))


def by_month(as_of: date) -> Figure:
    """Imports and exports, month by month or summed, beside the tariff steps."""
    kind = controls.choose("Values", KINDS, "trade_values")
    period = controls.choose("Period", list(STEPS), "trade_period")
    return months_of(kind, period, as_of)


@kept
def months_of(kind: str, period: str, as_of: date) -> Figure:
    """Imports and exports of one kind of value and one period. Raises NothingToShowError where there are none."""
    rows = header.since(header.months(as_of, kind), period)
    steps = header.steps(as_of, STEPS[period], rows)
    return Figure(
        "trade_months",
        charts.months_caption(rows, kind == header.SUMMED),
        rows,
        {"Chart": lambda palette: charts.months_lines(rows, steps, palette)},
        note=charts.vintage_note(rows),
        events=steps,
        state=(kind, period, as_of),
    )


def draw_duty(as_of: date) -> None:
    """Duty collected on Chinese goods as a share of their value, by month."""
    figures.block("Duty collected", lambda: duty_collected(as_of))


def duty_collected(as_of: date) -> Figure:
    """The duty collected by month beside the tariff steps."""
    period = controls.choose("Period", list(STEPS), "trade_duty_period")
    return duty_of(period, as_of)


@kept
def duty_of(period: str, as_of: date) -> Figure:
    """The duty collected of one period. Raises NothingToShowError where there is none."""
    duty = header.since(header.duty(as_of), period)
    steps = header.steps(as_of, STEPS[period], duty)
    return Figure(
        "trade_duty",
        charts.duty_caption(duty, header.gaps(duty)),
        duty,
        {"Chart": lambda palette: charts.duty_lines(duty, steps, palette)},
        note=_duty_note(duty, as_of),
        events=steps,
        state=(period, as_of),
    )


def _duty_note(duty: pd.DataFrame, as_of: date) -> str:
    return " ".join([charts.vintage_note(duty), header.refunds(as_of)]).strip()
