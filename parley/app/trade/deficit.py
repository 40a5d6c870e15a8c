"""The US goods deficit by partner, ranked, with the same months of the year before."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from parley.charts.labels import figures_column, money_ticks
from parley.charts.theme import Palette, draft, names_axis, x_axis
from parley.measures import deficit as measures
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
SHOWN = 8
GROUPS = ["EU27"]


@kept_figure
def by_partner(as_of: date) -> Figure:
    """The deficits as known on the day. Raises NothingToShowError where no month of a year was known."""
    balances = measures.balances(cache.table("trade_monthly", as_of), GROUPS)
    if balances is None:
        raise NothingToShowError(SAY("deficit.none", day=terms.day(as_of)))
    partner = balances.rows["partner_iso3"].map(cache.country_names())
    rows = balances.rows.assign(partner=partner, first_month=balances.first, last_month=balances.last)
    caption = deficit_caption(rows, balances.first, balances.last, as_of < compiled_on())
    return Figure("deficit", caption, rows, {"Chart": lambda palette: deficit_bars(rows, palette)})


def deficit_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Bars of the largest deficits in US$ billion, China in its colour; a tick a year before, the figures in a column.

    ``rows``: columns partner, partner_iso3, balance_usd, year_before_usd, in the order of the bars.
    """
    shown = rows.head(SHOWN)
    row = {str(name): i for i, name in enumerate(shown["partner"])}
    figure = draft(palette, height=28 * len(row) + 62, margin=(102, 40, 36, 26))
    now, before = -shown["balance_usd"] / 1e9, -shown["year_before_usd"] / 1e9
    at, top = shown["partner"].map(row), float(max(now.max(), before.max()))
    figure.add_bar(
        orientation="h",
        y=at,
        x=now,
        marker={"color": [palette.country(code) for code in shown["partner_iso3"]], "line": {"width": 0}},
        customdata=shown["balance_usd"].map(lambda v: terms.usd(-v)),
        hovertemplate="<b>%{customdata}</b> deficit<extra></extra>",
        showlegend=False,
    )
    figure.add_scatter(
        mode="markers",
        y=at,
        x=before,
        name="Same months a year before",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": palette.ink}},
        customdata=shown["year_before_usd"].map(lambda v: terms.usd(-v)),
        hovertemplate="<b>%{customdata}</b> a year before<extra></extra>",
    )
    colours = [palette.china_text if c == "CHN" else palette.ink for c in shown["partner_iso3"]]
    figures_column(figure, [f"{2 * terms.NBSP}<b>{terms.number(v)}</b>" for v in now], top, at, colours)
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0, "x": -0.02},
        xaxis=x_axis(palette, showgrid=True, gridcolor=palette.pale, showline=False, **money_ticks(top)),
        yaxis=names_axis(palette, row),
    )
    return figure.done()


def deficit_caption(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, revised: bool) -> Caption:
    """With which single partner the deficit is largest, and where China stands among those in the rows.

    ``revised``: the figures are those of a later release than the reader's as-of date.
    """
    period = terms.month(last) if first == last else f"{first:%B} to {terms.month(last)}"
    top, codes = rows.iloc[0], list(rows["partner_iso3"])
    count, partner, first_usd = len(rows), terms.with_article(top["partner"]), terms.usd(-top["balance_usd"])
    if "CHN" not in codes:
        finding = SAY("deficit.title", "without_china", period=period, count=count, partner=partner, first=first_usd)
    else:
        place = codes.index("CHN")
        china = terms.usd(-rows["balance_usd"].iloc[place])
        case = "other" if place else "china"
        finding = SAY(
            "deficit.title",
            case,
            period=period,
            count=count,
            partner=partner,
            first=first_usd,
            rank=terms.ranked(place + 1),
            china=china,
        )
    notes = [
        SAY("deficit.drawn", shown=terms.counted(SHOWN)) if count > SHOWN else "",
        SAY("deficit.revised") if revised else "",
    ]
    measure = " ".join([SAY("deficit.measure", period=period), *filter(None, notes)])
    listed = "; ".join(
        f"{r['partner']} {terms.number(-r['balance_usd'] / 1e9)}, a year before "
        f"{terms.number(-r['year_before_usd'] / 1e9)}"
        for r in rows.head(SHOWN).to_dict("records")
    )
    return Caption(finding, measure, f"Ranked bars, US$ bn, {period}. {listed}.")
