"""The subjects of the Chips page: suppliers, controls of both sides, computers from Taiwan, exports, duties."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.chips import header
from parley.app.chips.charts import controls as control_charts
from parley.app.chips.charts import trade as charts
from parley.app.kit import act_lists, cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import chip_controls, chips
from parley.measures import events as dated

ACTORS = ("USA", "CHN")
EFFECTS = {"tightening": "tighter", "easing": "looser", "none": terms.DASH}
CHAPTERS, PRODUCTS = "Chapters since 2020", "Chips to 2020"
SAY = words.beside(__file__)
CHAPTER_EVENTS = ("bis-2022-10", "bis-2023-10", "bis-2024-12")
ACT_COLUMNS = [
    "valid_from",
    "announced_on",
    "actor",
    "title",
    "scope",
    "direction",
    "status_text",
    "instrument",
    "citation",
    "actor_account",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]


def draw_partners(as_of: date) -> None:
    """Who sells the US chips, diodes or chip machines."""
    figures.block("Who sells chips", lambda: by_partner(as_of))


def by_partner(as_of: date) -> Figure:
    """The sellers of the goods chosen."""
    goods = controls.choose("Goods", list(header.PRODUCTS), "chip_goods", charts.GOODS.__getitem__)
    rows = header.some(header.partners(goods, as_of), "imports", as_of)
    return Figure(
        "chip_partners",
        _partners_caption(goods, as_of),
        rows,
        {"Chart": lambda palette: charts.partner_bars(rows, palette)},
        state=(goods, as_of),
    )


@kept
def _partners_caption(goods: str, as_of: date) -> Caption:
    return charts.partner_caption(header.partners(goods, as_of))


def draw_controls(as_of: date) -> None:
    """The timeline of both sides' controls, and every act as a list with its link."""
    figures.block("Controls of both sides", lambda: both_sides(as_of))
    figures.block("Acts on chips", lambda: acts_of_a_side(as_of))


def both_sides(as_of: date) -> Figure:
    """The state of each control over time."""
    rows = header.some(header.spells(as_of), "controls", as_of)
    return Figure(
        "chip_controls",
        _controls_caption(as_of),
        rows,
        {"Timeline": lambda palette: control_charts.control_timeline(rows, palette)},
        note=SAY("controls.read_in"),
        state=(as_of,),
    )


@kept
def _controls_caption(as_of: date) -> Caption:
    return control_charts.controls_caption(header.spells(as_of))


def acts_of_a_side(as_of: date) -> Figure:
    """The acts of the side chosen as a list."""
    actor = controls.choose("Side", ACTORS, "chip_actor", lambda code: terms.side(code, "long"))
    caption, short, rows = listed_acts(actor, as_of)
    return Figure("chip_acts", caption, rows, short=short, note=SAY("controls.read_in"))


@kept
def listed_acts(actor: str, as_of: date) -> tuple[Caption, pd.DataFrame, pd.DataFrame]:
    """One side's acts: words, the list with links, all rows."""
    rows = chip_controls.listed(cache.table("events", as_of), actor)
    header.some(rows, f"acts_{actor}", as_of)
    tighter, looser = (int((rows["direction"] == d).sum()) for d in ("tightening", "easing"))
    finding = SAY(
        "acts.finding",
        actor if looser else f"{actor}_none",
        day=terms.day(as_of),
        acts=SAY("acts.count", "one" if tighter == 1 else "some", count=terms.counted(tighter)),
        looser=terms.counted(looser),
    )
    measure = SAY("acts.measure", day=terms.day(as_of))
    short = pd.DataFrame(
        {
            "From, or announced": [_when(r) for r in rows.to_dict("records")],
            "Act, and where it was read": act_lists.act_list(rows)["Measure and legal text"],
            "Effect": [EFFECTS[d] for d in rows["direction"]],
        }
    )
    return Caption(finding, measure, finding), short, rows[ACT_COLUMNS]


def _when(act: dict[Hashable, Any]) -> str:
    """The first day in force, else of the announcement; the month where no more is known."""
    day = act["announced_on"] if pd.isna(act["valid_from"]) else act["valid_from"]
    return f"{day:%b %Y}".replace(" ", terms.NBSP) if act["date_basis"] == "month" else terms.day(day)


def draw_lines(as_of: date) -> None:
    """The statistical lines of chips, diodes or chip machines, with China's part in each."""
    figures.block("Kinds of chips", lambda: by_line(as_of))


