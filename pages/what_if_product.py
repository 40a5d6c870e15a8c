"""What if US duties move and China answers: trade, prices, duty, who pays, who supplies instead."""

import streamlit as st

from parley.models.scenario import ScenarioError
from parley.ui import (
    back_test,
    blocks,
    controls,
    faults,
    last_good,
    product_answers,
    product_blocks,
    product_controls,
    product_words,
    scenario_share,
    shell,
)

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("What if: products", title="What would another tariff do?")
def _() -> None:
    head = st.container(gap="small")
    left, right = st.columns([0.30, 0.70], gap="large")
    with left:
        chosen = product_controls.draw(as_of)
        scenario_share.draw(chosen.scenario, chosen.values, product_controls.PAGE)
    shown = last_good.last_good(product_controls.PAGE, chosen.scenario, product_answers.answer, also=(ScenarioError,))
    scenario, answer = shown.scenario, shown.answer
    with head:
        blocks.page_header(product_words.title(scenario, answer), product_words.covers(scenario))
        if shown.reason:
            st.warning(shown.reason, icon=":material/info:")
        blocks.metrics(product_words.facts(answer), min_column_width=140)
    with right, blocks.greyed(bool(shown.reason)):
        st.markdown(product_words.sentence(scenario, answer))
        st.caption(f":material/function: {product_words.MODELLED} {product_words.observed(scenario.as_of, answer)}")
        with faults.guarded("Who pays"):
            product_blocks.who_pays(answer)
        product_blocks.subjects(scenario, answer)
        back_test.back_test_link()


blocks.how_worked_out(product_words.METHOD)
