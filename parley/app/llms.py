"""``llms.txt`` (https://llmstxt.org): what is here, how to ask and how to cite, on a page for language models."""

from collections.abc import Iterable

from parley import terms, words
from parley.search.pages import PAGES, QUESTIONS
from parley.tables.place import VERSION
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
NAME = "llms.txt"


def of_app(base: str, has_agents: bool = False) -> str:
    """The text for a running app at ``base``, without a slash at the end; ``has_agents``: whether it answers /mcp."""
    ask = [SAY("llms.ask", "app", base=base)] + ([SAY("llms.ask", "agents", base=base)] if has_agents else [])
    return _whole(ask, [(page, f"{base}/{'' if page == 'home' else page}") for page in PAGES])


def of_files(pages: Iterable[str], live: str) -> str:
    """The text for a site of plain files with a file for each of ``pages``; ``live``: where the app runs, or empty."""
    ask = [SAY("llms.ask", "files")] + ([SAY("llms.ask", "live", base=live)] if live else [])
    return _whole(ask, [(page, f"{page}.html") for page in pages])


def _whole(ask: list[str], pages: list[tuple[str, str]]) -> str:
    state = SAY("page.as_known", day=terms.day(compiled_on()), version=VERSION)
    lines = "\n".join(_line(page, address) for page, address in pages)
    return words.page_text(__file__, "llms", state=state, ask="\n".join(ask).strip(), pages=lines)


def _line(page: str, address: str) -> str:
    """A page with the first question it answers."""
    question = next(each.question for each in QUESTIONS if each.page == page)
    return SAY("llms.page", page=PAGES[page], address=address, question=question)
