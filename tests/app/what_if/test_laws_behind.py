"""The laws behind the rate of a slider, on both trade what-if pages, as the tables hold them."""

from datetime import date

import pytest

from parley import terms
from parley.app.what_if_world.controls import COUNTRIES, US_KEY, country_key
from parley.measures.tariffs import in_force
from parley.tables.read import read_table
from tests.apps import at_address, choices

DAY = date(2025, 6, 9)
PARTNERS = {
    "what_if_product": ("partners", "us_from_VNM"),
    "what_if_world": (COUNTRIES, country_key("VNM")),
}


@pytest.mark.parametrize("page", PARTNERS)
def test_a_slider_of_a_partner_names_every_law_with_its_mean(page: str) -> None:
    chosen, slider = PARTNERS[page]
    told = choices(at_address(page, {"as_of": str(DAY), chosen: "VNM"}))[slider]["help"]
    rows = in_force(read_table("us_tariff_origin_steps", where={"exporter_iso3": ["VNM"]}), DAY)
    by_law = rows.groupby("authority")["rate_pct"].sum()
    assert by_law["ieepa_reciprocal"] > 0
    for rate in by_law[by_law >= 0.05]:
        assert terms.rate(rate) in " ".join(told)


def test_the_slider_of_all_chinese_goods_names_its_laws_on_both_pages() -> None:
    query = {"as_of": str(DAY)}
    product = choices(at_address("what_if_product", query))["us_total"]["help"]
    world = choices(at_address("what_if_world", query))[US_KEY]["help"]
    assert terms.AUTHORITIES["mfn"] in " ".join(world)
    assert world == product
