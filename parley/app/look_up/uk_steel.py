"""Of the law on steel: the US duty on steel from the United Kingdom against that from everywhere else."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.labels import month_ticks, rate_ticks
from parley.charts.theme import Draft, Palette, draft, event_lines, x_axis, y_axis
from parley.measures import events as dated
from parley.measures import uk_steel as measures

SAY = words.beside(__file__)
ACTS = ("us-232-metals-25", "us-232-uk-25", "uk-steel-deadline", "us-232-uk-2026")
WIDE_FROM = pd.Timestamp("2025-01-01")
NAMES = {"WLD": "Other countries", "GBR": "United Kingdom"}
DASHES = {"in_force": "solid", "quota": "2px,3px", "not_confirmed": "6px,3px"}
UNSURE = {"not_confirmed": ", unclear"}  # how a step that no source confirms is told
HALF_POINT = 0.35  # percent: lines on one rate lie side by side instead of on each other
TOP = 60.0
MARGIN = pd.Timedelta(days=14)
WITH_EXEMPTIONS = "(exemptions and quotas)"  # how the scope of a duty that spared some countries ends


@kept
def steel_duties(as_of: date) -> Figure:
    """The duty on steel from the United Kingdom and from everywhere else in time.

    Raises NothingToShowError before the first dated layer.
    """
    rows = measures.uk_steel(cache.table("tariff_layers", as_of), as_of)
    if rows.empty:
        raise NothingToShowError(SAY("steel.none", day=terms.day(as_of)))
    caption = steel_caption(rows, measures.on_day(rows, "GBR"), measures.on_day(rows, "WLD"))
    acts = dated.key_events(cache.table("events", as_of), ACTS)
    recent = rows[rows["valid_to"] >= WIDE_FROM]
    views = {"Since 2018": lambda palette: steel_lines(rows, acts.head(0), rows["valid_from"].min(), palette)}
    if not acts.empty:
        views = {"Since 2025": lambda palette: steel_lines(recent, acts, WIDE_FROM, palette), **views}
    return Figure("look_up_uk_steel", caption, rows, views, note=SAY("steel.note"), events=acts, state=(as_of,))


def steel_lines(rows: pd.DataFrame, events: pd.DataFrame, first: pd.Timestamp, palette: Palette) -> go.Figure:
    """Steps of the duty on steel in percent from ``first`` on; dotted free within a quota, dashed not confirmed.

    ``rows``: columns exporter_iso3, programme, valid_from, valid_to, rate_pct, state, instrument; derivatives are left
    to the table. ``events``: date, drawn as numbered lines.
    """
    figure = draft(palette, height=344, margin=(44, 16, 42, 38))
    steel = rows[rows["programme"] == "steel"]
    for exporter, colour, shift in (("WLD", palette.grey, HALF_POINT), ("GBR", palette.ink, -HALF_POINT)):
        side = steel[steel["exporter_iso3"] == exporter].sort_values("valid_from")
        for state in side["state"].unique():
            _line(figure, side[side["state"] == state], state, exporter, {"color": colour, "width": 2.5}, shift)
        if len(side):
            _name(figure, side.iloc[-1], shift, palette)
    # dates ahead, such as that of clause 7 seen from June 2025, lie inside the axis
    last = max([steel["valid_to"].max(), *events["date"]]) + MARGIN
    figure.update_layout(
        xaxis=x_axis(palette, **{**month_ticks(first, last), "range": [first, last]}),
        yaxis=y_axis(palette, range=[-1, TOP], **rate_ticks(TOP)),
    )
    event_lines(figure, list(events["date"]), palette)
    return figure.done()


def _name(figure: Draft, row: pd.Series, shift: float, palette: Palette) -> None:
    """The side and its last rate at the end of its line: above the upper line, below the lower one."""
    figure.add_annotation(
        x=row["valid_to"].isoformat()[:10],
        y=row["rate_pct"] + shift,
        yshift=11 if shift > 0 else -11,
        xanchor="right",
        text=f"<b>{NAMES[row['exporter_iso3']]}</b>, {_rate(row.to_dict())}",
        showarrow=False,
        font={"size": 12, "color": palette.ink, "shadow": palette.halo},
    )


def _line(figure: Draft, part: pd.DataFrame, state: str, exporter: str, line: dict[str, object], shift: float) -> None:
    """One state of one side: each row a stretch from its first to its last day, gaps between rows left open."""
    records = part.to_dict("records")
    ends = [(r["valid_from"], r["valid_to"] + pd.Timedelta(days=1), r) for r in records]
    figure.add_scatter(
        mode="lines",
        name=NAMES[exporter],
        x=[day.isoformat()[:10] if day is not None else None for a, b, _ in ends for day in (a, b, None)],
        y=[value for _, _, r in ends for value in (r["rate_pct"] + shift, r["rate_pct"] + shift, None)],
        line={**line, "dash": DASHES[state]},
        customdata=[
            (_rate(r), terms.day(a), r["instrument"] if isinstance(r["instrument"], str) else "")
            for a, _, r in ends
            for _ in range(3)
        ],
        hovertemplate=f"<b>%{{customdata[0]}}</b> {NAMES[exporter]}<br>from %{{customdata[1]}}"
        "<br>%{customdata[2]}<extra></extra>",
    )


def _rate(row: dict[object, object]) -> str:
    rate = terms.rate(float(str(row["rate_pct"])), 0)
    return f"{rate} within the quota" if row["state"] == "quota" else rate


def steel_caption(rows: pd.DataFrame, uk: pd.Series | None, others: pd.Series | None) -> Caption:
    """The duty on either side on the last day, and how long it has been so."""
    on = terms.day(rows["valid_to"].max())
    spares = others is not None and str(others["scope"]).endswith(WITH_EXEMPTIONS)
    rates = {"uk": _said(uk), "others": _said(others), "whom": SAY("steel.most") if spares else SAY("steel.all")}
    finding = SAY("steel.finding", _case(uk, others), **rates)
    measure = SAY("steel.measure", first=terms.day(rows["valid_from"].min()), last=on)
    steps = "; ".join(
        f"{NAMES[r['exporter_iso3']]} {_rate(r)} from {terms.day(r['valid_from'])}{UNSURE.get(str(r['state']), '')}"
        for r in rows[rows["programme"] == "steel"].to_dict("records")
    )
    return Caption(finding, measure, f"Two step lines, percent. {steps}.")


def _case(uk: pd.Series | None, others: pd.Series | None) -> str:
    """Which sides' rates are past their last check."""
    is_unsure = [row is not None and row["state"] == "not_confirmed" for row in (uk, others)]
    return {(True, True): "unsure", (True, False): "uk_unsure", (False, True): "others_unsure"}.get(
        (is_unsure[0], is_unsure[1]), "sure"
    )


def _said(row: pd.Series | None) -> str:
    return SAY("steel.no_duty") if row is None else _rate(row.to_dict())
