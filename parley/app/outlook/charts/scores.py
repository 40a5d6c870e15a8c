"""How far off on the whole: editions of the OECD by years ahead, and other houses beside the OECD of their day."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.dumbbells import joined
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, tick_words
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis

SAY = words.beside(__file__)
AHEAD = {2: ("Two years on", "grey"), 1: ("Year after", "s301"), 0: ("Same year", "ink")}


def by_edition(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A line an edition, the newest at the top, with a dot for each number of years ahead.

    ``rows``: columns edition, published_on, horizon_years, target_year, n_countries, mean_abs_error_pp.
    """
    names = list(rows.sort_values("published_on", ascending=False)["edition"].drop_duplicates())
    place = {edition: i for i, edition in enumerate(names)}
    figure = draft(palette, height=22 * len(place) + 76, margin=(104, 16, 30, 28))
    for ahead, (word, token) in AHEAD.items():
        part = rows[rows["horizon_years"] == ahead]
        if len(part):
            _dots(figure, part, part["edition"].map(place), "mean_abs_error_pp", word, token, palette)
    labels = [terms.edition(edition) for edition in names]
    figure.update_layout(**_axes(float(rows["mean_abs_error_pp"].max()), labels, palette))
    return figure.done()


def _dots(
    figure: Draft, part: pd.DataFrame, places: pd.Series, column: str, name: str, token: str, palette: Palette
) -> None:
    figure.add_scatter(
        mode="markers",
        x=part[column],
        y=places,
        name=name,
        marker={
            "size": 11,
            "color": str(getattr(palette, token)),
            "line": {"width": 1, "color": palette.background},
        },
        customdata=[(terms.number(r[column], 2), _basis(r)) for r in part.to_dict("records")],
        hovertemplate=f"<b>%{{customdata[0]}}{terms.NBSP}pp</b> {terms.small(name)}<br>%{{customdata[1]}}"
        "<extra></extra>",
    )


def _basis(row: dict[Any, Any]) -> str:
    if "n_countries" in row:
        return f"{terms.edition(row['edition'])} on {row['target_year']}, {_countries(row['n_countries'])}"
    return f"{row['n_pairs']} pairs, {row['countries']}, {row['years']}"


def _countries(count: int) -> str:
    return f"{count} countr{'y' if count == 1 else 'ies'}"


def _axes(top: float, labels: list[str], palette: Palette) -> dict[str, Any]:
    ticks = spread_ticks(0, top * 1.05, 5)
    return {
        "showlegend": True,
        "legend": {"x": -0.02, "y": 1.0, "traceorder": "reversed"},
        "xaxis": grid_axis(palette, range=[-0.02 * top, top * 1.08], tickvals=ticks, ticktext=tick_words(ticks, "pp")),
        "yaxis": names_axis(palette, labels, room=0.1, size=12),
    }


def by_edition_caption(rows: pd.DataFrame) -> Caption:
    """The closest and the farthest edition on its own year."""
    own = rows[rows["horizon_years"] == 0].sort_values("mean_abs_error_pp")
    near, far = own.iloc[0], own.iloc[-1]
    finding = SAY(
        "errors.editions",
        near=f"{terms.number(near['mean_abs_error_pp'], 1)}{terms.NBSP}points",
        near_edition=_named(near),
        far=f"{terms.number(far['mean_abs_error_pp'], 1)}{terms.NBSP}points",
        far_edition=_named(far),
    )
    measure = SAY(
        "errors.editions_measure",
        counts=terms.span(rows["n_countries"].min(), rows["n_countries"].max(), 0),
        first=rows["target_year"].min(),
        last=rows["target_year"].max(),
    )
    told = "; ".join(
        f"{terms.edition(r['edition'])} on {r['target_year']} {terms.number(r['mean_abs_error_pp'], 2)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by edition: {told}.")


def _named(row: pd.Series) -> str:
    return str(terms.dated_edition(row["edition"], row["published_on"]))


def by_house(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A line for each pair of editions: the house's error and the OECD's on the same countries and years.

    ``rows``: columns institution, edition, oecd_edition, n_pairs, countries, years, mean_abs_error_pp,
    oecd_mean_abs_error_pp.
    """
    places = pd.Series(range(len(rows)), index=rows.index)
    figure = draft(palette, height=44 * len(rows) + 76, margin=(140, 16, 30, 28))
    joined(figure, rows["mean_abs_error_pp"], rows["oecd_mean_abs_error_pp"], list(places), palette.pale, width=4)
    _dots(figure, rows, places, "oecd_mean_abs_error_pp", "OECD at the time", "s301", palette)
    _dots(figure, rows, places, "mean_abs_error_pp", "The institution", "ink", palette)
    top = float(rows[["mean_abs_error_pp", "oecd_mean_abs_error_pp"]].max().max())
    labels = [
        f"{_house(r)}<br><span style='font-size:11px'>{terms.edition(r['oecd_edition'])}, {_pairs(r['n_pairs'])}</span>"
        for r in rows.to_dict("records")
    ]
    figure.update_layout(**_axes(top, labels, palette))
    return figure.done()


def _house(row: dict[Any, Any]) -> str:
    return f"{row['institution']}, {terms.edition(row['edition']).split(terms.NBSP, 1)[-1]}"


def _pairs(count: int) -> str:
    return f"{count} pair{'' if count == 1 else 's'}"


def by_house_caption(rows: pd.DataFrame) -> Caption:
    """In how many comparisons the house was closer than the OECD."""
    closer = int((rows["mean_abs_error_pp"] < rows["oecd_mean_abs_error_pp"]).sum())
    finding = SAY("errors.houses", closer=terms.counted(closer) if closer else "none", count=terms.counted(len(rows)))
    measure = SAY("errors.houses_measure")
    told = "; ".join(
        f"{_house(r)} {terms.number(r['mean_abs_error_pp'], 2)}, {terms.edition(r['oecd_edition'])} "
        f"{terms.number(r['oecd_mean_abs_error_pp'], 2)} ({_pairs(r['n_pairs'])})"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two dots a comparison: {told}.")
