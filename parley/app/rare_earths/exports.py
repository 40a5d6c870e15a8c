"""The subject Exports: what China ships of magnets and rare earths by month, where to, and what if licences stop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from parley import terms, words
from parley.app.kit import address, cache, card, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import destinations, what_if
from parley.app.rare_earths.what_if_controls import IF_STOPPED, PARAMETERS, VIEW
from parley.charts.figure import Caption
from parley.charts.labels import whole_ticks
from parley.charts.theme import Draft, Palette, draft, event_digits, hatch, x_axis, y_axis
from parley.measures import events as dated
from parley.measures import exports

EVENTS = ("mofcom-2025-18", "geneva", "london", "mofcom-2025-57", "mofcom-2025-70", "cn-general-licences")
TRADED = {exports.MAGNETS: "Magnets", exports.ALL_FORMS: "All forms"}
MS_PER_DAY = 86_400_000
PANELS = {"WLD": "To the world", "USA": "To the United States"}
MONTH_WIDTH = 0.9
DIGITS_PX = 16  # of the events over the first panel, whose name stands below them
SAY = words.beside(__file__)


@dataclass(frozen=True)
class MonthlyExports:
    """What the block of exports by month shows: words, rows of the table, acts, and what its figure draws."""

    caption: Caption
    rows: pd.DataFrame
    acts: pd.DataFrame
    months: pd.DataFrame
    partners: list[str]
    mean_t: float | None

    def figure(self, palette: Palette) -> go.Figure:
        """The panels by month."""
        return monthly_exports(self.months, self.partners, self.mean_t, self.acts, palette)


def is_model() -> bool:
    """Whether the view chosen is the model's, which has a title and sliders of its own."""
    return controls.current(VIEW, [*VIEWS, IF_STOPPED], implied=_implied()) == IF_STOPPED


def _view() -> str:
    return controls.choose("Show", [*VIEWS, IF_STOPPED], VIEW, implied=_implied())


def _implied() -> str | None:
    """What an address opens that names a choice of the model and no view."""
    return IF_STOPPED if any(map(address.opened_with, PARAMETERS)) else None


def draw(as_of: date) -> None:
    """The view chosen."""
    if is_model():
        with card.panel("exports"):
            _view()
        what_if.draw(as_of)
    else:
        figures.block("Exports", lambda: by_view(as_of))


def by_view(as_of: date) -> Figure:
    """The figure of the view chosen; for that of the model the whole page is drawn."""
    view = _view()
    if view == IF_STOPPED:
        st.rerun()
    return VIEWS[view](as_of)


def by_month(as_of: date) -> Figure:
    """Exports of the goods chosen, month by month, beside the acts."""
    goods = controls.choose("Goods", list(TRADED), "rare_goods", TRADED.__getitem__)
    months = months_of(goods, as_of)
    return Figure(
        "rare_exports", months.caption, months.rows, {"Chart": months.figure}, events=months.acts, state=(goods, as_of)
    )


@kept
def months_of(goods: str, as_of: date) -> MonthlyExports:
    """Exports of magnets, or of all forms, by month. Raises NothingToShowError before the first published month."""
    partners = ["WLD", "USA"] if goods == exports.MAGNETS else ["WLD"]
    table = cache.table("china_rare_earth_exports", as_of)
    months = exports.months(table, goods, partners)
    if months.empty:
        raise NothingToShowError(SAY("exports.none", goods=SAY("exports.goods", goods), day=terms.day(as_of)))
    before = exports.year_row(table, goods, "USA", 2024)
    mean = float(before["per_month_t"].iloc[0]) if len(before) else None
    acts = dated.between(
        dated.key_events(cache.table("events", as_of), EVENTS), months["period_start"].min(), months["period_end"].max()
    )
    caption = exports_caption(months, partners, mean, goods)
    return MonthlyExports(caption, exports.with_year(months, before), acts, months, partners, mean)


VIEWS: dict[str, Callable[[date], Figure]] = {
    "By month": by_month,
    "By destination": destinations.by_value,
    "Arrivals in Europe": destinations.arrivals_in_europe,
}


