"""The subject Prices: yearly averages of goods from China, and single quotes elsewhere, kept apart."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import quotes
from parley.app.rare_earths.quotes import TICKS, price
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks, years_axis
from parley.charts.theme import Draft, Palette, draft, names_axis, x_axis, y_axis
from parley.measures import prices

ALL = "All products"
AVERAGES, QUOTES = "Yearly averages", "Single quotes"
ROW_PX = 26
PRICE = "price_usd_per_kg"
SHORT = {"Neodymium-praseodymium": "NdPr", "Y2O3": "Yttrium oxide"}
EDITION_MARKS = ["china", "muted", "grey"]
SAY = words.beside(__file__)


def by_view(as_of: date) -> Figure:
    """Yearly averages of all products in the newest edition or of one product, or single quotes."""
    if controls.choose("View", [AVERAGES, QUOTES], "rare_prices_show") == QUOTES:
        return quotes.single(as_of)
    if cache.table("oxide_prices", as_of).empty:
        raise NothingToShowError(SAY("prices.none", day=terms.day(as_of)))
    return _of(controls.select("Product", [ALL, *_products(as_of)], "rare_product", ALL, _name), as_of)


def _name(product: str) -> str:
    return product if product == ALL else product_name(product)


@kept
def _products(as_of: date) -> list[str]:
    return prices.products(cache.table("oxide_prices", as_of))


@kept
def _of(product: str, as_of: date) -> Figure:
    table = cache.table("oxide_prices", as_of)
    if product == ALL:
        rows = prices.newest_edition(table)
        caption, chart = averages_caption(rows), average_dots
    else:
        rows = prices.of_product(table, product)
        caption, chart = product_caption(rows), product_lines
    return Figure("rare_prices", caption, rows, {"Chart": lambda palette: chart(rows, palette)}, state=(product, as_of))


def product_name(specification: str) -> str:
    """A product without its purity: ``Terbium oxide``, ``NdPr oxide``, ``Yttrium metal``."""
    name = specification.split(",", maxsplit=1)[0].replace(" (NdPr)", "")
    for long, short in SHORT.items():
        name = name.replace(long, short)
    return name


def average_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One line a product, a dot a year on a logarithmic scale, the newest year in colour, its price beside the name.

    ``rows``: columns specification, year, price_usd_per_kg, is_estimate of one edition, in drawing order.
    """
    place = {name: i for i, name in enumerate(rows["specification"].drop_duplicates())}
    figure = draft(palette, height=ROW_PX * len(place) + 86, margin=(158, 12, 46, 30))
    last = int(rows["year"].max())
    now, before = rows[rows["year"] == last], rows[rows["year"] < last]
    if len(before):
        _year_dots(figure, before, _years(before), place, 8, palette.grey)
    name = f"{last}, estimated" if now["is_estimate"].all() else str(last)
    _year_dots(figure, now, name, place, 11, palette.china)
    # among the dots it would read as the price of the dot beside it
    told = dict(zip(now["specification"], now["price_usd_per_kg"].map(price), strict=True))
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.02, "traceorder": "normal"},
        xaxis=_log_axis(palette),
        yaxis=names_axis(
            palette,
            [f"{product_name(name)}{_beside(told.get(name, ''), palette)}" for name in place],
            room=0.1,
            size=12,
        ),
    )
    return figure.done()


def _beside(told: str, palette: Palette) -> str:
    """A price behind its product, in the colour of the newest year."""
    return f"{2 * terms.NBSP}<b style='color:{palette.china_text}'>{told}</b>" if told else ""


def _years(rows: pd.DataFrame) -> str:
    first, last = rows["year"].min(), rows["year"].max()
    return str(first) if first == last else f"{first} to {last}"


def _year_dots(figure: Draft, rows: pd.DataFrame, name: str, place: dict[str, int], size: int, colour: str) -> None:
    figure.add_scatter(
        mode="markers",
        name=name,
        x=rows["price_usd_per_kg"],
        y=[place[product] for product in rows["specification"]],
        marker={"size": size, "color": colour},
        customdata=[(price(p), y) for p, y in zip(rows["price_usd_per_kg"], rows["year"], strict=True)],
        hovertemplate="<b>US$ %{customdata[0]} a kg</b> in %{customdata[1]}<extra></extra>",
    )


