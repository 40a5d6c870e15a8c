"""What the search opens: each parameter is one that the page offers, and the page opens on the thing found."""

import csv
from pathlib import Path

import pytest

from parley.app.kit import cache
from parley.app.tariffs import by_product, collected, header, origins, which_law
from parley.app.tariffs.acts import ACTORS
from parley.search import goods, laws, others, places
from parley.search.find import find
from parley.search.pages import PAGES
from parley.tables import compiled_on
from parley.terms import SECTION_LABELS

with (Path(__file__).parent.parent / "search" / "golden.csv").open(encoding="utf-8") as file:
    PRODUCTS = sorted({row["id"] for row in csv.DictReader(file) if row["kind"] == "product" and len(row["id"]) > 2})


@pytest.mark.parametrize("code", PRODUCTS)
def test_a_product_opens_on_its_own_code(code: str) -> None:
    hit = next(h for h in find(code) if h.id == code)
    assert hit.query["tariff_section"] == "Which law"
    offered = which_law.products_found(hit.query["tariff_law_search"])
    assert offered[code] == hit.query["tariff_law_code"]


def test_a_product_of_an_origin_opens_on_its_own_code() -> None:
    query = find("toys from Vietnam")[0].query
    names = cache.country_names()
    origin = next(code for code in origins._others() if names[code] == query["tariff_law_origin"])
    assert which_law.products_found(query["tariff_law_search"], origin)["9503"] == query["tariff_law_code"]


def test_a_chapter_opens_under_the_name_the_page_offers() -> None:
    offered = set(by_product._chapters().values())
    chapters = [entry for entry in goods.products() if len(entry.id) == 2 and entry.id != "99"]
    assert {entry.query["tariff_product_chapter"] for entry in chapters} == offered


def test_an_economy_opens_as_an_origin_the_page_offers() -> None:
    names = cache.country_names()
    by_law = {names[code] for code in origins._others()}
    as_collected = set(collected._origins(compiled_on()))
    for entry in places.economies({}):
        assert entry.query.get("tariff_product_origin", "Vietnam") in by_law, entry.id
        assert entry.query.get("tariff_collected_origin", "Vietnam") in as_collected, entry.id


def test_a_section_of_what_was_collected_is_one_the_page_offers() -> None:
    section = find("toys from Lesotho")[0].query["tariff_collected_section"]
    assert section in {f"{numeral}, {label}" for numeral, label in SECTION_LABELS.items()}


def test_a_law_opens_with_choices_the_page_offers() -> None:
    for entry in laws.laws({}):
        assert entry.query.get("tariff_actor", "China") in ACTORS.values()
        assert entry.query.get("tariff_programmes_of", "China on US") in header.LEVIES.values()


def test_every_entry_opens_a_page_of_the_app() -> None:
    paths = {"/", *(f"/{stem}" for stem in PAGES)}
    found = [*places.economies({}), *laws.laws({}), *others.minerals(), *others.pages({}), *others.sources()]
    assert {entry.page for entry in found} <= paths
