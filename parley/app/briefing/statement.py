"""One statement of the Briefing on the page: what was said, two columns, the chart where asked for, source, files."""

from datetime import date

from parley import terms, words
from parley.app import navigation
from parley.app.briefing import header as facts
from parley.app.briefing.answer import Answer
from parley.app.kit import blocks, card, controls, figures, html_text, written
from parley.app.kit.figures import Figure
from parley.app.kit.source_lines import sources_of
from parley.charts.figure import Caption
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY

SAY = words.beside(__file__)
# The symbol of a verdict.
MARKS = {
    briefing.AGREES: "check",
    briefing.NUANCE: "rule",
    briefing.CONTRADICTED: "close",
    briefing.UNKNOWN: "help",
}


def draw(name: str, as_of: date) -> None:
    """Draw a statement, alone where its chart is switched; a fault of one leaves the others as they are."""
    part = blocks.live if name in facts.WITH_CHART else blocks.part

    @part(name.replace("_", " ").capitalize())
    def statement() -> None:
        answer = facts.answer(name, as_of)
        with card.collected() as choices:
            is_drawn = answer.chart is not None and controls.switch(
                "Chart", f"briefing_{name}_chart", name in facts.OPEN_CHARTS
            )
        if len(answer.rows):
            figures.attach(_figure(name, answer, as_of), _words(answer), choices, "Chart" if is_drawn else "")
        else:
            written.write(_words(answer))


def _words(answer: Answer) -> str:
    """What was said, the verdict, what the tables said that day and, unless the as-of date hides it, what is known
    since, and a remark; the source where there are no rows, whose card would name it.
    """
    remark = html_text.marked(answer.note) if answer.note else ""
    source = "" if len(answer.rows) else source_line(answer)
    link = "" if answer.page is None else navigation.link(f"pages/{answer.page}.py", answer.link, answer.query)
    return (
        html_text.heading(answer.says, 2, (MARKS[answer.verdict], answer.verdict))
        + then_and_since(answer)
        + remark
        + source
        + link
    )


def then_and_since(answer: Answer) -> str:
    """What the tables said that day and, unless the as-of date hides it, what is known since: as HTML."""
    parts = [f"**On {terms.day(REPORT_DAY)}**\n\n{answer.then}"]
    if answer.since:
        parts.append(f"**Known since**\n\n{answer.since}")
    return html_text.columns(list(map(html_text.marked, parts)))


def source_line(answer: Answer) -> str:
    """The source of a statement, or of what was searched for it in vain, as HTML."""
    return html_text.linked_note(sources_of(facts.looked_in(answer)).parts)


def _figure(name: str, answer: Answer, as_of: date) -> Figure:
    """The rows of a statement, and its chart where it has one; a picture of it is titled with the verdict."""
    chart, title = answer.chart, f"{answer.says}: {answer.verdict}"
    if chart is None:
        return Figure(f"briefing_{name}", Caption(title, SAY("rows"), title), answer.rows)
    caption = Caption(title, chart.caption.measure, chart.caption.alt)
    views = {"Chart": chart.figure}
    return Figure(f"briefing_{name}", caption, answer.rows, views, events=chart.acts, state=(as_of,))
