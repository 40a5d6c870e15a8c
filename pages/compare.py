"""Suspend or keep? Two scenarios side by side: what each does, the difference, who gains, and the link to both."""

from parley.app import shell
from parley.app.backtest import against_record as backtest_against_record
from parley.app.compare import share, sides, subjects
from parley.app.kit import blocks, controls, error_sentences, written
from parley.app.what_if import later
from parley.words import page_text

shell.join_dashboard()

TITLE = "Suspend or keep? Two scenarios side by side"
as_of = controls.as_of()


@blocks.part("Compare", title=TITLE)
def compare() -> None:
    texts = sides.sides(as_of)

    def head() -> None:
        with error_sentences.guarded("Answer", title=TITLE), written.together():
            subjects.header(texts)
        sides.draw(texts, as_of)

    blocks.sections(
        "compare_section",
        {
            "By section": lambda: subjects.by_section(texts),
            "By economy": lambda: subjects.by_economy(texts),
            "By industry": lambda: subjects.by_industry(texts),
            "All models": lambda: subjects.every_model(texts),
            "All figures": lambda: subjects.all_figures(texts),
            "Assumptions": lambda: subjects.assumptions(texts),
        },
        head=head,
    )
    sides.tell(texts)
    share.draw(texts, as_of)
    with error_sentences.guarded("In words"), written.together():
        subjects.in_words(texts)
    if not later.follow_up():
        sides.forget_faults()


with written.together():
    backtest_against_record.backtest_link()
    blocks.how_worked_out(page_text(__file__, "method"))
