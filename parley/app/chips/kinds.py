"""The statistical lines of chips, diodes or chip machines, with China's part in each."""

from datetime import date

from parley.app.chips import header
from parley.app.chips.charts import kinds as charts
from parley.app.chips.charts.goods import GOODS
from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption


def draw(as_of: date) -> None:
    """The statistical lines of chips, diodes or chip machines, with China's part in each."""
    figures.block("Kinds of chips", lambda: by_line(as_of))


def by_line(as_of: date) -> Figure:
    """The lines of the goods chosen, the largest drawn."""
    goods = controls.choose("Goods", list(header.PRODUCTS), "chip_lines_of", GOODS.__getitem__)
    rows = header.some(header.lines(goods, as_of), "imports", as_of)
    return Figure(
        "chip_lines",
        _lines_caption(goods, as_of),
        rows,
        {"Chart": lambda palette: charts.line_bars(rows, palette)},
        state=(goods, as_of),
    )


@kept
def _lines_caption(goods: str, as_of: date) -> Caption:
    return charts.lines_caption(header.lines(goods, as_of), goods)
