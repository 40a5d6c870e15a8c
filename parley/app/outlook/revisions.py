"""The section Revisions: one area from edition to edition against tariff dates, and what one edition changed."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.outlook import course, header, notes
from parley.app.outlook.paths import series, time_axis
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.labels import with_unit
from parley.charts.theme import Palette, draft, event_lines, y_axis
from parley.measures import forecasts as measures

SPOTLIGHT, SPOTLIGHT_YEAR = "EO117", 2025
SAY = words.beside(__file__)
MS_PER_DAY = 86_400_000
BAR_DAYS = 26


def of_a_year(as_of: date) -> Figure:
    measure, area = series(as_of)
    years = revised(measure, area, as_of)
    default = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[-1]
    year = controls.select("Target year", years, "outlook_year", default)
    return revisions_of(measure, area, year, as_of)


def of_an_edition(as_of: date) -> Figure:
    years_of = editions(as_of)
    first = SPOTLIGHT if SPOTLIGHT in years_of else next(iter(years_of))
    edition = controls.select("Edition", list(years_of), "outlook_revised_by", first, terms.edition)
    years = years_of[edition]
    near = SPOTLIGHT_YEAR if SPOTLIGHT_YEAR in years else years[0]
    return revised_areas(edition, controls.select("For the year", years, "outlook_revised_year", near), as_of)


@kept
def revised(measure: str, area: str, as_of: date) -> list[int]:
    return measures.revised_years(cache.table("forecasts", as_of), area, measure)


@kept_figure
def revisions_of(measure: str, area: str, year: int, as_of: date) -> Figure:
    """The revisions of one target year, each with the last tariff event since the edition before it."""
    forecasts, published = header.tables(as_of)
    path = measures.revision_path(forecasts, published, area, measure, year, "OECD")
    acts = header.acts(as_of, path["published_on"].min(), path["published_on"].max())
    rows = measures.with_last_event(path, acts)
    note = notes.sentences(notes.scenarios(forecasts, path, published), notes.read_in_press(path))
    return Figure(
        "outlook_revisions",
        revisions_caption(rows, header.subject(measure, area)),
        rows,
        {"Chart": lambda palette: revision_bars(rows, acts, palette)},
        note=note,
        events=acts,
    )


@kept
def editions(as_of: date) -> dict[str, list[int]]:
    """Editions that revised growth of several areas, newest first, and the years they did so for.

    Raises NothingToShowError before there was one.
    """
    forecasts, published = header.tables(as_of)
    rows = measures.of_oecd(forecasts).merge(published[["institution", "edition", "published_on"]])
    rows = rows.sort_values("published_on")
    revised_rows = rows[rows.duplicated(["area", "target_year"])]
    years_of: dict[str, list[int]] = {}
    for edition, part in revised_rows.sort_values("published_on", ascending=False).groupby("edition", sort=False):
        counts = part["target_year"].value_counts()
        if (counts > 1).any():
            years_of[str(edition)] = sorted(int(year) for year in counts.index[counts > 1])
    if not years_of:
        raise NothingToShowError(SAY("revisions.none", day=terms.day(as_of)))
    return years_of


@kept_figure
def revised_areas(edition: str, year: int, as_of: date) -> Figure:
    forecasts, published = header.tables(as_of)
    rows, names = measures.revisions_by_area(forecasts, published, year, edition), cache.country_names()
    return Figure(
        "outlook_revised",
        by_area_caption(rows, notes.outlook(edition, published), year, names),
        rows,
        {"Chart": lambda palette: area_bars(rows, names, palette)},
        note=notes.read_in_press(rows),
    )


def revision_bars(rows: pd.DataFrame, events: pd.DataFrame, palette: Palette) -> go.Figure:
    """Change from edition to edition of one target year, at the day of publication, beside the tariff events.

    ``rows``: columns edition, published_on, change_pp (the first edition has none). ``events``: date.
    """
    moved = rows[rows["change_pp"].notna()]
    figure = draft(palette, height=280, margin=(44, 16, 30, 38))
    figure.add_bar(
        x=moved["published_on"],
        y=moved["change_pp"],
        width=BAR_DAYS * MS_PER_DAY,
        marker={"color": palette.muted, "line": {"width": 0}},
        customdata=[
            (terms.points(r["change_pp"]), terms.edition(r["edition"]), terms.day(r["published_on"]))
            for r in moved.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    for row in moved.to_dict("records"):
        up = row["change_pp"] >= 0
        figure.add_annotation(
            x=row["published_on"],
            y=row["change_pp"],
            yanchor="bottom" if up else "top",
            showarrow=False,
            text=f"<b>{terms.signed(row['change_pp'], 1)}</b>" if round(row["change_pp"], 1) else "0.0",
            font={"size": 12, "color": palette.ink},
        )
    figure.update_layout(
        xaxis=time_axis(rows, palette) | {"showline": False},
        yaxis=y_axis(palette, **_ticks(moved["change_pp"], 1.35), zeroline=True, zerolinecolor=palette.ink),
    )
    event_lines(figure, list(events["date"]), palette)
    figure.update_annotations(bgcolor=palette.background, borderpad=1)
    return figure.done()


def _ticks(changes_pp: pd.Series, room: float) -> dict[str, Any]:
    """An axis as far on both sides of zero, by ``room`` longer than the greatest change, in points."""
    reach = max(0.2, float(changes_pp.abs().max())) * room
    step = next(s for s in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if reach / s <= 3)
    ticks = [round(i * step, 1) for i in range(-int(reach / step), int(reach / step) + 1)]
    labels = with_unit((terms.signed(t, 1) if t else "0" for t in ticks), "pp")
    return {"range": [-reach, reach], "tickvals": ticks, "ticktext": labels}


def revisions_caption(rows: pd.DataFrame, subject: str) -> Caption:
    part = rows.sort_values("published_on", ignore_index=True)
    year = int(part["target_year"].iloc[0])
    measure = SAY(
        "revisions.measure",
        first=terms.month(part["published_on"].min()),
        last=terms.month(part["published_on"].max()),
    )
    moved = part[part["change_pp"].notna()].to_dict("records")
    changes = ", ".join(f"{terms.edition(r['edition'])} {terms.points(r['change_pp'])}" for r in moved)
    return Caption(_course(part, subject, year), measure, f"Bars of change, percentage points: {changes}.")


def _course(part: pd.DataFrame, subject: str, year: int) -> str:
    values = part["value_pct"]
    low_at, high_at = course.low_at(values), course.high_at(values)
    peak_at = course.high_at(values.iloc[: low_at + 1])
    last, low, high, peak = (part.iloc[place] for place in (-1, low_at, high_at, peak_at))
    fall, rise, drop = _apart(peak, low), _apart(last, low), _apart(high, last)
    if fall:
        case = "cut_raised" if rise else "cut"
    elif drop:
        case, rise = "raised_cut", _apart(high, low)
    else:
        case = "raised" if rise else "same"
    return SAY(
        "revisions.finding",
        case,
        subject=subject,
        year=year,
        fall=f"{terms.number(fall, 1)}{terms.NBSP}points",
        rise=f"{terms.number(rise, 1)}{terms.NBSP}points",
        drop=f"{terms.number(drop, 1)}{terms.NBSP}points",
    )


def _apart(one: pd.Series, other: pd.Series) -> float:
    """How many points one figure is above another, to one decimal."""
    return round(float(one["value_pct"] - other["value_pct"]), 1)


def area_bars(rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> go.Figure:
    """What one edition changed for a target year by area, in the order of ``rows``.

    Hollow are those of an area whose figure of before stands in another edition than that of most. ``rows``: columns
    area, change_pp, value_pct, previous_value_pct, previous_edition, previous_published_on.
    """
    base = _base(rows)
    others = rows.loc[rows["previous_edition"] != base, "previous_edition"].unique()
    from_base, *from_others = (SAY("revisions.from", "edition", edition=terms.edition(e)) for e in (base, *others))
    from_other = from_others[0] if len(from_others) == 1 else SAY("revisions.from", "others")
    areas = [names.get(area, area) for area in rows["area"]]
    return bars(
        rows,
        palette,
        value="change_pp",
        unit="pp",
        name=areas,
        colour=[palette.country(area) for area in rows["area"]],
        text=rows["change_pp"].map(lambda change: terms.signed(change, 1)),
        hover=[
            f"<b>{terms.points(r['change_pp'])}</b> {area}<br>{terms.rate(r['previous_value_pct'])} in "
            f"{terms.edition(r['previous_edition'])}, now {terms.rate(r['value_pct'])}"
            for area, r in zip(areas, rows.to_dict("records"), strict=True)
        ],
        hollow=rows["previous_edition"].ne(base),
        keys={"bar": from_base, "hollow": from_other} if len(others) else {},
    )


def _base(rows: pd.DataFrame) -> str:
    counts = rows.groupby(["previous_edition", "previous_published_on"], as_index=False).size()
    return str(counts.sort_values(["size", "previous_published_on"])["previous_edition"].iloc[-1])


def by_area_caption(rows: pd.DataFrame, edition: str, year: int, names: dict[str, str]) -> Caption:
    """For how many areas an edition lowered and raised the growth of the edition most are set against.

    ``edition``: in words.
    """
    base = _base(rows)
    compared = rows[rows["previous_edition"] == base]
    changes_pp = compared["change_pp"].round(1)
    raised, cut = int((changes_pp > 0).sum()), int((changes_pp < 0).sum())
    cases = {(True, True): "both", (True, False): "cut", (False, True): "raised", (False, False): "none"}
    all_alike = len(compared) > 1 and len(compared) in (cut, raised)
    finding = SAY(
        "revisions.areas",
        f"{cases[cut > 0, raised > 0]}_all" if all_alike else cases[cut > 0, raised > 0],
        every=header.share_of(len(compared), len(compared)),
        edition=terms.capital(edition),
        cut=terms.counted(cut),
        raised=terms.counted(raised),
        count=terms.counted(len(compared)),
    )
    measure = SAY(
        "revisions.area_measure",
        measure=terms.MEASURES[rows["measure"].iloc[0]],
        year=year,
        base=terms.dated_edition(base, compared["previous_published_on"].iloc[0]),
    )
    changes = ", ".join(
        f"{names.get(r['area'], r['area'])} {terms.points(r['change_pp'])}" for r in rows.to_dict("records")
    )
    alt = f"Bars by area, {len(compared)} against {terms.edition(base)}: {changes}."
    return Caption(finding, measure, alt)
