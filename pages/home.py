"""The front page: where both sides stand, stage by stage, three live cards, a product, the next dates, the contents."""

import streamlit as st

from parley import words
from parley.app import shell
from parley.app.home import contents, magnets, next_dates, score, took_place, try_rate, your_product
from parley.app.kit import address, blocks, controls, figures, sheet, written

shell.join_dashboard()

as_of = controls.as_of()
if address.opened_with("deficit_view"):  # where that figure was until it became a subject of Trade
    address.lead_on("trade", {"trade_section": "Deficit"})
    st.stop()

with st.container(key="front"):
    score.draw(as_of)
    with st.container(key="front_cards"):
        try_rate.draw(as_of)
        with sheet.opened("live"):
            figures.block("Who took China's place", lambda: took_place.card(as_of))
            figures.block("Magnets to the US", lambda: magnets.card(as_of))

    @blocks.head("Your product and the next dates", title="")
    def lines() -> None:
        written.write(your_product.line() + next_dates.line(as_of))


with written.together():
    written.write(contents.questions(as_of))
    blocks.how_worked_out(words.page_text(__file__, "method"))
