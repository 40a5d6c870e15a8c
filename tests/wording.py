"""Which case of a template a sentence is, and what stands in its fields: tests hold these and not the wording."""

import re
from string import Formatter

from parley import terms, words


def told(page: str, template: str, text: str) -> tuple[str, dict[str, str]]:
    """The case of a template of a page that ``text`` was filled from, empty where it has one, and its fields by name.

    Of several cases the text may come from, the one with most words of its own. Fails where no case is the text's.
    """
    cases = {
        place.removeprefix(template).removeprefix("."): wording
        for place, wording in words.Words(words.APP / page / words.FILE).texts()
        if place == template or place.rpartition(".")[0] == template
    }
    found = [
        (sum(len(literal) for literal, *_ in Formatter().parse(wording)), case, match.groupdict())
        for case, wording in cases.items()
        if (match := re.fullmatch(_pattern(wording), text))
    ]
    assert found, f"{page}: no case of {template} says: {text}"
    _, case, fields = max(found, key=lambda of_case: of_case[0])
    return case, {name: value.replace(terms.NBSP, " ") for name, value in fields.items()}


def _pattern(wording: str) -> str:
    """The template as a pattern with a group for each field; a field that comes again must be the same again."""
    seen: set[str] = set()
    parts = []
    for literal, field, _, _ in Formatter().parse(wording):
        parts.append(re.escape(literal))
        if field is not None:
            parts.append(f"(?P={field})" if field in seen else f"(?P<{field}>.*?)")
            seen.add(field)
    return "".join(parts)
