"""The front page's scoreboard and stages: true on every day, before tariffs on all goods, at their peak, after it."""

import re
from datetime import date

import pandas as pd
import pytest

from parley import read_table, terms
from parley.app.home import next_dates, score, stages
from parley.measures.tariffs import headline_additional
from parley.tables.read import compiled_on
from tests.apps import at_address, cards, documents, html, title

SAY = score.SAY
# Each side's tariff on all goods by the printed acts: Executive Orders 14195, 14228, 14257, 14259, 14266, 14298, 14357,
# 14358, Proclamation 11012 and the memorandum of 23 July 2026; China's Announcements 4, 5, 6 and 10 of 2025.
DAYS = {
    date(2017, 1, 1): (None, None),
    date(2018, 3, 25): (None, None),
    date(2019, 6, 1): (None, None),
    date(2025, 2, 5): (10, None),
    date(2025, 3, 20): (20, None),
    date(2025, 4, 9): (104, None),
    date(2025, 4, 11): (145, 84),
    date(2025, 4, 20): (145, 125),
    date(2025, 6, 9): (30, 10),
    date(2025, 11, 15): (20, 10),
    date(2026, 3, 15): (10, 10),
    date(2026, 8, 15): (12.5, 10),
    date(2026, 11, 27): (12.5, 10),
}
PEAKS = {"us": 145, "china": 125}
PEAK_ENDS = date(2025, 5, 13)


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).replace(terms.NBSP, " ").strip()


def written(rate: float) -> str:
    return terms.law_rate(rate).replace(terms.NBSP, " ")


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_scoreboard_adds_up_each_side_on_the_day(on: date) -> None:
    us, china = DAYS[on]
    assert (score.rate(on, "us"), score.rate(on, "china")) == (us, china)
    said = plain(score.scoreboard(on))
    for side, rate in (("us", us), ("china", china)):
        figure = SAY("score.nothing") if rate is None else written(rate)
        assert f"{SAY('score.side', side)} {figure}" in said


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_peak_is_told_only_where_a_side_was_once_higher(on: date) -> None:
    said = plain(score.scoreboard(on))
    rates = dict(zip(("us", "china"), DAYS[on], strict=True))
    for side, peak in PEAKS.items():
        assert (SAY("score.peak", "past", rate=written(peak)) in said) == (on > PEAK_ENDS), side
    still = [side for side, rate in rates.items() if rate is not None and on <= PEAK_ENDS]
    assert said.count(SAY("score.peak", "now")) == len(still)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_the_sentence_that_is_cited_has_the_case_and_the_rates_of_the_day(on: date) -> None:
    us, china = DAYS[on]
    tense = "now" if on >= compiled_on() else "then"
    without = "none" if on.year == 2017 else "lists"
    case = without if us is None else f"{tense}_{'both' if china else 'us'}"
    rates = {"us": terms.law_rate(us or 0), "china": terms.law_rate(china or 0)}
    assert score.headline(on) == SAY("headline", case, day=terms.day(on), **rates)


@pytest.mark.parametrize("on", [on for on, rates in DAYS.items() if rates[0] is not None], ids=str)
def test_every_stage_has_the_rates_of_the_law_on_its_first_and_last_day(on: date) -> None:
    layers = read_table("tariff_layers", on)
    rows = stages.rows(on)
    for row in rows.to_dict("records"):
        last = on if pd.isna(row["valid_to"]) else row["valid_to"].date()
        for day in (row["valid_from"].date(), last):
            for side, importer, exporter in (("us", "USA", "CHN"), ("china", "CHN", "USA")):
                rate = row[f"{side}_rate_pct"]
                assert (0 if pd.isna(rate) else rate) == headline_additional(layers, importer, exporter, day)
        assert last == on or (last - row["valid_from"].date()).days >= 6
    assert pd.isna(rows["valid_to"].iloc[-1]) and rows["valid_to"].iloc[:-1].notna().all()
    assert rows["source_id"].notna().all() and rows["us_act_url"].str.startswith("https://").all()


def test_a_stage_has_few_words_and_the_peak_is_named_once_it_has_passed() -> None:
    rows = stages.rows(compiled_on())
    assert rows["stage"].str.split().str.len().max() <= 4
    assert rows.loc[rows["stage"] == SAY("stages.peak"), "valid_from"].tolist() == [pd.Timestamp("2025-04-12")]
    assert SAY("stages.peak") not in set(stages.rows(date(2025, 4, 20))["stage"])


