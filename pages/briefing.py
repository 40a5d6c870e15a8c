"""The news of 9 June 2025 checked: statement by statement, what our tables said that day and what is known since."""

from parley import words
from parley.app import shell
from parley.app.briefing import header as facts
from parley.app.briefing import statement
from parley.app.kit import blocks, controls, figures, sheet, written
from parley.app.story import step
from parley.app.story.stories import stories

shell.join_dashboard()

SAY = words.beside(__file__)
as_of = controls.as_of()


@blocks.head("Statements", title="The news of 9 June 2025, checked")
def answer() -> None:
    blocks.page_header(facts.headline(as_of), SAY("header.covers"))
    written.write(step.link(stories()["briefing"], 0, SAY("header.story")))
    blocks.metrics(facts.metrics(as_of))
    blocks.known_until(facts.known_until(as_of))


with sheet.opened("statements"):
    figures.block("At a glance", lambda: facts.overview(as_of))
    for name in facts.STATEMENTS:
        statement.draw(name, as_of)
    blocks.how_worked_out(words.page_text(__file__, "method"))
