"""Compare, the next three years: B less A, with findings of its own and no word of real income."""

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
    assert same.caption.finding == short_run.SAY("short_run.apart", "us_gdp_none", size="")
