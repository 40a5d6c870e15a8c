"""Duty collected on chips, from China and from all others, and the acts that set it."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app import navigation
from parley.app.chips import header
from parley.app.chips.goods import GOODS
from parley.app.kit import act_lists, cache, figures, written
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import chip_controls, freshness
from parley.search import opens

SAY = words.beside(__file__)
CIRCUITS = ("854231", "854232", "854233", "854239")  # as many goods as What if: products takes at once
TRIED_PCT = 25  # as on the advanced chips that the law of January 2026 lists


def draw(as_of: date) -> None:
    """Duty collected on chips in the newest year known, and the dated acts."""
    figures.block("Duty collected on chips", lambda: duty_collected(as_of))
    tried = opens.goods_at(CIRCUITS, TRIED_PCT, of_all=True)
    question = SAY("duty.what_if", rate=terms.rate(TRIED_PCT, 0))
    written.write(navigation.link(f"pages/{tried.page}.py", question, tried.query))
    figures.block("Acts on duties", lambda: acts_on_duties(as_of))


@kept
def duty_collected(as_of: date) -> Figure:
    """Duty collected by group of goods, on those of China and of all others."""
    rows = header.some(header.duty(as_of), "duty", as_of)
    return Figure(
        "chip_duty",
        duty_caption(rows),
        rows,
        {"Chart": lambda palette: duty_bars(rows, palette)},
        note=_before_listed(int(rows["year"].iloc[0]), as_of),
        state=(as_of,),
    )


def _before_listed(year: int, as_of: date) -> str:
    """That the figures of a year are older than the duty on listed chips; empty where they are not."""
    layer = header.layer(as_of)
    if layer is None or layer["valid_from"].year <= year:
        return ""
    day, rate = terms.day(layer["valid_from"]), terms.rate(layer["rate_pct"], 0)
    return SAY("duty.before_listed", rate=rate, day=day)


@kept
def acts_on_duties(as_of: date) -> Figure:
    """The tariff acts that name chips as a list."""
    acts = chip_controls.duties(cache.table("events", as_of))
    header.some(acts, "duty_acts", as_of)
    finding = SAY("duty.acts", "one" if len(acts) == 1 else "some", count=terms.counted(len(acts)))
    measure = SAY("duty.acts_measure", day=terms.day(_law_known_to(as_of)))
    columns = [*header.ACT_COLUMNS[:5], "authority", "rate_before_text", "rate_after_text", *header.ACT_COLUMNS[5:]]
    caption = Caption(finding, measure, finding)
    return Figure("chip_duty_acts", caption, acts[columns], short=act_lists.act_list(acts))


@kept
def _law_known_to(as_of: date) -> date:
    """The last day to which the sources of acts were read, at most the day."""
    return freshness.last_day(cache.table("events", as_of), cache.sources()["last_known_on"], as_of)


def duty_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Duty collected on each group of goods as a share of its value. ``rows``: heading, origin, effective_rate_pct."""
    rates, goods = rows["effective_rate_pct"].map(terms.rate), rows["heading"].map(GOODS)
    origins = rows["origin"].map({"CHN": "From China", "ROW": "From all others"})
    return bars(
        rows,
        palette,
        value="effective_rate_pct",
        name=goods,
        series=origins,
        fills={"From China": palette.china, "From all others": palette.grey},
        text=bold(rates),
        hover=[
            f"<b>{rate}</b> {origin.lower()}<br>{name}<br>imports {terms.usd(value)}"
            for rate, origin, name, value in zip(rates, origins, goods, rows["value_usd"], strict=True)
        ],
    )


def duty_caption(rows: pd.DataFrame) -> Caption:
    """Calculated duty on chips from China against that on chips from elsewhere."""
    chips = rows[rows["heading"] == "8542"].set_index("origin")["effective_rate_pct"]
    year = int(rows["year"].iloc[0])
    finding = SAY("duty.finding", china=terms.rate(chips["CHN"]), rest=terms.rate(chips["ROW"]), year=year)
    measure = SAY("duty.measure", year=year)
    rates = "; ".join(
        f"{GOODS[r['heading']]} {'China' if r['origin'] == 'CHN' else 'others'} {terms.rate(r['effective_rate_pct'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Bar chart of calculated duty, percent of value, {year}. {rates}.")
