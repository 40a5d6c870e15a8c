"""What a link to a page shows elsewhere: title, description and picture in the head, for who runs no script.

Of an address only its page, its day and what a question of the search chooses go into the head; all else is left out,
but in the address by which another site asks for a figure's frame.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.types import Scope

from parley import terms, words
from parley.app import figures, navigation
from parley.app.kit import controls, embed, scripts
from parley.app.serving import crawlers, feeds, problems
from parley.app.serving.problems import ProblemError
from parley.app.story.stories import stories
from parley.search.pages import PAGES, QUESTIONS, Question

SAY = words.beside(__file__)
PICTURE, SIZE_PX = "shared.png", (1200, 630)
OWN_LINES = ("look_up", "what_if_product", "what_if_world", "explore")  # whose questions are of one case
FIRST = ("", "where_it_stands", embed.HOME)  # the addresses of the first page


@dataclass(frozen=True)
class Preview:
    """A page in a state: its title, one sentence on it, and the path that shows it; no path where there is no page."""

    title: str
    sentence: str
    path: str | None
    figure: str = ""  # the path that shows one figure alone, with all its choices, where it does


def preview(path: str, query: str) -> Preview:
    """What a link shows, given the path below the app and the query, both as a stranger may have written them."""
    choices = _choices(query)
    page, figure = path.strip("/"), ""
    if page == embed.STORY:
        return _story(choices)
    if page == embed.CARD:
        page, figure = _card(choices)
    page = navigation.FORMER.get(page, page).removeprefix("pages/").removesuffix(".py")
    page = embed.HOME if page in FIRST else page
    if page not in PAGES:
        return Preview(SAY("preview.name"), SAY("first.line"), None)
    question = _question(page, choices)
    day = controls.day_of(choices.get(controls.AS_OF))
    chosen = {**question.query, **({controls.AS_OF: f"{day}"} if day else {})}
    title = SAY("preview.name") if page == embed.HOME else SAY("preview.title", title=question.link)
    sentence = SAY("preview.day", sentence=question.question, day=terms.day(day)) if day else question.question
    return Preview(title, sentence, crawlers.page_path(page) + (f"?{urlencode(chosen)}" if chosen else ""), figure)


def _choices(query: str) -> Mapping[str, str]:
    """The parameters of an address, of one that stands twice the last; none where they cannot be read."""
    try:
        return {name: values[-1] for name, values in problems.parameters(query).items()}
    except ProblemError:
        return {}


def _question(page: str, choices: Mapping[str, str]) -> Question:
    """The question an address asks: of those whose choices it has, the one with the most; else what the page answers as
    it opens, without a choice.
    """
    of_page = [question for question in QUESTIONS if question.page == page]
    answered = [question for question in of_page if question.query and question.query.items() <= choices.items()]
    if answered:
        return max(answered, key=lambda question: len(question.query))
    opens = (q.question for q in of_page if all(name.endswith("_section") for name in q.query))
    return Question(SAY("page", page) if page in OWN_LINES else next(opens), page)


def _card(choices: Mapping[str, str]) -> tuple[str, str]:
    """The page of the figure that an address shows alone, and the path that shows it; no path for what is no figure."""
    page = choices.get(embed.OF_PAGE, "")
    is_figure = any((place.page, place.name) == (page, choices.get(embed.FIGURE)) for place in figures.places())
    return page, f"/{embed.CARD}?{urlencode(choices)}" if is_figure else ""


def _story(choices: Mapping[str, str]) -> Preview:
    story = stories().get(choices.get(embed.STORY, ""))
    if story is None:
        return Preview(SAY("preview.name"), SAY("first.line"), None)
    title = SAY("preview.title", title=story.title)
    return Preview(
        title, story.steps[0].claim or SAY("first.line"), f"/{embed.STORY}?{urlencode({embed.STORY: story.name})}"
    )


def tags(shown: Preview, base: str | None) -> str:
    """The elements of a head; ``base``: where the app lies, without which no address is written."""
    title, sentence = escape(shown.title), escape(shown.sentence)
    texts = {"og:type": "website", "og:site_name": SAY("preview.name"), "og:title": title, "og:description": sentence}
    head = f'<title>{title}</title><meta name="description" content="{sentence}">'
    head += "".join(f'<meta property="{name}" content="{text}">' for name, text in texts.items())
    if base is None:
        return head
    at = escape(base)
    picture = {
        "og:image": f"{at}/app/static/{scripts.kept(PICTURE)}",
        "og:image:width": SIZE_PX[0],
        "og:image:height": SIZE_PX[1],
        "og:image:alt": escape(SAY("preview.picture")),
    }
    head += "".join(f'<meta property="{name}" content="{value}">' for name, value in picture.items())
    head += '<meta name="twitter:card" content="summary_large_image">'
    if shown.path is not None:
        head += f'<link rel="canonical" href="{at}{escape(shown.path)}">'
    for mime, path, words_of in (
        ("application/atom+xml", feeds.CHANGES, SAY("preview.feed")),
        ("text/calendar", feeds.DATES, SAY("preview.calendar")),
    ):
        head += f'<link rel="alternate" type="{mime}" title="{escape(words_of)}" href="{at}{path}">'
    return head + (embed.discovery(base, shown.figure) if shown.figure else "")


def of_request(place: str, among: Sequence[str]) -> Callable[[Scope], str]:
    """What writes the tags of a request to the app under ``place``; ``among``: the origins it is reached by."""

    def written(scope: Scope) -> str:
        base = crawlers.base(Request(scope), place, among)
        path = str(scope["path"]).removeprefix(place)
        return tags(preview(path, scope["query_string"].decode("latin-1")), base)

    return written
