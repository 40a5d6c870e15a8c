"""The deficit by partner: ranked, as known on a day, named by its months."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table, terms
from parley.app.trade import deficit
from parley.charts.theme import LIGHT
from parley.measures import deficit as measures
from parley.tables.read import compiled_on
from tests.sent_charts import checked
from tests.wording import told

NB = terms.NBSP
DEFICIT = pd.DataFrame(
    {
        "partner": ["Vietnam", "Mexico", "China"],
        "partner_iso3": ["VNM", "MEX", "CHN"],
        "balance_usd": [-164e9, -156e9, -110e9],
        "year_before_usd": [-113e9, -129e9, -146e9],
    }
)


def test_only_china_has_a_colour_among_the_deficits() -> None:
    figure = deficit.deficit_bars(DEFICIT, LIGHT)
    checked(figure)
    (bars,) = (trace for trace in figure.data if trace.type == "bar")
    assert list(bars.marker.color) == [LIGHT.grey, LIGHT.grey, LIGHT.china]
    assert list(bars.x) == [164, 156, 110]
    assert figure.layout.xaxis.range[0] == 0


def test_the_deficit_names_the_first_and_chinas_place() -> None:
    first, last = pd.Timestamp("2026-01-01"), pd.Timestamp("2026-08-01")
    caption = deficit.deficit_caption(DEFICIT, first, last)
    largest = {"partner": "Vietnam", "first": terms.usd(164e9)}
    china = {"rank": "third"}
    assert told("trade", "deficit.title", caption.finding) == ("other", largest | china)
    assert f"China {terms.usd(110e9)}" in caption.alt
    assert f"January to August{terms.NBSP}2026" in caption.measure
    alone = deficit.deficit_caption(DEFICIT.tail(1), first, first)
    assert told("trade", "deficit.title", alone.finding) == ("china", {"when": "Jan 2026", "first": terms.usd(110e9)})
    assert terms.month(first) in alone.measure


def test_on_an_earlier_day_the_deficit_says_it_was_revised_since() -> None:
    early = deficit.by_partner(date(2025, 6, 9))
    latest = deficit.by_partner(compiled_on())
    revised = deficit.SAY("deficit.revised")
    assert early.note == revised
    assert latest.note == deficit.SAY("deficit.members")
    assert "China" in early.caption.finding


@pytest.mark.parametrize("on", [date(2025, 6, 9), compiled_on()], ids=str)
def test_the_title_of_the_deficit_names_the_months_it_sums(on: date) -> None:
    caption = deficit.by_partner(on).caption
    balances = measures.balances(read_table("trade_monthly", on), deficit.GROUPS)
    assert balances is not None and balances.first < balances.last
    period = f"{balances.first:%B} to {terms.month(balances.last)}"
    assert period in caption.measure
