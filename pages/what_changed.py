"""What is new: months, editions and revisions in the tables, corrections, acts of the last months, dates to come."""

from parley.app import shell
from parley.app.kit import blocks, controls, figures
from parley.app.what_changed import acts, tables

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("What changed", title="What changed")
def head() -> None:
    answer, covers = tables.header(as_of)
    blocks.page_header(answer, covers)


figures.block("Tables", lambda: tables.changes(as_of))
tables.draw_overdue(as_of)
figures.block("Acts", lambda: acts.latest(as_of))
figures.block("Dates to come", lambda: acts.to_come(as_of))

blocks.how_worked_out(
    """
A refresh asks the official sources, checks their answers and replaces the tables, or refuses them. What it brought
stands here: new months and editions, figures the source revised by 1 % or more, and corrections of our own errors.
Below 1 % the revised figures of a table are counted in one line. A revised figure of trade enters beside the old one:
on an earlier day the app shows what was known then.

A table counts as overdue ten days after its source usually has the next figures out. A refresh renews it.
"""
)