def monthly_exports(
    rows: pd.DataFrame, partners: list[str], mean: float | None, events: pd.DataFrame, palette: Palette
) -> go.Figure:
    """Tonnes by month, one zero-based panel a destination; derived figures hatched, missing months marked "n/a".

    ``rows``: columns destination_iso3, period_start, period_end, n_months, quantity_t, per_month_t, kind; two months
    published together are one bar of double width at their mean. ``mean``: monthly mean of 2024 to the United States.
    ``events``: date.
    """
    span = (rows["period_start"].min().replace(month=1), rows["period_end"].max() + pd.Timedelta(days=1))
    figure = draft(palette, height=450 if len(partners) > 1 else 280, margin=(48, 8, 44, 40))
    domains = [(0.56, 0.96), (0.0, 0.40)] if len(partners) > 1 else [(0.0, 0.92)]
    for number, (partner, domain) in enumerate(zip(partners, domains, strict=True), start=1):
        axis = "y" if number == 1 else f"y{number}"
        part = rows[rows["destination_iso3"] == partner]
        colour = palette.us if partner == "USA" else palette.grey
        level = mean if partner == "USA" else None
        most = max([level or 0.0, *part["per_month_t"]])
        top = 1.12 * most or 1.0  # nothing published to this destination yet
        figure.update_layout(**{axis.replace("y", "yaxis"): _tonnes_axis(palette, top, domain, most > 0)})
        _month_bars(figure, part, axis, colour, palette)
        _missing_months(figure, part, span, axis, palette)
        ink = palette.us if partner == "USA" else palette.ink
        _panel_name(figure, PANELS[partner], (span[0], top), axis, ink)
        _lowest(figure, part, axis, ink)
        if level is not None:
            _mean_line(figure, level, axis, span, palette)
        _event_lines(figure, list(events["date"]), top, axis, palette)
    figure.update_layout(xaxis=_months_axis(palette, span, "y" if len(partners) == 1 else f"y{len(partners)}"))
    if rows["kind"].eq("derived").any():
        figure.add_bar(x=[None], y=[None], name="Derived", marker=hatch(palette.grey, palette), hoverinfo="skip")
        figure.update_layout(showlegend=True, legend={"y": 1.0})
    figure.update_annotations(bgcolor=palette.background, borderpad=1)  # words stand on the event lines
    return figure.done()


def _tonnes_axis(palette: Palette, top: float, domain: tuple[float, float], has_values: bool) -> dict[str, object]:
    ticks = whole_ticks(top) if has_values else [0]
    return y_axis(palette, range=[0, top], domain=list(domain), tickvals=ticks, tickformat=",d")


def _months_axis(palette: Palette, span: tuple[pd.Timestamp, pd.Timestamp], anchor: str) -> dict[str, object]:
    starts = [m for m in pd.date_range(span[0], span[1], freq="MS") if m < span[1] and m.month in (1, 4, 7, 10)]
    middles = [m + pd.Timedelta(days=15) for m in starts]
    named = [f"{m:%b}<br>{m.year}" if m.month == 1 or m == starts[0] else f"{m:%b}" for m in starts]
    return x_axis(palette, range=list(span), anchor=anchor, tickvals=middles, ticktext=named, ticks="")


def _month_bars(figure: Draft, part: pd.DataFrame, axis: str, colour: str, palette: Palette) -> None:
    for kind, rows in part.groupby("kind"):
        days = (rows["period_end"] - rows["period_start"]).dt.days + 1
        figure.add_bar(
            x=rows["period_start"],
            y=rows["per_month_t"],
            width=days * MS_PER_DAY * MONTH_WIDTH,
            offset=(days * MS_PER_DAY * (1 - MONTH_WIDTH) / 2).tolist(),
            xaxis="x",
            yaxis=axis,
            marker=hatch(colour, palette) if kind == "derived" else {"color": colour, "line": {"width": 0}},
            showlegend=False,
            customdata=[(terms.tonnes(r["quantity_t"]), _period(r), r["kind"]) for r in rows.to_dict("records")],
            hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
        )


def _period(row: dict[object, object]) -> str:
    start, end = pd.Timestamp(row["period_start"]), pd.Timestamp(row["period_end"])  # type: ignore[arg-type]
    return terms.month(start) if row["n_months"] == 1 else f"{start:%B} and {terms.month(end)} together"


def _missing_months(
    figure: Draft, part: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp], axis: str, palette: Palette
) -> None:
    ends: zip[tuple[pd.Timestamp, pd.Timestamp]] = zip(part["period_start"], part["period_end"], strict=True)
    published = [month for start, end in ends for month in pd.date_range(start, end, freq="MS")]
    for month in pd.date_range(span[0], span[1], freq="MS", inclusive="left").difference(pd.DatetimeIndex(published)):
        figure.add_annotation(
            x=month + pd.Timedelta(days=15),
            y=0,
            xref="x",
            yref=axis,
            yanchor="bottom",
            showarrow=False,
            text="n/a",
            font={"size": 12, "color": palette.muted},
        )


