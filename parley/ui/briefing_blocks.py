"""One statement of the Briefing on the page: what was said, two columns, the chart where asked for, rows, source."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from parley import terms
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY
from parley.ui import blocks, controls, faults, pages, take_away
from parley.ui import briefing_facts as facts
from parley.ui.briefing_answer import Answer, Chart
from parley.ui.source_lines import source_line

MARKS = {
    briefing.AGREES: ":gray-badge[:material/check: agrees]",
    briefing.NUANCE: ":gray-badge[:material/rule: agrees with a nuance]",
    briefing.CONTRADICTED: ":gray-badge[:material/close: contradicted]",
    briefing.UNKNOWN: ":gray-badge[:material/help: not in our data]",
}


def statements(names: Sequence[str], as_of: date) -> None:
    """Draw a few statements as one block: their charts come and go without the rest of the page.

    A block for each of twelve would take the server 2 ms more at every run of the page.
    """

    @blocks.live(f"Statements on {terms.listed([_title(name) for name in names])}")
    def _() -> None:
        for name in names:
            with faults.guarded(_title(name)):
                _statement(name, facts.answer(name, as_of))


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _statement(name: str, answer: Answer) -> None:
    """As few elements as can be: note and source are one, and so is the row of what can be done with it."""
    says = answer.says.replace(" %", f"{terms.NBSP}%")
    st.header(f"{says} {MARKS[answer.verdict]}", anchor=False)
    _columns(answer)
    source = _small(source_line(facts.looked_in(answer)))
    st.markdown(f"{answer.note}\n\n{source}" if answer.note else source)
    wanted = _row(name, answer)
    if wanted and answer.chart is not None:
        _draw(name, answer.chart)


def _small(words: str) -> str:
    """Words as a caption has them, to stand under others in one element."""
    plain = words.replace("[", r"\[").replace("]", r"\]")
    return f":small[:gray[{plain}]]"


def _columns(answer: Answer) -> None:
    """What the tables said that day and, unless the as-of date hides it, what is known since."""
    then = f"**On {terms.day(REPORT_DAY)}**\n\n{answer.then}"
    if not answer.since:
        st.markdown(then)
        return
    grid = st.grid(2, min_column_width=290, gap="medium")
    grid.markdown(then)
    grid.markdown(f"**Known since**\n\n{answer.since}")


def _row(name: str, answer: Answer) -> bool:
    """The switch of the chart, the link and the downloads in one row; whether the chart is wanted."""
    if answer.page is None and answer.rows.empty:
        return False
    row = st.container(horizontal=True, gap="medium", vertical_alignment="center")
    wanted = False
    if answer.page is not None:
        with row:
            wanted = answer.chart is not None and _chart_wanted(name)
            pages.link(f"pages/{answer.page}.py", answer.link, answer.query, icon_position="left")
    if len(answer.rows):
        take_away.draw(answer.rows, f"briefing_{name}", finding=answer.says, row=row)
    return wanted


def _chart_wanted(name: str) -> bool:
    return st.toggle("Chart", value=name in facts.OPEN_CHARTS, key=f"briefing_{name}_chart", bind="query-params")


def _draw(name: str, chart: Chart) -> None:
    st.caption(chart.caption.measure)
    figure = blocks.finished(chart.figure, (f"briefing {name}", "Chart"), (controls.as_of(),))
    blocks.draw(figure, chart.caption.alt, f"briefing_{name}_figure", stem=take_away.file_stem(f"briefing_{name}"))
    if chart.acts is not None and len(chart.acts):
        blocks.event_key(chart.acts)
