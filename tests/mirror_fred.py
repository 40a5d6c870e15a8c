"""Series of FRED as the shipped tables have them and one month more: prices by month, rates by day."""

import pandas as pd
from werkzeug import Request, Response

from parley.recipes.us_prices import LATER_SERIES, SERIES, TO_AUGUST
from parley.tables.read import read_table
from tests.mirror import Mirror

PLACE = "fred.stlouisfed.org/graph/fredgraph.csv"
SPREAD = 0.01  # of the days of a month about its mean


def series(name: str) -> str:
    """The answer for a series; a month after the newest has its figures, a day without a figure has a point."""
    lines = [f"observation_date,{name}"]
    if name in SERIES:
        table = read_table("us_import_prices_monthly", where={"series_id": [name]}).sort_values("month")
        figures = dict(zip(table["month"], table["price_index"], strict=True))
    else:
        table = read_table("exchange_rates_monthly", where={"source_id": [TO_AUGUST]}).sort_values("month")
        figures = dict(zip(table["month"], table[LATER_SERIES[name]], strict=True))
    last = max(figures)
    figures |= {last + pd.DateOffset(months=1): figures[last]}
    for month, value in figures.items():
        if name in SERIES:
            lines.append(f"{month:%Y-%m-%d},{value}")
            continue
        days = pd.bdate_range(month, month + pd.offsets.MonthEnd())
        lines += [f"{days[0]:%Y-%m-%d},{value - SPREAD:.4f}", f"{days[1]:%Y-%m-%d},."]
        lines += [f"{days[-1]:%Y-%m-%d},{value + SPREAD:.4f}"]
    return "\n".join([*lines, ""])


def every_series(mirror: Mirror) -> None:
    """Have the mirror answer for each series, as the tables are now."""
    texts = {name: series(name) for name in (*SERIES, *LATER_SERIES)}

    def give(request: Request) -> Response:
        return Response(texts[request.args["id"]], content_type="application/csv")

    mirror.bodies[PLACE] = give
