"""The duty by law on a product of an origin since 2018, step by step, stacked by law."""

from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import things
from parley.app.tariffs.duty_steps import BREAK, FIRST, FIRST_YEAR_END, MS_PER_DAY, two_panels, years_axis
from parley.app.tariffs.law_day import LawDay, law_day
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, month_ticks, rate_ticks
from parley.charts.theme import Draft, Palette, draft, x_axis, y_axis
from parley.results.law.answer import LawError
from parley.results.law.lines import FIRST_DAY
from parley.results.law.steps import law_steps
from parley.results.law.tables import tables
from parley.terms.goods import dotted

SAY = words.beside(__file__)
PARTED = (0.27, 0.30)  # the years of the lists, then the days since 2025
# Part of the time of a panel below which a step has no room for its figure on a phone: of both, and of one alone.
NARROWEST = {"x": 0.35, "x2": 0.13}
NARROWEST_ALONE = 0.09
SAME_PP = 0.05
LINE_DIGITS = 8  # of a code with one rate; a shorter one has the mean of its lines
SECONDS_PER_DAY = 86400
# from the axis outwards; all other laws follow
ORDER = ["mfn", "section_301", "section_232", "section_201", "ieepa_fentanyl", "ieepa_reciprocal", "section_122"]
NAMES = {
    "mfn": "Ordinary",
    "ieepa_fentanyl": "Fentanyl",
    "ieepa_reciprocal": "Reciprocal",
    "ieepa_other": "Other emergency orders",
}
EDGES = {"low_pct": "Lowest reading", "high_pct": "Highest reading"}


class Named(NamedTuple):
    """The goods and their origin as a sentence names them: ``laptops``, the code, ``China``."""

    goods: str
    code: str
    origin: str


@kept
def law_of(code: str, origin: str, as_of: date) -> pd.DataFrame:
    """The duty step by step: ``results.law.steps``. Raises NothingToShowError where the law has no answer."""
    if as_of < FIRST_DAY:
        raise NothingToShowError(SAY("steps.before", day=terms.day(FIRST_DAY)))
    try:
        under = things.subheadings(code) if len(code) < 6 else (code,)
        return law_steps(code, under, things.law_place(origin), as_of)
    except LawError as fault:
        raise NothingToShowError(str(fault)) from None


def since_2018(code: str, origin: str, as_of: date) -> Figure:
    """The duty by law since 2018."""
    rows = law_of(code, origin, as_of)
    named = Named(things.named(code), code, cache.place(origin))
    caption = steps_caption(rows, named, law_day(as_of, things.law_place(origin)))
    views = {"Chart": lambda palette: step_bars(rows, palette)}
    scope = tables().scope
    for_aircraft = scope.for_aircraft(code) or any(listed.startswith(code) for listed in scope.aircraft)
    note = SAY("steps.civil") if for_aircraft else SAY("steps.note")
    if len(code) < LINE_DIGITS:
        note = SAY("steps.average", note=note)
    return Figure("look_up_steps", caption, rows, views, note=note, state=(code, origin, as_of))


def step_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A bar a step as wide as it lasted, stacked by law, its sum above it; readings of the law as dotted lines.

    ``rows``: columns of ``results.law.steps``; a step whose sum is not known stays empty.
    """
    stacked, steps = _stacked(rows), _steps(rows)
    until = max(steps["valid_to"].iloc[-1], FIRST_YEAR_END)
    begun = steps["valid_from"].iloc[0] < BREAK <= until
    top = ceiling(float(steps[["sum_pct", "high_pct"]].fillna(0.0).max().max()) * 1.08)
    figure = draft(palette, height=330, margin=(44, 16, 52, 38))
    first = FIRST if steps["valid_from"].iloc[0] < BREAK else BREAK
    if begun:
        axes = two_panels(until, palette, PARTED)
    elif first == FIRST:
        axes = {"xaxis": years_axis(palette, until)}
    else:
        axes = {"xaxis": x_axis(palette, type="date", **month_ticks(first, until))}
    figure.update_layout(
        barmode="overlay", showlegend=True, legend={"y": 1.07}, yaxis=y_axis(palette, range=[0, top], **rate_ticks(top))
    )
    figure.update_layout(**axes)
    panels = [("x", FIRST, BREAK), ("x2", BREAK, until)] if begun else [("x", first, until)]
    for axis, begin, last in panels:
        in_panel = _cut(stacked, begin, last)
        for authority, part in in_panel.groupby("authority", sort=False):
            _bars(figure, part, str(authority), axis, axis == panels[-1][0], palette)
        _readings(figure, _cut(steps, begin, last), axis, palette)
        least = NARROWEST[axis] if len(panels) > 1 else NARROWEST_ALONE
        _sums(figure, _cut(steps, begin, last), axis, least * (last - begin).days, palette)
    _missing_legend(figure, stacked, panels, palette)
    return figure.done()


def _stacked(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a step and law, with where its bar begins."""
    charged = rows.dropna(subset="rate_pct")
    keys = ["valid_from", "valid_to", "authority"]
    by_law = charged.groupby(keys, sort=False, as_index=False)["rate_pct"].sum()
    rank = {name: place for place, name in enumerate(ORDER)}
    by_law = by_law.assign(rank=by_law["authority"].map(rank).fillna(len(ORDER)))
    by_law = by_law.sort_values(["valid_from", "rank"], kind="stable", ignore_index=True)
    stacked: pd.DataFrame = by_law.assign(
        base_pct=by_law.groupby("valid_from")["rate_pct"].cumsum() - by_law["rate_pct"]
    )
    return stacked


