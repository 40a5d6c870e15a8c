"""All that the tables hold about one thing: a product, an economy, a law or a mineral."""

from parley import words
from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.look_up import page

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("Look up", title="Look up")
def thing() -> None:
    page.draw(as_of)


page.draw_list(as_of)
blocks.how_worked_out(words.page_text(__file__, "method"))
