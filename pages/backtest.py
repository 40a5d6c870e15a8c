"""How far off was the model: the tariffs of 2018-19, of 2025 and after the ruling against what customs recorded."""

from parley.app import shell
from parley.app.backtest import against_record, skill, when
from parley.app.kit import blocks, controls, figures, sheet
from parley.words import page_text

shell.join_dashboard()

as_of = controls.as_of()

with sheet.opened("tests"):
    blocks.eyebrow()
    figures.block("Back-test", lambda: against_record.against_record(as_of), "The model against what customs recorded")
    skill.draw(as_of)
    when.draw(as_of)
    blocks.how_worked_out(page_text(__file__, "method"))
