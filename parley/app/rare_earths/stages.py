"""The subject Stages: shares from ore to magnet, China's mined share by edition, reserves and feed imports."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import feed_imports, reserves
from parley.charts.figure import Caption
from parley.charts.labels import SHARE_TICKS, years_axis
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.measures import supply

STAGE_NAMES = {"mine": "Mining", "refine": "Refining", "magnet": "Magnets"}
# fills from left to right; countries not named here share the last one
FILLS = {"CHN": "china", "MMR": "muted", "MYS": "grey", "AUS": "s301", "USA": "us", "ROW": "pale"}
GAP, SMALLEST_LABEL_PCT = 0.4, 4.0
STEEP_PP = 3  # a rise in a year that would run through a value written above the mark
EDITION_MARKS = ["china", "muted", "grey"]
SAY = words.beside(__file__)


def by_view(as_of: date) -> Figure:
    """The figure of the view chosen."""
    return VIEWS[controls.choose("View", list(VIEWS), "rare_stages_show")](as_of)


@kept
def by_stage(as_of: date) -> Figure:
    """Suppliers at each stage. Raises NothingToShowError before the first shares."""
    rows = suppliers(as_of)
    if rows.empty:
        raise NothingToShowError(SAY("stages.none", day=terms.day(as_of)))
    views = {"Chart": lambda palette: stage_bars(rows, palette)}
    return Figure("rare_stages", stages_caption(rows), rows, views, note=SAY("stages.press"), state=(as_of,))


@kept
def suppliers(as_of: date) -> pd.DataFrame:
    """Shares of suppliers by stage."""
    return supply.stage_bars(cache.table("stage_shares", as_of))


@kept
def mined_by_edition(as_of: date) -> Figure:
    """China's share of mine output in every edition. Raises NothingToShowError before the first."""
    rows = china_by_edition(as_of)
    if rows.empty:
        raise NothingToShowError(SAY("editions.none", day=terms.day(as_of)))
    views = {"Chart": lambda palette: china_editions(rows, palette)}
    return Figure("rare_editions", editions_caption(rows), rows, views, note=SAY("editions.myanmar"), state=(as_of,))


@kept
def china_by_edition(as_of: date) -> pd.DataFrame:
    """China's mine output and its share, edition by edition."""
    return supply.china_by_edition(cache.table("mine_production", as_of))


VIEWS: dict[str, Callable[[date], Figure]] = {
    "Stages": by_stage,
    "Mining by edition": mined_by_edition,
    "Reserves": reserves.by_country,
    "Feed imports": feed_imports.by_origin,
}


def stage_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a stage and year, China at the left; a projection hollow under its stage, the index in the row label.

    ``rows``: columns stage, year, kind, country, iso3, is_other, share_pct, hhi_low, hhi_high.
    """
    bars = _bars(rows)
    place = {(b["stage"], b["year"]): b["y"] for b in bars}
    y = pd.Series([place[key] for key in zip(rows["stage"], rows["year"], strict=True)], index=rows.index)
    figure = draft(palette, height=int(62 * (bars[-1]["y"] + 1)) + 96, margin=(112, 16, 66, 28))
    order = [iso3 for iso3 in FILLS if iso3 in set(rows["iso3"])]
    order[-1:-1] = sorted(set(rows["iso3"]) - set(FILLS))
    for iso3 in order:
        part = rows[(rows["iso3"] == iso3) & (rows["share_pct"] > 0)]
        _segment(figure, part, y[part.index], palette)
    figure.update_layout(
        barmode="stack",
        bargap=0.14,
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "normal"},
        xaxis=x_axis(
            palette,
            range=[0, 100],
            **SHARE_TICKS,
            showline=False,
            ticks="",
        ),
        yaxis=y_axis(
            palette,
            range=[bars[-1]["y"] + 0.6, -0.6],
            tickvals=[b["y"] for b in bars],
            ticktext=[_row_label(b) for b in bars],
            showgrid=False,
            tickfont={"size": 13, "color": palette.ink},
        ),
    )
    return figure.done()


def _bars(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The bars from top to bottom with their place: a stage's own close together, a gap before the next stage."""
    bars: list[dict[str, Any]] = rows.drop_duplicates(["stage", "year"]).to_dict("records")  # type: ignore[assignment]
    y = 0.0
    for before, bar in zip([None, *bars], bars, strict=False):
        if before is not None:
            y += 1 if before["stage"] == bar["stage"] else 1 + GAP
        bar["y"] = y
    return bars


