"""One step of a story on the page: its words, the way back and on, and beside them one figure of another page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from parley import terms, words
from parley.app import navigation
from parley.app.briefing import header as briefing
from parley.app.briefing import statement
from parley.app.briefing.answer import Answer
from parley.app.kit import address, blocks, embed, html_text, session, written
from parley.app.kit.error_sentences import titled
from parley.app.story.stories import Step, Story, stories
from parley.measures import briefing as verdicts
from parley.measures.briefing import REPORT_DAY
from parley.search.pages import PAGES

SAY = words.beside(__file__)
STORY, STEP = "story", "step"  # in the address
# In the session: the story and step drawn last, and the one opened anew because its figure was not drawn.
AT, ANEW = "story_at", "story_anew"
# The sign of a verdict.
SIGNS = {verdicts.AGREES: "✓", verdicts.NUANCE: "✓", verdicts.CONTRADICTED: "✗", verdicts.UNKNOWN: "?"}


@dataclass(frozen=True)
class Text:
    """What a step says: its claim, the verdict on it if it is a checked one, words, and facts, each with its label."""

    claim: str
    words: str
    verdict: str = ""
    facts: Sequence[tuple[str, str]] = ()


def draw(as_of: date) -> None:
    """The step that the address names; where it names none, the ways to the first steps."""
    name, number = ((address.opened_with(key) or (default,))[-1] for key, default in ((STORY, ""), (STEP, "1")))
    every = stories()
    if name not in every or number not in map(str, range(1, len(every[name].steps) + 1)):
        _refuse(name, every)
        return
    story, at = every[name], int(number) - 1
    step = story.steps[at]
    address.show(STORY, name)
    address.show(STEP, number)
    address.imply(step.choices)
    with st.container(key="story"):
        written.write(_words(story, at, as_of))
        titled()
        with st.container(key="story_figure"):
            is_drawn = bool(step.page) and embed.run(step.page, step.figure)
            if is_drawn:
                session.state().pop(ANEW, None)
            elif step.page:
                _open_anew(name, number, step)
            written.write(
                f'<div class="parley-beside-words">{_more(step) if is_drawn else _instead(step, as_of)}</div>'
            )
    blocks.tab(SAY("tab", title=story.title, number=number))
    address.note_entry("")  # the link to a step is an entry of the browser's history already, its subject is no other
    _open(name, number)


def link(story: Story, at: int, label: str) -> str:
    """A link to a step of a story, counted from 0, as HTML."""
    return navigation.link(navigation.STORY, label, _query(story, at))


def _query(story: Story, at: int) -> dict[str, str]:
    return {STORY: story.name, STEP: f"{at + 1}"}


def _open(name: str, number: str) -> None:
    """Where a step is opened, its figure has the choices of the step and no others that were made before."""
    is_new = session.state().get(AT) != (name, number)
    session.state()[AT] = name, number
    others = [choice for choice in address.strays() if choice not in (STORY, STEP)]
    if is_new and others:
        address.reopen({}, others)
        st.rerun()


def _open_anew(name: str, number: str, step: Step) -> None:
    """Where a figure is not drawn its choices are opened once more: after Back the browser may still tell of those of
    the step it left, in a message that comes late.
    """
    if session.state().get(ANEW) != (name, number):
        session.state()[ANEW] = name, number
        address.reopen({key: (value,) for key, value in step.choices.items()}, step.choices)
        st.rerun()


def text(step: Step, as_of: date) -> Text:
    """What a step says on a day: before all it says had been published, that this was not."""
    if step.statement:
        return _checked(briefing.answer(step.statement, as_of), bool(step.figure))
    if as_of < step.published:
        return Text(SAY("early", day=terms.day(as_of)), SAY("early_words", published=terms.day(step.published)))
    return Text(step.claim, step.words)


def _checked(answer: Answer, has_figure: bool) -> Text:
    """A statement of the Briefing; its two columns in short where a figure stands in their place."""
    facts = ((SAY("on", day=terms.day(REPORT_DAY)), answer.short_then), (SAY("since"), answer.short_since))
    return Text(f"“{answer.says}”", answer.note, answer.verdict, facts if has_figure else ())


def name_of(step: Step, as_of: date) -> str:
    """What a button to a step says."""
    return briefing.answer(step.statement, as_of).subject if step.statement else step.name


def _words(story: Story, at: int, as_of: date) -> str:
    """The words of a step and the ways back and on, as HTML."""
    shown, count = text(story.steps[at], as_of), len(story.steps)
    verdict = f"{SIGNS[shown.verdict]} {terms.capital(shown.verdict)}" if shown.verdict else ""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in shown.facts)
    parts = [
        f'<p class="parley-above"><span>{escape(story.above)}</span></p>',
        html_text.heading(shown.claim, 1),
        f'<p><span class="parley-verdict">{escape(verdict)}</span></p>' if verdict else "",
        html_text.paragraph(shown.words) if shown.words else "",
        f"<dl>{facts}</dl>" if facts else "",
    ]
    place = f'<p class="parley-place">{_dots(at, count)}<span>{SAY("place", number=at + 1, count=count)}</span></p>'
    ways = f'<nav class="parley-ways" aria-label="{SAY("nav")}">{_back(story, at)}{_on(story, at, as_of)}</nav>'
    above = blocks.banner() + html_text.eyebrow(story.title)
    return f'{above}<div class="parley-step">{"".join(parts)}{place}{ways}</div>'


def _dots(at: int, count: int) -> str:
    dots = "".join(f'<i class="{"done" if n < at else "now" if n == at else ""}"></i>' for n in range(count))
    return f'<span class="parley-dots" aria-hidden="true">{dots}</span>'


def _back(story: Story, at: int) -> str:
    return link(story, at - 1, SAY("back")) if at else ""


def _on(story: Story, at: int, as_of: date) -> str:
    """The way on: the next step, after the last the next story, after that the front page."""
    if at + 1 < len(story.steps):
        return link(story, at + 1, SAY("next", name=name_of(story.steps[at + 1], as_of)))
    every = list(stories().values())
    later = every[every.index(story) + 1 :]
    if later:
        return link(later[0], 0, SAY("following", title=later[0].title))
    return navigation.link(navigation.HOME, SAY("end"), {})


def _more(step: Step) -> str:
    """The way to the page of the figure, with the choices it has here."""
    return navigation.link(f"pages/{step.page}.py", SAY("more", page=PAGES[step.page]), step.choices)


def _instead(step: Step, as_of: date) -> str:
    """What stands where a step has no figure: of a statement its two columns and its source, else a sentence."""
    if step.statement:
        answer = briefing.answer(step.statement, as_of)
        return statement.then_and_since(answer) + statement.source_line(answer)
    return html_text.hint(SAY("no_figure", day=terms.day(as_of)))


def _refuse(name: str, every: dict[str, Story]) -> None:
    """A sentence in place of a step, and the ways to the first step of the story named, or of every story."""
    with written.together():
        blocks.page_header(SAY("unknown") if name else SAY("none"))
        for story in [every[name]] if name in every else every.values():
            written.write(f"<p>{link(story, 0, SAY('begin', title=story.title, count=len(story.steps)))}</p>")
