"""One statement of the Briefing on the page: what was said, two columns, the chart where asked for, rows, source."""

from datetime import date

import streamlit as st

from parley import terms
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY
from parley.ui import blocks, controls, take_away
from parley.ui import briefing_facts as facts
from parley.ui.briefing_answer import Answer, Chart
from parley.ui.source_lines import source_line

MARKS = {
    briefing.AGREES: ":gray-badge[:material/check: agrees]",
    briefing.NUANCE: ":gray-badge[:material/rule: agrees with a nuance]",
    briefing.CONTRADICTED: ":gray-badge[:material/close: contradicted]",
    briefing.UNKNOWN: ":gray-badge[:material/help: not in our data]",
}


def statement(name: str, as_of: date) -> None:
    """Draw one statement as a block of its own: its chart comes and goes without the rest of the page."""

    @blocks.live(name.replace("_", " ").capitalize())
    def _() -> None:
        answer = facts.answer(name, as_of)
        says = answer.says.replace(" %", f"{terms.NBSP}%")
        st.header(f"{says} {MARKS[answer.verdict]}", anchor=False)
        _columns(answer)
        if answer.note:
            st.markdown(answer.note)
        chart = _chart_and_link(name, answer)
        if chart is not None:
            _draw(name, chart)
        st.caption(source_line(facts.looked_in(answer)))
        if len(answer.rows):
            take_away.draw(answer.rows, f"briefing_{name}", finding=answer.says)


def _columns(answer: Answer) -> None:
    """What the tables said that day and, unless the as-of date hides it, what is known since."""
    then = f"**On {terms.day(REPORT_DAY)}**\n\n{answer.then}"
    if not answer.since:
        st.markdown(then)
        return
    left, right = st.columns(2, gap="medium")
    left.markdown(then)
    right.markdown(f"**Known since**\n\n{answer.since}")


def _chart_and_link(name: str, answer: Answer) -> Chart | None:
    """The switch of the chart and the link in one line; the chart to draw, if it is wanted."""
    if answer.page is None:
        return None
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        wanted = answer.chart is not None and _chart_wanted(name)
        _link(answer)
    return answer.chart if wanted else None


def _link(answer: Answer) -> None:
    st.page_link(
        f"pages/{answer.page}.py",
        label=answer.link,
        icon=":material/arrow_forward:",
        query_params=controls.with_date(answer.query),
    )


def _chart_wanted(name: str) -> bool:
    return st.toggle("Chart", value=name in facts.OPEN_CHARTS, key=f"briefing_{name}_chart", bind="query-params")


def _draw(name: str, chart: Chart) -> None:
    st.caption(chart.caption.measure)
    figure = blocks.finished(chart.figure, (f"briefing {name}", "Chart"), (controls.as_of(),))
    blocks.draw(figure, chart.caption.alt, f"briefing_{name}_figure", stem=take_away.file_stem(f"briefing_{name}"))
    if chart.acts is not None and len(chart.acts):
        blocks.event_key(chart.acts)