def _panel_name(figure: Draft, name: str, corner: tuple[pd.Timestamp, float], axis: str, colour: str) -> None:
    place = {"x": corner[0], "y": corner[1], "xref": "x", "yref": axis, "xanchor": "left", "yanchor": "bottom"}
    figure.add_annotation(**place, text=f"<b>{name}</b>, tonnes", showarrow=False, font={"size": 13, "color": colour})


def _event_lines(figure: Draft, dates: list[pd.Timestamp], top: float, axis: str, palette: Palette) -> None:
    """Dotted lines across a panel, and over the first one the digits: as one trace, which Plotly draws in one go."""
    figure.add_scatter(
        x=[place for when in dates for place in (when, when, None)],
        y=[place for _ in dates for place in (0, top, None)],
        xaxis="x",
        yaxis=axis,
        mode="lines",
        line={"width": 1, "dash": "dot", "color": palette.grey},
        hoverinfo="skip",
        showlegend=False,
    )
    if axis == "y":
        event_digits(figure, dates, palette, y=top, xref="x", yref=axis, yshift=DIGITS_PX)


def _lowest(figure: Draft, part: pd.DataFrame, axis: str, colour: str) -> None:
    single = part[part["n_months"] == 1]
    if single.empty:
        return
    low = single.sort_values("quantity_t").iloc[0]
    figure.add_annotation(
        x=low["period_start"] + pd.Timedelta(days=15),
        y=low["per_month_t"],
        xref="x",
        yref=axis,
        yanchor="bottom",
        showarrow=False,
        text=f"<b>{terms.number(low['quantity_t'])}</b>",
        font={"color": colour},
    )


def _mean_line(
    figure: Draft, mean: float, axis: str, span: tuple[pd.Timestamp, pd.Timestamp], palette: Palette
) -> None:
    line = {"width": 1.5, "dash": "dash", "color": palette.ink}
    figure.add_shape(type="line", x0=span[0], x1=span[1], y0=mean, y1=mean, xref="x", yref=axis, line=line)
    figure.add_annotation(
        x=span[1],
        y=mean,
        xref="x",
        yref=axis,
        xanchor="right",
        yanchor="bottom",
        yshift=3,  # clear of the line
        showarrow=False,
        text=f"2024 mean, {terms.number(mean)}",
        font={"size": 12, "color": palette.ink},
    )


def exports_caption(rows: pd.DataFrame, partners: list[str], mean: float | None, commodity: str) -> Caption:
    """The newest month to the last destination with figures, against the monthly mean of 2024 or the lowest month."""
    destinations_shown = [p for p in partners if (rows["destination_iso3"] == p).any()]
    single = rows[(rows["destination_iso3"] == destinations_shown[-1]) & (rows["n_months"] == 1)]
    first, last = rows["period_start"].min(), rows["period_end"].max()
    measure = SAY(
        "exports.measure",
        "months" if (last - first).days > 31 else "month",
        goods=SAY("exports.goods", commodity),
        first=terms.month(first),
        last=terms.month(last),
    )
    to_us = destinations_shown[-1] == "USA"
    goods = SAY("exports.goods", f"{commodity}_us" if to_us else commodity)
    finding = _course(single, mean if to_us else None, goods)
    listing = "; ".join(f"{PANELS[p]}: {_listing(rows[rows['destination_iso3'] == p])}" for p in destinations_shown)
    return Caption(finding, measure, f"Bars by month, tonnes. {listing}.")


def _listing(rows: pd.DataFrame) -> str:
    return ", ".join(f"{_period(r)} {terms.number(r['quantity_t'])}" for r in rows.to_dict("records"))


def _course(single: pd.DataFrame, mean: float | None, goods: str) -> str:
    if single.empty:
        return SAY("exports.finding", "none", goods=goods)
    low, last = single.sort_values("quantity_t").iloc[0], single.sort_values("period_start").iloc[-1]
    gap = 0.0 if mean is None else (last["quantity_t"] / mean - 1) * 100
    is_lowest = low["period_start"] == last["period_start"]
    beside = "lowest" if is_lowest and len(single) > 1 else "alone" if is_lowest else "after_low"
    return SAY(
        "exports.finding",
        beside if mean is None else "below" if gap < 0 else "above",
        last=terms.tonnes(last["quantity_t"]),
        goods=goods,
        month=terms.month(last["period_start"]),
        gap=terms.rate(abs(gap), 0),
        low=terms.tonnes(low["quantity_t"]),
        low_month=terms.month(low["period_start"]),
    )
