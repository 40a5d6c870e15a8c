"""One statement of the Briefing on the page: what was said, two columns, the chart where asked for, rows, source."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from parley import terms
from parley.app import navigation
from parley.app.briefing import header as facts
from parley.app.briefing.answer import Answer, Chart
from parley.app.kit import blocks, controls, error_sentences, export_menu, html_text
from parley.app.kit.source_lines import sources_of
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY

# Symbol and words of a verdict.
MARKS = {
    briefing.AGREES: ("check", "agrees"),
    briefing.NUANCE: ("rule", "agrees with a nuance"),
    briefing.CONTRADICTED: ("close", "contradicted"),
    briefing.UNKNOWN: ("help", "not in our data"),
}


def statements(names: Sequence[str], as_of: date) -> None:
    """Draw a few statements as one block: their charts come and go without the rest of the page.

    A block for each of twelve would take the server 2 ms more at every run of the page.
    """

    @blocks.live(f"Statements on {terms.listed([_title(name) for name in names])}")
    def _() -> None:
        for name in names:
            with error_sentences.guarded(_title(name)):
                _statement(name, facts.answer(name, as_of))


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _statement(name: str, answer: Answer) -> None:
    """As few elements as can be: all words are one, and so is the row of what can be done with them."""
    st.html(_words(answer))
    wanted = _row(name, answer)
    if wanted and answer.chart is not None:
        _draw(name, answer.chart)


def _words(answer: Answer) -> str:
    """What was said, the verdict, what the tables said that day and, unless the as-of date hides it, what is known
    since, a remark and the source.
    """
    says = answer.says.replace(" %", f"{terms.NBSP}%")
    told = [f"**On {terms.day(REPORT_DAY)}**\n\n{answer.then}"]
    if answer.since:
        told.append(f"**Known since**\n\n{answer.since}")
    remark = html_text.marked(answer.note) if answer.note else ""
    source = html_text.linked_note(sources_of(facts.looked_in(answer)).parts)
    return (
        html_text.heading(says, 2, MARKS[answer.verdict])
        + html_text.columns(list(map(html_text.marked, told)))
        + remark
        + source
    )


def _row(name: str, answer: Answer) -> bool:
    """The switch of the chart, the link and the downloads in one row; whether the chart is wanted."""
    if answer.page is None and answer.rows.empty:
        return False
    row = st.container(horizontal=True, gap="medium", vertical_alignment="center")
    wanted = False
    if answer.page is not None:
        with row:
            wanted = answer.chart is not None and _chart_wanted(name)
            navigation.link(f"pages/{answer.page}.py", answer.link, answer.query, icon_position="left")
    if len(answer.rows):
        export_menu.draw(answer.rows, f"briefing_{name}", finding=answer.says, row=row)
    return wanted


def _chart_wanted(name: str) -> bool:
    return controls.switch("Chart", f"briefing_{name}_chart", name in facts.OPEN_CHARTS)


def _draw(name: str, chart: Chart) -> None:
    st.caption(chart.caption.measure)
    figure = blocks.finished(chart.figure, (f"briefing {name}", "Chart"), (controls.as_of(),))
    blocks.draw(figure, chart.caption.alt, f"briefing_{name}_figure", stem=export_menu.file_stem(f"briefing_{name}"))
    if chart.acts is not None and len(chart.acts):
        blocks.event_key(chart.acts)
