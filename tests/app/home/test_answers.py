"""Short answers: computed from the rows, silent about what is not known, and never in a direction that is not there."""

from datetime import date

import pandas as pd
import pytest

from parley.app.home import answers
from parley.app.home.cards import listed
from parley.measures import tariffs
from parley.tables import read_table

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


def both_sides(on: date) -> pd.DataFrame:
    return tariffs.both_sides_steps(read_table("tariff_layers", as_of=on), on)


def test_the_home_title_adds_up_each_side_on_the_last_day() -> None:
    title, below = answers.headline_answer(steps(*PEAK, *TRUCE), NONE)
    assert title == f"The US adds 30.0{NB}% to Chinese goods, China 10.0{NB}% to US goods"
    assert f"far below the 145{NB}% and 125{NB}%" in below


def test_the_truce_of_the_report_stands_in_the_title_of_9_june_2025() -> None:
    """US 30 %, China 10 %: the truce as reported from the talks of that day."""
    title, _ = answers.headline_answer(both_sides(date(2025, 6, 9)), listed(date(2025, 6, 9)))
    assert title == f"The US adds 30.0{NB}% to Chinese goods, China 10.0{NB}% to US goods"


def test_the_title_says_where_what_is_in_force_is_not_confirmed() -> None:
    unsure = ("CHN", "2025-06-10", "2025-07-01", 0.0, 10.0, "not_confirmed")
    title, _ = answers.headline_answer(steps(*PEAK, *TRUCE, unsure), NONE)
    assert title.startswith("As last confirmed, the US adds ")


def test_at_the_peak_nothing_is_far_below_it() -> None:
    at_peak = steps(*PEAK[:2], ("CHN", "2025-04-12", "2025-05-13", 0.0, 125.0, "in_force"))
    title, below = answers.headline_answer(at_peak, NONE)
    assert f"145.0{NB}%" in title
    assert "far below" not in below


def test_a_side_without_a_duty_on_all_goods_has_none_and_not_0_percent() -> None:
    """5 February 2025: the US fentanyl duty stood alone; China's first duties were on lists, from 10 February on."""
    title, _ = answers.headline_answer(both_sides(date(2025, 2, 5)), listed(date(2025, 2, 5)))
    assert title == f"The US adds 10.0{NB}% to Chinese goods, China none to US goods as a whole"


def test_with_lists_only_no_rate_on_all_goods_is_claimed() -> None:
    title, below = answers.headline_answer(steps(*LISTS), NONE)
    assert title.startswith("Neither side taxes all goods")
    assert "%" not in title + below


def test_before_the_first_duty_no_lists_are_claimed_either() -> None:
    title, below = answers.headline_answer(both_sides(date(2017, 1, 1)), listed(date(2017, 1, 1)))
    assert title == "Neither side had added duties on the other's goods"
    assert "%" not in title + below


def test_duties_on_metals_stand_in_the_answer_before_the_first_lists_of_the_other_sides_goods() -> None:
    """Proclamation 9705 took effect on 23 March 2018, China's answer on 2 April; the first lists came on 6 July."""
    first, second, last = (
        answers.headline_answer(both_sides(on), listed(on))
        for on in (date(2018, 3, 23), date(2018, 4, 2), date(2018, 7, 5))
    )
    assert {title for title, _ in (first, second, last)} == {answers.LISTS_ONLY}
    assert "China" not in first[1]
    assert f"steel 25 %, on aluminium 10 % (since 23{NB}Mar{NB}2018)" in first[1]
    assert f"China answers the US metals duties (since 2{NB}Apr{NB}2018)" in second[1]
    assert second == last
    before = date(2018, 3, 22)
    assert answers.headline_answer(both_sides(before), listed(before))[0].startswith("Neither side had added")


