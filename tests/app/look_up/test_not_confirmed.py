"""What a page of a law or mineral says of a day that no source confirms, and of a figure the source rounds."""

import re
from datetime import date

import pandas as pd
import pytest

from parley.app.backtest.against_record import row_words
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import law, mineral, two_states
from parley.terms import NBSP
from tests.wording import told

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("programme", "as_of", "case"), [("", date(2026, 8, 1), "some"), ("", DAY, "unconfirmed"), ("drones", DAY, "never")]
)
def test_a_law_is_told_as_far_as_it_is_confirmed(programme: str, as_of: date, case: str) -> None:
    finding = law.in_time(law.Law("section_232", programme, "Section 232"), as_of).caption.finding
    assert told("look_up", "law.time_title", finding)[0] == case


def test_rates_that_no_act_dates_apart_are_under_the_name_of_the_programme_they_are_of() -> None:
    steel = law.Law("section_232", "steel_derivatives", "Section 232 (steel derivatives)")
    shown = law.in_time(steel, DAY)
    case, fields = told("look_up", "law.time_title", shown.caption.finding)
    metals = "Section 232 (steel, aluminium)"
    assert (case, fields["law"], fields["first"]) == ("unconfirmed", metals, "23 Mar 2018")  # Proclamation 9705
    assert shown.remark == law.SAY("law.wider", law=steel.title, of=metals) and set(shown.rows["programme"]) == {
        "metals"
    }
    whole = law.in_time(law.Law("section_232", "", "Section 232"), DAY)
    assert whole.remark == "" and len(whole.rows) > len(shown.rows)


def test_copper_is_not_told_to_have_ended_where_it_is_charged_with_other_metals() -> None:
    """Proclamation 11021: one set of tiers for steel, aluminium and copper from 6 April 2026."""
    shown = law.in_time(law.Law("section_232", "copper", "Section 232 (copper)"), DAY)
    case, fields = told("look_up", "law.time_title", shown.caption.finding)
    assert (case, fields["moved"]) == ("moved", "6 Apr 2026")


def test_the_pause_of_the_gallium_ban_has_its_first_and_last_day() -> None:
    case, fields = told("look_up", "mineral.controls_title", mineral.controls_of("Gallium, metal", DAY).caption.finding)
    assert (case, fields["since"], fields["until"]) == ("suspended", "9 Nov 2025", "27 Nov 2026")
    assert told("look_up", "mineral.for_one", fields["name"])[1] == {"goods": "gallium", "place": "the United States"}


@pytest.mark.parametrize(
    ("name", "since"),
    [("Gallium, metal", "10 Nov 2025"), ("Germanium", "10 Nov 2025"), ("Antimony, oxide", "1 Jul 2026")],
)
def test_a_paused_ban_on_sales_to_one_economy_is_not_told_as_the_control_on_all(name: str, since: str) -> None:
    """The licences of 2023 and 2024 for all economies were not suspended in November 2025; the ban on the US was."""
    (fact,) = [fact for fact in mineral.facts(name, DAY) if fact.label == "China's control"]
    all_told, to_one = fact.note.replace(NBSP, " ").split("; ")
    assert (fact.value, told("look_up", "product.fact.since", all_told)[1]["day"]) == ("unclear", since)
    assert told("look_up", "mineral.fact.to_one", to_one)[1] == {
        "place": "the United States",
        "state": "suspended",
        "day": "9 Nov 2025",
    }


