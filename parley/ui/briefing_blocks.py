"""One statement of the Briefing on the page: what was said, two columns, the chart where asked for, rows, source."""

from datetime import date

import streamlit as st

from parley import terms
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY
from parley.ui import blocks, controls
from parley.ui import briefing_facts as facts
from parley.ui.briefing_answer import Answer, Chart

MARKS = {
    briefing.AGREES: ":primary-badge[:material/check: agrees]",
    briefing.NUANCE: ":primary-badge[:material/rule: agrees with a nuance]",
    briefing.CONTRADICTED: ":orange-badge[:material/close: contradicted]",
    briefing.UNKNOWN: ":gray-badge[:material/help: not in our data]",
}


def statement(name: str, as_of: date) -> None:
    """Draw one statement as a block of its own: its chart comes and goes without the rest of the page."""

    @blocks.live(name.replace("_", " ").capitalize())
    def _() -> None:
        answer = facts.answer(name, as_of)
        with st.container(gap="xxsmall"):
            st.header(answer.says, anchor=False)
            st.markdown(MARKS[answer.verdict])
        then, since = st.columns(2, gap="medium")
        then.markdown(f"**On {terms.day(REPORT_DAY)}**\n\n{answer.then}")
        since.markdown(f"**Known since**\n\n{answer.since}")
        if answer.note:
            st.markdown(answer.note)
        place = st.container()
        st.caption(blocks.source_line(facts.looked_in(answer)))
        if len(answer.rows):
            _foot(name, answer, place)


def _foot(name: str, answer: Answer, place: st.delta_generator.DeltaGenerator) -> None:
    """Link, chart and downloads in one line; the chart goes to its place above the source."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if answer.page:
            kept = {} if controls.is_latest() else {"as_of": controls.as_of().isoformat()}
            st.page_link(
                f"pages/{answer.page}.py",
                label=answer.link,
                icon=":material/arrow_forward:",
                query_params={**kept, **answer.query},
            )
        if answer.chart is not None and _chart_wanted(name):
            with place:
                _draw(name, answer.chart)
        blocks.take_away(answer.rows, f"briefing_{name}")


def _chart_wanted(name: str) -> bool:
    return st.toggle("Chart", value=name in facts.OPEN_CHARTS, key=f"briefing_{name}_chart", bind="query-params")


def _draw(name: str, chart: Chart) -> None:
    blocks.draw(chart.figure(blocks.palette()), chart.alt, f"briefing_{name}_figure", stem=f"briefing_{name}")
