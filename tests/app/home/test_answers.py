"""Short answers: computed from the rows, silent about what is not known, and never in a direction that is not there."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.home import answers
from parley.app.home.cards import listed
from parley.app.tariffs import duty_steps
from parley.measures import tariffs
from parley.tables.read import read_table

SAY = answers.SAY
NB = "\u00a0"
STEP = ["importer_iso3", "valid_from", "valid_to", "base_pct", "rate_pct", "state"]


def steps(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=STEP).astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})


PEAK = [
    ("USA", "2025-04-10", "2025-05-13", 0.0, 20.0, "in_force"),
    ("USA", "2025-04-10", "2025-05-13", 20.0, 125.0, "in_force"),
    ("CHN", "2025-04-12", "2025-05-13", 0.0, 125.0, "in_force"),
]
TRUCE = [
    ("USA", "2025-05-14", "2025-06-09", 0.0, 30.0, "in_force"),
    ("CHN", "2025-05-14", "2025-06-09", 0.0, 10.0, "in_force"),
]
LISTS = [
    ("USA", "2018-07-06", "2019-03-01", 0.0, 25.0, "listed_goods"),
    ("CHN", "2018-07-06", "2019-03-01", 0.0, 25.0, "listed_goods"),
]


NONE = pd.DataFrame(columns=["title", "valid_from"])
ON = date(2025, 6, 9)
DAY = terms.day(ON)


def both_sides(on: date) -> pd.DataFrame:
    return tariffs.both_sides_steps(read_table("tariff_layers", as_of=on), on)


def told(rows: pd.DataFrame, acts: pd.DataFrame = NONE, on: date = ON, *, is_latest: bool = False) -> tuple[str, str]:
    return answers.headline_answer(rows, acts, on, is_latest=is_latest)


def told_on(on: date) -> tuple[str, str]:
    return told(both_sides(on), listed(on), on)


def title(case: str, us: float = 0, china: float = 0, on: date = ON) -> str:
    return SAY("headline.title", case, us=terms.law_rate(us), china=terms.law_rate(china), day=terms.day(on))


def test_the_home_title_adds_up_each_side_on_the_last_day() -> None:
    said, below = told(steps(*PEAK, *TRUCE))
    assert said == title("then_both", 30, 10)
    peaks = {"us": "145%", "china": "125%"}
    assert below == SAY("headline.below", "fallen", month=f"April{NB}2025", **peaks)


def test_the_present_tense_is_for_the_newest_tables_alone() -> None:
    assert told(steps(*PEAK, *TRUCE), is_latest=True)[0] == title("now_both", 30, 10)


def test_the_truce_of_the_report_stands_in_the_title_of_9_june_2025() -> None:
    """US 30%, China 10%: the truce as reported from the talks of that day."""
    assert told_on(ON)[0] == title("then_both", 30, 10)


def test_the_title_says_where_what_is_in_force_is_not_confirmed() -> None:
    unsure = ("CHN", "2025-06-10", "2025-07-01", 0.0, 10.0, "not_confirmed")
    assert told(steps(*PEAK, *TRUCE, unsure), is_latest=True)[0] == title("unsure_china", 0, 10)


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2025, 5, 14), 30),
        (date(2025, 11, 9), 30),
        (date(2025, 11, 15), 20),
        (date(2026, 3, 15), 10),
        (date(2026, 8, 15), 12.5),
    ],
    ids=str,
)
def test_after_the_peak_the_duty_told_is_that_of_the_day(on: date, rate: float) -> None:
    """145% from 10 April to 13 May 2025, then 30% (Executive Orders 14266 and 14298)."""
    span = duty_steps.SAY("steps.span", "weeks", count="five")
    rates = {"peak": terms.law_rate(145), "now": terms.law_rate(rate)}
    assert answers.fallen_duty(both_sides(on), on, is_latest=False) == SAY(
        "duties.title", "then", **rates, span=span, day=terms.day(on)
    )
    assert answers.fallen_duty(both_sides(on), on, is_latest=True) == SAY("duties.title", "now", **rates, span=span)


@pytest.mark.parametrize("on", [date(2017, 1, 1), date(2024, 6, 1), date(2025, 2, 10), date(2025, 5, 13)], ids=str)
def test_no_peak_is_told_before_there_was_one(on: date) -> None:
    assert answers.fallen_duty(both_sides(on), on, is_latest=False) == ""


def test_the_peak_is_counted_over_a_renewal_and_not_over_a_gap() -> None:
    rows = [
        ("USA", "2025-04-10", "2025-04-12", 0.0, 50.0, "in_force"),
        ("USA", "2025-04-13", "2025-04-14", 0.0, 50.0, "in_force"),
        ("USA", "2025-05-01", "2025-05-02", 0.0, 50.0, "in_force"),
        ("CHN", "2025-04-10", "2025-06-09", 0.0, 10.0, "in_force"),
    ]
    day, span = terms.day(ON), duty_steps.SAY("steps.span", "days", count="five")
    ended = SAY("duties.title", "ended", peak=terms.law_rate(50), span=span, day=day)
    assert answers.fallen_duty(steps(*rows), ON, is_latest=False) == ended
    unsure = ("USA", "2025-05-03", "2025-06-09", 0.0, 20.0, "not_confirmed")
    assert answers.fallen_duty(steps(*rows, unsure), ON, is_latest=True) == ""


def test_at_the_peak_no_higher_one_is_told() -> None:
    said, below = told(steps(*PEAK))
    assert said == title("then_both", 145, 125)
    assert below == SAY("headline.below", "highest")


def test_a_side_without_a_duty_on_all_goods_has_none_and_not_0_percent() -> None:
    """5 February 2025: the US fentanyl duty stood alone; China's first duties were on lists, from 10 February on."""
    on = date(2025, 2, 5)
    assert told_on(on)[0] == title("then_us", 10, on=on)
    assert "0%" not in told_on(on)[0].replace("10%", "")