@pytest.mark.parametrize(
    ("name", "figure", "note"),
    [
        ("Stone, crushed", "1%", "2025"),
        ("Stone, dimension", "81%", "2025"),
        ("Sand and gravel, construction", "1%", "2025"),
        ("Abrasives, fused aluminum oxide (crude)", ">95%", "Abrasives, fused aluminum oxide, 2025"),
        ("Silicon", ">50%", "2025"),
        ("Silicon, ferrosilicon", "<50%", "Silicon, ferrosilicon, all grades, 2025"),
        ("Iron and steel", "13%", "2025"),
        ("Zinc, ores and concentrates", "net exporter", "2025"),
        ("Zinc", "73%", "Zinc, refined, 2025"),
        ("Tin, waste and scrap", "not known", ""),
        ("Zirconium, compounds", "not known", ""),
        ("Germanium metal", ">50%", "Germanium, 2025"),
        ("Copper content of scrap", "57%", "Copper, 2025"),
        ("Erbium compounds and metals", "100%", "heavy rare earths together, 2025"),
        ("Rubidium", "not known", ""),
    ],
)
def test_reliance_is_that_of_the_commodity_itself(name: str, figure: str, note: str) -> None:
    """Mineral Commodity Summaries 2026, raw words of us_import_reliance."""
    (fact,) = [fact for fact in mineral.facts(name, DAY) if fact.label == "Net import reliance"]
    assert (fact.value, fact.note or "") == (figure, note)


def test_an_edition_of_which_we_hold_one_chapter_is_not_said_to_print_nothing() -> None:
    """Of the Summaries 2025 our table holds the rare earths alone; they print germanium too."""
    day = date(2025, 11, 15)
    for asked, case in ((mineral.sources, "no_sources"), (mineral.relied_on, "no_reliance")):
        edition = mineral.edition("MCS2025")
        said = mineral.SAY(f"mineral.{case}", name="germanium", edition=edition)
        with pytest.raises(NothingToShowError, match=re.escape(said)):
            asked("Germanium", day)
        assert said.startswith("Parley has no")


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("Germanium metal", "germanium"),
        ("Gallium, metal", "gallium"),
        ("Magnesium metal, scrap", "magnesium metal"),
        ("Zirconium, compounds", "zirconium"),  # its chapter is that of hafnium too
    ],
)
def test_a_form_is_looked_for_under_the_name_of_its_mineral(name: str, whole: str) -> None:
    assert mineral.commodity(name, DAY) == whole
    assert mineral.commodity(name, date(2022, 6, 1)) == mineral.root(name)  # no edition was known


def test_the_title_of_reliance_names_the_commodity_itself() -> None:
    finding = mineral.relied_on("Iron and steel", DAY).caption.finding
    assert told("look_up", "mineral.reliance_title", finding)[1]["name"] == "iron and steel"


@pytest.mark.parametrize(
    ("now", "is_unsure", "is_changed", "case", "changed"),
    [
        (["25%, unclear", "10%, unclear"], [True, True], [True, True], "unsure", ""),
        (["25%, unclear", "10%"], [True, False], [True, True], "some_unsure", "one"),
        (["25%, unclear", "10%"], [True, False], [True, False], "some_unsure", "none"),
        (["25%", "10%"], [False, False], [True, True], "several", "two"),
        (["25%", "10%"], [False, False], [False, False], "same", ""),
    ],
)
def test_a_rate_that_is_not_confirmed_is_not_counted_as_changed(
    now: list[str], is_unsure: list[bool], is_changed: list[bool], case: str, changed: str
) -> None:
    rows = pd.DataFrame({"name": ["a", "b"], "before": ["10%", "10%"], "now": now})
    unsure = pd.Series(is_unsure)
    caption = two_states.rates_caption(rows, pd.Series(is_changed), unsure, "x", ("1 May 2018", "2 May 2026"))
    found, fields = told("look_up", "states.rates", caption.finding)
    assert (found, fields.get("changed", "")) == (case, changed)


def test_equal_rates_of_two_acts_are_written_once() -> None:
    rows = pd.DataFrame(
        {"name": ["a", "a"], "rate": ["5", "5"], "is_before": [False, False], "source_url": [None, "u"]}
    )
    shown = two_states.side_by_side(rows, "name", lambda row: str(row["rate"]), is_linked=True)
    assert shown.loc[0, "now"] == "[5](u)"


@pytest.mark.parametrize(
    ("share", "is_estimate", "case"),
    [
        (100.0, True, "nearly_all_estimated"),
        (99.6, False, "nearly_all"),
        (98.9, False, "known"),
        (87.5, True, "known_estimated"),
    ],
)
def test_a_share_that_prints_as_all_is_nearly_all(share: float, is_estimate: bool, case: str) -> None:
    row = {"mineral": "Gallium", "statistic": "primary", "year": 2025, "share_pct": share, "is_estimate": is_estimate}
    rows = pd.DataFrame([{**row, "is_earlier": False, "edition": "MCS2026"}])
    assert told("look_up", "mineral.share_title", mineral.share_caption(rows).finding)[0] == case


