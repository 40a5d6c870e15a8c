"""What if duties between economies move: real income, prices, trade and revenue of every economy in the world."""

import streamlit as st

from parley.app import shell
from parley.app.kit import blocks, controls, error_sentences
from parley.app.what_if import later, share
from parley.app.what_if_world import answer, subjects, words
from parley.app.what_if_world import controls as world_controls

shell.join_dashboard()

TITLE = "What would a tariff do around the world?"
as_of = controls.as_of()
later.at_once()


@blocks.live("What if: world", title=TITLE)
def what_if() -> None:
    head = st.container(gap="small", key="what_if_head")
    left, right = st.columns([0.30, 0.70], gap="large")
    with left:
        chosen = world_controls.draw(as_of).chosen()
        share.draw(chosen.scenario, chosen.values, world_controls.PAGE, chosen.model)
    with right, error_sentences.guarded("Answer", TITLE, head):
        drawn = answer.shown(chosen)
        with head:
            subjects.head(drawn)
        subjects.draw(drawn)
        later.follow_up()


blocks.how_worked_out(words.method())
