"""Suspend or keep? Two scenarios side by side: what each does, the difference, who gains, and the link to both."""

from parley.app import shell
from parley.app.backtest import against_record as backtest_against_record
from parley.app.compare import answer, share, sides, subjects
from parley.app.kit import address, blocks, controls, error_sentences, written
from parley.app.what_if import later
from parley.words import page_text

shell.join_dashboard()

TITLE = "Suspend or keep? Two scenarios side by side"
FORMER: dict[str, str | address.Place] = {
    "By section": "Differences",
    "By economy": address.Place({"compare_section": "Differences", "compare_by": "Economy"}),
    "By industry": address.Place({"compare_section": "Differences", "compare_by": "Industry"}),
    "All figures": address.Place({"compare_section": "Differences", "compare_by": "Figure"}),
}
as_of = controls.as_of()


@blocks.part("Compare", title=TITLE)
def compare() -> None:
    texts = sides.sides(as_of)

    def head() -> None:
        with error_sentences.guarded("Answer", title=TITLE), written.together():
            answer.header(texts)
        sides.draw(texts, as_of)

    blocks.sections(
        "compare_section",
        {
            "Differences": lambda: subjects.by_choice(texts),
            "The next three years": lambda: subjects.next_years(texts),
            "All models": lambda: subjects.every_model(texts),
            "Assumptions": lambda: subjects.assumptions(texts),
        },
        head=head,
        below=lambda: answer.read_first(texts),
        former=FORMER,
    )
    sides.tell(texts)
    share.draw(texts, as_of)
    with error_sentences.guarded("In words"), written.together():
        answer.in_words(texts)
    if not later.follow_up():
        sides.forget_faults()


with written.together():
    backtest_against_record.backtest_link()
    blocks.how_worked_out(page_text(__file__, "method"))
