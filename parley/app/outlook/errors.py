"""The section Errors: forecast less outcome by area, on the mean by edition, and beside other houses."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.outlook import header, notes
from parley.charts.dumbbells import joined
from parley.charts.figure import Caption
from parley.charts.labels import spread_ticks, tick_words, with_unit
from parley.charts.theme import Draft, Palette, draft, grid_axis, names_axis
from parley.measures import forecasts as measures
from parley.measures import forecasts as scores

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025
SAY = words.beside(__file__)
AHEAD = {2: ("Two years on", "grey"), 1: ("Year after", "s301"), 0: ("Same year", "ink")}


def draw(as_of: date) -> None:
    figures.block("Errors", lambda: in_view(as_of))


def in_view(as_of: date) -> Figure:
    views = {"By area": of_areas, "By edition": of_editions, "By house": of_houses}
    return views[controls.choose("Errors", list(views), "outlook_errors_by")](as_of)


def of_areas(as_of: date) -> Figure:
    past = sorted({int(y) for y in errors(as_of)["target_year"].unique()}, reverse=True)
    year = controls.select("Year", past, "outlook_error_year", SPOTLIGHT_YEAR)
    editions = list(errors_of_year(year, as_of).sort_values("published_on")["edition"].drop_duplicates())
    default = SPOTLIGHT if SPOTLIGHT in editions else editions[-1]
    return _of_areas(year, controls.select("Edition", editions, "outlook_edition", default, terms.edition), as_of)


@kept
def _of_areas(year: int, edition: str, as_of: date) -> Figure:
    names, off = cache.country_names(), errors_of_year(year, as_of)
    return Figure(
        "outlook_errors",
        errors_caption(off, edition, notes.outlook(edition, header.tables(as_of)[1]), names),
        off,
        {"Chart": lambda palette: error_dots(off, edition, names, palette)},
        note=notes.read_in_press(off, within="area", part=header.area_name),
        state=(year, edition, as_of),
    )


@kept
def of_editions(as_of: date) -> Figure:
    rows = scores.by_edition(errors(as_of), cache.table("forecast_editions", as_of))
    return Figure(
        "outlook_scores",
        by_edition_caption(rows),
        rows,
        {"Chart": lambda palette: edition_dots(rows, palette)},
        note=notes.sentences(SAY("errors.editions_note"), notes.means_in_press(rows)),
        state=(as_of,),
    )


@kept
def of_houses(as_of: date) -> Figure:
    """Other houses beside the OECD of their day. Raises NothingToShowError before the outcomes were published."""
    errors(as_of)
    rows = scores.by_house(scores.pairs(*header.tables(as_of), cache.table("gdp_actuals", as_of)))
    return Figure(
        "outlook_house_errors",
        by_house_caption(rows),
        rows,
        {"Chart": lambda palette: house_dots(rows, palette)},
        note=notes.sentences(SAY("errors.houses_note"), notes.means_in_press(rows, ("", "oecd_"))),
        state=(as_of,),
    )


@kept
def errors(as_of: date) -> pd.DataFrame:
    """Every scored forecast of the OECD. Raises NothingToShowError before the outcomes were published."""
    scored = measures.forecast_errors(cache.table("forecasts", as_of), cache.table("gdp_actuals", as_of))
    if scored.empty:
        raise NothingToShowError(SAY("errors.none", day=terms.day(as_of)))
    return scored


@kept
def errors_of_year(year: int, as_of: date) -> pd.DataFrame:
    """The scored forecasts of one target year with the dates of their editions."""
    return measures.errors_of_year(errors(as_of), cache.table("forecast_editions", as_of), year)


def error_dots(rows: pd.DataFrame, edition: str, names: dict[str, str], palette: Palette) -> go.Figure:
    """Dots of all editions by area on a common zero; the edition picked out in colour, its value beside the area.

    ``rows``: columns area, edition, error_pp, forecast_pct, actual_pct; the order of areas is that of ``rows``.
    """
    place = {area: i for i, area in enumerate(rows["area"].drop_duplicates())}
    figure = draft(palette, height=30 * len(place) + 80, margin=(150, 12, 34, 26))
    chosen = rows["edition"] == edition
    for part, is_chosen in ((rows[~chosen], False), (rows[chosen], True)):
        if len(part):
            _dots(figure, part, place, names, edition if is_chosen else "", palette)
    picked = {row["area"]: terms.signed(row["error_pp"], 1) for row in rows[chosen].to_dict("records")}
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
        yaxis=names_axis(palette, [_head(names.get(a, a), picked.get(a, "")) for a in place], room=0.1),
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


def _head(name: str, value: str) -> str:
    """An area and its value: among the dots it would read as that of the dot beside it."""
    first, *more = name.split(" (", 1)
    return "<br>(".join([f"{first}{2 * terms.NBSP}<b>{value}</b>" if value else first, *more])


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
        share=header.share_of(low + high or count, count),
        low=terms.counted(low),
        high=terms.counted(high),
        all=terms.counted(count),
        world=f"{terms.number(abs(world.iloc[0]), 1)} points" if is_off else "",
    )
    measure = SAY("errors.measure", year=year)
    areas = ", ".join(
        f"{names.get(r['area'], r['area'])} {terms.points(r['error_pp'])}" for r in chosen.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by area, {len(chosen)} in all. {terms.edition(edition)}: {areas}.")


def edition_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A line an edition, the newest at the top, with a dot for each number of years ahead.

    ``rows``: columns edition, published_on, horizon_years, target_year, n_countries, mean_abs_error_pp.
    """
    names = list(rows.sort_values("published_on", ascending=False)["edition"].drop_duplicates())
    place = {edition: i for i, edition in enumerate(names)}
    figure = draft(palette, height=22 * len(place) + 76, margin=(104, 16, 30, 28))
    for ahead, (word, token) in AHEAD.items():
        part = rows[rows["horizon_years"] == ahead]
        if len(part):
            _mean_dots(figure, part, part["edition"].map(place), "mean_abs_error_pp", word, token, palette)
    labels = [terms.edition(edition) for edition in names]
    figure.update_layout(**_axes(float(rows["mean_abs_error_pp"].max()), labels, palette))
    return figure.done()


