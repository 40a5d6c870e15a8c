"""What if US duties move and China answers: trade, prices, duty, who pays, who supplies instead."""

import streamlit as st

from parley.app import shell
from parley.app.kit import blocks, controls, error_sentences
from parley.app.what_if import last_good, later, share
from parley.app.what_if.preview import preview
from parley.app.what_if_product import answer, in_motion, subjects, words
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
        panel = product_controls.draw(as_of)
        chosen = panel.chosen()
        share.draw(chosen.scenario, chosen.values, product_controls.PAGE)
    with right, error_sentences.guarded("Answer", TITLE, head):
        shown = last_good.last_good(product_controls.PAGE, chosen.scenario, answer.answer, also=(ScenarioError,))
        with head:
            subjects.head(shown)
        subjects.draw(shown)
        later.follow_up()
        preview.draw(in_motion.path(panel))


blocks.how_worked_out(words.method())