def test_with_lists_only_no_rate_on_all_goods_is_claimed() -> None:
    said, below = told(steps(*LISTS))
    assert said == title("lists")
    assert below == SAY("headline.below", "lists")
    assert "%" not in said + below


def test_before_the_first_duty_no_lists_are_claimed_either() -> None:
    on = date(2017, 1, 1)
    assert told_on(on) == (title("none", on=on), SAY("headline.below", "none"))


def test_duties_on_metals_stand_in_the_answer_before_the_first_lists_of_the_other_sides_goods() -> None:
    """Proclamation 9705 took effect on 23 March 2018, China's answer on 2 April; the first lists came on 6 July."""
    days = date(2018, 3, 23), date(2018, 4, 2), date(2018, 7, 5)
    first, second, last = (told_on(on) for on in days)
    assert [said for said, _ in (first, second, last)] == [title("lists", on=on) for on in days]
    assert "China" not in first[1]
    assert f"(since 23{NB}Mar{NB}2018)" in first[1]
    assert f"(since 2{NB}Apr{NB}2018)" in second[1]
    assert second[1] == last[1]
    before = date(2018, 3, 22)
    assert told_on(before)[0] == title("none", on=before)


def test_what_our_sources_do_not_confirm_is_said_for_each_side() -> None:
    unsure = steps(
        *TRUCE,
        ("USA", "2025-06-10", "2025-07-01", 0.0, 30.0, "not_confirmed"),
        ("CHN", "2025-06-15", "2025-07-01", 0.0, 10.0, "not_confirmed"),
    )
    laws = f"US law to 9{NB}Jun{NB}2025 and Chinese law to 14{NB}Jun{NB}2025"
    assert answers.known_until(unsure, date(2025, 7, 1)) == SAY("known_until", "unsure", laws=laws)
    assert answers.known_until(steps(*TRUCE), ON) == SAY("known_until", "dated", day=DAY)


