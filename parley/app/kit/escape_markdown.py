"""Text from outside as Markdown that shows it letter by letter: no link, picture, icon or formula comes of it."""

import re

MARKED = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:$&^=])")


def plain(text: str) -> str:
    """The text with everything Markdown could act on escaped, on one line."""
    return MARKED.sub(r"\\\1", " ".join(text.splitlines()))