def _row_label(bar: dict[str, Any]) -> str:
    index = terms.span(bar["hhi_low"], bar["hhi_high"], 0)
    return f"{STAGE_NAMES[bar['stage']]}, {bar['year']}<br><span style='font-size:11px'>HHI {index}</span>"


def _segment(figure: Draft, part: pd.DataFrame, y: pd.Series, palette: Palette) -> None:
    if part.empty:
        return
    iso3 = str(part["iso3"].iloc[0])
    token = FILLS.get(iso3, "pale")
    fill, hollow = str(getattr(palette, token)), part["kind"] == "projection"
    edge = palette.grey if token == "pale" else fill
    figure.add_bar(
        orientation="h",
        x=part["share_pct"],
        y=y,
        name="Rest of world" if iso3 == "ROW" else part["country"].iloc[0],
        marker={
            "color": [palette.background if h else fill for h in hollow],
            "line": {
                "width": [1.5 if h else 1 for h in hollow],
                "color": [edge if h else palette.background for h in hollow],
            },
        },
        text=[_share_label(share, iso3) for share in part["share_pct"]],
        textposition="inside",
        insidetextanchor="start" if iso3 == "CHN" else "middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 12, "color": [_text_colour(h, token, palette) for h in hollow]},
        customdata=[
            (terms.rate(r["share_pct"]), r["country"], STAGE_NAMES[r["stage"]], r["year"], r["kind"])
            for r in part.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}, %{customdata[3]} "
        "(%{customdata[4]})<extra></extra>",
    )


def _share_label(share_pct: float, iso3: str) -> str:
    if iso3 == "CHN":
        return f"{terms.NBSP}<b>{terms.rate(share_pct, 0)}</b>"
    return terms.number(share_pct) if share_pct >= SMALLEST_LABEL_PCT else ""


def _text_colour(hollow: bool, token: str, palette: Palette) -> str:
    if hollow:
        return palette.china_text if token == "china" else palette.ink
    if token == "pale":
        return palette.ink
    return palette.background if token in ("us", "muted", "s301") else palette.on_light


def stages_caption(rows: pd.DataFrame) -> Caption:
    """Whether concentration rises from stage to stage, from the rows that are no projection and where of one year."""
    now = rows[(rows["kind"] != "projection") & (rows["iso3"] == "CHN")]
    index = list(now["hhi_low"])
    one_year = now["year"].nunique() == 1
    rising = one_year and len(index) > 1 and all(low < high for low, high in pairwise(index))
    finding = SAY(
        "stages.finding",
        "rising" if rising else "alone" if len(now) == 1 else "year" if one_year else "years",
        year=now["year"].max(),
        share=terms.rate(now["share_pct"].iloc[0], 0),
        stage=STAGE_NAMES[now["stage"].iloc[0]].lower(),
        shares=terms.listed([_of_stage(r, one_year) for r in now.to_dict("records")]),
    )
    ahead = sorted(set(rows.loc[rows["kind"] == "projection", "year"]))
    measure = SAY("stages.measure", "projected" if ahead else "observed", year=ahead[0] if ahead else "")
    told = "; ".join(
        f"{STAGE_NAMES[r['stage']]} {r['year']}: China {terms.rate(r['share_pct'], 0)}, "
        f"HHI {terms.span(r['hhi_low'], r['hhi_high'], 0)}"
        for r in rows[rows["iso3"] == "CHN"].to_dict("records")
    )
    return Caption(finding, measure, f"Stacked bars of suppliers by stage. {told}.")


def _of_stage(row: dict[Any, Any], one_year: bool) -> str:
    share, stage = terms.rate(row["share_pct"], 0), STAGE_NAMES[row["stage"]].lower()
    if one_year:
        return SAY("stages.share_alone", share=share, stage=stage)
    return SAY("stages.share", share=share, stage=stage, year=row["year"])


