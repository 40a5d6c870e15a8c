"""What if the US duty on Chinese goods moves and China answers: trade, prices, duty, who pays, who supplies instead."""

import streamlit as st

from parley.charts import scenarios as charts
from parley.ui import blocks, controls, faults, shell, what_if, what_if_words

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("What if", title="What would another tariff do?")
def _() -> None:
    sliders = what_if.sliders_on(as_of)
    what_if.follow_baseline(sliders)
    head = st.container(gap="small")
    left, right = st.columns([0.30, 0.70], gap="large")
    with left:
        scenario = what_if.draw_controls(sliders, as_of)
    answer = what_if.answer(scenario)
    with head:
        blocks.page_header(
            what_if_words.title(scenario, answer), what_if_words.covers(scenario, what_if.baseline(as_of))
        )
    with right:
        blocks.metrics(what_if_words.facts(answer), min_column_width=120)
        st.markdown(what_if_words.sentence(scenario, answer))
        st.caption(f":material/function: {what_if_words.MODELLED}")
        with faults.guarded("Who pays"):
            split = what_if_words.split_rows(answer)
            blocks.chart_block(
                charts.split_caption(split),
                split,
                {"Chart": lambda palette: charts.split_bars(split, palette)},
                "what_if_split",
                note=what_if_words.MODEL_NOTE,
            )
        with faults.guarded("Who supplies instead"):
            origins, others = what_if_words.supplier_rows(answer)
            blocks.chart_block(
                charts.supplier_caption(origins, others),
                origins,
                {"Chart": lambda palette: charts.supplier_bars(origins, palette)},
                "what_if_origins",
                note=what_if_words.MODEL_NOTE,
            )
        sections = st.expander("Section by section", on_change="rerun", key="by_section")
        if sections.open:
            with sections, faults.guarded("Section by section"):
                rows = what_if_words.section_rows(what_if.sections(scenario))
                blocks.table_block("What changes in each section", rows, "what_if_sections", what_if_words.MODEL_NOTE)


blocks.how_worked_out(what_if_words.METHOD)
