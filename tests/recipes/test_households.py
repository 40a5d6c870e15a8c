"""Households: three concepts, near each other and never mixed."""

from parley import read_table


def test_the_concepts_of_2024_differ_by_what_their_surveys_say() -> None:
    counts = read_table("households").query("year == 2024").set_index("measure")["count_thousand"]
    assert abs(counts["occupied_housing_units"] / counts["households"] - 1) < 0.0006
    assert round((counts["consumer_units"] / counts["households"] - 1) * 100, 1) == 2.7


def test_only_the_second_hand_count_is_marked_so() -> None:
    table = read_table("households")
    second = table[table["verification"] == "secondary"]
    assert list(zip(second["measure"], second["year"], strict=True)) == [("households", 2024)]
