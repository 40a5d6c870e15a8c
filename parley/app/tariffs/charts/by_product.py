"""Statutory US duty on goods of an origin by product, against what customs collected in 2024 or stacked by law."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.tariffs.charts.averages import rate_ticks
from parley.charts.figure import Caption
from parley.charts.labels import row_names
from parley.charts.ranked_bars import BAR_PX, NAME_CHARACTERS, Rows, rows_axis, short, stacked
from parley.charts.theme import Draft, Palette, draft, grid_axis

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
    """A day, and the last day to which sources confirm its law; None where nothing open depends on it."""

    on: pd.Timestamp
    confirmed: pd.Timestamp | None = None

    def words(self) -> str:
        """``by law on <day>`` or, beyond what is confirmed, ``by the law known to <day>``."""
        if self.confirmed is None or self.confirmed >= self.on:
            return f"by law on {terms.day(self.on)}"
        return f"by the law known to {terms.day(self.confirmed)}"


def against_collected(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A bar a product for the rate by law with its range, a mark for the rate collected in 2024, the name above.

    ``rows``: name, part (those of ``PARTS`` and ``BESIDE``), rate_pct; products in the order of the rows.
    """
    names, law, collected = _totals(rows)
    low, high = (_beside(rows, part, names) for part in (LOW, HIGH))
    places = stacked(names)
    figure = draft(palette, height=places.height + AXES_PX, margin=(8, 40, 32, 26))
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
        customdata=list(zip(law.map(terms.rate), names, _spans(low, high), strict=True)),
        hovertemplate="<b>%{customdata[0]}</b> by law, %{customdata[2]}<br>%{customdata[1]}<extra></extra>",
    )
    _name_rates(figure, law, high, 2 * terms.NBSP, places, palette)
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
    _finish(figure, places, float(max(high.max(), collected.max())), palette)
    return figure.done()


def _name_rates(figure: Draft, law: pd.Series, ends: pd.Series, gap: str, places: Rows, palette: Palette) -> None:
    """The rate by law in figures, behind the end of each bar or of its range."""
    figure.add_scatter(
        mode="text",
        x=ends,
        y=places.bars,
        text=[f"{gap}<b>{terms.number(value, 1)}</b>" for value in law],
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
    _name_rates(figure, law, law, terms.NBSP, places, palette)
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
    special: str = "",
    others: str = "",
    origin: str = "China",
) -> Caption:
    """Which of the products shown owes most by law, beside what was collected; all goods in the measure line.

    ``special``: what the collected rate leaves out; ``others``: what providers give for all goods, each a clause;
    ``origin``: the place the goods are from, as a sentence names it.
    """
    names, law, collected = _totals(rows)
    own = law.drop(ALL_GOODS, errors="ignore")
    first = own.index[0]
    finding = (
        f"{_subject(str(first))}: {terms.rate(own.iloc[0])} {day.words()}, "
        f"{terms.rate(collected[first])} collected in 2024"
    )
    low, high = (_beside(rows, part, names) for part in (LOW, HIGH))
    spans = dict(zip(names, _spans(low, high), strict=True))
    taken = f"{terms.rate(collected[ALL_GOODS])} collected{special}"
    every = f" All goods: {terms.rate(law[ALL_GOODS])} by law (range {spans[ALL_GOODS]}), {taken}{others}."
    what = f"the {shown} largest of {terms.number(count)} {kind} by imports" if shown < count else f"{count} {kind}"
    measure = (
        f"US duty on goods from {origin}, percent of customs value, weighted by imports of 2024: "
        f"{day.words()}, and collected in 2024; {what}.{every if ALL_GOODS in names else ''}"
    )
    told = "; ".join(
        f"{n} {terms.number(law[n], 1)} by law, range {spans[n]}, {terms.number(collected[n], 1)} collected"
        for n in names
    )
    return Caption(finding, measure, f"Ranked bars, percent: {told}.")


def _subject(name: str) -> str:
    """A product as a title names it: without what stands in brackets, up to the last comma that fits a line."""
    whole = name.split(" (", maxsplit=1)[0]
    at = max(whole.rfind(mark, 0, NAME_CHARACTERS) for mark in ",;")
    return whole if len(whole) <= NAME_CHARACTERS else whole[:at] if at > 0 else short(whole)


def dotted(code: str) -> str:
    """A code as the tariff schedule prints it: 8507.60.0010."""
    return ".".join(part for part in (code[:4], code[4:6], code[6:]) if part)


def law_caption(
    code: str,
    described: str,
    parts: Mapping[str, float],
    ends: tuple[float, float],
    specific: str,
    collected: str,
    day: LawDay,
    origin: str = "China",
) -> Caption:
    """What one product owes by law on a day and from which duties.

    ``parts``: name of a duty and its percent, missing for a specific ordinary duty, which ``specific`` then prints.
    ``ends``: the sum under the lowest and the highest reading of the lists, missing with it.
    """
    known = {name: value for name, value in parts.items() if value > 0}
    owed = terms.rate(sum(known.values()))
    if specific:
        owed = f"{specific} and {owed}" if known else specific
    of = f": {terms.listed([f'{name} {terms.number(value, 1)}' for name, value in known.items()])}" if known else ""
    apart = ends[1] - ends[0] >= SAME_PP
    between = f" ({terms.span(*ends)} by use of the goods)" if apart else ""
    finding = f"HS {dotted(code)} from {origin} owes {owed} {day.words()}{between}{of}"
    return Caption(finding, f"{described}. {collected}", f"List of the laws that touch it. {finding}.")
