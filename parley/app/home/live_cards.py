"""What the live cards of the front page have in common: a title that leads on, a figure, words, a small picture."""

from html import escape

from parley.app.kit import card, figures
from parley.app.kit.figures import Figure


def attach(figure: Figure, link: str, inside: str) -> None:
    """Draw a card: its title, which is a link, what stands ``inside``, its source, what is taken away."""
    figures.attach(figure, titled(link, inside), card.Collected())


def titled(link: str, inside: str) -> str:
    """A title that is a link, over what stands inside."""
    return f'<div class="parley-live"><h2>{link}</h2>{inside}</div>'


def beside(value: str, below: str, picture: str, colour: str) -> str:
    """A figure in the colour of ``china`` or ``us`` over its words, and the picture beside them."""
    said = f'<p><b class="parley-{colour}">{escape(value)}</b> <span>{escape(below)}</span></p>'
    return f"<div>{said}{picture}</div>"


def picture(width: int, height: int, alt: str, parts: str) -> str:
    """A small picture of lines, bars and words, which ``static/style.css`` colours."""
    named = f'role="img" aria-label="{escape(alt)}"'
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" {named}>{parts}</svg>'
