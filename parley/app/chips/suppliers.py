"""Who sells the US chips, diodes or chip machines: by origin, or by kind with China's share of each."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.goods import GOODS, IN_WORDS
from parley.app.kit import address, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.theme import Palette

ORIGIN, KIND = "Origin", "Kind"
MOST_LINES = 12  # of a chart; the table holds all
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """US imports of the goods chosen, by origin or by kind."""
    figures.block("Who sells chips", lambda: supplied(as_of))


def supplied(as_of: date) -> Figure:
    """What is chosen: goods, by origin or by kind."""
    by = controls.choose("By", [ORIGIN, KIND], "chip_by")
    former = address.named(header.PRODUCTS, GOODS.__getitem__)(address.opened_with("chip_lines_of"))  # of kinds, once
    goods = controls.choose("Goods", header.PRODUCTS, "chip_goods", GOODS.__getitem__, implied=former)
    return {ORIGIN: by_origin, KIND: by_kind}[by](goods, as_of)


@kept
def by_origin(goods: str, as_of: date) -> Figure:
    """The sellers of one group of goods."""
    rows = header.some(header.partners(goods, as_of), "imports", as_of)
    views = {"Chart": lambda palette: partner_bars(rows, palette)}
    return Figure("chip_partners", partner_caption(rows), rows, views, state=(goods, as_of))


@kept
def by_kind(goods: str, as_of: date) -> Figure:
    """The tariff lines of one group of goods, the largest drawn."""
    rows = header.some(header.lines(goods, as_of), "imports", as_of)
    views = {"Chart": lambda palette: line_bars(rows, palette)}
    return Figure("chip_lines", lines_caption(rows, goods), rows, views, state=(goods, as_of))


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a partner, largest first, the others together last.

    ``rows``: columns partner, exporter_iso3, value_usd, share_pct, effective_rate_pct.
    """
    shares, billions = rows["share_pct"].map(terms.rate), rows["value_usd"] / 1e9
    return bars(
        rows,
        palette,
        value=billions,
        unit="bn",
        name="partner",
        colour=[palette.pale if iso3 == "ROW" else palette.country(iso3) for iso3 in rows["exporter_iso3"]],
        text={"": bold([terms.in_dollars(terms.number(value, 1), "bn") for value in billions]), "Share": shares},
        hover=[
            f"<b>{terms.usd(value)}</b> {name}<br>{share} of all<br>calculated duty {terms.rate(rate)}"
            for name, value, share, rate in zip(
                rows["partner"], rows["value_usd"], shares, rows["effective_rate_pct"], strict=True
            )
        ],
    )


def partner_caption(rows: pd.DataFrame) -> Caption:
    """The largest source of the goods, and China's share."""
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]
    single = [r for r in records if r["exporter_iso3"] != "ROW"]
    china = next((r for r in single if r["exporter_iso3"] == "CHN"), None)
    first, heading, year = single[0], records[0]["heading"], records[0]["year"]
    goods = IN_WORDS[heading]
    finding = SAY(
        "suppliers.finding",
        "single" if china is None or first is china else "china",
        leader=terms.with_article(first["partner"], "The"),
        lead=terms.rate(first["share_pct"]),
        goods=goods,
        year=year,
        china="" if china is None else terms.rate(china["share_pct"]),
    )
    measure = SAY("suppliers.measure", heading=heading, year=year)
    return Caption(finding, measure)


def line_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a ten-digit line, the largest ones. ``rows``: description, value_usd, china_share_pct, largest first."""
    largest = rows.head(MOST_LINES)
    values, shares = largest["value_usd"].map(terms.usd), largest["china_share_pct"].map(terms.rate)
    return bars(
        largest,
        palette,
        value=largest["value_usd"] / 1e9,
        unit="bn",
        name="description",
        colour=palette.grey,
        text={"": bold(values), "China": shares},
        hover=[
            f"<b>{value}</b><br>{name}<br>{share} from China"
            for value, name, share in zip(values, largest["description"], shares, strict=True)
        ],
    )


def lines_caption(rows: pd.DataFrame, heading: str) -> Caption:
    """How much the three largest lines hold."""
    share, year = rows["value_usd"].head(3).sum() / rows["value_usd"].sum() * 100, int(rows["year"].iloc[0])
    finding = SAY(
        "lines.finding",
        "one" if len(rows) == 1 else "some",
        lead=terms.counted(min(len(rows), 3)).capitalize(),
        share=terms.rate(share, 0),
        goods=IN_WORDS[heading],
        year=year,
    )
    largest = rows.head(MOST_LINES)
    lines = "; ".join(
        f"{name} {terms.usd(value)}, {terms.rate(china)} from China"
        for name, value, china in zip(
            largest["description"], largest["value_usd"], largest["china_share_pct"], strict=True
        )
    )
    alt = f"Bars by tariff line, {year}. The largest: {terms.rate(share, 0)} of all. {lines}."
    return Caption(finding, SAY("lines.measure", heading=heading, year=year), alt)
