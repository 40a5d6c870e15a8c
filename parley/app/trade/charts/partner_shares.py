"""Who took China's place: shares of US imports, two years as a slope and year by year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import apart, with_unit
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis

HEIGHT, TOP, BOTTOM = 440, 16, 28
LABEL_PX = 17
SAY = words.beside(__file__)


def slope(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """Each partner's share in the first and the last year of the rows, joined; labels never overlap.

    ``rows``: columns partner_iso3, year, share_pct (percent). China in its colour, the others grey.
    """
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    figure = draft(palette, height=HEIGHT, margin=(44, 168, TOP, BOTTOM))
    top = float(wide.max().max()) * 1.04
    for partner in _drawn_last(wide):
        shares = wide.loc[partner, [first, last]]
        figure.add_scatter(
            x=[0, 1],
            y=shares,
            mode="lines+markers",
            name=names[partner],
            line={"width": _width(partner), "color": palette.country(partner)},
            marker={"size": 9, "color": palette.country(partner), "line": {"width": 1, "color": palette.background}},
            customdata=[(terms.rate(v), year) for v, year in zip(shares, (first, last), strict=True)],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {names[partner]}<br>%{{customdata[1]}}<extra></extra>",
        )
    change = wide[last] - wide[first]
    ends = [f"{_end(p, wide[last], names)} ({terms.signed(change[p], 1)})" for p in wide.index]
    lowest = min(
        *_labels(figure, wide[first], 0, [terms.number(v, 1) for v in wide[first]], top, palette),
        *_labels(figure, wide[last], 1, ends, top, palette),
    )
    ticks = {"tickvals": [0, 1], "ticktext": [f"<b>{y}</b>" for y in (first, last)], "ticks": "", "showline": False}
    ink = {"size": 13, "color": palette.ink}
    figure.update_layout(
        xaxis=x_axis(palette, range=[-0.03, 1.03], tickfont=ink, **ticks),
        yaxis=y_axis(palette, range=[min(0.0, lowest) - 0.03 * top, top], showgrid=False, showticklabels=False),
    )
    return figure.done()


def by_year(rows: pd.DataFrame, names: Mapping[str, str], palette: Palette) -> go.Figure:
    """The same partners' shares in every year between, as lines with their names at the end.

    Years without a share are gaps; where there are any, the years that have one carry a mark.
    """
    wide = _wide(rows)
    wide = wide.reindex(columns=range(int(wide.columns[0]), int(wide.columns[-1]) + 1))
    mode = "lines+markers" if wide.isna().all().any() else "lines"
    figure = draft(palette, height=HEIGHT, margin=(44, 132, TOP, BOTTOM))
    top = float(wide.max().max()) * 1.04
    for partner in _drawn_last(wide):
        shares = wide.loc[partner]
        figure.add_scatter(
            x=list(wide.columns),
            y=shares,
            mode=mode,
            cliponaxis=False,
            name=names[partner],
            line={"width": _width(partner), "color": palette.country(partner)},
            customdata=shares.map(terms.rate, na_action="ignore").fillna(""),
            hovertemplate=f"<b>%{{customdata}}</b> {names[partner]}<br>%{{x}}<extra></extra>",
        )
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    ends = [_end(p, wide[last], names) for p in wide.index]
    _labels(figure, wide[last], last, ends, top, palette)
    ticks = list(range(0, int(top) + 1, 5 if top < 30 else 10 if top < 60 else 20))
    words = with_unit(map(str, ticks), "%")
    years = list(range(last, first - 1, -2))
    figure.update_layout(
        xaxis=x_axis(palette, range=[first, last + 0.1], tickvals=years, ticktext=[str(y) for y in years]),
        yaxis=y_axis(palette, range=[0, top], tickvals=ticks, ticktext=words),
    )
    return figure.done()


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.pivot(index="partner_iso3", columns="year", values="share_pct")


def _end(partner: str, shares: pd.Series, names: Mapping[str, str]) -> str:
    return f"{names[partner]} <b>{terms.number(shares[partner], 1)}</b>"


def _drawn_last(wide: pd.DataFrame) -> list[str]:
    return sorted(wide.index, key=lambda partner: partner == "CHN")


def _width(partner: str) -> float:
    return 2.5 if partner == "CHN" else 1.5


def _labels(figure: Draft, shares: pd.Series, x: float, texts: list[str], top: float, palette: Palette) -> list[float]:
    """Words beside the marks; gives their heights."""
    right = x != 0
    places = apart(list(shares), LABEL_PX * 1.1 * top / (HEIGHT - TOP - BOTTOM))
    for partner, y, text in zip(shares.index, places, texts, strict=True):
        figure.add_annotation(
            x=x,
            y=y,
            text=text,
            showarrow=False,
            xanchor="left" if right else "right",
            xshift=10 if right else -10,
            yanchor="middle",
            font={"color": palette.china_text if partner == "CHN" else palette.ink},
        )
    return places


@dataclass(frozen=True)
class Goods:
    """What the shares are of, as the caption names it: in the finding, in the measure, and the part of the years.

    ``months``: how many of each year from January on.
    """

    of: str = "US imports"
    measured: str = "US general imports of goods"
    part: str = "full years"
    union: bool = True
    months: int = 12


ALL_GOODS = Goods()
WORDS = 7  # of goods and winner that a title has room for


def shares_caption(
    rows: pd.DataFrame, change_pp: pd.Series, names: Mapping[str, str], goods: Goods = ALL_GOODS
) -> Caption:
    """China's share in the two years and, where the title has room, the largest gain.

    ``change_pp``: every partner, largest gain first.
    """
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    before, after = wide[first], wide[last]
    moved, most = round(change_pp["CHN"], 1), change_pp.drop("CHN").head(1)
    course = "fell" if moved < 0 else "rose" if moved > 0 else "same"
    winner = names[str(most.index[0])] if len(most) else ""
    gained = bool((most.round(1) > 0).any()) and len(f"{goods.of} {winner}".split()) <= WORDS
    finding = SAY(
        "shares.finding",
        f"{course}_gain" if gained else course,
        goods=goods.of,
        before=terms.rate(before["CHN"]),
        first=terms.year_to(goods.months, first),
        after=terms.rate(after["CHN"]),
        last=terms.year_to(goods.months, last),
        winner=terms.with_article(winner),
        gain=terms.points(most.iloc[0], word="points") if gained else "",
    )
    measure = SAY(
        "shares.measure",
        "union" if goods.union else "no_union",
        goods=goods.measured,
        part=goods.part,
        first=first,
        last=last,
        count=terms.counted(len(wide) - 1),
        known=terms.counted(len(change_pp)),
    )
    told = "; ".join(
        f"{names[p]} {terms.number(before[p], 1)} to {terms.number(after[p], 1)}"
        for p in after.sort_values(ascending=False).index
    )
    return Caption(finding, measure, f"Slope chart, percent of {goods.of}, {first} to {last}. {told}.")


def years_caption(caption: Caption, rows: pd.DataFrame, names: Mapping[str, str], goods: Goods = ALL_GOODS) -> Caption:
    """The finding of ``shares_caption`` beside the lines of ``by_year``; each least and greatest share described."""
    wide = _wide(rows)
    first, last = int(wide.columns[0]), int(wide.columns[-1])
    measure = SAY("shares.by_year", goods=goods.measured, part=goods.part, first=first, last=last)
    told = "; ".join(
        f"{names[str(partner)]} {terms.number(shares.min(), 1)} to {terms.number(shares.max(), 1)}"
        for partner, shares in wide.iterrows()
    )
    alt = f"Lines by year, percent of {goods.of}, {first} to {last}, from lowest to highest. {told}."
    return replace(caption, measure=measure, alt=alt)
