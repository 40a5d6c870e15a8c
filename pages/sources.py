"""Where does a figure come from, what does a column mean, what is assumed, and what is missing?"""

from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.sources import subjects
from parley.words import page_text

shell.join_dashboard()

as_of = controls.as_of()


def below() -> None:
    @blocks.head("Sources")
    def facts_of_all() -> None:
        facts, covers = subjects.header()
        blocks.metrics(facts)
        blocks.note(covers)


blocks.sections(
    "sources_section",
    {
        "Tables": lambda: subjects.draw_tables(as_of),
        "Sources": subjects.draw_sources,
        "Assumptions": subjects.draw_assumptions,
        "Methods": subjects.draw_methods,
        "Not in our data": subjects.draw_gaps,
        "Glossary": subjects.draw_glossary,
    },
    below=below,
)

blocks.how_worked_out(page_text(__file__, "method"))
