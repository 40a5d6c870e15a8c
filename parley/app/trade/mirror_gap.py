"""The subject Mirror gap: the same trade as each side recorded it, by period and month, and why the two differ."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import blocks, cache, controls, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.theme import Palette
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


@kept_figure
def figures_of(period: str, as_of: date) -> Figure:
    every = mirror(as_of)
    both = every[every["period"] == period].reset_index(drop=True)
    views = {"Chart": lambda palette: period_bars(both, palette)}
    return Figure("trade_mirror", bars_caption(both), both, views)


@kept_figure
def mirror_months(as_of: date) -> Figure:
    """Both sides' figures by month. Raises NothingToShowError where one side's are not known."""
    rows = bilateral.mirror_months(cache.table("china_trade_monthly", as_of), cache.table("trade_monthly", as_of))
    if rows["reporter_iso3"].nunique() < 2:
        raise NothingToShowError(SAY("mirror.no_months", day=terms.day(as_of)))
    views = {"Chart": lambda palette: month_lines(rows, palette)}
    return Figure("trade_mirror_months", months_caption(rows), rows, views)


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
    ordered = rows.sort_values(["from_iso3", "reporter_iso3"], ignore_index=True)
    return bars(
        ordered,
        palette,
        value=ordered["value_usd"] / 1e9,
        unit="bn",
        name=[f"{CUSTOMS_OF[r]}, {RECORDS[f]}" for r, f in zip(ordered["reporter_iso3"], ordered["flow"], strict=True)],
        colour=[palette.country(side) for side in ordered["reporter_iso3"]],
        text=ordered["value_usd"].map(terms.usd),
        group=ordered["from_iso3"].map(ROUTES),
    )


def period_words(row: pd.Series) -> str:
    """``2025`` for a whole year, ``January to June 2026`` for its first months."""
    year, last = row["period_start"].year, row["period_end"]
    return str(year) if last.month == 12 else f"January to {terms.month(last)}"


def bars_caption(rows: pd.DataFrame) -> Caption:
    values, end = rows.set_index(["from_iso3", "reporter_iso3"])["value_usd"], rows["period_end"].iloc[0]
    when = terms.year_to(end.month, end.year)
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
    """China's exports to the US and US imports from China by month, US dollars, each with its newest month at its end.

    A dot marks the newest month of both on a line that goes on.

    ``rows``: columns month, reporter_iso3, value_usd, vintage (empty where it is not known). A missing month is a gap,
    and so is the step from one release to the next.
    """
    compared, newest = both_months(rows).index[-1], rows.groupby("reporter_iso3")["month"].max()
    last = rows.sort_values("month").groupby("reporter_iso3").tail(1).set_index("reporter_iso3")["value_usd"] / 1e9
    is_marked = rows["month"].eq(compared) & rows["reporter_iso3"].map(newest).ne(compared)
    sizes = (rows["value_usd"] / 1e9).map(lambda bn: terms.number(bn, 1))
    return lines(
        rows.assign(
            side=rows["reporter_iso3"].map(CUSTOMS_OF),
            value_bn=rows["value_usd"] / 1e9,
        ),
        palette,
        x="month",
        y="value_bn",
        series="side",
        fills={name: palette.country(side) for side, name in CUSTOMS_OF.items()},
        release="vintage",
        words=sizes.where(is_marked, ""),
        exact=rows["value_usd"].map(terms.usd),
        ends={
            name: f"<b>{name}</b><br>{terms.number(last[side], 1)} in {newest[side]:%b}"
            for side, name in CUSTOMS_OF.items()
        },
        height=340,
    )


def both_months(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.pivot(index="month", columns="reporter_iso3", values="value_usd").dropna()


def months_caption(rows: pd.DataFrame) -> Caption:
    """The newest month both sides have, and what each of them recorded in it."""
    both = both_months(rows)
    when = terms.month(both.index[-1])
    china, us = (terms.usd(both[side].iloc[-1]) for side in CUSTOMS_OF)
    finding = SAY("mirror.finding", china=china, us=us, when=when)
    measure = SAY("mirror.months_measure")
    alt = f"Line chart, billion US dollars. Newest month of both, {when}: China's customs {china}, US Census {us}."
    return Caption(finding, measure, alt)
