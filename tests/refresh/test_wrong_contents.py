"""Answers in the right form with wrong contents, of every source, broken in every way: none enters.

Another such set of answers may be tried by the same functions: ``subjects.subject_of`` makes right ones,
``breaks.broken`` breaks them.
"""

from pathlib import Path

import pytest

from tests.mirror import Mirror
from tests.refresh import breaks, subjects

# What no rule can tell from the truth, and why.
LIKE_THE_TRUTH: dict[tuple[str, int, str], str] = {
    ("imf", 1, "1 years on, all"): "Growth of a year is like that of the next, and the service names no other year.",
    ("budget_lab", 2, "columns swapped, new"): "Two authorities exchanged on the last day add up to the same total.",
}
MOST_LIKE_THE_TRUTH = 5


@pytest.mark.parametrize("name", subjects.NAMES)
def test_no_broken_answer_of_a_source_enters_and_the_right_one_does(
    name: str, mirror: Mirror, workbook: bytes, tmp_path: Path
) -> None:
    subject = subjects.subject_of(name, mirror, workbook, tmp_path / "asked")
    work = subjects.taken_up(subject, subject.answers, tmp_path / "right")
    right = subjects.new_rows(work, subject)
    assert bool(right) is (name != "baci") and not work.outcomes[0].waits, work.outcomes[0]
    entered, tried = set(), 0
    for sheet in subject.sheets:
        for way, rows in breaks.broken(sheet):
            tried += 1
            answers = sheet.answer(subject.answers, rows)
            work = subjects.taken_up(subject, answers, tmp_path / f"{tried}")
            if subjects.is_wrong(subjects.new_rows(work, subject), right):
                entered.add((name, sheet.at, way))
            elif work.outcomes[0].state in ("refused", "waits"):
                told = [work.outcomes[0].sentence, *(wait.sentence for wait in work.outcomes[0].waits)]
                assert all(told[1:]) and any(told), (way, told)
    assert tried >= 13  # an answer of one period alone
    assert entered == {case for case in LIKE_THE_TRUTH if case[0] == name}


def test_what_cannot_be_told_from_the_truth_is_five_things_at_most_and_said() -> None:
    assert len(LIKE_THE_TRUTH) <= MOST_LIKE_THE_TRUTH
    assert all(LIKE_THE_TRUTH.values())