def _steps(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a step; ``is_told``: the first of the highest duties, and the newest, which the title is about."""
    steps = rows.drop_duplicates("valid_from")[["valid_from", "valid_to", "low_pct", "sum_pct", "high_pct"]]
    sums = steps["sum_pct"]
    is_highest = (sums == sums.max()) & (sums > 0) & ~sums.duplicated()
    marked: pd.DataFrame = steps.assign(is_told=is_highest | (steps["valid_to"] == steps["valid_to"].max()))
    return marked


def _cut(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The rows of a panel, cut at its ends."""
    inside = rows[(rows["valid_to"] >= first) & (rows["valid_from"] <= last)]
    begins, ends = inside["valid_from"], inside["valid_to"]
    return inside.assign(valid_from=begins.where(begins >= first, first), valid_to=ends.where(ends <= last, last))


def _bars(figure: Draft, part: pd.DataFrame, authority: str, axis: str, is_named: bool, palette: Palette) -> None:
    name = law_name(authority)
    days = (part["valid_to"] - part["valid_from"]).dt.days + 1
    figure.add_bar(
        x=part["valid_from"],
        y=part["rate_pct"],
        base=part["base_pct"],
        width=days * MS_PER_DAY,
        offset=0,
        xaxis=axis,
        name=name,
        legendgroup=name,
        showlegend=is_named and bool((part["rate_pct"] > 0).any()),
        marker=_fill(authority, palette),
        customdata=list(zip(part["rate_pct"].map(terms.rate), part["valid_from"].map(terms.day), strict=True)),
        hovertemplate=f"<b>%{{customdata[0]}}</b> {name}<br>since %{{customdata[1]}}<extra></extra>",
    )


def _missing_legend(figure: Draft, stacked: pd.DataFrame, panels: list[Any], palette: Palette) -> None:
    """The laws that ended before the last panel begins are named too."""
    charged = stacked[stacked["rate_pct"] > 0]
    _, first, last = panels[-1]
    for authority in charged["authority"].unique():
        if authority not in set(_cut(charged, first, last)["authority"]):
            marker = {"symbol": "square", "size": 11, **_fill(str(authority), palette)}
            name = law_name(str(authority))
            figure.add_scatter(x=[None], y=[None], mode="markers", name=name, legendgroup=name, marker=marker)


def law_name(authority: str) -> str:
    """A law in the fewest words: a phone shows two rows of them in a legend."""
    return NAMES.get(authority, terms.AUTHORITIES[authority])


def _fill(authority: str, palette: Palette) -> dict[str, Any]:
    colour = palette.pale if authority == "mfn" else palette.authority(authority)
    return {"color": colour, "line": {"width": 0.6, "color": colour}}  # no seam where a law goes on


def _readings(figure: Draft, steps: pd.DataFrame, axis: str, palette: Palette) -> None:
    """The least and the most the law can mean, as dotted lines where they differ from the central reading."""
    for (column, name), dash in zip(EDGES.items(), ("dot", "dash"), strict=True):
        apart = _apart(steps, column)
        if not apart.any():
            continue
        ends = pd.concat([steps["valid_from"], steps["valid_to"]], axis=1).to_numpy().reshape(-1)
        values = steps[column].where(apart).to_numpy().repeat(2)
        figure.add_scatter(
            x=pd.Series(ends),
            y=pd.Series(values),
            xaxis=axis,
            mode="lines",
            name=name,
            showlegend=False,
            connectgaps=False,
            line={"width": 1.5, "dash": dash, "color": palette.ink},
            hovertemplate=f"<b>%{{y:.1f}}%</b> {name.lower()}<extra></extra>",
        )


def _sums(figure: Draft, steps: pd.DataFrame, axis: str, least: float, palette: Palette) -> None:
    """The sum above the highest and the newest step, and above each that is wide enough where none stands too near."""
    steps = _runs(steps)
    wide = (steps["valid_to"] - steps["valid_from"]).dt.days + 1 >= least
    labelled = steps[(wide | steps["is_told"]) & steps["sum_pct"].notna()]
    middle = labelled["valid_from"] + (labelled["valid_to"] - labelled["valid_from"]) / 2
    days = [stamp.timestamp() / SECONDS_PER_DAY for stamp in middle]
    places: list[int] = []
    for place in sorted(range(len(labelled)), key=lambda n: (not labelled["is_told"].iloc[n], n)):
        if all(abs(days[place] - days[other]) >= least for other in places):
            places.append(place)
    shown, middle = labelled.iloc[sorted(places)], middle.iloc[sorted(places)]
    figure.add_scatter(
        x=middle,
        y=shown["sum_pct"],
        xaxis=axis,
        mode="text",
        text=[f"<b>{terms.number(value, 1)}</b>" for value in shown["sum_pct"]],
        textposition="top center",
        textfont={"size": 12, "color": palette.ink, "shadow": palette.halo},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _runs(steps: pd.DataFrame) -> pd.DataFrame:
    """Steps whose sums print alike and that follow each other as one: only their readings differ."""
    printed = steps["sum_pct"].round(1).fillna(-1.0)
    by_run = steps.groupby((printed != printed.shift()).cumsum(), sort=False)
    runs: pd.DataFrame = by_run.agg(
        valid_from=("valid_from", "first"),
        valid_to=("valid_to", "last"),
        sum_pct=("sum_pct", "first"),
        is_told=("is_told", "any"),
    )
    return runs


def _apart(steps: pd.DataFrame, edge: str) -> pd.Series:
    """Where a reading differs from the central one, so that a line is drawn."""
    return (steps[edge] - steps["sum_pct"]).abs() >= SAME_PP


def steps_caption(rows: pd.DataFrame, named: Named, day: LawDay) -> Caption:
    """The peak of the duty and what it is on the day; or that it never moved, or is not known."""
    steps = _steps(rows)
    now = steps.iloc[-1]
    by_rate = steps.dropna(subset="sum_pct").sort_values("sum_pct", ascending=False, kind="stable")
    highest = by_rate.iloc[0] if len(by_rate) else now
    is_flat = bool(steps["sum_pct"].notna().all() and steps["sum_pct"].max() - steps["sum_pct"].min() < SAME_PP)
    finding = _finding(named, now, highest, is_flat, day)
    case = "line" if len(named.code) >= LINE_DIGITS else "average"
    measure = SAY("steps.measure", case, day=day.words())
    steps_in_words = "; ".join(
        f"from {terms.day(s['valid_from'])} {rate_in_words(s['sum_pct'])}"
        + (
            f" (range {terms.span(s['low_pct'], s['high_pct'])})"
            if pd.notna(s["sum_pct"]) and s["high_pct"] - s["low_pct"] >= SAME_PP
            else ""
        )
        for s in steps.to_dict("records")
    )
    return Caption(finding, measure, f"Bars by law since 2018, percent: {steps_in_words}.")


def _finding(named: Named, now: pd.Series, highest: pd.Series, is_flat: bool, day: LawDay) -> str:
    if pd.isna(now["sum_pct"]):
        case, rates = "unknown", {}
    elif is_flat:
        case, rates = "flat", {"now": rate_on(now, day)}
    elif now["sum_pct"] >= highest["sum_pct"] - SAME_PP:
        case, rates = "highest", {"now": rate_on(now, day)}
    else:
        case, rates = "fallen", {"peak": terms.rate(highest["sum_pct"]), "now": rate_on(now, day)}
    fields = {"origin": named.origin, **rates}
    code = f"HS {dotted(named.code)}"
    names = [code] if named.goods == things.UNNAMED else [named.goods, code]
    titles = [SAY("steps.title", case, goods=goods, **fields) for goods in names]
    if case == "fallen":  # a name with what is owed now says more than a code with the peak too
        fields = {"origin": named.origin, "now": rate_on(now, day)}
        titles.insert(1, SAY("steps.title", "fallen_briefly", goods=names[0], **fields))
    return terms.fitting(titles)


def rate_on(now: pd.Series, day: LawDay) -> str:
    """The rate of the day, with its range, an estimate called one; what prints as none with a range is zero."""
    rate, most = rate_in_words(now["sum_pct"]), terms.rate(now["high_pct"])
    if rate == terms.rate(0) != most:
        return SAY("steps.now", "zero_estimate" if day.is_estimate else "zero", most=most)
    if now["high_pct"] - now["low_pct"] >= SAME_PP:
        rate += f"{terms.NBSP}({terms.span(now['low_pct'], now['high_pct'])})"
    return SAY("steps.now", "estimate" if day.is_estimate else "rate", rate=rate)


def rate_in_words(value: float) -> str:
    """Return a rate in a sentence, which may be not known."""
    return "not known" if pd.isna(value) else terms.rate(value)