def test_what_our_sources_do_not_confirm_is_said_for_each_side() -> None:
    unsure = steps(
        *TRUCE,
        ("USA", "2025-06-10", "2025-07-01", 0.0, 30.0, "not_confirmed"),
        ("CHN", "2025-06-15", "2025-07-01", 0.0, 10.0, "not_confirmed"),
    )
    words = answers.known_until(unsure, date(2025, 7, 1))
    assert words.startswith(f"Known to 9{NB}Jun{NB}2025 for US law and 14{NB}Jun{NB}2025 for Chinese law")
    assert "not as zero" in words
    assert answers.known_until(steps(*TRUCE), date(2025, 6, 9)).startswith(f"As known on 9{NB}Jun{NB}2025")


def duty(*rows: tuple[str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["month", "effective_rate_pct", "duty_usd"])
    return frame.assign(month=pd.to_datetime(frame["month"]))


def test_the_month_of_the_highest_rate_is_set_against_the_month_of_most_duty() -> None:
    words = answers.revenue_answer(duty(("2025-03-01", 20.0, 7e9), ("2025-05-01", 48.0, 5e9)))
    assert f"48.0{NB}% in May{NB}2025" in words
    assert f"March{NB}2025 brought US${NB}7.0{NB}bn at 20.0{NB}%" in words


def test_one_month_with_both_the_highest_rate_and_most_duty_is_no_paradox() -> None:
    words = answers.revenue_answer(duty(("2025-03-01", 20.0, 7e9), ("2025-05-01", 48.0, 9e9)))
    assert words == f"The highest rate so far, in May{NB}2025, brought the most duty too."


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
    assert f"was lowest at 2.9{NB}% in EO117 of June{NB}2025 " in words
    assert f"3.4{NB}% in EO119 of June{NB}2026 (read in press reports)." in words
    assert "press" not in answers.forecast_answer(path.assign(verification="primary_text"), path.head(0), 2025)


def test_a_newer_edition_that_leaves_the_year_is_named_with_the_next_one() -> None:
    """World growth in 2026: 2.8 % in June and 2.9 % in September 2026."""
    days = pd.to_datetime(["2025-06-03", "2026-06-03"])
    columns = {"verification": "official_file", "source_url": "https://sdmx.oecd.org"}
    path = pd.DataFrame({"edition": ["EO117", "EO119"], "published_on": days, "value_pct": [2.9, 3.4]}).assign(
        **columns
    )
    newest = {"edition": "IEO_2026_09", "published_on": pd.Timestamp("2026-09-23"), "value_pct": 2.9}
    ahead = pd.concat([path.assign(value_pct=[2.9, 2.8]), pd.DataFrame([newest | columns])], ignore_index=True)
    words = answers.forecast_answer(path, ahead, 2025)
    assert words.endswith(f"Interim{NB}Sep{NB}2026 has 2.9{NB}% for 2026.")
    assert "2026 has" not in answers.forecast_answer(path, ahead.head(2), 2025)


def test_only_observed_shares_of_magnets_count() -> None:
    shares = pd.DataFrame(
        [("magnet", "CHN", "observed", 2023, 92.0), ("magnet", "CHN", "projection", 2030, 80.0)],
        columns=["stage", "iso3", "kind", "year", "share_pct"],
    )
    assert answers.magnet_answer(shares) == f"China made 92{NB}% of rare-earth magnets in 2023."


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
    words = answers.place_answer(shares, names)
    assert f"changed by \u22128.2{NB}pp" in words
    assert f"Vietnam (+2.2{NB}pp) and Mexico (+2.1{NB}pp)" in words
    assert "Canada" not in words


@pytest.mark.parametrize(
    "words",
    [
        answers.revenue_answer(duty()),
        answers.forecast_answer(*[pd.DataFrame(columns=["edition", "published_on", "value_pct"])] * 2, 2025),
        answers.magnet_answer(pd.DataFrame(columns=["stage", "iso3", "kind", "year", "share_pct"])),
        answers.place_answer(pd.DataFrame(columns=["year", "partner_iso3", "share_pct"]), {}),
    ],
)
def test_where_nothing_had_been_published_a_sentence_says_so(words: str) -> None:
    assert words.endswith("by this date.")
    assert "published" in words
