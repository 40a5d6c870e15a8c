"""Home between chart and questions: dates ahead and the deficit, as known on a day; the truce as agreed."""

from datetime import date

import pytest

from parley import read_table
from parley.app.home import answers, dates_and_deficit
from parley.app.kit.error_sentences import NothingToShowError
from parley.tables import compiled_on


def truce(on: date) -> str:
    return answers.truce_answer(read_table("events", on), read_table("tariff_layers", on)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2025, 1, 31), ["No truce had been agreed"]),
        (date(2025, 6, 9), ["Agreed in May 2025 to run to 12 Aug 2025."]),
        (date(2025, 9, 1), ["Agreed in August 2025 to run to 10 Nov 2025."]),
        (date(2025, 12, 1), ["Agreed in October 2025 to run to 10 Nov 2026."]),
        (date(2026, 11, 24), ["to run to 10 Jan 2027", "not in our data", "due to end on 10 Nov 2026"]),
    ],
)
def test_the_truce_runs_as_far_as_was_agreed_by_the_day(on: date, words: list[str]) -> None:
    assert [w for w in words if w not in truce(on)] == []


def test_the_short_list_links_to_the_text_and_says_what_ends() -> None:
    caption, short, rows = dates_and_deficit.next_dates(date(2025, 6, 9))
    assert caption.finding.replace("\u00a0", " ") == "Next date, 9 Jul 2025: Date from which UK metals may change"
    told = short["What the acts set"].tolist()
    assert told[0].startswith("[Date from which UK metals may change](https://")
    assert any("Geneva truce (due to end)" in words for words in told)
    assert len(short) == min(dates_and_deficit.LISTED, len(rows))


def test_a_day_before_every_act_has_no_dates_ahead_and_says_so() -> None:
    with pytest.raises(NothingToShowError, match="No act known"):
        dates_and_deficit.next_dates(date(2017, 1, 1))


def test_on_an_earlier_day_the_deficit_says_it_was_revised_since() -> None:
    early, _ = dates_and_deficit.deficit(date(2025, 6, 9))
    latest, _ = dates_and_deficit.deficit(compiled_on())
    assert "revised since" in early.measure
    assert "revised since" not in latest.measure
    assert "China" in early.finding
