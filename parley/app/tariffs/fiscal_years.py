"""Customs duties by fiscal year, October to September: received, paid back and kept; the year begun by its months."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.columns import columns
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import revenue

SAY = words.beside(__file__)
NET, REFUNDED = "Received less refunds", "Refunded"


@kept_figure
def by_fiscal_year(as_of: date) -> Figure:
    """Receipts and refunds of each fiscal year. Raises NothingToShowError before the first was known."""
    years, months = (
        cache.table(name, as_of) for name in ("us_customs_receipts_fiscal_year", "us_customs_revenue_monthly")
    )
    rows = some(revenue.by_fiscal_year(years, months), SAY("fiscal.none"))
    note = SAY("fiscal.begun") if rows["months"].iloc[-1] < revenue.MONTHS_IN_YEAR else ""
    return Figure("tariff_fiscal_years", caption(rows), rows, {"Chart": lambda palette: bars(rows, palette)}, note=note)


def bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a fiscal year as long as what was received, of which a part was paid back.

    ``rows``: fiscal_year, gross_receipts_usd, refunds_usd, net_receipts_usd.
    """
    net = rows["net_receipts_usd"].clip(lower=0)  # where more was paid back than received, all of the bar is
    parts = pd.concat(
        [
            rows.assign(part=NET, of_bar=net, exact=rows["net_receipts_usd"].map(terms.usd)),
            rows.assign(
                part=REFUNDED, of_bar=rows["gross_receipts_usd"] - net, exact=rows["refunds_usd"].map(terms.usd)
            ),
        ]
    )
    return columns(
        parts.assign(year=parts["fiscal_year"], value_bn=parts["of_bar"] / 1e9),
        palette,
        value="value_bn",
        exact="exact",
        part="part",
        fills={NET: palette.us, REFUNDED: palette.fentanyl},
    )


def caption(rows: pd.DataFrame) -> Caption:
    """What the newest fiscal year brought less refunds, beside the year before."""
    last = rows.iloc[-1]
    fields = {"value": terms.usd(last["net_receipts_usd"]), "year": last["fiscal_year"]}
    case = "whole" if last["months"] == revenue.MONTHS_IN_YEAR else "begun"
    before = rows[rows["fiscal_year"] == last["fiscal_year"] - 1]
    finding = SAY(
        "fiscal.title",
        case if len(before) else f"{case}_alone",
        months=terms.number(last["months"]),
        before=terms.usd(before["net_receipts_usd"].iloc[0]) if len(before) else "",
        **fields,
    )
    return Caption(finding, SAY("fiscal.measure", first=rows["fiscal_year"].min(), last=last["fiscal_year"]))