def _mean_dots(
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
        countries = f"{row['n_countries']} countr{'y' if row['n_countries'] == 1 else 'ies'}"
        return f"{terms.edition(row['edition'])} on {row['target_year']}, {countries}"
    return f"{row['n_pairs']} pairs, {row['countries']}, {row['years']}"


def _axes(top: float, labels: list[str], palette: Palette) -> dict[str, Any]:
    ticks = spread_ticks(0, top * 1.05, 5)
    return {
        "showlegend": True,
        "legend": {"x": -0.02, "y": 1.0, "traceorder": "reversed"},
        "xaxis": grid_axis(palette, range=[-0.02 * top, top * 1.08], tickvals=ticks, ticktext=tick_words(ticks, "pp")),
        "yaxis": names_axis(palette, labels, room=0.1, size=12),
    }


def by_edition_caption(rows: pd.DataFrame) -> Caption:
    same_year = rows[rows["horizon_years"] == 0].sort_values("mean_abs_error_pp")
    near, far = same_year.iloc[0], same_year.iloc[-1]
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
    editions = "; ".join(
        f"{terms.edition(r['edition'])} on {r['target_year']} {terms.number(r['mean_abs_error_pp'], 2)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by edition: {editions}.")


def _named(row: pd.Series) -> str:
    return str(terms.dated_edition(row["edition"], row["published_on"]))


def house_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A line for each pair of editions: the house's error and the OECD's on the same countries and years.

    ``rows``: columns institution, edition, oecd_edition, n_pairs, countries, years, mean_abs_error_pp,
    oecd_mean_abs_error_pp.
    """
    places = pd.Series(range(len(rows)), index=rows.index)
    figure = draft(palette, height=44 * len(rows) + 76, margin=(140, 16, 30, 28))
    joined(figure, rows["mean_abs_error_pp"], rows["oecd_mean_abs_error_pp"], list(places), palette.pale, width=4)
    _mean_dots(figure, rows, places, "oecd_mean_abs_error_pp", "OECD at the time", "s301", palette)
    _mean_dots(figure, rows, places, "mean_abs_error_pp", "The institution", "ink", palette)
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
    closer = int((rows["mean_abs_error_pp"] < rows["oecd_mean_abs_error_pp"]).sum())
    finding = SAY("errors.houses", closer=terms.counted(closer) if closer else "none", count=terms.counted(len(rows)))
    measure = SAY("errors.houses_measure")
    pairs_in_words = "; ".join(
        f"{_house(r)} {terms.number(r['mean_abs_error_pp'], 2)}, {terms.edition(r['oecd_edition'])} "
        f"{terms.number(r['oecd_mean_abs_error_pp'], 2)} ({_pairs(r['n_pairs'])})"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two dots a comparison: {pairs_in_words}.")
