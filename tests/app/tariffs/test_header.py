"""The Tariffs page's answer: from the peak to the newest date compared, or the newest printed figure."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.app.tariffs import acts, header, partners
from parley.measures import averages
from tests.wording import told

NB = "\u00a0"


def answer(on: date) -> str:
    tables = read_table("average_tariffs", on), read_table("us_tariff_partner_steps", on)
    us = averages.figures(*tables, "USA", "CHN", on)
    return header.page_answer(us, averages.marks(us, averages.latest_period(us), on), on)


YALE = averages.REBUILT
# Each provider against its own peak: PIIE has 124 that day, and none of the later figures.
PEAK = {"peak": "117%", "peak_month": f"April{NB}2025", "provider": YALE}


@pytest.mark.parametrize(
    ("on", "case", "fields"),
    [
        (
            date(2026, 11, 24),
            "fell_alone",
            {**PEAK, "peak": "99%", "last": "23%", "month": f"July{NB}2026", "provider": "Waugh"},
        ),
        (date(2025, 6, 9), "fell_alone", {**PEAK, "last": "42%", "month": f"June{NB}2025"}),
        (date(2025, 4, 15), "near_alone", {**PEAK, "last": "117%", "month": f"April{NB}2025"}),
        (
            date(2025, 4, 8),
            "peak_alone",
            {**PEAK, "peak": "56%"},
        ),
        (
            date(2025, 5, 14),
            "fell",
            {
                **{"peak": "117–124%", "peak_month": f"April{NB}2025"},
                **{"last": "40–51%", "month": f"May{NB}2025", "count": "two"},
            },
        ),
        (date(2019, 10, 1), "printed", {"rate": "18.3%", "day": f"31{NB}May{NB}2019", "provider": "PIIE"}),
        (date(2017, 1, 1), "none", {"day": f"1{NB}Jan{NB}2017"}),
    ],
)
def test_the_answer_follows_the_as_of_date(on: date, case: str, fields: dict[str, str]) -> None:
    assert answer(on) == header.SAY("header.title", case, **fields)


def test_the_newest_figure_of_a_later_day_than_the_dates_compared_is_named_with_its_provider() -> None:
    us = pd.DataFrame(
        {
            "series": ["PIIE", "PIIE"],
            "date": pd.to_datetime(["2018-09-25", "2019-05-31"]),
            "rate_pct": [12.0, 18.3],
            "is_projection": [False, True],
        }
    )
    marked = pd.DataFrame(
        {
            "series": ["PIIE"],
            "regime": ["Lists"],
            "phrase": ["then"],
            "regime_on": pd.to_datetime(["2018-09-25"]),
            "rate_pct": [12.0],
            "is_projection": [False],
        }
    )
    peak = {"peak": "12%", "peak_month": f"September{NB}2018", "provider": "PIIE"}
    assert header.page_answer(us, marked, date(2019, 10, 1)) == header.SAY("header.title", "peak_alone", **peak)
    known = header.page_answer(us.assign(is_projection=False), marked, date(2019, 10, 1))
    printed = {"rate": "18.3%", "day": f"31{NB}May{NB}2019", "provider": "PIIE"}
    assert known == header.SAY("header.title", "printed", **printed)


def test_a_provider_without_a_peak_is_not_set_against_that_of_others() -> None:
    marked = pd.DataFrame(
        {
            "series": ["PIIE", "Yale", "Waugh"],
            "regime": ["Peak", "Peak", "Now"],
            "phrase": ["at the peak", "at the peak", "now"],
            "regime_on": pd.to_datetime(["2025-04-12", "2025-04-12", "2026-07-24"]),
            "rate_pct": [124.0, 117.0, 23.0],
            "is_projection": False,
        }
    )
    us = marked.rename(columns={"regime_on": "date"})
    fields = {"last": "23%", "month": f"July{NB}2026", "provider": "Waugh"}
    others = {"peak": "117–124%", "peak_month": f"April{NB}2025"}
    assert header.page_answer(us, marked, date(2026, 8, 1)) == header.SAY("header.title", "apart", **fields, **others)


@pytest.mark.parametrize(("day", "rate"), [(19, 31), (20, 31), (23, 31), (24, 21)])
def test_no_average_leaves_out_duties_that_customs_still_collected(day: int, rate: int) -> None:
    """Providers end the emergency-power duties on the day of the ruling, 20 February 2026, four days too early."""
    on = date(2026, 2, day)
    said, _, known = header.header(on)
    assert told("tariffs", "header.title", said)[1]["last"] == f"{rate}%"
    assert header.SAY("header.ruling") in known or day in (19, 24)
    compared = {f"{first:%Y-%m-%d}" for first in partners.days_of(date(2026, 3, 2))}
    assert "2026-02-24" in compared and "2026-02-20" not in compared


@pytest.mark.parametrize(("on", "case"), [(date(2018, 7, 6), "every"), (date(2026, 11, 27), "newest")])
def test_a_list_of_all_main_steps_is_not_called_the_newest_of_them(on: date, case: str) -> None:
    assert told("tariffs", "acts.note", acts.main_steps("both", on).note)[0] == case


@pytest.mark.parametrize(("on", "day"), [(date(2026, 11, 27), "9 Oct 2026"), (date(2025, 6, 9), "")], ids=str)
def test_the_chip_says_to_which_day_the_law_is_checked_where_that_is_before_the_day(on: date, day: str) -> None:
    assert header.checked(on).replace("\u00a0", " ") == (header.SAY("header.checked", day=day) if day else "")