def by_line(as_of: date) -> Figure:
    """The lines of the goods chosen, the largest drawn."""
    goods = controls.choose("Goods", list(header.PRODUCTS), "chip_lines_of", charts.GOODS.__getitem__)
    rows = header.some(header.lines(goods, as_of), "imports", as_of)
    return Figure(
        "chip_lines",
        _lines_caption(goods, as_of),
        rows,
        {"Chart": lambda palette: charts.line_bars(rows, palette)},
        state=(goods, as_of),
    )


@kept
def _lines_caption(goods: str, as_of: date) -> Caption:
    return charts.lines_caption(header.lines(goods, as_of), goods)


def draw_taiwan(as_of: date) -> None:
    """Imports from Taiwan by year."""
    figures.block("Imports from Taiwan", lambda: from_taiwan(as_of))


def from_taiwan(as_of: date) -> Figure:
    """Imports from Taiwan by year and group of goods."""
    years = header.some(header.taiwan(as_of), "taiwan", as_of)
    rise = chips.computers_in_rise(years, header.BASE_YEAR)
    return Figure(
        "chip_taiwan",
        charts.taiwan_caption(years, rise, header.BASE_YEAR),
        years,
        {"Chart": lambda palette: charts.taiwan_bars(years, palette)},
        state=(as_of,),
    )


def draw_exports(as_of: date) -> None:
    """US exports to China: chapters to 2024, or chips and chip machines to 2020."""
    figures.block("US exports to China", lambda: to_china(as_of))


def to_china(as_of: date) -> Figure:
    """Exports in the detail chosen, beside the large chip rules."""
    detail = controls.choose("Detail", [CHAPTERS, PRODUCTS], "chip_exports_of")
    rows = header.some(_exports(detail, as_of), "exports", as_of)
    acts = _export_acts(detail, as_of)
    return Figure(
        "chip_exports",
        charts.exports_caption(rows, header.ELECTRICAL if detail == CHAPTERS else header.CHIPS),
        rows,
        {"Chart": lambda palette: charts.export_bars(rows, acts, palette)},
        note=SAY("exports.note"),
        events=acts,
        state=(detail, as_of),
    )


@kept
def _exports(detail: str, as_of: date) -> pd.DataFrame:
    return header.exports_by_chapter(as_of) if detail == CHAPTERS else header.exports_by_product(as_of)


@kept
def _export_acts(detail: str, as_of: date) -> pd.DataFrame:
    """The large chip rules within the years shown."""
    rows, acts = _exports(detail, as_of), dated.key_events(cache.table("events", as_of), CHAPTER_EVENTS)
    return dated.between(acts, pd.Timestamp(rows["year"].min(), 1, 1), pd.Timestamp(rows["year"].max(), 12, 31))


def draw_duties(as_of: date) -> None:
    """Duty collected on chips in the newest year known, and the dated acts."""
    figures.block("Duty collected on chips", lambda: duty_collected(as_of))
    figures.block("Acts on duties", lambda: acts_on_duties(as_of))


def duty_collected(as_of: date) -> Figure:
    """Duty collected by group of goods, on those of China and of all others."""
    rows = header.some(header.duty(as_of), "duty", as_of)
    return Figure(
        "chip_duty",
        charts.duty_caption(rows),
        rows,
        {"Chart": lambda palette: charts.duty_bars(rows, palette)},
        note=_before_listed(int(rows["year"].iloc[0]), as_of),
        state=(as_of,),
    )


def _before_listed(year: int, as_of: date) -> str:
    """That the figures of a year are older than the duty on listed chips; empty where they are not."""
    layer = header.layer(as_of)
    if layer is None or layer["valid_from"].year <= year:
        return ""
    day, rate = terms.day(layer["valid_from"]), terms.rate(layer["rate_pct"], 0)
    return SAY("duty.before_listed", year=year, rate=rate, day=day)


def acts_on_duties(as_of: date) -> Figure:
    """The tariff acts that name chips as a list."""
    acts = _duty_acts(as_of)
    header.some(acts, "duty_acts", as_of)
    count, day = terms.counted(len(acts)).capitalize(), terms.day(as_of)
    finding = SAY("duty.acts", "one" if len(acts) == 1 else "some", count=count, day=day)
    measure = SAY("duty.acts_measure", day=day)
    columns = [*ACT_COLUMNS[:5], "authority", "rate_before_text", "rate_after_text", *ACT_COLUMNS[5:]]
    caption = Caption(finding, measure, finding)
    return Figure("chip_duty_acts", caption, acts[columns], short=_duty_acts_in_short(as_of))


@kept
def _duty_acts(as_of: date) -> pd.DataFrame:
    return chip_controls.duties(cache.table("events", as_of))


@kept
def _duty_acts_in_short(as_of: date) -> pd.DataFrame:
    return act_lists.act_list(_duty_acts(as_of))
