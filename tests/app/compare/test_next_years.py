"""Compare, the next three years: B less A, with findings of its own and no word of real income."""

import re
from datetime import date

from parley import Scenario, TariffChange
from parley.app.what_if import short_run
from tests.apps import at_address, choices, findings

DAY = date(2026, 10, 9)
TEN, TWENTY = (Scenario(DAY, tariffs=[TariffChange("USA", "all", n, "additional")]) for n in (10, 20))


def test_the_subject_opens_with_a_finding() -> None:
    app = at_address("compare", {"compare_section": short_run.SUBJECT, "as_of": "2025-06-09"})
    assert not app.exception
    assert choices(app)["compare_section"]["chosen"] == [short_run.SUBJECT]
    assert len(findings(app)) == 1
    assert "real income" not in findings(app)[0].lower()


def test_turned_round_the_difference_is_the_other_way() -> None:
    forth, back = short_run.difference(TEN, TWENTY), short_run.difference(TWENTY, TEN)
    assert (forth.rows["value"] + back.rows["value"]).abs().max() < 1e-9
    assert forth.caption.finding != back.caption.finding


def test_a_title_of_either_page_has_at_most_fourteen_words() -> None:
    for shown in (short_run.difference(TEN, TWENTY), short_run.figure(TEN)):
        assert shown.captions
        assert all(len(caption.finding.split()) <= 14 for caption in shown.captions.values())


def test_without_a_difference_nothing_is_claimed() -> None:
    same = short_run.difference(TEN, TEN)
    assert same.caption.finding == short_run.SAY("short_run.finding", "apart_us_gdp_none", size="", studies="")


def test_two_houses_are_named_as_two_studies_and_no_range_is_drawn() -> None:
    shown = short_run.figure(TEN)
    rows = shown.rows[(shown.rows["variable"] == "world_gdp") & (shown.rows["year"] == 1)]
    assert (rows["house"] != short_run.ALL).sum() == 2
    assert rows[["low", "high"]].isna().all(axis=None)
    studies = short_run.SAY("short_run.studies", "several", count="two")
    assert shown.captions is not None
    size = f"{abs(rows.loc[rows['house'] != short_run.ALL, 'value'].mean()):.1f}"
    expected = short_run.SAY("short_run.finding", "world_gdp_fall_few", size=size, studies=studies)
    assert shown.captions["World"].finding == expected


def test_jobs_are_printed_in_two_digits_and_never_in_parts_of_a_thousand() -> None:
    for points, size in ((10, r"\d{2}0"), (0.1, r"\d")):
        step = Scenario(DAY, tariffs=[TariffChange("USA", "all", points, "additional")])
        shown = short_run.figure(step)
        assert shown.captions is not None
        assert re.search(rf"\b{size},000 fewer", shown.captions["Jobs"].finding)
