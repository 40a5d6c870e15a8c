"""Prices: one edition at a time, one product in all editions, quotes beside averages and never in between."""

from datetime import date

from parley import read_table
from parley.measures import minerals

TALKS = date(2025, 6, 9)


def test_the_newest_edition_of_the_day_is_taken_whole() -> None:
    now, then = (minerals.newest_edition(read_table("oxide_prices", day)) for day in (None, TALKS))
    assert set(now["edition"]) == {"MCS2026"}
    assert len(now) == 85
    assert set(then["edition"]) == {"MCS2025"}
    assert then["specification"].iloc[0] == "Terbium oxide, 99.99% minimum"


def test_products_stand_by_their_newest_price() -> None:
    names = minerals.products(minerals.newest_edition(read_table("oxide_prices")))
    assert names[0].startswith("Terbium oxide")
    assert names[-1].startswith("Lanthanum oxide")


def test_one_product_keeps_its_editions_apart() -> None:
    rows = minerals.of_product(read_table("oxide_prices"), "Dysprosium oxide, 99.5% minimum")
    values = {edition: part["price_usd_per_kg"].to_list() for edition, part in rows.groupby("edition")}
    assert values == {"MCS2025": [261, 410, 382, 330, 260], "MCS2026": [410, 382, 330, 257, 239]}


def test_beside_the_thirteen_quotes_stands_one_average_of_each_oxide_quoted() -> None:
    rows = minerals.beside(read_table("price_quotes"), read_table("oxide_prices"))
    averages = rows[rows["market"] == "china_fob"].set_index("symbol")["low_usd_per_kg"]
    assert averages.to_dict() == {"Dy": 239, "Tb": 1010, "Y": 9, "Nd": 73, "NdPr": 69}
    assert (rows["market"] != "china_fob").sum() == 13
    assert rows["symbol"].drop_duplicates().to_list() == ["Dy", "Tb", "Y", "Nd", "NdPr"]
    assert rows.groupby("symbol")["market"].first().eq("china_fob").all()


def test_on_9_june_2025_the_averages_are_those_of_2024() -> None:
    rows = minerals.beside(read_table("price_quotes", TALKS), read_table("oxide_prices", TALKS))
    averages = rows[rows["market"] == "china_fob"]
    assert averages.set_index("symbol")["low_usd_per_kg"].to_dict() == {"Dy": 260, "Tb": 810}
    assert set(averages["date_end"].dt.year) == {2024}
    assert rows["date_end"].max().date() <= TALKS
