"""China's share of world output by mineral as ranked bars, with the edition before as a mark."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import SHARE_TICKS
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis

STAGE_NAMES = {"mine": "mined", "refinery": "refined", "smelter": "smelted", "primary": "primary"}
PAST_THE_MARK = terms.NBSP * 3
ROOM_PP = 18  # room for a value between bar and mark on a phone
SAY = words.beside(__file__)
HOVER = (
    "<b>%{customdata[0]}</b> %{customdata[1]}, %{customdata[2]}<br>%{customdata[3]}, %{customdata[4]}<extra></extra>"
)


def share_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a mineral in drawing order; an open mark where the edition before put the same year, words for a gap.

    ``rows``: columns mineral, statistic, year, edition, share_pct, gap, is_earlier.
    """
    now, before = rows[~rows["is_earlier"]], rows[rows["is_earlier"]]
    place = {str(mineral): i for i, mineral in enumerate(now["mineral"])}
    figure = draft(palette, height=28 * len(now) + 78, margin=(124, 52, 44, 28))
    seen = now[now["share_pct"].notna()]
    figure.add_bar(
        orientation="h",
        x=seen["share_pct"],
        y=seen["mineral"].map(place),
        name=str(now["edition"].iloc[0]),
        marker={"color": palette.china},
        customdata=_told(seen),
        hovertemplate=HOVER,
    )
    if len(before):
        figure.add_scatter(
            mode="markers",
            x=before["share_pct"],
            y=before["mineral"].map(place),
            name=str(before["edition"].iloc[0]),
            marker={"size": 11, "color": palette.background, "line": {"width": 2, "color": palette.ink}},
            customdata=_told(before),
            hovertemplate=HOVER,
            cliponaxis=False,
        )
    _values(figure, now, before, palette)
    figure.update_layout(
        bargap=0.35,
        showlegend=bool(len(before)),
        legend={"x": -0.02, "y": 1.02},
        xaxis=grid_axis(
            palette,
            range=[0, 100],
            **SHARE_TICKS,
        ),
        yaxis=names_axis(palette, place, room=0.1),
    )
    return figure.done()


def _told(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [
        (terms.rate(r["share_pct"]), r["mineral"], STAGE_NAMES[r["statistic"]], r["year"], r["edition"])
        for r in rows.to_dict("records")
    ]


def _values(figure: Draft, now: pd.DataFrame, before: pd.DataFrame, palette: Palette) -> None:
    """Values right of bar and mark, or between the two where there is room; where a share is missing, why."""
    other = now["mineral"].map(before.set_index("mineral")["share_pct"])
    other = other.where(other - now["share_pct"] < ROOM_PP)
    figure.add_scatter(
        mode="text",
        x=pd.concat([now["share_pct"], other], axis=1).max(axis=1).fillna(0),
        y=list(range(len(now))),
        text=[
            f"{PAST_THE_MARK}<b>{terms.rate(r['share_pct'])}</b>"
            if pd.notna(r["share_pct"])
            else f"{terms.NBSP}{r['gap']}"
            for r in now.to_dict("records")
        ],
        textposition="middle right",
        textfont={"size": 12, "color": palette.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def shares_caption(rows: pd.DataFrame) -> Caption:
    """Of how many minerals China makes over half; or, where two editions print the year, the largest revision."""
    now, before = rows[~rows["is_earlier"]], rows[rows["is_earlier"]]
    seen = now[now["share_pct"].notna()]
    year, edition = int(now["year"].iloc[0]), now["edition"].iloc[0]
    over = int((seen["share_pct"] > 50).sum())
    finding = (
        _largest_revision(seen, before)
        if len(before)
        else SAY("minerals.finding", "over", year=year, over=terms.counted(over), count=terms.counted(len(seen)))
    )
    measure = SAY(
        "minerals.measure",
        "both" if len(before) else "plain",
        year=year,
        edition=edition,
        old=before["edition"].iloc[0] if len(before) else "",
    )
    told = "; ".join(
        f"{r['mineral']} {terms.rate(r['share_pct']) if pd.notna(r['share_pct']) else r['gap']}"
        for r in now.to_dict("records")
    )
    return Caption(finding, measure, f"Ranked bars of China's share, {year}: {told}.")


def _largest_revision(now: pd.DataFrame, before: pd.DataFrame) -> str:
    both = now.merge(before, on="mineral", suffixes=("", "_before"))
    revision = (both["share_pct"] - both["share_pct_before"]).abs()
    most = both.assign(revision=revision).sort_values("revision").to_dict("records")[-1]
    return SAY(
        "minerals.finding",
        "revised",
        year=most["year"],
        mineral=most["mineral"].lower(),
        before=terms.rate(most["share_pct_before"], 0),
        old=most["edition_before"],
        after=terms.rate(most["share_pct"], 0),
        new=most["edition"],
    )