def test_an_act_without_few_words_has_its_title() -> None:
    assert stages.short_name("no such act", "US: 5% on toys") == "US: 5% on toys"


def test_every_name_is_that_of_an_act_in_the_table() -> None:
    names = {place.removeprefix("acts.") for place, _ in SAY.texts() if place.startswith("acts.")}
    assert len(names) > 20 and names <= set(read_table("events")["event_id"])


def test_a_side_that_taxes_lists_alone_has_no_bar_and_says_so() -> None:
    """China taxed lists of US goods since 2018, and all of them from 10 April 2025 on."""
    _, body = stages.mirror(stages.rows(compiled_on())).split("<tbody>")
    first, *_, last = re.findall(r"<tr>.*?</tr>", body)
    assert SAY("stages.none", "lists") in first and first.count("<i ") == 1
    assert last.count("<i ") == 2 and SAY("stages.none", "lists") not in last


def test_bars_share_one_scale_and_a_rate_past_its_last_check_has_another_edge() -> None:
    markup = stages.mirror(stages.rows(compiled_on()))
    shares = [float(share) for share in re.findall(r"--share: ([\d.]+)", markup)]
    assert max(shares) == 1 and min(shares) == pytest.approx(10 / 145, abs=1e-4)
    assert markup.count("parley-unsure") == 2  # both sides of the last stage
    assert "parley-unsure" not in stages.mirror(stages.rows(date(2026, 2, 24)))


def test_the_law_is_checked_to_the_earlier_of_both_sides_days() -> None:
    """China's law was read to 5 October 2026 and US law to 9 October; in February 2026 nothing was open."""
    assert score.checked_to(compiled_on()) == pd.Timestamp("2026-10-05")
    assert score.checked_to(date(2026, 2, 24)) == pd.Timestamp("2026-02-24")
    assert score.checked_to(date(2017, 1, 1)) == pd.Timestamp("2017-01-01")


@pytest.mark.parametrize(("on", "changed"), [(date(2025, 6, 9), "2025-05-14"), (date(2026, 7, 25), "2026-07-24")])
def test_the_last_change_is_the_day_either_side_moved(on: date, changed: str) -> None:
    assert score.last_change(on) == pd.Timestamp(changed)
    assert terms.day(pd.Timestamp(changed)) in score.scoreboard(on)


def test_before_a_tariff_on_all_goods_there_is_neither_change_nor_chart() -> None:
    on = date(2019, 6, 1)
    assert score.last_change(on) is None
    assert SAY("score.changed") not in score.scoreboard(on)
    assert "parley-mirror" not in score.said(on)


@pytest.mark.parametrize("on", [date(2017, 1, 1), date(2019, 6, 1), date(2025, 4, 20), date(2025, 6, 9)], ids=str)
def test_the_page_has_one_heading_with_both_figures_and_no_fault(on: date) -> None:
    app = at_address("home", {"as_of": f"{on}"})
    assert [fault.message for fault in app.exception] == [] and [fault.value for fault in app.warning] == []
    heading = title(app).replace(terms.NBSP, " ")
    assert SAY("score.about") in heading
    for rate in DAYS[on]:
        assert (SAY("score.nothing") if rate is None else written(rate)) in heading
    everything = " ".join([*html(app), *(card["body"] for card in cards(app))])
    assert everything.count("<h1") == 1 and "nan" not in plain(everything).lower().split()


def test_the_rows_of_the_stages_and_of_the_cards_can_be_taken() -> None:
    shown = {told["name"]: told for told in documents(at_address("home", {}))}
    assert {"duties", "home_place", "home_magnets"} <= set(shown)
    assert shown["duties"]["rows"] == len(stages.rows(compiled_on())) == 7
    assert all(told["source"] and "csv" in told["takes"] and told["title"] for told in shown.values())


def test_the_next_dates_are_those_of_the_acts_in_their_order() -> None:
    """The order on polysilicon of August 2026; Proclamation 10947, clause 7; Executive Order 14266, section 2."""
    now, then = next_dates.ahead(compiled_on()), next_dates.ahead(date(2025, 6, 9))
    assert now["event_id"].iloc[0] == "us-232-polysilicon"
    assert set(then["event_id"].head(2)) == {"uk-steel-deadline", "us-recip-pause-end"}
    assert not then.duplicated(["date", "what"]).any()
    line = next_dates.line(compiled_on())
    assert line.count("<li>") == next_dates.SHOWN and line.count('href="https://') == next_dates.SHOWN
    assert next_dates.line(date(2017, 1, 1)).count("<li>") == 0
