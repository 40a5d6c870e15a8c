"""Which thing is looked up: the choices at the head of the page, and what is drawn for them."""

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from parley import words
from parley.app.kit import address, blocks, card, card_choices, controls, session, sheet
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import economy, law, mineral, product, shipment_list, things
from parley.app.look_up.model import CHINA
from parley.terms.goods import SPECIAL, dotted

SAY = words.beside(__file__)
# The kinds by name, and the parameter that names a thing of each.
KINDS = {"Product": "product", "Economy": "economy", "Law": "law", "Mineral": "mineral"}
KIND = "look_up_section"
# Names of laws that saved addresses have, with their id of today.
FORMER_LAWS = {
    "Section 232: Steel goods": "steel_derivatives",
    "Section 232: Aluminium goods": "aluminium_derivatives",
}
LONGEST = 70  # letters of a candidate on its button
Drawn = Callable[[DeltaGenerator], None]  # in the place of the heading it is given, and below the choices


def draw(as_of: date) -> None:
    """The thing by name, the choices, and below them all about it."""
    head = st.container()
    with card.collected() as head_choices:
        kind = controls.choose("Look up", list(KINDS), KIND, implied=_meant())
        draw_thing = _product(as_of) if kind == "Product" else _named(KINDS[kind], as_of)
    card.draw_choices("look_up", head_choices)
    with sheet.opened("thing"):
        draw_thing(head)


def _meant() -> str | None:
    """The kind of thing that an address names without naming the kind."""
    return next((kind for kind, key in KINDS.items() if address.opened_with(key)), None)


def draw_list(as_of: date) -> None:
    """A list of one's own shipments, below products alone."""
    if controls.current(KIND, list(KINDS), implied=_meant()) == "Product":
        blocks.live("Your own list")(partial(shipment_list.draw, as_of))


def _nothing(head: DeltaGenerator) -> None:
    with sheet.apart(), head:
        blocks.page_header(SAY("header.title"), SAY("header.covers"))


def _product(as_of: date) -> Drawn:
    typed = controls.search("HS code or words", "product", SAY("product.hint"))
    names = things.origins()
    origin = controls.select("Origin", list(names), "from", CHINA, names.__getitem__)
    if not typed:
        return _suggest("product", as_of, dotted)
    digits = typed.replace(".", "").replace(" ", "")
    if digits.isdigit() and digits >= SPECIAL:
        return partial(_refused, SAY("product.special"))
    hits = things.products(typed)
    if hits.remarks:
        card_choices.note(" ".join(hits.remarks), "look_up_remarks")
    if [hit.id for hit in hits] == [digits]:
        return partial(product.draw, digits, origin, as_of)
    if not hits:
        return partial(_refused, SAY("product.none", typed=typed))
    card_choices.note(SAY("product.which"), "look_up_which")
    for hit in hits:
        _button("product", hit.id, hit.title, dotted(hit.id))
    return _nothing


def _button(kind: str, id: str, title: str, value: str) -> None:
    shown = title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]} …"
    card_choices.button(shown, f"look_up_{id}", partial(_choose, kind, value))


def _suggest(kind: str, as_of: date, value: Callable[[str], str] = str) -> Drawn:
    """What to do where none is chosen, and a few things that one press opens; none of them is chosen."""
    card_choices.note(SAY("first", kind), "look_up_first")
    few = things.suggestions(kind, as_of)
    if few:
        card_choices.note(SAY("offered", kind), "look_up_offered")
    for id, title in few.items():
        _button(kind, id, title, value(id))
    return _nothing


def _choose(key: str, value: str) -> None:
    session.state()[key] = value


def _refused(words_: str, head: DeltaGenerator) -> None:
    _nothing(head)
    raise NothingToShowError(words_)


def _named(kind: str, as_of: date) -> Drawn:
    """A choice of an economy, a law or a mineral in a list, none at first, and what draws it."""
    names, draw_it = {
        "economy": (things.origins(), economy.draw),
        "law": (things.laws(as_of), law.draw),
        "mineral": (things.minerals(), mineral.draw),
    }[kind]
    if kind == "law":
        address.rename(kind, {former: names[code] for former, code in FORMER_LAWS.items() if code in names})
    options = ["", *sorted(names, key=lambda each: names[each].lower())]
    chosen = controls.select(kind.capitalize(), options, kind, "", lambda each: names.get(each, SAY("choose", kind)))
    return partial(draw_it, chosen, as_of) if chosen else _suggest(kind, as_of)
