"""What if duties between economies move: real income, prices, trade and revenue of every economy in the world."""

import streamlit as st

from parley.ui import (
    answer_first,
    blocks,
    controls,
    duty_sliders,
    scenario_share,
    shell,
    world,
    world_controls,
    world_sections,
)

shell.join_dashboard()

TITLE = "What would a tariff do around the world?"
as_of = controls.as_of()
world.range_first()


@blocks.live("What if: world", title=TITLE)
def _() -> None:
    head = st.container(gap="small", key="what_if_head")
    left, right = st.columns([0.30, 0.70], gap="large")
    with answer_first.ordered() as last:
        with left, last():
            panel = world_controls.draw(as_of)

            @blocks.live("Link and scenario", key=duty_sliders.share_key(world_controls.PAGE))
            def _() -> None:
                chosen = panel.chosen()
                scenario_share.draw(chosen.scenario, chosen.values, world_controls.PAGE, chosen.model)

        with right:

            @blocks.live("Answer", TITLE, head=head, key=duty_sliders.answer_key(world_controls.PAGE))
            def _() -> None:
                drawn = world.shown(panel.chosen())
                with head:
                    world_sections.head(drawn)
                world_sections.draw(drawn)
                world.follow_up()

    world.follow_up()


blocks.how_worked_out(world_sections.METHOD)
