"""A story: a row of steps, each a claim in words beside one figure of another page."""

from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.story import step

shell.join_dashboard()


@blocks.part("Story", title="Story")
def story() -> None:
    step.draw(controls.as_of())
