"""The subject Mirror gap: the same trade as each side recorded it, by period and month, and why the two differ."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import blocks, cache, controls, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.labels import apart, beside_line, money_ticks, month_ticks, with_unit
from parley.charts.months import HALF_MONTH, LABEL_PX, by_month, end_label, newest
from parley.charts.theme import Palette, draft, grid_axis, x_axis, y_axis
from parley.measures import bilateral
from parley.measures import events as dated

PARCELS_END = "us-deminimis-cn"
SAY = words.beside(__file__)
CUSTOMS_OF = {"CHN": "China's customs", "USA": "US Census"}
ROUTES = {"CHN": "From China to the US", "USA": "From the US to China"}
RECORDS = {"export": "exports", "import": "imports"}


def draw(as_of: date) -> None:
    figures.block("Mirror figures", lambda: mirror_figures(as_of))
    figures.block("Mirror figures by month", lambda: mirror_months(as_of))

    @blocks.part("Why the two sides differ")
    def why_they_differ() -> None:
        blocks.finding(SAY("mirror.why"))
        written.write(html_text.marked(reasons(as_of)))


def mirror_figures(as_of: date) -> Figure:
    every = mirror(as_of)
    if every.empty:
        raise NothingToShowError(SAY("mirror.none", day=terms.day(as_of)))
    period = controls.choose("Period", list(dict.fromkeys(every["period"])), "trade_mirror_period")
    return figures_of(period, as_of)


@kept
def figures_of(period: str, as_of: date) -> Figure:
    every = mirror(as_of)
    both = every[every["period"] == period].reset_index(drop=True)
    views = {"Chart": lambda palette: period_bars(both, palette)}
    return Figure("trade_mirror", bars_caption(both), both, views, state=(period, as_of))


@kept
def mirror_months(as_of: date) -> Figure:
    """Both sides' figures by month. Raises NothingToShowError where one side's are not known."""
    rows = bilateral.mirror_months(cache.table("china_trade_monthly", as_of), cache.table("trade_monthly", as_of))
    if rows["reporter_iso3"].nunique() < 2:
        raise NothingToShowError(SAY("mirror.no_months", day=terms.day(as_of)))
    views = {"Chart": lambda palette: month_lines(rows, palette)}
    return Figure("trade_mirror_months", months_caption(rows), rows, views, state=(as_of,))


@kept
def mirror(as_of: date) -> pd.DataFrame:
    """The periods from January on that both sides recorded, newest first: four rows each, with ``period`` in words."""
    rows = bilateral.mirror(cache.table("china_customs", as_of), cache.table("trade_monthly", as_of))
    return rows.assign(period=[period_words(row) for _, row in rows.iterrows()])


@kept
def reasons(as_of: date) -> str:
    """The known reasons for the gap in words; their sizes are not in our tables."""
    acts = dated.key_events(cache.table("events", as_of), [PARCELS_END])
    parcels = SAY("mirror.parcels", "unknown")
    for act in acts.head(1).to_dict("records"):
        case = "ended" if act["date"] <= pd.Timestamp(as_of) else "ends"
        end = SAY("mirror.entry", case, day=terms.day(act["date"]))
        linked = f"[{end}]({act['source_url']})" if isinstance(act["source_url"], str) else end
        parcels = SAY("mirror.parcels", case, end=linked)
    return words.page_text(__file__, "reasons", parcels=parcels)


def period_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The goods of one period in each direction as the two sides recorded them, billion US dollars.

    ``rows``: columns from_iso3, reporter_iso3, flow, value_usd; two rows per direction.
    """
    figure = draft(palette, height=250, margin=(126, 16, 6, 28))
    top = float(rows["value_usd"].max()) / 1e9
    place = {("CHN", "CHN"): 0.9, ("CHN", "USA"): 1.8, ("USA", "CHN"): 3.7, ("USA", "USA"): 4.6}
    at = [place[row["from_iso3"], row["reporter_iso3"]] for row in rows.to_dict("records")]
    figure.add_bar(
        orientation="h",
        x=rows["value_usd"] / 1e9,
        y=at,
        width=0.66,
        marker={"color": [palette.country(r) for r in rows["reporter_iso3"]], "line": {"width": 0}},
        text=[f"<b>{terms.significant(v / 1e9, 3)}</b>" for v in rows["value_usd"]],
        textposition="outside",
        textfont={"color": palette.ink, "size": 13},
        cliponaxis=False,
        customdata=[
            (terms.usd(r["value_usd"]), ROUTES[r["from_iso3"]], CUSTOMS_OF[r["reporter_iso3"]], RECORDS[r["flow"]])
            for r in rows.to_dict("records")
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}, %{customdata[3]}"
        "<extra></extra>",
    )
    for side, y in (("CHN", 0.1), ("USA", 2.9)):
        figure.add_annotation(
            x=0,
            y=y,
            text=f"<b>{ROUTES[side]}</b>",
            showarrow=False,
            xref="paper",
            xanchor="left",
            xshift=-124,
            yanchor="middle",
        )
    names = [f"{CUSTOMS_OF[r['reporter_iso3']]},<br>{RECORDS[r['flow']]}" for r in rows.to_dict("records")]
    ink = {"size": 12, "color": palette.ink}
    ticks = [v for v in (0, 100, 200, 300, 400) if v <= top]
    figure.update_layout(
        xaxis=grid_axis(palette, range=[0, top * 1.16], tickvals=ticks, ticktext=with_unit(map(str, ticks), "bn")),
        yaxis=y_axis(palette, range=[5.1, -0.3], tickvals=at, ticktext=names, showgrid=False, tickfont=ink),
    )
    return figure.done()


