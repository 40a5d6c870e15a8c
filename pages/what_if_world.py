"""What if duties between economies move: real income, prices, trade and revenue of every economy in the world."""

import streamlit as st

from parley.ui import back_test, blocks, controls, shell, world, world_controls, world_sections, world_words

shell.join_dashboard()

as_of = controls.as_of()
world.range_first()


@blocks.live("What if: world", title="What would a tariff do around the world?")
def _() -> None:
    head = st.container(gap="small")
    left, right = st.columns([0.30, 0.70], gap="large")
    with left:
        chosen = world_controls.draw(as_of)
    drawn = world.shown(chosen)
    with head:
        blocks.page_header(world_words.title(drawn), world_words.covers(drawn))
        if drawn.reason:
            st.warning(drawn.reason, icon=":material/info:")
        blocks.metrics(world_words.facts(drawn), min_column_width=140)
    with right, blocks.greyed(bool(drawn.reason)):
        st.caption(f":material/function: {world_words.modelled(drawn)}")
        world_sections.draw(drawn)
        back_test.back_test_link()
    world.follow_up(drawn)


blocks.how_worked_out(world_sections.METHOD)
