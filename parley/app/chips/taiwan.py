"""Imports from Taiwan by year: the rise in computers."""

from datetime import date

from parley.app.chips import header
from parley.app.chips.charts import taiwan as charts
from parley.app.kit import figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.measures import chips


def draw(as_of: date) -> None:
    """Imports from Taiwan by year."""
    figures.block("Imports from Taiwan", lambda: from_taiwan(as_of))


@kept
def from_taiwan(as_of: date) -> Figure:
    """Imports from Taiwan by year and group of goods."""
    years = header.some(header.taiwan(as_of), "taiwan", as_of)
    rise = chips.computers_in_rise(years, header.BASE_YEAR)
    return Figure(
        "chip_taiwan",
        charts.taiwan_caption(years, rise, header.BASE_YEAR),
        years,
        {"Chart": lambda palette: charts.taiwan_bars(years, palette)},
        state=(as_of,),
    )
