"""Contents: the stories, and every question the pages answer with the link to it, behind a heading that opens them."""

from datetime import date
from html import escape
from itertools import groupby

from parley import words
from parley.app import navigation
from parley.app.kit import html_text
from parley.app.kit.cache import kept
from parley.app.story import step
from parley.app.story.stories import stories
from parley.search.pages import PAGES, QUESTIONS

SAY = words.beside(__file__)


@kept
def questions(as_of: date) -> str:
    """The stories and the questions by page as HTML; ``as_of`` is the date the links carry."""
    in_steps = "".join(f"<li>{step.link(story, 0, story.title)}</li>" for story in stories().values())
    parts = [f"<b>{escape(SAY('contents.stories'))}</b><ul>{in_steps}</ul>"]
    for page, of_page in groupby(QUESTIONS, key=lambda question: question.page):
        links = "".join(f"<li>{navigation.link(each.path, each.question, each.query)}</li>" for each in of_page)
        parts.append(f"<b>{escape(PAGES[page])}</b><ul>{links}</ul>")
    heading = f"<summary>{escape(SAY('contents.title'))}</summary>"
    return f'<details class="parley-details parley-contents">{heading}{html_text.columns(parts)}</details>'
