"""What the tables do not hold about a kind of thing, and whose data it would be."""

from parley import words
from parley.app.kit import blocks

SAY = words.beside(__file__)


def draw(kind: str) -> None:
    """The closing list of what a page of this kind cannot tell."""
    blocks.finding(SAY("missing.title"))
    blocks.note(SAY("missing", kind))
