"""Which case of a template a sentence is, and what stands in its fields: tests hold these and not the wording."""

import re
from collections.abc import Iterable, Mapping
from string import Formatter

from parley import terms, words

Told = tuple[str, dict[str, str]]


def told(page: str, template: str, text: str) -> Told:
    """The case of a template of a page that ``text`` was filled from, empty where it has one, and its fields by name.

    Of several cases the text may come from, the one with most words of its own. Fails where no case is the text's.
    """
    found = among(page, template, [text])
    assert found, f"{page}: no case of {template} says: {text}"
    return found[0]


def among(page: str, template: str, texts: Iterable[str]) -> list[Told]:
    """Case and fields of each of the texts that was filled from a template of a page; the others are left out."""
    folder = words.APP / page if (words.APP / page).is_dir() else words.APP.parent / page  # a page, or parley/results
    cases = {
        place.removeprefix(template).removeprefix("."): wording
        for place, wording in words.Words(folder / words.FILE).texts()
        if place == template or place.rpartition(".")[0] == template
    }
    return [found for text in texts if (found := _best(cases, text))]


def _best(cases: Mapping[str, str], text: str) -> Told | None:
    spaced = text.replace(terms.NBSP, " ")
    found = [
        (sum(len(literal) for literal, *_ in Formatter().parse(wording)), case, match.groupdict())
        for case, wording in cases.items()
        if (match := re.fullmatch(_pattern(wording), spaced))
    ]
    if not found:
        return None
    _, case, fields = max(found, key=lambda of_case: of_case[0])
    return case, fields


def _pattern(wording: str) -> str:
    """The template as a pattern with a group for each field; a field that comes again must be the same again."""
    seen: set[str] = set()
    parts = []
    for literal, field, _, _ in Formatter().parse(wording):
        parts.append(re.escape(literal.replace(terms.NBSP, " ")))
        if field is not None:
            parts.append(f"(?P={field})" if field in seen else f"(?P<{field}>.*?)")
            seen.add(field)
    return "".join(parts)