def period_words(row: pd.Series) -> str:
    """``2025`` for a whole year, ``January to June 2026`` for its first months."""
    year, last = row["period_start"].year, row["period_end"]
    return str(year) if last.month == 12 else f"January to {terms.month(last)}"


def bars_caption(rows: pd.DataFrame) -> Caption:
    values = rows.set_index(["from_iso3", "reporter_iso3"])["value_usd"]
    when = period_words(rows.iloc[0])
    sent = {r: terms.usd(values[("CHN", r)]) for r in CUSTOMS_OF}
    got = {r: terms.usd(values[("USA", r)]) for r in CUSTOMS_OF}
    finding = SAY("mirror.finding", china=sent["CHN"], us=sent["USA"], when=when)
    measure = SAY("mirror.measure", when=when)
    alt = (
        f"Bars, US dollars, bn, {when}. From China to the US: China's customs {sent['CHN']}, US Census {sent['USA']}. "
        f"From the US to China: US Census {got['USA']}, China's customs {got['CHN']}."
    )
    return Caption(finding, measure, alt)


def month_lines(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's exports to the US and US imports from China by month as two lines, US dollars, bn, each with its newest
    month at its end; dots mark the newest month of both.

    ``rows``: columns month, reporter_iso3, value_usd, vintage (empty where it is not known). A missing month is a gap,
    and so is the step from one release to the next.
    """
    height, margin = 340, (44, 104, 12, 38)
    figure = draft(palette, height=height, margin=margin)
    top = float(rows["value_usd"].max()) / 1e9
    ends = newest(rows, "reporter_iso3", "value_usd")
    gap = LABEL_PX * top * 1.06 / (height - margin[2] - margin[3])
    places = apart([ends[side] / 1e9 for side in CUSTOMS_OF], gap)
    last, both = rows.groupby("reporter_iso3")["month"].max(), both_months(rows) / 1e9
    compared = both.index[-1]
    values = {side: float(both[side].iloc[-1]) for side in CUSTOMS_OF}
    for side, place in zip(CUSTOMS_OF, places, strict=True):
        one_side = rows[rows["reporter_iso3"] == side].sort_values("month")
        for run in _runs(one_side):
            figure.add_scatter(
                x=run.index,
                y=run["value_usd"] / 1e9,
                mode="lines",
                name=CUSTOMS_OF[side],
                line={"width": 2.5, "color": palette.country(side)},
                customdata=["" if pd.isna(v) else terms.usd(v) for v in run["value_usd"]],
                hovertemplate=f"<b>%{{customdata}}</b> {CUSTOMS_OF[side]}<br>%{{x|%B %Y}}<extra></extra>",
            )
        label = f"<b>{CUSTOMS_OF[side]}</b><br>{terms.number(ends[side] / 1e9, 1)} in {last[side]:%b}"
        colour = palette.china_text if side == "CHN" else palette.us
        figure.add_scatter(
            x=[compared + HALF_MONTH],
            y=[values[side]],
            mode="markers+text",
            marker={"size": 8, "color": palette.country(side)},
            text="" if last[side] == compared else f"<b>{terms.number(values[side], 1)}</b>",
            textposition=beside_line(list(one_side["value_usd"]))[list(one_side["month"]).index(compared)],
            textfont={"color": colour, "shadow": palette.halo},
            hoverinfo="skip",
        )
        end_label(figure, rows["month"].max() + HALF_MONTH, place, label, colour)
    axis = month_ticks(rows["month"].min(), rows["month"].max())
    figure.update_layout(xaxis=x_axis(palette, **axis), yaxis=y_axis(palette, **money_ticks(top)))
    return figure.done()


def _runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """One side's months in runs of one release each."""
    ordered = rows.sort_values("month")
    begins = ordered["vintage"].notna() & ordered["vintage"].ne(ordered["vintage"].shift())
    return [by_month(run) for _, run in ordered.groupby(begins.cumsum())]


def both_months(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.pivot(index="month", columns="reporter_iso3", values="value_usd").dropna()


def months_caption(rows: pd.DataFrame) -> Caption:
    """The newest month both sides have, and what each of them recorded in it."""
    both = both_months(rows)
    when = terms.month(both.index[-1])
    china, us = (terms.usd(both[side].iloc[-1]) for side in CUSTOMS_OF)
    ends = {side: terms.month(rows.loc[rows["reporter_iso3"] == side, "month"].max()) for side in CUSTOMS_OF}
    finding = SAY("mirror.finding", china=china, us=us, when=when)
    measure = SAY("mirror.months_measure", first=terms.month(rows["month"].min()), china=ends["CHN"], us=ends["USA"])
    alt = f"Line chart, billion US dollars. Newest month of both, {when}: China's customs {china}, US Census {us}."
    return Caption(finding, measure, alt)
