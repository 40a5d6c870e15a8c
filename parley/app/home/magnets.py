"""A live card: China's exports of rare-earth magnets to the United States in the newest thirteen months."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app import navigation
from parley.app.home import live_cards
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.measures import exports
from parley.search.pages import LICENCES

SAY = words.beside(__file__)
MONTHS = 13
WIDTH, HEIGHT, TOP, BOTTOM = 190, 112, 6, 92
STEP = WIDTH / MONTHS
STRIPES = (
    '<defs><pattern id="parley-stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="parley-china" width="2.6" height="5"/></pattern></defs>'
)


def card(as_of: date) -> Callable[[], None]:
    """What draws the card. Raises NothingToShowError before the first month was published."""
    figure, inside = shipped(as_of), said(as_of)
    link = navigation.link("pages/rare_earths.py", SAY("magnets.title"), {"rare_section": LICENCES})
    return lambda: live_cards.attach(figure, link, inside)


@kept
def shipped(as_of: date) -> Figure:
    """The months that were published, of the last thirteen."""
    every = exports.months(cache.table("china_rare_earth_exports", as_of), exports.MAGNETS, ["USA"])
    rows = some(every, SAY("magnets.none", day=terms.day(as_of)))
    first = rows["period_end"].max() - pd.DateOffset(months=MONTHS)
    rows = rows[rows["period_start"] > first].reset_index(drop=True)
    newest = rows.iloc[-1].to_dict()
    finding = SAY("magnets.finding", size=terms.tonnes(newest["per_month_t"]), month=_span(newest))
    return Figure("home_magnets", Caption(finding, SAY("magnets.measure")), rows)


def _span(row: Mapping[Hashable, Any]) -> str:
    """The month of a row, or the two that were published together."""
    ends = dict.fromkeys(terms.month(row[end]) for end in ("period_start", "period_end"))
    return terms.listed(list(ends))


@kept
def said(as_of: date) -> str:
    """The newest month, its words, and a bar for each."""
    rows = shipped(as_of).rows
    newest = rows.iloc[-1].to_dict()
    months = pd.date_range(end=newest["period_end"].replace(day=1), periods=MONTHS, freq="MS")
    of_month = {
        month: row
        for row in rows.to_dict("records")
        for month in months
        if row["period_start"] <= month <= row["period_end"]
    }
    top = float(rows["per_month_t"].max())
    bars = [_bar(number, of_month.get(month), top) for number, month in enumerate(months)]
    axis = f'<line class="parley-ink" x1="0" x2="{WIDTH}" y1="{BOTTOM}" y2="{BOTTOM}"/>'
    ends = ((0, "start", months[0]), (WIDTH, "end", months[-1]))
    labels = [f'<text x="{x}" y="{HEIGHT - 4}" text-anchor="{side}">{day:%b %Y}</text>' for x, side, day in ends]
    alt = "; ".join(_in_words(month, of_month.get(month)) for month in months)
    picture = live_cards.picture(WIDTH, HEIGHT, alt, "".join([STRIPES, *bars, axis, *labels]))
    gaps = MONTHS - len(of_month)
    gap = SAY("magnets.gaps", "many" if gaps > 1 else "one" if gaps else "none", count=terms.counted(gaps))
    below = SAY("magnets.month", month=_span(newest))
    return live_cards.beside(terms.tonnes(newest["per_month_t"]), f"{below}; {gap}", picture, "china")


def _is_derived(row: Mapping[Hashable, Any]) -> bool:
    return bool(row["kind"] == "derived" or row["n_months"] > 1)


def _bar(number: int, row: Mapping[Hashable, Any] | None, top: float) -> str:
    """A bar, striped where its figure is derived; a dash in place of one that was not published."""
    x = number * STEP + 2
    if row is None:
        return f'<line class="parley-gap" x1="{x:.1f}" x2="{x + STEP - 4:.1f}" y1="{BOTTOM - 2}" y2="{BOTTOM - 2}"/>'
    height = (BOTTOM - TOP) * row["per_month_t"] / top
    kind = "parley-derived" if _is_derived(row) else "parley-china"
    box = f'x="{x:.1f}" y="{BOTTOM - height:.1f}" width="{STEP - 4:.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" {box}/>'


def _in_words(month: pd.Timestamp, row: Mapping[Hashable, Any] | None) -> str:
    name = terms.month(month)
    if row is None:
        return SAY("magnets.missing", month=name)
    return SAY(
        "magnets.bar", "derived" if _is_derived(row) else "printed", month=name, size=terms.tonnes(row["per_month_t"])
    )
