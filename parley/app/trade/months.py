"""The subjects Month by month and Duty collected: US-China trade beside the tariff steps."""

from datetime import date

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
