"""Who sells the US chips, diodes or chip machines."""

from datetime import date

from parley.app.chips import header
from parley.app.chips.charts import suppliers as charts
from parley.app.chips.charts.goods import GOODS
from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption


def draw(as_of: date) -> None:
    """Who sells the US chips, diodes or chip machines."""
    figures.block("Who sells chips", lambda: by_partner(as_of))


def by_partner(as_of: date) -> Figure:
    """The sellers of the goods chosen."""
    goods = controls.choose("Goods", list(header.PRODUCTS), "chip_goods", GOODS.__getitem__)
    rows = header.some(header.partners(goods, as_of), "imports", as_of)
    return Figure(
        "chip_partners",
        _partners_caption(goods, as_of),
        rows,
        {"Chart": lambda palette: charts.partner_bars(rows, palette)},
        state=(goods, as_of),
    )


@kept
def _partners_caption(goods: str, as_of: date) -> Caption:
    return charts.partner_caption(header.partners(goods, as_of))
