"""Statutory US duty on goods of an origin by product, against what customs collected in 2024 or stacked by law."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import rate_ticks, row_names
from parley.charts.ranked_bars import BAR_PX, Rows, rows_axis, stacked
from parley.charts.theme import Draft, Palette, draft, grid_axis
from parley.terms import goods

SAY = words.beside(__file__)
SAME_PP = 0.05  # what prints as no range
AXES_PX = 58  # legend and axis, beside the rows
# from the axis outwards: part of the rate, its name, its fill
PARTS = {
    "ordinary": "Ordinary",
    "section_301": "Section 301 lists",
    "section_232": "Section 232",
    "fentanyl": "Fentanyl",
    "broad": "",
}
ALL_GOODS = "All goods"

LOW, HIGH = "law_low", "law_high"
BESIDE = ("collected", LOW, HIGH)  # parts of the rows that are no part of the rate by law


class LawDay(NamedTuple):
    """A day, and the last day to which sources confirm its law; None where nothing open depends on it.

    ``is_estimate``: some of the law was inferred, or is not known to the day; ``is_latest``: no later day is known.
    """

    on: pd.Timestamp
    confirmed: pd.Timestamp | None = None
    is_estimate: bool = False
    is_latest: bool = False

    @property
    def known_to(self) -> pd.Timestamp | None:
        """The last day confirmed, where that is before the day itself."""
        return None if self.confirmed is None or self.confirmed >= self.on else self.confirmed

    def words(self) -> str:
        """``by law on <day>`` or, beyond what is confirmed, ``by the law known to <day>``."""
        if self.known_to is None:
            return f"by law on {terms.day(self.on)}"
        return f"by the law known to {terms.day(self.known_to)}"


def against_collected(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A bar a product for the rate by law with its range, a mark for the rate collected in 2024, the name above.

    ``rows``: name, part (those of ``PARTS`` and ``BESIDE``), rate_pct; products in the order of the rows.
    """
    names, law, collected = _totals(rows)
    low, high = (_beside(rows, part, names) for part in (LOW, HIGH))
    spans = _spans(low, high)
    places = stacked(names)
    figure = draft(palette, height=places.height + AXES_PX, margin=(8, 104, 32, 26))
    figure.add_bar(
        orientation="h",
        x=law,
        y=places.bars,
        width=BAR_PX,
        name="By law",
        marker={"color": [palette.muted if name == ALL_GOODS else palette.us for name in names]},
        error_x={
            "array": high - law,
            "arrayminus": law - low,
            "symmetric": False,
            "color": palette.ink,
            "thickness": 1.5,
            "width": 4,
        },
        cliponaxis=False,
        customdata=list(zip(law.map(terms.rate), names, spans, strict=True)),
        hovertemplate="<b>%{customdata[0]}</b> by law, %{customdata[2]}<br>%{customdata[1]}<extra></extra>",
    )
    ranges = [f" ({said})" if len(set(said.split(terms.DASH))) > 1 else "" for said in spans]
    _name_rates(figure, law, high, ranges, places, palette)
    figure.add_scatter(
        x=collected,
        y=places.bars,
        mode="markers",
        name="Collected in 2024",
        cliponaxis=False,
        marker={"size": 10, "color": palette.ink, "line": {"width": 1.5, "color": palette.background}},
        customdata=list(zip(collected.map(terms.rate), names, strict=True)),
        hovertemplate="<b>%{customdata[0]}</b> collected in 2024<br>%{customdata[1]}<extra></extra>",
    )
    if any(ranges):
        _name_whiskers(figure, palette)
    _finish(figure, places, float(max(high.max(), collected.max())), palette)
    return figure.done()


def _name_whiskers(figure: Draft, palette: Palette) -> None:
    """The whiskers in the legend: from the lowest to the highest reading of the law."""
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="lines+markers",
        name="Range by law",
        line={"width": 1.5, "color": palette.ink},
        marker={"symbol": "line-ns", "size": 8, "line": {"width": 1.5, "color": palette.ink}},
    )


