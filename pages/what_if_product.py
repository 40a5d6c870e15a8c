"""What if US duties move and China answers: trade, prices, duty, who pays, who supplies instead."""

import streamlit as st

from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.what_if import last_good, share, sliders
from parley.app.what_if_product import answer, subjects, words
from parley.app.what_if_product import controls as product_controls
from parley.models.scenario import ScenarioError

shell.join_dashboard()

TITLE = "What would another tariff do?"
as_of = controls.as_of()


@blocks.part("What if: products", title=TITLE)
def what_if() -> None:
    head = st.container(gap="small", key="what_if_head")
    left, right = st.columns([0.30, 0.70], gap="large")
    with left:
        panel = product_controls.draw(as_of)

        @blocks.live("Link and scenario", key=sliders.share_key(product_controls.PAGE))
        def link_and_scenario() -> None:
            chosen = panel.chosen()
            share.draw(chosen.scenario, chosen.values, product_controls.PAGE)

    with right:

        @blocks.live("Answer", TITLE, head=head, key=sliders.answer_key(product_controls.PAGE))
        def shown_answer() -> None:
            sliders.note(panel.sliders)
            scenario, solve = panel.chosen().scenario, answer.answer
            shown = last_good.last_good(product_controls.PAGE, scenario, solve, also=(ScenarioError,))
            with head:
                subjects.head(shown)
            subjects.draw(shown)


blocks.how_worked_out(words.METHOD)