def china_editions(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's share of mine output by year, each edition its own line: never one line from two sources, nor one across
    years counted otherwise.

    ``rows``: columns edition, year, share_pct, world_output_t, output_t, has_gross_weight, published_on. The edition
    whose figures reach furthest has China's colour; of two values of one year the lower stands under its mark.
    """
    newest_first = _newest_first(rows)
    low = float(rows["share_pct"].min() // 10 * 10)
    figure = draft(palette, height=320, margin=(44, 24, 44, 26))
    for edition, token in zip(newest_first, EDITION_MARKS, strict=False):
        own = rows[rows["edition"] == edition].sort_values("year")
        counted = own["has_gross_weight"].ne(own["has_gross_weight"].shift()).cumsum()
        for number, (_, run) in enumerate(own.groupby(counted)):
            _edition(figure, run, str(getattr(palette, token)), number == 0, palette)
    _edition_values(figure, rows, newest_first, palette)
    years = sorted(set(rows["year"]))
    ticks = list(range(int(low), 91, 10))
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.04},
        xaxis=years_axis(years, palette),
        yaxis=y_axis(
            palette,
            range=[low, max(80.0, float(rows["share_pct"].max()) + 5)],
            tickvals=ticks,
            ticktext=[f"{v}{terms.NBSP}%" if v == 80 else str(v) for v in ticks],
        ),
    )
    return figure.done()


def _edition(figure: Draft, rows: pd.DataFrame, colour: str, is_named: bool, palette: Palette) -> None:
    edition = edition_name(rows["edition"].iloc[0])
    figure.add_scatter(
        mode="lines+markers",
        x=rows["year"],
        y=rows["share_pct"],
        name=edition,
        legendgroup=edition,
        showlegend=is_named,
        line={"width": 1.5, "color": colour},
        marker={"size": 10, "color": colour, "line": {"width": 1, "color": palette.background}},
        customdata=[
            (terms.rate(r["share_pct"]), terms.tonnes(r["output_t"]), terms.tonnes(r["world_output_t"]))
            for r in rows.to_dict("records")
        ],
        hovertemplate=f"<b>%{{customdata[0]}}</b> %{{x}}, {edition}<br>%{{customdata[1]}} of %{{customdata[2]}}"
        "<extra></extra>",
    )


def edition_name(edition: str) -> str:
    """An edition as the legend names it: ``Summaries 2026`` for MCS2026, ``Yearbook 2022`` for MYB2022."""
    return edition.replace("MCS", "Summaries ").replace("MYB", "Yearbook ")


def _edition_values(figure: Draft, rows: pd.DataFrame, newest_first: list[str], palette: Palette) -> None:
    for r in rows.to_dict("records"):
        of_year, own = rows["year"] == r["year"], rows["edition"] == r["edition"]
        next_of_own = rows[own & (rows["year"] == r["year"] + 1)]
        above = pd.concat([rows[of_year & ~own], next_of_own[next_of_own["share_pct"] > r["share_pct"] + STEEP_PP]])
        below = bool((above["share_pct"] > r["share_pct"]).any())
        newest = r["edition"] == newest_first[0]
        figure.add_annotation(
            x=r["year"],
            y=r["share_pct"],
            yshift=-9 if below else 9,
            yanchor="top" if below else "bottom",
            showarrow=False,
            text=f"<b>{terms.number(r['share_pct'], 1)}</b>" if newest else terms.number(r["share_pct"], 1),
            font={"size": 12, "color": palette.china_text if newest else palette.ink},
        )


def editions_caption(rows: pd.DataFrame) -> Caption:
    """How the share of the newest year two editions report was revised; else the newest year of the newest edition."""
    by_date = rows.sort_values(["published_on", "year"])
    years = by_date[by_date.duplicated("year", keep=False)]
    if years.empty:
        last = by_date[by_date["edition"] == _newest_first(rows)[0]].iloc[-1]
        share = terms.rate(last["share_pct"])
        edition = last["published_on"].year
        finding = SAY("editions.finding", "current", share=share, year=last["year"], edition=edition)
    else:
        pair = years[years["year"] == years["year"].max()]
        old, new = pair.iloc[-2], pair.iloc[-1]
        finding = SAY(
            "editions.finding",
            "revised",
            year=new["year"],
            old=terms.rate(old["share_pct"]),
            old_year=old["published_on"].year,
            new=terms.rate(new["share_pct"]),
            new_year=new["published_on"].year,
        )
    measure = SAY("editions.measure", first=rows["year"].min(), last=rows["year"].max())
    told = "; ".join(
        f"{r['edition']} {r['year']} {terms.number(r['share_pct'], 1)}" for r in by_date.to_dict("records")
    )
    return Caption(finding, measure, f"Marks by year and edition, percent: {told}.")


def _newest_first(rows: pd.DataFrame) -> list[str]:
    """Editions by the year their figures reach, then by publication: a yearbook comes out years after its year."""
    reach = rows.groupby("edition").agg(last=("year", "max"), published=("published_on", "max"))
    return [str(edition) for edition in reach.sort_values(["last", "published"], ascending=False).index]
