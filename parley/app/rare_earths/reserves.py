"""Reserves by country in the newest edition; hollow where the edition before printed another figure."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.labels import unit_ticks
from parley.charts.theme import Palette, draft, x_axis, y_axis
from parley.measures import reserves

LEAST_PCT = 0.1
MILLION = 1e6
SAY = words.beside(__file__)


@kept
def by_country(as_of: date) -> Figure:
    """Reserves by country. Raises NothingToShowError before the first edition."""
    table = cache.table("reserves", as_of)
    if table.empty:
        raise NothingToShowError(SAY("reserves.none", day=terms.day(as_of)))
    rows = reserves.by_country(table, reserves.editions(table)[0])
    is_place = ~rows["iso3"].isin(["WLD", "ROW"])
    rows = rows.assign(country=rows["iso3"].map(cache.country_names()).where(is_place, rows["country"]))
    return Figure(
        "rare_reserves",
        reserves_caption(rows),
        rows,
        {"Chart": lambda palette: reserve_bars(rows, palette)},
        note=reserves_note(rows),
        state=(as_of,),
    )


def reserve_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a country in million tonnes; a figure the edition before printed otherwise is a hollow bar behind it.

    ``rows``: columns iso3, country, reserves_t, reserves_before_t, share_at_most_pct, edition_before, in drawing order.
    """
    shown = _with_figures(rows)
    changed = shown["is_changed"]
    figure = draft(palette, height=32 * len(shown) + 66, margin=(104, 96, 32, 30))
    old = shown[changed & shown["reserves_before_t"].notna()]
    if len(old):
        figure.add_bar(
            orientation="h",
            name=f"{old['edition_before'].iloc[0]}, where it differs",
            x=old["reserves_before_t"] / MILLION,
            y=list(old.index),
            marker={"color": palette.background, "line": {"width": 1.5, "color": palette.grey}},
            hovertemplate="<b>%{x:.3g} million t</b>, edition before<extra></extra>",
        )
    figure.add_bar(
        orientation="h",
        name=str(rows["edition"].iloc[0]),
        x=shown["reserves_t"] / MILLION,
        y=list(shown.index),
        marker={"color": [palette.country(iso3) for iso3 in shown["iso3"]], "line": {"width": 0}},
        hovertemplate="<b>%{x:.3g} million t</b><extra></extra>",
    )
    figure.add_scatter(
        mode="text",
        x=shown[["reserves_t", "reserves_before_t"]].max(axis=1) / MILLION,
        y=list(shown.index),
        text=[f"{terms.NBSP}{_words(r)}" for r in shown.to_dict("records")],
        textposition="middle right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
    top = float(shown[["reserves_t", "reserves_before_t"]].max().max()) / MILLION
    figure.update_layout(
        barmode="overlay",
        bargap=0.3,
        showlegend=bool(len(old)),
        legend={"x": -0.02, "y": 1.0},
        xaxis=x_axis(palette, range=[0, top], **unit_ticks(top, "{} million t")),
        yaxis=y_axis(
            palette,
            range=[len(shown) - 0.4, -0.6],
            tickvals=list(shown.index),
            ticktext=list(shown["country"]),
            showgrid=False,
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    return figure.done()


def _with_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The countries with a figure, and whether the edition before printed another (``is_changed``)."""
    figures = rows["reserves_t"].notna() | rows["reserves_before_t"].notna()
    shown = rows[(rows["iso3"] != "WLD") & figures].reset_index(drop=True)
    same = (shown["reserves_t"] == shown["reserves_before_t"]) | shown["edition_before"].isna()
    return shown.assign(is_changed=~same)


def _words(row: dict[Hashable, Any]) -> str:
    """The figure, what the edition before printed where it differs, and the share at most."""
    was = f" (was {_millions(row['reserves_before_t'])})" if row["is_changed"] and row["reserves_before_t"] > 0 else ""
    if pd.isna(row["reserves_t"]):
        return f"n/a{was}"
    share = row["share_at_most_pct"]
    most = f"≤{terms.NBSP}{terms.rate(share)}" if share >= LEAST_PCT else f"under {terms.rate(LEAST_PCT)}"
    return f"<b>{_millions(row['reserves_t'])}</b>{was}, {most}"


def _millions(tonnes: float) -> str:
    return terms.significant(tonnes / MILLION, 2)


def reserves_caption(rows: pd.DataFrame) -> Caption:
    """China's share as an upper bound, beside the world total as it is printed."""
    china, world = (rows[rows["iso3"] == iso3].iloc[0] for iso3 in ("CHN", "WLD"))
    least = "more than " if world["raw"].startswith(">") else ""
    total = f"{least}{_millions(world['reserves_t'])} million{terms.NBSP}t"
    finding = SAY("reserves.finding", share=terms.rate(china["share_at_most_pct"]))
    measure = SAY("reserves.measure", edition=rows["edition"].iloc[0], total=total)
    listed = "; ".join(f"{r['country']} {_words(r)}" for r in _with_figures(rows).to_dict("records"))
    listed = listed.replace("<b>", "").replace("</b>", "")
    return Caption(finding, measure, f"Bars by country, million tonnes: {listed}.")


def reserves_note(rows: pd.DataFrame) -> str:
    """The countries without a figure, and what an erratum changed."""
    without = list(rows.loc[rows["reserves_t"].isna() & (rows["iso3"] != "ROW"), "country"])
    fixed = rows[rows["raw_before_erratum"].notna() & (rows["iso3"] != "WLD")]
    moved = [
        SAY(
            "reserves.moved",
            country=r["country"],
            before=_millions(r["reserves_before_t"]),
            after=_millions(r["reserves_t"]),
        )
        for r in fixed.to_dict("records")
    ]
    parts = [SAY("reserves.missing", countries=terms.listed(without))] if without else []
    if moved:
        day = terms.day(fixed["published_on"].iloc[0])
        parts.append(SAY("reserves.correction", day=day, moved=terms.listed(moved)))
    return ". ".join(parts)
