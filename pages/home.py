"""Where the dispute stands: both sides' duties, what was collected, and common questions."""

import streamlit as st

from parley import words
from parley.app import guide, shell
from parley.app.home import cards, deficit, duties_in_force, next_dates
from parley.app.kit import blocks, controls, figures, overdue, sheet, written

shell.join_dashboard()

as_of = controls.as_of()

duties_in_force.draw(as_of)

# side by side, one below the other on a phone; the chart reaches the browser before the list
left, right = st.columns([0.46, 0.54], gap="large")
with right, sheet.opened("deficit"):
    figures.block("Deficit by partner", lambda: deficit.by_partner(as_of))
with left, sheet.opened("dates"):
    figures.block("Next dates", lambda: next_dates.dates_ahead(as_of))

with written.together():
    overdue.mark("trade_monthly", "forecast_editions")
    blocks.finding("Common questions")
    cards.draw(as_of)
guide.draw()

blocks.how_worked_out(words.page_text(__file__, "method"))
