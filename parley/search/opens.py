"""Which page answers for a thing, and the parameters it is opened with: one place for all kinds of hits."""

from collections.abc import Sequence
from typing import NamedTuple

from parley.terms.goods import in_pairs

LOOK_UP, TARIFFS, SOURCES, HOME = "/look_up", "/tariffs", "/sources", "/"
US, UNION = "USA", "EU27"
CHINA_NAME = "China"


class Opening(NamedTuple):
    """A page and the parameters of its address."""

    page: str
    query: dict[str, str]


class Place(NamedTuple):
    """An economy as the origin of goods: code and name."""

    iso3: str
    name: str


def product(code: str, section: str, origin: Place | None = None) -> Opening:
    """Where a product of two to ten digits is answered; chapters 98 and 99, which stand in no section, as collected."""
    abroad = origin is not None and origin.iso3 != US
    place = origin.name if origin is not None and abroad else CHINA_NAME  # where the pages begin
    if not section:
        return Opening(TARIFFS, collected_from(place))
    return Opening(LOOK_UP, {"product": in_pairs(code), "from": place})


def goods_at(codes: Sequence[str], rate_pct: int, of_all: bool) -> Opening:
    """What if: products with one rate on chapters or subheadings, of China or of all countries."""
    origin, key = ("All countries", "us_all_") if of_all else (CHINA_NAME, "us_")
    rates = {f"{key}{code}": f"{rate_pct}" for code in codes}
    return Opening("what_if_product", {"goods_codes": ", ".join(codes), "goods_from": origin, **rates})


def economy(place: Place) -> Opening:
    """Where an economy is answered; the United States where its duties on all others are."""
    if place.iso3 == US:
        return Opening(TARIFFS, {"tariff_section": "Partners"})
    return Opening(LOOK_UP, {"economy": place.name})


def collected_from(name: str) -> dict[str, str]:
    """The parameters that open the duty collected on goods of an origin."""
    return {"tariff_section": "Money", "tariff_collected_by": "Goods", "tariff_collected_origin": name}


def law(title: str) -> Opening:
    """Where an authority, a programme, an act or a ruling is answered, by its title."""
    return Opening(LOOK_UP, {"law": title})


def mineral(title: str) -> Opening:
    """Where an element or another mineral is answered, by its title."""
    return Opening(LOOK_UP, {"mineral": title})


def source(name: str) -> Opening:
    """Where a source is answered, by its producer and title."""
    return Opening(SOURCES, {"sources_section": "Sources", "sources_source": name})


def term() -> Opening:
    """Where the terms of art are explained."""
    return Opening(SOURCES, {"sources_section": "Glossary"})
