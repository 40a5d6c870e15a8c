"""How far off was the model: the tariffs of 2018-19, of 2025 and after the ruling against what customs recorded."""

from parley.app import shell
from parley.app.backtest import against_record
from parley.app.kit import blocks, controls

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Back-test", title="The model against what customs recorded")
def _() -> None:
    against_record.draw(as_of)


blocks.how_worked_out(against_record.METHOD)
