"""How far off was the model: the tariffs of 2018-19, of 2025 and after the ruling against what customs recorded."""

from parley.ui import back_test, blocks, controls, shell

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Back-test", title="The model against what customs recorded")
def _() -> None:
    back_test.draw(as_of)


blocks.how_worked_out(back_test.METHOD)
