"""Any measure of trade by product, place and time: one question, its answer, and all its rows to take away."""

from parley import words
from parley.app import shell
from parley.app.explore import page
from parley.app.kit import blocks, controls

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("Explore", title="Explore")
def explore() -> None:
    page.draw(as_of)


blocks.how_worked_out(words.page_text(__file__, "method"))
