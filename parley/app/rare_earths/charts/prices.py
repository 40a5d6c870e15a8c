"""Two price markets of rare earths, kept apart: yearly averages of goods from China, and single quotes elsewhere."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks, years_axis
from parley.charts.theme import Draft, Palette, draft, names_axis, x_axis, y_axis

ROW_PX = 26
TICKS = [1, 10, 100, 1000]
PRICE = "price_usd_per_kg"
SHORT = {"Neodymium-praseodymium": "NdPr", "Y2O3": "Yttrium oxide"}
EDITION_MARKS = ["china", "muted", "grey"]
SAY = words.beside(__file__)
BASES = {
    "fob_china": "free on board China",
    "fob": "free on board, place not printed",
    "not_stated": "basis not stated",
}


def price(usd_per_kg: float) -> str:
    """A price as printed: no more decimals than it has."""
    return f"{usd_per_kg:,.2f}".rstrip("0").rstrip(".")


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
        yaxis=_lines(palette, [f"{product_name(name)}{_beside(told.get(name, ''), palette)}" for name in place]),
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


def _lines(palette: Palette, names: list[str]) -> dict[str, Any]:
    return names_axis(palette, names, room=0.1, size=12)


def averages_caption(rows: pd.DataFrame) -> Caption:
    """The newest year's price of the dearest product and of the elements in magnets."""
    last = int(rows["year"].max())
    now = rows[rows["year"] == last]
    named = [now.iloc[0], *(r for _, r in now.iloc[1:].iterrows() if r["symbol"] in ("Dy", "Nd"))]
    first, *others = named
    case = "some" if others else "alone"
    finding = SAY(
        "prices.finding",
        f"{case}_estimated" if now["is_estimate"].all() else case,
        first=product_name(first["specification"]),
        price=price(first["price_usd_per_kg"]),
        year=last,
        others=terms.listed(
            [f"{product_name(r['specification']).lower()} {price(r['price_usd_per_kg'])}" for r in others]
        ),
    )
    measure = SAY(
        "prices.measure",
        edition=rows["edition"].iloc[0],
        bases=_bases(rows),
        quoted_by=terms.listed(sorted(set(", ".join(rows["quoted_by"]).split(", ")))),
    )
    told = "; ".join(f"{product_name(r['specification'])} {price(r['price_usd_per_kg'])}" for _, r in now.iterrows())
    return Caption(finding, measure, f"Dots by product and year, US$ a kilogram. In {last}: {told}.")


def _bases(rows: pd.DataFrame) -> str:
    return terms.listed([BASES[basis] for basis in rows["basis"].drop_duplicates()])


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
    name, top, last = (
        product_name(rows["specification"].iloc[0]),
        own.loc[own[PRICE].idxmax()],
        own.iloc[-1],
    )
    course = "highest" if last["year"] == top["year"] else "equal" if last[PRICE] == top[PRICE] else "below"
    finding = SAY(
        "prices.product",
        f"{course}_estimated" if last["is_estimate"] else course,
        name=name,
        price=price(last[PRICE]),
        year=last["year"],
        edition=last["edition"],
        top=price(top[PRICE]),
        top_year=top["year"],
    )
    measure = SAY("prices.product_measure", product=rows["specification"].iloc[0], bases=_bases(rows))
    told = "; ".join(f"{r['edition']} {r['year']} {price(r['price_usd_per_kg'])}" for _, r in rows.iterrows())
    return Caption(finding, measure, f"Marks by year and edition, US$ a kilogram: {told}.")
