"""The section Errors: forecast less outcome by area, on the mean by edition, and beside other houses."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.outlook import header, notes
from parley.charts.bars import bold
from parley.charts.dots import DOT_PX, Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import forecasts as measures
from parley.measures import forecasts as scores

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025
OTHER_PX = 8  # a dot of an edition that is not picked out
SAY = words.beside(__file__)
AHEAD = {2: ("Two years on", "grey"), 1: ("Year after", "s301"), 0: ("Same year", "ink")}


def in_view(as_of: date) -> Figure:
    views = {"By area": of_areas, "By edition": of_editions, "By house": of_houses}
    return views[controls.choose("Errors", list(views), "outlook_errors_by")](as_of)


def of_areas(as_of: date) -> Figure:
    past = sorted({int(y) for y in errors(as_of)["target_year"].unique()}, reverse=True)
    year = controls.select("Year", past, "outlook_error_year", SPOTLIGHT_YEAR)
    editions = list(errors_of_year(year, as_of).sort_values("published_on")["edition"].drop_duplicates())
    default = SPOTLIGHT if SPOTLIGHT in editions else editions[-1]
    return _of_areas(year, controls.select("Edition", editions, "outlook_edition", default, terms.edition), as_of)


@kept_figure
def _of_areas(year: int, edition: str, as_of: date) -> Figure:
    names, off = cache.country_names(), errors_of_year(year, as_of)
    return Figure(
        "outlook_errors",
        errors_caption(off, edition, notes.outlook(edition, header.tables(as_of)[1]), names),
        off,
        {"Chart": lambda palette: error_dots(off, edition, names, palette)},
        note=notes.read_in_press(off),
    )


@kept_figure
def of_editions(as_of: date) -> Figure:
    rows = scores.by_edition(errors(as_of), cache.table("forecast_editions", as_of))
    return Figure(
        "outlook_scores",
        by_edition_caption(rows),
        rows,
        {"Chart": lambda palette: edition_dots(rows, palette)},
        note=SAY("errors.editions_note", "press" if rows["n_read_in_press"].any() else "whole"),
    )


@kept_figure
def of_houses(as_of: date) -> Figure:
    """Other houses beside the OECD of their day. Raises NothingToShowError before the outcomes were published."""
    errors(as_of)
    rows = scores.by_house(scores.pairs(*header.tables(as_of), cache.table("gdp_actuals", as_of)))
    return Figure(
        "outlook_house_errors",
        by_house_caption(rows),
        rows,
        {"Chart": lambda palette: house_dots(rows, palette)},
        note=SAY(
            "errors.houses_note",
            "press" if rows[["n_read_in_press", "oecd_n_read_in_press"]].any(axis=None) else "whole",
        ),
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
    """A row an area with dots of all editions about zero; the edition picked out in colour, its value at the right.

    ``rows``: columns area, edition, error_pp, forecast_pct, actual_pct; the order of areas is that of ``rows``.
    """
    areas = list(rows["area"].drop_duplicates())
    chosen = rows["edition"] == edition
    number = rows[~chosen].groupby("area").cumcount()
    others = [rows[~chosen][number == i] for i in range(number.max() + 1)] if len(number) else []
    marks = [_mark(part, areas, "" if i else "Other editions", names, palette.grey) for i, part in enumerate(others)]
    colours = {"USA": palette.us, "CHN": palette.china}
    fills = [colours.get(area, palette.ink) for area in areas]
    marks.append(_mark(rows[chosen], areas, terms.edition(edition), names, fills))
    reach = max(0.5, float(rows["error_pp"].abs().max())) * 1.2
    picked = rows[chosen].set_index("area")["error_pp"].reindex(areas)
    return dots(
        {"name": [names.get(area, area) for area in areas]},
        palette,
        marks=marks,
        unit="pp",
        joined=False,
        text=bold("n/a" if pd.isna(error) else terms.signed(error, 1) for error in picked),
        ends=(-reach, reach),
    )


def _mark(rows: pd.DataFrame, areas: list[str], key: str, names: dict[str, str], colour: str | Sequence[str]) -> Mark:
    """Errors of one edition, or of one other of each area."""
    by_area = rows.set_index("area").reindex(list(areas))
    hover = [
        f"<b>{terms.points(r['error_pp'])}</b> {names.get(area, area)}<br>{terms.edition(r['edition'])}: "
        f"{terms.rate(r['forecast_pct'])}, recorded {terms.rate(r['actual_pct'])}"
        if pd.notna(r["error_pp"])
        else ""
        for area, r in zip(areas, by_area.to_dict("records"), strict=True)
    ]
    is_other = isinstance(colour, str)
    return Mark(by_area["error_pp"], key, colour, hollow=is_other, hover=hover, size=OTHER_PX if is_other else DOT_PX)


def errors_caption(rows: pd.DataFrame, edition: str, said: str, names: dict[str, str]) -> Caption:
    """For how many areas the edition picked out was too low and too high; ``said``: the edition in words."""
    year = int(rows["target_year"].iloc[0])
    chosen = rows[rows["edition"] == edition]
    off = chosen["error_pp"].map(lambda error: float(f"{error:.1f}"))  # as printed
    low, high, count = int((off < 0).sum()), int((off > 0).sum()), len(chosen)
    side = "mixed" if low and high else "low" if low else "high" if high else "exact"
    finding = SAY(
        "errors.finding",
        f"{side}_single" if count == 1 else side,
        edition=terms.capital(said),
        year=year,
        share=header.share_of(low + high or count, count),
        low=terms.counted(low),
        high=terms.counted(high),
        all=terms.counted(count),
    )
    measure = SAY("errors.measure", year=year)
    areas = ", ".join(
        f"{names.get(r['area'], r['area'])} {terms.points(r['error_pp'])}" for r in chosen.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by area, {len(chosen)} in all. {terms.edition(edition)}: {areas}.")


def edition_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row an edition, the newest first, with a dot for each number of years ahead.

    ``rows``: columns edition, published_on, horizon_years, target_year, n_countries, mean_abs_error_pp.
    """
    editions = rows.sort_values("published_on", ascending=False)["edition"].drop_duplicates().tolist()
    marks = []
    for ahead, (word, token) in AHEAD.items():
        part = rows[rows["horizon_years"] == ahead].set_index("edition").reindex(editions)
        if part["mean_abs_error_pp"].notna().any():
            about = zip(part["mean_abs_error_pp"], part["target_year"], part["n_countries"], strict=True)
            hover = [
                f"<b>{terms.number(error, 2)}{terms.NBSP}pp</b> on {year:.0f}<br>countries: {count:.0f}"
                for error, year, count in about
            ]
            marks.append(Mark(part["mean_abs_error_pp"], word, str(getattr(palette, token)), hover=hover))
    same_year = rows[rows["horizon_years"] == 0].set_index("edition")["mean_abs_error_pp"].reindex(editions)
    beside = ["n/a" if pd.isna(error) else terms.number(error, 1) for error in same_year]
    return dots(
        {"name": list(map(terms.edition, editions))},
        palette,
        marks=marks,
        unit="pp",
        joined=False,
        text={AHEAD[0][0]: beside},
    )


