"""Suspend or keep? Two scenarios side by side: what each does, the difference, who gains, and the link to both."""

import streamlit as st

from parley.ui import back_test, blocks, compare, compare_blocks, compare_share, compare_words, controls, shell

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Compare", title="Suspend or keep? Two scenarios side by side")
def _() -> None:
    texts = compare.sides(as_of)
    head = st.container(gap="small")
    left, right = st.columns(2, gap="large")
    with left:
        compare.draw_side("A", texts["A"], as_of)
    with right:
        compare.draw_side("B", texts["B"], as_of)
    with head:
        compare_blocks.header(texts)
    compare_share.draw(texts, as_of)
    blocks.sections(
        "compare_section",
        {
            "By section": lambda: compare_blocks.by_section(texts),
            "By economy": lambda: compare_blocks.by_economy(texts),
            "By industry": lambda: compare_blocks.by_industry(texts),
            "All figures": lambda: compare_blocks.all_figures(texts),
            "Assumptions": lambda: compare_blocks.assumptions(texts),
        },
    )


back_test.back_test_link()
blocks.how_worked_out(compare_words.METHOD)
