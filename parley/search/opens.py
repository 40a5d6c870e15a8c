"""Which page answers for a thing, and the parameters it is opened with: one place for all kinds of hits."""

from typing import NamedTuple

from parley import terms

TARIFFS, RARE_EARTHS, CHIPS, SOURCES, HOME = "/tariffs", "/rare_earths", "/chips", "/sources", "/"
CHINA, US, UNION = "CHN", "USA", "EU27"


class Opening(NamedTuple):
    """A page and the parameters of its address."""

    page: str
    query: dict[str, str]


class Place(NamedTuple):
    """An economy as goods' origin: code, name, and the name under which the pages on the law know it, if any."""

    iso3: str
    name: str
    law_name: str


def product(code: str, words: str, section: str, origin: Place | None = None) -> Opening:
    """Where a product of two to ten digits is answered: law by law, or line by line for a chapter.

    ``words``: its description; of a tariff line that of its subheading. ``section``: the numeral of its section, empty
    for chapters 98 and 99. An origin whose law the pages do not hold opens what was collected on its goods of the
    section.
    """
    if origin is not None and not origin.law_name:
        within = {"tariff_collected_section": f"{section}, {terms.SECTION_LABELS[section]}"} if section else {}
        return Opening(TARIFFS, {**collected_from(origin.name), **within})
    # China is where the pages begin
    other = origin.law_name if origin is not None and origin.iso3 != CHINA else ""
    if len(code) == 2:
        of = {"tariff_product_origin": other} if other else {}
        level = {"tariff_product_level": "Subheadings", "tariff_product_chapter": f"{code} {words}"}
        return Opening(TARIFFS, {"tariff_section": "By product", **level, **of})
    of = {"tariff_law_origin": other} if other else {}
    name = f"{code} {words}" if len(code) <= 6 else f"{code}, of {code[:6]} {words}"
    return Opening(TARIFFS, {"tariff_section": "Which law", "tariff_law_search": code, "tariff_law_code": name, **of})


def economy(place: Place) -> Opening:
    """Where an economy is answered: the duty on its goods by law where the pages hold it, else as collected."""
    if place.iso3 == US:
        return Opening(TARIFFS, {"tariff_section": "By partner"})
    if place.iso3 == CHINA:
        return Opening(TARIFFS, {"tariff_section": "Both sides"})
    if place.law_name == place.name:
        return Opening(TARIFFS, {"tariff_section": "By product", "tariff_product_origin": place.name})
    return Opening(TARIFFS, collected_from(place.name))


def collected_from(name: str) -> dict[str, str]:
    """The parameters that open the duty collected on goods of an origin."""
    return {"tariff_section": "Collected", "tariff_collected_origin": name}


def programmes(authority: str) -> Opening:
    """Where an authority or one of its programmes is answered."""
    if authority == "mfn":
        return Opening(TARIFFS, {"tariff_section": "By product", "tariff_products_view": "By law"})
    of = {"tariff_programmes_of": terms.side(CHINA, "levies")} if authority == "china_retaliation" else {}
    return Opening(TARIFFS, {"tariff_section": "Programmes", **of})


def act(domain: str, actor: str) -> Opening:
    """Where an act, a ruling or a round of talks is answered."""
    if domain == "rare_earths":
        return Opening(RARE_EARTHS, {"rare_section": "Controls"})
    if domain == "semiconductors":
        return Opening(CHIPS, {"chip_section": "Controls"})
    if domain == "talks":
        return Opening(TARIFFS, {"tariff_section": "Both sides"})
    side = {"tariff_actor": terms.side(actor, "long")} if actor in (US, CHINA) else {}
    return Opening(TARIFFS, {"tariff_section": "Acts and rulings", **side})


def element(symbol: str, name: str) -> Opening:
    """Where a rare-earth element is answered."""
    return Opening(RARE_EARTHS, {"rare_section": "Elements", "rare_element": f"{name.capitalize()} ({symbol})"})


def mineral(good: str) -> Opening:
    """Where another mineral is answered: ``good`` as the chapter of the US Geological Survey names it to a reader."""
    return Opening(RARE_EARTHS, {"rare_section": "US reliance", "rare_sources_good": good})


def source(name: str) -> Opening:
    """Where a source is answered, by its producer and title."""
    return Opening(SOURCES, {"sources_section": "Sources", "sources_source": name})


def term() -> Opening:
    """Where the terms of art are explained."""
    return Opening(SOURCES, {"sources_section": "Glossary"})
