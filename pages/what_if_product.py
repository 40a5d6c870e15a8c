"""What if US duties move and China answers: trade, prices, duty, who pays, who supplies instead."""

import streamlit as st

from parley.app import shell
from parley.app.kit import blocks, controls, error_sentences
from parley.app.what_if import all_models, last_good, later, share
from parley.app.what_if_product import answer, subjects, words
from parley.app.what_if_product import controls as product_controls
from parley.models.scenario import ScenarioError

shell.join_dashboard()

TITLE = "What would another tariff do?"
as_of = controls.as_of()


@blocks.live("What if: products", title=TITLE)
def what_if() -> None:
    head = st.container(gap="small", key="what_if_head")
    left, right = st.columns([0.30, 0.70], gap="large")
    with left:
        chosen = product_controls.draw(as_of).chosen()
        share.draw(chosen.scenario, chosen.values, product_controls.PAGE)
    with right, error_sentences.guarded("Answer", TITLE, head):
        shown = last_good.last_good(product_controls.PAGE, chosen.scenario, answer.answer, also=(ScenarioError,))
        asked = all_models.of_moved(shown.scenario)
        with head:
            subjects.head(shown, asked)
        subjects.draw(shown, asked)
        later.follow_up()


blocks.how_worked_out(words.method())
