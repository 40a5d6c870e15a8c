"""What is new: months, editions and revisions in the tables, corrections, acts of the last months, dates to come."""

from parley.app import shell
from parley.app.kit import blocks, controls, figures
from parley.app.what_changed import acts, tables
from parley.words import page_text

shell.join_dashboard()

as_of = controls.as_of()


blocks.eyebrow()
figures.block("What changed", lambda: tables.changes(as_of), "What changed")
figures.block("Acts", lambda: acts.latest(as_of))
figures.block("Dates to come", lambda: acts.to_come(as_of))


@blocks.head("Follow")
def follow() -> None:
    tables.follow()


blocks.how_worked_out(page_text(__file__, "method"))