def duty(*rows: tuple[str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["month", "effective_rate_pct", "duty_usd"])
    return frame.assign(month=pd.to_datetime(frame["month"]))


def test_the_month_of_the_highest_rate_is_set_against_the_month_of_most_duty() -> None:
    highest = {"rate": "48.0%", "month": f"May{NB}2025", "duty": "$5.0bn"}
    most = {"most_rate": "20.0%", "most_month": f"March{NB}2025", "most_duty": "$7.0bn"}
    words = answers.revenue_answer(duty(("2025-03-01", 20.0, 7e9), ("2025-05-01", 48.0, 5e9)))
    assert words == SAY("revenue", "other", **highest, **most)


def test_one_month_with_both_the_highest_rate_and_most_duty_is_no_paradox() -> None:
    words = answers.revenue_answer(duty(("2025-03-01", 20.0, 7e9), ("2025-05-01", 48.0, 9e9)))
    assert words == SAY("revenue", "same", rate="48.0%", month=f"May{NB}2025")


def test_the_low_point_of_the_forecasts_is_named_with_its_edition_and_the_last() -> None:
    path = pd.DataFrame(
        {
            "edition": ["EO116", "EO117", "EO119"],
            "published_on": pd.to_datetime(["2024-12-04", "2025-06-03", "2026-06-03"]),
            "value_pct": [3.3, 2.9, 3.4],
            "verification": ["official_file", "secondary", "secondary"],
            "source_url": ["https://sdmx.oecd.org", "https://news.example/1", "https://news.example/2"],
        }
    )
    words = answers.forecast_answer(path, path.head(0), 2025)
    low = {"low": "2.9%", "low_edition": f"Outlook of June{NB}2025"}
    level = SAY("forecast.level", "recovered", year=2025, now="3.4%", edition=f"Outlook of June{NB}2026", **low)
    assert words == f"{level} {SAY('forecast.press')}"
    assert level == answers.forecast_answer(path.assign(verification="primary_text"), path.head(0), 2025)


def test_a_newer_edition_that_leaves_the_year_is_named_with_the_next_one() -> None:
    """World growth in 2026: 2.8% in June and 2.9% in September 2026."""
    days = pd.to_datetime(["2025-06-03", "2026-06-03"])
    columns = {"verification": "official_file", "source_url": "https://sdmx.oecd.org"}
    path = pd.DataFrame({"edition": ["EO117", "EO119"], "published_on": days, "value_pct": [2.9, 3.4]}).assign(
        **columns
    )
    newest = {"edition": "IEO_2026_09", "published_on": pd.Timestamp("2026-09-23"), "value_pct": 2.9}
    ahead = pd.concat([path.assign(value_pct=[2.9, 2.8]), pd.DataFrame([newest | columns])], ignore_index=True)
    words = answers.forecast_answer(path, ahead, 2025)
    newer = SAY("forecast.newer", edition=f"Interim{NB}Sep{NB}2026", year=2026, value="2.9%")
    assert words.endswith(newer)
    assert newer not in answers.forecast_answer(path, ahead.head(2), 2025)


def test_only_observed_shares_of_magnets_count() -> None:
    shares = pd.DataFrame(
        [("magnet", "CHN", "observed", 2023, 92.0), ("magnet", "CHN", "projection", 2030, 80.0)],
        columns=["stage", "iso3", "kind", "year", "share_pct"],
    )
    assert answers.magnet_answer(shares) == SAY("magnets", "share", share="92%", year=2023)


def test_partners_that_gained_most_stand_beside_what_china_lost() -> None:
    shares = pd.DataFrame(
        [
            (year, partner, share)
            for partner, before, after in (("CHN", 21.6, 13.4), ("MEX", 13.4, 15.5), ("VNM", 2.0, 4.2), ("CAN", 13, 12))
            for year, share in ((2017, before), (2024, after))
        ],
        columns=["year", "partner_iso3", "share_pct"],
    )
    names = {"CHN": "China", "MEX": "Mexico", "VNM": "Vietnam", "CAN": "Canada"}
    gainers = f"Vietnam (+2.2{NB}points) and Mexico (+2.1{NB}points)"
    fell = SAY("place", "fell", change="8.2", base=2017, year=2024, gainers=gainers)
    assert answers.place_answer(shares, names) == fell


def test_where_nothing_is_known_a_sentence_says_so_of_our_tables() -> None:
    editions = pd.DataFrame(columns=["edition", "published_on", "value_pct"])
    stages = pd.DataFrame(columns=["stage", "iso3", "kind", "year", "share_pct"])
    shares = pd.DataFrame(columns=["year", "partner_iso3", "share_pct"])
    assert answers.revenue_answer(duty()) == SAY("revenue", "none")
    assert answers.forecast_answer(editions, editions, 2025) == SAY("forecast.level", "none", year=2025)
    assert answers.magnet_answer(stages) == SAY("magnets", "none")
    assert answers.place_answer(shares, {}) == SAY("place", "none", base=2017)