def _name_rates(
    figure: Draft, law: pd.Series, ends: pd.Series, ranges: list[str], places: Rows, palette: Palette
) -> None:
    """The rate by law in figures and its range, behind the end of each bar or of its range."""
    figure.add_scatter(
        mode="text",
        x=ends,
        y=places.bars,
        text=[
            f"{2 * terms.NBSP}<b>{terms.number(value, 1)}</b>{said}" for value, said in zip(law, ranges, strict=True)
        ],
        textposition="middle right",
        textfont={"color": palette.ink, "size": 12},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _beside(rows: pd.DataFrame, part: str, names: list[str]) -> pd.Series:
    """One of ``BESIDE`` by name, in order."""
    return rows[rows["part"] == part].set_index("name")["rate_pct"].reindex(names)


def _spans(low: pd.Series, high: pd.Series) -> list[str]:
    return [terms.span(least, most) for least, most in zip(low, high, strict=True)]


def by_law(rows: pd.DataFrame, broad: str, palette: Palette) -> go.Figure:
    """The rate by law stacked from its parts; ``broad`` names the duty on most goods of the day, or is empty."""
    names, law, _ = _totals(rows)
    places = stacked(names)
    place = dict(zip(names, places.bars, strict=True))
    figure = draft(palette, height=places.height + AXES_PX, margin=(8, 40, 32, 26))
    fills = {
        "ordinary": palette.pale,
        "section_301": palette.s301,
        "section_232": palette.muted,
        "fentanyl": palette.fentanyl,
        "broad": palette.us,
    }
    for part, name in PARTS.items():
        own = rows[(rows["part"] == part) & (rows["rate_pct"] > 0)]
        if len(own):
            label, edge = name or broad, palette.grey if part == "ordinary" else palette.background
            figure.add_bar(
                orientation="h",
                x=own["rate_pct"],
                y=own["name"].map(place),
                width=BAR_PX,
                name=label,
                marker={"color": fills[part], "line": {"width": 1, "color": edge}},
                customdata=list(zip(own["rate_pct"].map(terms.rate), own["name"], strict=True)),
                hovertemplate=f"<b>%{{customdata[0]}}</b> {label}<br>%{{customdata[1]}}<extra></extra>",
            )
    _name_rates(figure, law, law, [""] * len(law), places, palette)
    _finish(figure, places, float(law.max()), palette)
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    return figure.done()


def _totals(rows: pd.DataFrame) -> tuple[list[str], pd.Series, pd.Series]:
    """Names in order, the rate by law and the rate collected."""
    names = list(dict.fromkeys(rows["name"]))
    law = rows[~rows["part"].isin(BESIDE)].groupby("name")["rate_pct"].sum().reindex(names)
    return names, law, _beside(rows, "collected", names)


def _finish(figure: Draft, places: Rows, top: float, palette: Palette) -> None:
    row_names(figure, places.names, 0, places.heads, palette)
    end = top * 1.04 or 1.0
    figure.update_layout(
        showlegend=True,
        legend={"y": 1.0, "x": -0.02},
        xaxis=grid_axis(palette, range=[0, end], **rate_ticks(end)),
        yaxis=rows_axis(places, palette),
    )


def duties_caption(
    rows: pd.DataFrame,
    day: LawDay,
    kind: str,
    shown: int,
    count: int,
    origin: str = "China",
    stacked: bool = False,
) -> Caption:
    """Which of the products shown owes most by law, beside what was collected.

    ``origin``: the place the goods are from, as a sentence names it; ``stacked``: of the chart law by law, which shows
    nothing collected.
    """
    if stacked:
        rows = rows[rows["part"] != "collected"]
    names, law, collected = _totals(rows)
    own = law.drop(ALL_GOODS, errors="ignore")
    first = own.index[0]
    is_estimate = day.is_estimate or day.known_to is not None
    finding = _highest(str(first), "estimate" if is_estimate else "law", terms.rate(own.iloc[0]), origin)
    case = "both" if pd.notna(collected[first]) else "law"  # before what was collected had come out
    low, high = (_beside(rows, part, names) for part in (LOW, HIGH))
    spans = dict(zip(names, _spans(low, high), strict=True))
    counts = {"count": terms.counted(shown), "every": terms.counted(count)}
    what = SAY("products.what", "largest" if shown < count else "all", kind=kind, **counts)
    measure = SAY("products.measure", "stacked" if stacked else case, origin=origin, day=day.words(), what=what)
    of_2024 = [f", {terms.number(value, 1)} collected" if pd.notna(value) else "" for value in collected]
    told = "; ".join(
        f"{n} {terms.number(law[n], 1)} by law, range {spans[n]}{more}" for n, more in zip(names, of_2024, strict=True)
    )
    return Caption(finding, measure, f"Ranked bars, percent: {told}.")


def _highest(name: str, case: str, law: str, origin: str) -> str:
    """The highest duty shown as a title; in one too long the goods are named without their code, then by it alone."""
    code, _, wording = name.partition(" ")
    subjects = _subjects(code, wording) if code.isdigit() else [terms.in_a_sentence(name)]
    return terms.fitting(SAY("products.title", case, subject=each, law=law, origin=origin) for each in subjects)


def _subjects(code: str, wording: str) -> list[str]:
    """Goods in a title, the longest first: with name and code, by name, by code."""
    return list(filter(None, [goods.named(code, wording), goods.noun(code, wording), f"HS {goods.dotted(code)}"]))


def law_caption(
    code: str,
    described: str,
    parts: Mapping[str, float],
    ends: tuple[float, float],
    specific: str,
    collected: str,
    day: LawDay,
    origin: str = "China",
    range_by: str = "use",
) -> Caption:
    """What one product owes by law on a day and from which duties.

    ``parts``: name of a duty and its percent, missing for a specific ordinary duty, which ``specific`` then prints.
    ``ends``: the sum under the lowest and the highest reading of the lists, missing with it. ``range_by``: what they
    differ by, the use of the goods, a claim to a preferential duty or ``both``.
    """
    known = {name: value for name, value in parts.items() if value > 0}
    rounded = dict(zip(known, terms.rounded_to_total(list(known.values())), strict=True))
    owed = terms.rate(sum(known.values()))
    if specific:
        owed = f"{specific} and {owed}" if known else specific
    apart = ends[1] - ends[0] >= SAME_PP
    between = SAY("law.between", range=terms.span(*ends)) if apart else ""
    is_open = apart and not specific and terms.rate(0.0) == owed  # no rate in the middle: nothing or a duty, by use
    if is_open:
        owed, between = SAY("law.open", range=f"{terms.span(*ends)}{terms.NBSP}%"), ""
    finding = terms.fitting(_owed(named, origin, owed, between, day, is_open) for named in _subjects(code, described))
    named = [f"{name} {terms.number(value, 1)}" for name, value in rounded.items() if value]
    of = SAY("law.parts", parts=terms.listed(named)) if named else ""
    by_what = SAY("law.range", range_by) if apart else ""
    measure = SAY("law.measure", described=described, day=day.words(), parts=of, range=by_what, collected=collected)
    return Caption(finding, measure, f"List of the laws that touch it. {finding}.")


def _owed(named: str, origin: str, owed: str, between: str, day: LawDay, is_open: bool) -> str:
    """What a product owes as a title. ``is_open``: from nothing to a duty, which is no estimate of one rate."""
    title = {"owed": owed, "between": between, "goods": named, "origin": origin}
    if day.known_to is not None:
        return SAY("law", "unsure_open" if is_open else "unsure", day=terms.day(day.known_to), **title)
    is_estimate = day.is_estimate and not is_open
    if day.is_latest:
        return SAY("law.now_estimate", **title) if is_estimate else SAY("law.now", **title)
    if is_estimate:
        return SAY("law.then_estimate", day=terms.day(day.on), **title)
    return SAY("law.then", day=terms.day(day.on), **title)


def sectors_caption(rows: pd.DataFrame, reconstructed: bool) -> Caption:
    """Which sector faces the highest rate, and what it was before; ``rows``: sectors, the highest first."""
    first = rows.iloc[0]
    before, on = terms.day(first["before_on"]), terms.day(first["date"])
    moved = round(first["change_pp"], 1)
    finding = SAY(
        "sectors",
        "up" if moved > 0 else "down" if moved < 0 else "same",
        sector=first["name"].lower(),
        rate=terms.rate(first["rate_pct"]),
        before=terms.rate(first["rate_before_pct"]),
    )
    measure = SAY("sectors.measure", before_day=before, day=on, since=SAY("partners.since") if reconstructed else "")
    listed = "; ".join(
        f"{r['name']} {terms.number(r['rate_before_pct'], 1)}, {terms.number(r['rate_pct'], 1)}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Two marks a sector, percent, {before} and {on}: {listed}.")
