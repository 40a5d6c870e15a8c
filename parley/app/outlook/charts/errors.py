"""How far off the OECD's editions were: forecast less outcome, one line an area, one edition picked out."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import with_unit
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis

SAY = words.beside(__file__)


def errors(rows: pd.DataFrame, edition: str, names: dict[str, str], palette: Palette) -> go.Figure:
    """Dots of all editions by area on a common zero; the edition picked out in colour, its value beside the area.

    ``rows``: columns area, edition, error_pp, forecast_pct, actual_pct; the order of areas is that of ``rows``.
    """
    place = {area: i for i, area in enumerate(rows["area"].drop_duplicates())}
    figure = draft(palette, height=30 * len(place) + 80, margin=(150, 12, 34, 26))
    chosen = rows["edition"] == edition
    for part, is_chosen in ((rows[~chosen], False), (rows[chosen], True)):
        if len(part):
            _dots(figure, part, place, names, edition if is_chosen else "", palette)
    told = {row["area"]: terms.signed(row["error_pp"], 1) for row in rows[chosen].to_dict("records")}
    reach = max(0.5, float(rows["error_pp"].abs().max())) * 1.2
    step = next(s for s in (0.2, 0.5, 1.0, 2.0, 5.0, 10.0) if reach / s <= 3)
    ticks = [i * step for i in range(-int(reach / step), int(reach / step) + 1)]
    decimals = 1 if step < 1 else 0
    named = with_unit((terms.signed(t, decimals) if t else "0" for t in ticks), "pp")
    figure.update_layout(
        showlegend=True,
        legend={"x": -0.02, "y": 1.0, "traceorder": "reversed"},
        xaxis=grid_axis(
            palette,
            range=[-reach, reach],
            tickvals=ticks,
            ticktext=named,
            zeroline=True,
            zerolinecolor=palette.ink,
        ),
        yaxis=names_axis(palette, [_head(names.get(a, a), told.get(a, "")) for a in place], room=0.1),
    )
    return figure.done()


def _dots(
    figure: Draft, part: pd.DataFrame, place: dict[str, int], names: dict[str, str], edition: str, palette: Palette
) -> None:
    colours = {"USA": palette.us, "CHN": palette.china}
    figure.add_scatter(
        mode="markers",
        x=part["error_pp"],
        y=part["area"].map(place),
        name=terms.edition(edition) if edition else "Other editions",
        marker={
            "size": 12 if edition else 9,
            "color": [colours.get(a, palette.ink) for a in part["area"]] if edition else palette.pale,
            "line": {"width": 1, "color": palette.background if edition else palette.grey},
        },
        customdata=[
            (
                terms.points(r["error_pp"]),
                names.get(r["area"], r["area"]),
                terms.edition(r["edition"]),
                terms.rate(r["forecast_pct"]),
                terms.rate(r["actual_pct"]),
            )
            for r in part.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}: %{customdata[3]}, "
        "recorded %{customdata[4]}<extra></extra>",
    )


def _head(name: str, told: str) -> str:
    """An area and its value: among the dots it would read as that of the dot beside it."""
    first, *more = name.split(" (", 1)
    return "<br>(".join([f"{first}{2 * terms.NBSP}<b>{told}</b>" if told else first, *more])


def share_of(count: int, of: int) -> str:
    """So many of all: ``nine of ten``, ``all nine``, ``both``."""
    if count < of:
        return SAY("errors.share", "some", count=terms.counted(count), all=terms.counted(of))
    return SAY("errors.share", "both") if of == 2 else SAY("errors.share", "all", all=terms.counted(of))


def errors_caption(rows: pd.DataFrame, edition: str, said: str, names: dict[str, str]) -> Caption:
    """For how many areas the edition picked out was too low and too high; ``said``: the edition in words."""
    year = int(rows["target_year"].iloc[0])
    chosen = rows[rows["edition"] == edition]
    off = chosen["error_pp"].map(lambda error: float(f"{error:.1f}"))  # as printed
    low, high, count = int((off < 0).sum()), int((off > 0).sum()), len(chosen)
    side = "mixed" if low and high else "low" if low else "high" if high else "exact"
    world = off[chosen["area"] == "WLD"]
    is_off = side in ("low", "high") and len(world) > 0 and world.iloc[0] != 0
    finding = SAY(
        "errors.finding",
        f"{side}_single" if count == 1 else f"{side}_world" if is_off else side,
        edition=terms.capital(said),
        year=year,
        share=share_of(low + high or count, count),
        low=terms.counted(low),
        high=terms.counted(high),
        all=terms.counted(count),
        world=f"{terms.number(abs(world.iloc[0]), 1)} points" if is_off else "",
    )
    measure = SAY("errors.measure", year=year)
    told = ", ".join(
        f"{names.get(r['area'], r['area'])} {terms.points(r['error_pp'])}" for r in chosen.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by area, {len(chosen)} in all. {terms.edition(edition)}: {told}.")
