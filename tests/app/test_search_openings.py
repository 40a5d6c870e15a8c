"""What the search opens: each parameter is one that the page offers, and the page opens on the thing found."""

import csv
from pathlib import Path

import pytest

from parley.app.look_up import things
from parley.app.tariffs import money
from parley.search import entries, opens
from parley.search.find import find
from parley.search.pages import PAGES
from parley.tables.read import compiled_on

with (Path(__file__).parent.parent / "search" / "golden.csv").open(encoding="utf-8") as file:
    PRODUCTS = sorted({row["id"] for row in csv.DictReader(file) if row["kind"] == "product" and len(row["id"]) > 2})


@pytest.mark.parametrize("code", PRODUCTS)
def test_a_product_opens_on_its_own_code(code: str) -> None:
    hit = next(h for h in find(code) if h.id == code)
    (own,) = things.products(hit.query["product"])
    assert own.id == code
    assert hit.query["from"] in things.origins().values()


def test_what_is_opened_stands_among_the_choices_of_the_page() -> None:
    offered = {
        "economy": set(things.origins().values()),
        "law": set(things.laws(compiled_on()).values()),
        "mineral": set(things.minerals().values()),
    }
    for entry in [*entries.economies({}), *entries.laws({}), *entries.minerals()]:
        if entry.id != opens.US:
            assert entry.query[entry.kind] in offered[entry.kind], entry.id


def test_chapters_of_special_provisions_open_an_origin_the_page_offers() -> None:
    special = [entry for entry in entries.products() if entry.page == opens.TARIFFS]
    assert {entry.id[:2] for entry in special} == {"99"}
    assert special[0].query["tariff_collected_origin"] in set(money._origins(compiled_on()))


def test_every_entry_opens_a_page_of_the_app() -> None:
    paths = {"/", *(f"/{stem}" for stem in PAGES)}
    found = [*entries.economies({}), *entries.laws({}), *entries.minerals(), *entries.pages({}), *entries.sources()]
    assert {entry.page for entry in found} <= paths
