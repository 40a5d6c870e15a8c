"""Where the dispute stands: both sides' duties, what was collected, and common questions."""

from parley import words
from parley.app import guide, shell
from parley.app.home import cards, dates_and_deficit, duties_in_force
from parley.app.kit import blocks, controls, overdue, written

shell.join_dashboard()

as_of = controls.as_of()

duties_in_force.draw(as_of)
dates_and_deficit.draw(as_of)

with written.together():
    overdue.mark("trade_monthly", "forecast_editions")
    blocks.finding("Common questions")
    cards.draw(as_of)
guide.draw()

blocks.how_worked_out(words.page_text(__file__, "method"))
