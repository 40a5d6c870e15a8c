"""How far off was the model: the tariffs of 2018-19, of 2025 and after the ruling against what customs recorded."""

from parley.app import shell
from parley.app.backtest import against_record, skill, when
from parley.app.kit import blocks, controls, sheet
from parley.words import page_text

shell.join_dashboard()

with sheet.opened("tests"):
    against_record.draw(controls.as_of())
    skill.draw(controls.as_of())
    when.draw(controls.as_of())
    blocks.how_worked_out(page_text(__file__, "method"))
