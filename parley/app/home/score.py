"""What the front page begins with: both sides' extra tariffs in large figures, and below them stage by stage."""

from collections.abc import Callable
from datetime import date
from html import escape

import pandas as pd

from parley import terms, words
from parley.app.home import next_dates, stages
from parley.app.kit import blocks, cache, card, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import titled
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import tariffs
from parley.measures.duty_stages import SIDES, peak
from parley.tables.read import compiled_on

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """The scoreboard and the stages, one card; where no side has had a tariff on all goods, the scoreboard alone."""
    figures.block("Both sides", lambda: _front(as_of), page_title=SAY("score.about"))


def _front(as_of: date) -> Callable[[], None]:
    body = said(as_of)

    def draw_card() -> None:
        if banner := blocks.banner():
            written.write(banner)
        if len(stages.rows(as_of)):
            figures.attach(both_sides(as_of), body, card.Collected())
        else:
            written.write(body)
        titled()

    return draw_card


@kept
def said(as_of: date) -> str:
    """The scoreboard and, where there are stages, their table and what it measures."""
    table = stages.rows(as_of)
    if table.empty:
        return scoreboard(as_of) + html_text.note(headline(as_of))
    chart = f'<div role="figure" aria-label="{escape(headline(as_of))}">{stages.mirror(table)}</div>'
    return scoreboard(as_of) + chart + html_text.note(_note(as_of))


@kept
def both_sides(as_of: date) -> Figure:
    """The stages as a figure; they stand in words and bars of HTML, which fit a phone as they are."""
    rows = stages.rows(as_of)
    return Figure("duties", Caption(headline(as_of), SAY("stages.measure")), rows)


@kept
def headline(as_of: date) -> str:
    """Both tariffs on all goods of the day in one sentence."""
    now = {side: rate(as_of, side) for side in SIDES}
    us, china = (0.0 if now[side] is None else now[side] for side in SIDES)
    if us or china:
        who = "both" if us and china else "us" if us else "china"
        case = f"{'now' if as_of >= compiled_on() else 'then'}_{who}"
    else:
        case = "lists" if listed(as_of) else "none"
    rates = {"us": terms.law_rate(us or 0), "china": terms.law_rate(china or 0)}
    return SAY("headline", case, day=terms.day(as_of), **rates)


@kept
def rate(as_of: date, side: str) -> float | None:
    """The sum of a side's extra tariffs on all goods on the day, percent; None where it has none."""
    steps = stages.steps(as_of)
    stack = tariffs.latest_step(steps, SIDES[side]) if len(steps) else steps
    return float(stack["rate_pct"].sum()) if len(stack) else None


@kept
def listed(as_of: date) -> frozenset[str]:
    """The sides that tax lists of the other's goods on the day, by the name they have in ``SIDES``."""
    taxing = set(tariffs.listed_goods_acts(cache.table("tariff_layers", as_of), as_of)["importer_iso3"])
    return frozenset(side for side, importer in SIDES.items() if importer in taxing)


@kept
def last_change(as_of: date) -> pd.Timestamp | None:
    """The day on which either side's tariff on all goods moved last; None before the first."""
    rows = stages.rows(as_of)
    return pd.Timestamp(rows["valid_from"].iloc[-1]) if len(rows) else None


@kept
def checked_to(as_of: date) -> pd.Timestamp:
    """The day to which the law of both sides has been checked: of two days the earlier one."""
    steps = stages.steps(as_of)
    days = [tariffs.confirmed_to(steps, importer) for importer in SIDES.values()] if len(steps) else []
    return min([day for day in days if day is not None], default=pd.Timestamp(as_of))


@kept
def scoreboard(as_of: date) -> str:
    """The heading of the page: what it is, both figures with their peaks; in the middle the two dates and the check."""
    heading = "".join(_side(as_of, side) for side in ("china", "us"))
    ahead, changed = next_dates.ahead(as_of), last_change(as_of)
    days = [(SAY("score.changed"), changed)] if changed is not None else []
    days += [(SAY("score.next"), ahead["date"].iloc[0])] if len(ahead) else []
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{terms.day(day)}</dd>" for name, day in days)
    chip = f'<p class="parley-chip">{SAY("score.checked", day=terms.day(checked_to(as_of)))}</p>'
    about = f'<span class="parley-about">{escape(SAY("score.about"))}</span>'
    middle = f'<div class="parley-between">{f"<dl>{facts}</dl>" if facts else ""}{chip}</div>'
    return f'<div class="parley-score"><h1>{about} {heading}</h1>{middle}</div>'


def _side(as_of: date, side: str) -> str:
    now, top = rate(as_of, side), peak(stages.steps(as_of), SIDES[side]) if len(stages.steps(as_of)) else None
    if now is None:
        figure = SAY("score.nothing")
        below = SAY("stages.none", "lists") if side in listed(as_of) and top is None else ""
    else:
        figure, below = terms.law_rate(now), ""
    if top is not None:
        case = "now" if now is not None and now >= top else "past"
        below = SAY("score.peak", case, rate=terms.law_rate(top))
    small = f" <small>{escape(below)}</small>" if below else ""
    return f'<span class="parley-{side}"><span>{escape(SAY("score.side", side))}</span> <b>{figure}</b>{small}</span> '


def _note(as_of: date) -> str:
    """What the rates are of, and that short steps are left out where some are."""
    days = {day for row in stages.rows(as_of).to_dict("records") for day in (row["valid_from"], row["valid_to"])}
    steps = stages.steps(as_of)
    short = set(steps.loc[steps["state"] != "listed_goods", "valid_from"]) - days
    return SAY("stages.note", "some" if short else "all")