def test_reliance_names_the_consumption_its_source_divides_by() -> None:
    gallium = mineral.relied_on("Gallium, metal", DAY).caption  # MCS 2026: a percentage of reported consumption
    assert told("look_up", "mineral.reliance_measure", gallium.measure)[1]["basis"] == "reported consumption"
    case, fields = told("look_up", "mineral.reliance_measure", mineral.relied_on("dysprosium", DAY).caption.measure)
    assert (case, fields["element"]) == ("group", "dysprosium")


@pytest.mark.parametrize(
    ("name", "group", "figure"),
    [("dysprosium", "heavy rare earths", "100"), ("neodymium", "rare earths", "67"), ("germanium", "", ">50")],
)
def test_a_figure_of_a_group_of_elements_says_so(name: str, group: str, figure: str) -> None:
    """Mineral Commodity Summaries 2026: heavy rare earths 100%, compounds and metals of all 67%, germanium >50%."""
    facts = {fact.label: fact for fact in mineral.facts(name, DAY)}
    shown = facts["Net import reliance"]
    assert shown.value == f"{figure}%"
    assert shown.note == (mineral.SAY("mineral.fact.together", goods=group, when="2025") if group else "2025")
    source = facts["Largest source"].note
    assert (mineral.SAY("mineral.fact.together", goods="rare earths", when="2021–2024") == source) == bool(group)


def test_a_bound_of_reliance_is_in_words() -> None:
    finding = mineral.relied_on("germanium", DAY).caption.finding
    case, fields = told("look_up", "mineral.reliance_title", finding)
    assert (case, told("look_up", "mineral.amount", fields["amount"])[0]) == ("estimated", "gt")


def test_decimals_show_a_record_outside_a_range_that_ends_at_the_same_whole_number() -> None:
    row = {"name": "2025", "recorded": -44.4, "low_pct": -43.7, "high_pct": -23.0}
    assert "44.4" in row_words(row) and "43.7" in row_words(row)
    assert "." not in row_words({**row, "recorded": -45.0}).replace(NBSP, " ")


def test_the_controls_on_rare_earths_are_those_on_their_elements_and_not_one_act_that_names_them() -> None:
    """Licences for seven since 4 April 2025 (Announcement 18); those for five more (57) suspended on 7 November."""
    day = date(2025, 12, 1)
    rows = mineral.spells("Rare earths", day)
    assert {"dysprosium", "yttrium", "erbium", "goods made abroad with Chinese rare earths"} <= set(rows["item"])
    case, fields = told("rare_earths", "controls.act", mineral.controls_of("Rare earths", day).caption.finding)
    assert (case, fields["count"]) == ("force", "seven")
    (fact,) = [fact for fact in mineral.facts("Rare earths", day) if fact.label == "China's control"]
    assert (fact.value, "4\u00a0Apr\u00a02025" in fact.note) == ("in force", True)


@pytest.mark.parametrize(
    ("name", "item", "act"),
    [
        ("Germanium metal", "germanium", "mofcom-2023-23"),  # Announcement 23 of 2023
        ("Molybdenum ore and concentrates", "molybdenum", "mofcom-2025-10"),  # Announcement 10 of 2025
        ("Terbium compounds and metals", "terbium", "mofcom-2025-18"),  # Announcement 18 of 2025
    ],
)
def test_a_form_of_a_mineral_is_under_the_controls_on_the_mineral(name: str, item: str, act: str) -> None:
    rows = mineral.spells(name, DAY)
    assert set(rows["item"]) == {item} and act in set(rows["event_id"])


def test_the_timeline_in_words_gives_one_rate_where_low_and_high_are_the_same() -> None:
    """The forced-labour duty is 12.5% and no range."""
    figure = law.in_time(law.Law("section_301", "forced_labour_2026", "Section 301: Forced labour"), DAY)
    assert "12.5%" in figure.caption.alt and "12.5–12.5" not in figure.caption.alt