def _log_axis(palette: Palette) -> dict[str, Any]:
    named = [price(t) for t in TICKS[:-1]] + [f"US${terms.NBSP}1,000"]
    return x_axis(
        palette,
        type="log",
        range=[-0.15, 3.48],
        tickvals=TICKS,
        ticktext=named,
        showgrid=True,
        gridcolor=palette.pale,
        gridwidth=1,
    )


def averages_caption(rows: pd.DataFrame) -> Caption:
    """The newest year's price of the dearest product."""
    last = int(rows["year"].max())
    now = rows[rows["year"] == last]
    finding = SAY(
        "prices.finding",
        "estimated" if now["is_estimate"].all() else "known",
        first=product_name(now["specification"].iloc[0]),
        price=price(now[PRICE].iloc[0]),
        year=last,
    )
    listed = "; ".join(f"{product_name(r['specification'])} {price(r[PRICE])}" for r in now.to_dict("records"))
    alt = f"Dots by product and year, US$ a kilogram. In {last}: {listed}."
    return Caption(finding, SAY("prices.measure", edition=rows["edition"].iloc[0]), alt)


def product_lines(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The years of one product, each edition a line of its own, from zero; estimated years hollow.

    ``rows``: columns edition, year, price_usd_per_kg, is_estimate, published_on.
    """
    newest_first = list(rows.sort_values("published_on", ascending=False)["edition"].drop_duplicates())
    figure = draft(palette, height=320, margin=(64, 24, 44, 26))
    told: dict[int, float] = {}
    traces = []
    for edition, token in zip(newest_first, EDITION_MARKS, strict=False):
        part = rows[rows["edition"] == edition]
        # a later edition that only repeats the figure has said it
        said = [told.get(y) == p for y, p in zip(part["year"], part["price_usd_per_kg"], strict=True)]
        traces.append(_edition_line(part, said, str(getattr(palette, token)), edition == newest_first[0], palette))
        told.update(zip(part["year"], part["price_usd_per_kg"], strict=True))
    for trace in reversed(traces):  # the newest on top
        figure.add_scatter(**trace)
    years, top = sorted(set(rows["year"])), float(rows["price_usd_per_kg"].max())
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.04, "traceorder": "reversed"},
        xaxis=years_axis(years, palette),
        yaxis=y_axis(palette, range=[0, 1.18 * top], **unit_ticks(top, "US$ {}")),
    )
    return figure.done()


def _edition_line(part: pd.DataFrame, said: list[bool], colour: str, newest: bool, palette: Palette) -> dict[str, Any]:
    edition = str(part["edition"].iloc[0])
    return {
        "mode": "lines+markers+text",
        "name": edition,
        "x": part["year"],
        "y": part["price_usd_per_kg"],
        "text": ["" if s else price(p) for s, p in zip(said, part["price_usd_per_kg"], strict=True)],
        "textposition": "top center" if newest else "bottom center",
        "textfont": {"size": 12, "color": palette.china_text if newest else palette.ink},
        "cliponaxis": False,
        "line": {"width": 1.5, "color": colour},
        "marker": {
            "size": 10,
            "color": [palette.background if e else colour for e in part["is_estimate"]],
            "line": {"width": 2, "color": colour},
        },
        "customdata": [price(p) for p in part["price_usd_per_kg"]],
        "hovertemplate": f"<b>US$ %{{customdata}} a kg</b> %{{x}}, {edition}<extra></extra>",
    }


def product_caption(rows: pd.DataFrame) -> Caption:
    """From the dearest year to the newest one of the newest edition."""
    own = rows[rows["published_on"] == rows["published_on"].max()].sort_values("year")
    top, last = own.loc[own[PRICE].idxmax()], own.iloc[-1]
    course = "highest" if last["year"] == top["year"] else "equal" if last[PRICE] == top[PRICE] else "below"
    finding = SAY(
        "prices.product",
        course,
        name=product_name(rows["specification"].iloc[0]),
        about="about " if last["is_estimate"] else "",
        price=price(last[PRICE]),
        year=last["year"],
        edition=last["edition"],
        top=price(top[PRICE]),
        top_year=top["year"],
    )
    measure = SAY("prices.product_measure", product=rows["specification"].iloc[0])
    listed = "; ".join(f"{r['edition']} {r['year']} {price(r[PRICE])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Marks by year and edition, US$ a kilogram: {listed}.")