def by_edition_caption(rows: pd.DataFrame) -> Caption:
    same_year = rows[rows["horizon_years"] == 0].sort_values("mean_abs_error_pp")
    near, far = same_year.iloc[0], same_year.iloc[-1]
    finding = SAY(
        "errors.editions",
        near=terms.number(near["mean_abs_error_pp"], 1),
        far=terms.number(far["mean_abs_error_pp"], 1),
    )
    measure = SAY(
        "errors.editions_measure",
        first=rows["target_year"].min(),
        last=rows["target_year"].max(),
    )
    editions = "; ".join(
        f"{terms.edition(r['edition'])} on {r['target_year']} {terms.number(r['mean_abs_error_pp'], 2)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Dots by edition: {editions}.")


def house_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row for each pair of editions: the house's error and the OECD's on the same countries and years.

    ``rows``: columns institution, edition, oecd_edition, n_pairs, mean_abs_error_pp, oecd_mean_abs_error_pp.
    """
    editions = rows["oecd_edition"].map(terms.edition)
    names = [f"{r['institution']} {_short(r['edition'])}" for r in rows.to_dict("records")]
    names = [
        f"{name}, {edition}" if names.count(name) > 1 else name for name, edition in zip(names, editions, strict=True)
    ]
    oecd, house = (
        [terms.number(error, 2) for error in rows[column]] for column in ("oecd_mean_abs_error_pp", "mean_abs_error_pp")
    )
    of_oecd, of_house = (
        [f"<b>{error}{terms.NBSP}pp</b> {said}" for error, said in zip(errors_in_words, of_whom, strict=True)]
        for errors_in_words, of_whom in ((oecd, editions), (house, names))
    )
    return dots(
        rows.assign(name=names),
        palette,
        marks=(
            Mark("oecd_mean_abs_error_pp", "OECD at the time", palette.s301, hover=of_oecd),
            Mark("mean_abs_error_pp", "The institution", palette.ink, hover=of_house),
        ),
        unit="pp",
        text={"OECD": oecd, "House": house, "Pairs": rows["n_pairs"]},
    )


def _short(edition: str) -> str:
    return str(terms.edition(edition).split(terms.NBSP, 1)[-1])


def by_house_caption(rows: pd.DataFrame) -> Caption:
    closer = int((rows["mean_abs_error_pp"] < rows["oecd_mean_abs_error_pp"]).sum())
    finding = SAY("errors.houses", closer=terms.counted(closer) if closer else "none", count=terms.counted(len(rows)))
    measure = SAY("errors.houses_measure")
    pairs_in_words = "; ".join(
        f"{r['institution']}, {_short(r['edition'])} {terms.number(r['mean_abs_error_pp'], 2)}, "
        f"{terms.edition(r['oecd_edition'])} "
        f"{terms.number(r['oecd_mean_abs_error_pp'], 2)} ({r['n_pairs']} pair{'' if r['n_pairs'] == 1 else 's'})"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two dots a comparison: {pairs_in_words}.")
