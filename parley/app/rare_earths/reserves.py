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
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import minerals

LEAST_PCT = 0.1
MILLION = 1e6
SAY = words.beside(__file__)


@kept
def by_country(as_of: date) -> Figure:
    """Reserves by country. Raises NothingToShowError before the first edition."""
    table = cache.table("reserves", as_of)
    if table.empty:
        raise NothingToShowError(SAY("reserves.none", day=terms.day(as_of)))
    rows = minerals.by_country(table, minerals.editions(table)[0])
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
    """One bar a country in million tonnes; a figure the edition before printed otherwise is a tick.

    ``rows``: columns iso3, country, reserves_t, reserves_before_t, share_at_most_pct, edition_before, in drawing order.
    """
    shown = _with_figures(rows)
    figures = [_words(row) for row in shown.to_dict("records")]
    before = shown["reserves_before_t"].where(shown["is_changed"]) / MILLION
    edition = list(shown.loc[before.notna(), "edition_before"])
    return bars(
        shown,
        palette,
        value=shown["reserves_t"] / MILLION,
        unit="{}",
        name="country",
        colour=[palette.country(iso3) for iso3 in shown["iso3"]],
        text={"Million t": bold([figure for figure, _ in figures]), "Share": [share for _, share in figures]},
        mark=before if before.notna().any() else None,
        hover=[f"<b>{_hover(t)}</b> {name}" for t, name in zip(shown["reserves_t"], shown["country"], strict=True)],
        mark_hover=[f"<b>{_hover(tonnes)}</b>, edition before" for tonnes in shown["reserves_before_t"]],
        keys={"mark": f"{edition[0]}, where it differs"} if edition else {},
    )


def _hover(tonnes: float) -> str:
    return "n/a" if pd.isna(tonnes) else f"{terms.significant(tonnes / MILLION, 3)}{terms.NBSP}million{terms.NBSP}t"


def _with_figures(rows: pd.DataFrame) -> pd.DataFrame:
    """The countries with a figure, and whether the edition before printed another (``is_changed``)."""
    figures = rows["reserves_t"].notna() | rows["reserves_before_t"].notna()
    shown = rows[(rows["iso3"] != "WLD") & figures].reset_index(drop=True)
    same = (shown["reserves_t"] == shown["reserves_before_t"]) | shown["edition_before"].isna()
    return shown.assign(is_changed=~same)


def _words(row: dict[Hashable, Any]) -> tuple[str, str]:
    """The figure with what the edition before printed where it differs, and the share at most."""
    was = f" (was {_millions(row['reserves_before_t'])})" if row["is_changed"] and row["reserves_before_t"] > 0 else ""
    if pd.isna(row["reserves_t"]):
        return f"n/a{was}", ""
    share = row["share_at_most_pct"]
    most = f"≤{terms.NBSP}{terms.rate(share)}" if share >= LEAST_PCT else f"under {terms.rate(LEAST_PCT)}"
    return f"{_millions(row['reserves_t'])}{was}", most


def _millions(tonnes: float) -> str:
    return terms.significant(tonnes / MILLION, 2)


def reserves_caption(rows: pd.DataFrame) -> Caption:
    """China's share as an upper bound, beside the world total as it is printed."""
    china, world = (rows[rows["iso3"] == iso3].iloc[0] for iso3 in ("CHN", "WLD"))
    total = f"{_millions(world['reserves_t'])} million{terms.NBSP}t"
    finding = SAY("reserves.finding", share=terms.rate(china["share_at_most_pct"]))
    case = "over" if world["raw"].startswith(">") else "exact"
    measure = SAY("reserves.measure", case, edition=rows["published_on"].max().year, total=total)
    listed = "; ".join(
        ", ".join(filter(None, (f"{row['country']} {figure}", share)))
        for row in _with_figures(rows).to_dict("records")
        for figure, share in [_words(row)]
    )
    return Caption(finding, measure, f"Bars by country, million tonnes: {listed}.")


def reserves_note(rows: pd.DataFrame) -> str:
    """The countries without a figure, and those whose figures an erratum changed; empty where there are none."""
    without = list(rows.loc[rows["reserves_t"].isna() & (rows["iso3"] != "ROW"), "country"])
    fixed = rows[rows["raw_before_erratum"].notna() & (rows["iso3"] != "WLD")]
    missing = terms.listed(without)
    if fixed.empty:
        return SAY("reserves.note", "missing", missing=missing) if without else ""
    day, countries = terms.day(fixed["published_on"].iloc[0]), terms.listed(list(fixed["country"]))
    return SAY("reserves.note", "both" if without else "correction", missing=missing, day=day, countries=countries)
