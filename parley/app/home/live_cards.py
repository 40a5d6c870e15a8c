"""What the live cards of the front page have in common: a title that leads on, a figure, words, a small picture."""

from html import escape

from parley.app.kit import card, figures
from parley.app.kit.figures import Figure


def attach(figure: Figure, body: str) -> None:
    """Draw a card: its body, its source, what is taken away."""
    figures.attach(figure, body, card.Collected())


def body(link: str, value: str, below: str, picture: str, colour: str) -> str:
    """The title with its link, the figure in the colour of ``china`` or ``us`` over its words, the picture beside."""
    said = f'<p><b class="parley-{colour}">{escape(value)}</b> <span>{escape(below)}</span></p>'
    return f'<div class="parley-live"><h2>{link}</h2><div>{said}{picture}</div></div>'


def picture(width: int, height: int, alt: str, parts: str) -> str:
    """A small picture of lines, bars and words, which ``static/style.css`` colours."""
    named = f'role="img" aria-label="{escape(alt)}"'
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" {named}>{parts}</svg>'
