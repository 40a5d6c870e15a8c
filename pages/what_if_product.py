"""What if US duties move and China answers: trade, prices, duty, who pays, who supplies instead."""

import streamlit as st

from parley.models.scenario import ScenarioError
from parley.ui import (
    answer_first,
    blocks,
    controls,
    duty_sliders,
    last_good,
    product_answers,
    product_blocks,
    product_controls,
    product_words,
    scenario_share,
    shell,
)

shell.join_dashboard()

TITLE = "What would another tariff do?"
as_of = controls.as_of()


@blocks.live("What if: products", title=TITLE)
def _() -> None:
    head = st.container(gap="small", key="what_if_head")
    left, right = st.columns([0.30, 0.70], gap="large")
    with answer_first.ordered() as last:
        with left, last():
            panel = product_controls.draw(as_of)

            @blocks.live("Link and scenario", key=duty_sliders.share_key(product_controls.PAGE))
            def _() -> None:
                chosen = panel.chosen()
                scenario_share.draw(chosen.scenario, chosen.values, product_controls.PAGE)

        with right:

            @blocks.live("Answer", TITLE, head=head, key=duty_sliders.answer_key(product_controls.PAGE))
            def _() -> None:
                scenario, solve = panel.chosen().scenario, product_answers.answer
                shown = last_good.last_good(product_controls.PAGE, scenario, solve, also=(ScenarioError,))
                with head:
                    product_blocks.head(shown)
                product_blocks.draw(shown)


blocks.how_worked_out(product_words.METHOD)
