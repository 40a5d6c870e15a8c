"""Minerals, sources, pages and terms of art as entries."""

import re
from collections.abc import Mapping, Sequence

from parley.glossary import glossary
from parley.measures import reliance
from parley.search import opens
from parley.search.entries import Entry
from parley.search.pages import PAGES, QUESTIONS, Question
from parley.tables import read_table
from parley.terms import ELEMENTS

FORM = re.compile(r"[ ,(-].*")
IN_TWO_WORDS = ("Iron", "Soda", "Sand", "Stone", "Rare", "Phosphate")  # whose first word alone is no mineral
WHOLE = ("total", "refined", "metal", "")  # forms that stand for the mineral, the best first


def minerals() -> list[Entry]:
    """The rare-earth elements, and every other mineral whose import sources the newest edition prints."""
    table = read_table("us_import_reliance")
    goods = list(reliance.goods(table, reliance.editions(table, reliance.SOURCES)[0])["mineral"])
    whole = _whole(goods)
    return [
        *(_element(symbol, name) for symbol, name in ELEMENTS.items()),
        *(_mineral(good, (whole[good],) if good in whole else ()) for good in goods),
    ]


def _whole(goods: Sequence[str]) -> dict[str, str]:
    """Of the goods of each mineral the one that stands for it, with the mineral's name: ``Copper, refined``: Copper."""
    forms: dict[str, list[str]] = {}
    for good in goods:
        forms.setdefault(good if good.startswith(IN_TWO_WORDS) else FORM.sub("", good), []).append(good)
    return {
        next(g for words in WHOLE for g in sorted(own, key=len) if g == name or words in g.lower()): name
        for name, own in forms.items()
    }


def _element(symbol: str, name: str) -> Entry:
    title = f"{name.capitalize()} ({symbol})"
    page, query = opens.mineral(title)
    return Entry("mineral", name, title, page, query, (name,), f"{name} rare earth element")


def _mineral(good: str, names: tuple[str, ...]) -> Entry:
    page, query = opens.mineral(good)
    return Entry("mineral", good, good, page, query, (good, *names), good)


def sources() -> list[Entry]:
    """The register of sources, each under its producer and title."""
    register = read_table("sources")
    found = []
    for record in register.to_dict("records"):
        name = f"{record['producer']}, {record['title']}"
        page, query = opens.source(name)
        text = f"{name} {record['edition'] or ''} {record['citation']}"
        names = (record["title"], record["producer"])
        found.append(Entry("source", record["source_id"], name, page, query, names, text))
    return found


def pages(other_names: Mapping[str, Sequence[str]]) -> list[Entry]:
    """The pages by their titles, and what they answer by their questions."""
    titled = [
        Entry("page", stem, title, _path(stem), {}, (title, *other_names.get(stem, ())), title)
        for stem, title in PAGES.items()
    ]
    return [*titled, *(_question(question, other_names.get(question.link, ())) for question in QUESTIONS)]


def _question(question: Question, others: Sequence[str]) -> Entry:
    """A question under the subject that answers it, or ``others``, words of the same meaning."""
    told = f"{question.link}. {question.question}"
    names = (question.link, *question.subjects, *others)
    return Entry("page", question.link, told, _path(question.page), question.query, names, told)


def _path(page: str) -> str:
    return opens.HOME if page == "home" else f"/{page}"


def terms_of_art() -> list[Entry]:
    """The terms of the glossary. Raises GlossaryError."""
    page, query = opens.term()
    return [
        Entry("term", t.term, f"{t.term}: {t.sentence}", page, query, (t.term, *t.forms), f"{t.term} {t.sentence}")
        for t in glossary()
    ]
