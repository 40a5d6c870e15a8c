"""The US goods deficit by partner, ranked, with the same months of the year before."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import deficit as measures
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
SHOWN = 8
GROUPS = ["EU27"]


@kept_figure
def by_partner(as_of: date) -> Figure:
    """The deficits as known on the day. Raises NothingToShowError where no month of a year was known."""
    balances = measures.balances(cache.table("trade_monthly", as_of), GROUPS)
    if balances is None:
        raise NothingToShowError(SAY("deficit.none", day=terms.day(as_of)))
    partner = balances.rows["partner_iso3"].map(cache.country_names())
    rows = balances.rows.assign(partner=partner, first_month=balances.first, last_month=balances.last)
    caption = deficit_caption(rows, balances.first, balances.last)
    note = SAY("deficit", "revised" if as_of < compiled_on() else "members")
    return Figure("deficit", caption, rows, {"Chart": lambda palette: deficit_bars(rows, palette)}, note=note)


def deficit_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The largest deficits, a tick a year before: partner, partner_iso3, balance_usd, year_before_usd, in order."""
    shown = rows.head(SHOWN)
    return bars(
        shown,
        palette,
        value=-shown["balance_usd"] / 1e9,
        unit="bn",
        name="partner",
        colour=[palette.country(code) for code in shown["partner_iso3"]],
        hover=[f"<b>{terms.usd(-usd)}</b> deficit" for usd in shown["balance_usd"]],
        mark=-shown["year_before_usd"] / 1e9,
        keys={"mark": "Same months a year before"},
    )


def deficit_caption(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Caption:
    """With which single partner the deficit is largest, and where China stands among those in the rows."""
    period = terms.month(last) if first == last else f"{first:%B} to {terms.month(last)}"
    top, codes = rows.iloc[0], list(rows["partner_iso3"])
    when = terms.year_to(last.month, last.year)
    largest = {"when": when, "partner": terms.with_article(top["partner"]), "first": terms.usd(-top["balance_usd"])}
    if "CHN" not in codes:
        finding = SAY("deficit.title", "without_china", **largest)
    else:
        place = codes.index("CHN")
        cases = ("other", "without_china") if place else ("china",)
        rank = terms.ranked(place + 1)
        finding = terms.fitting(SAY("deficit.title", case, **largest, rank=rank) for case in cases)
    listed = "; ".join(
        f"{r['partner']} {terms.usd(-r['balance_usd'])}, a year before {terms.usd(-r['year_before_usd'])}"
        for r in rows.head(SHOWN).to_dict("records")
    )
    return Caption(finding, SAY("deficit.measure", period=period), f"Ranked bars, {period}. {listed}.")
