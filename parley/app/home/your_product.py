"""Your product: four plain words, each a link to what Look up says of it, and the search for any other."""

from html import escape

from parley import words
from parley.app import navigation
from parley.terms.goods import in_pairs

LOOK_UP = "pages/look_up.py"
GOODS = {"Laptops": "847130", "Toys": "9503", "Batteries": "850760", "Cars": "870323"}
ORIGIN = "China"
SAY = words.beside(__file__)


def line() -> str:
    """The words as links under the as-of date of the page."""
    links = [
        navigation.link(LOOK_UP, name, {"product": in_pairs(code), "from": ORIGIN}) for name, code in GOODS.items()
    ]
    others = navigation.link(LOOK_UP, SAY("product.more"), {})
    return f'<p class="parley-product"><b>{escape(SAY("product.title"))}</b> {" ".join([*links, others])}</p>'
