"""Which export controls a product is under: matched by the words of the Harmonized System, the state of the day."""

from datetime import date

import pytest

from parley import read_table, terms
from parley.app.look_up import product, under_control
from parley.tables.read import compiled_on
from tests.apps import at_address, notes

# What the wording of a code must name where its controls name elements by another word.
WORDINGS = {"": "rare", "lithium batteries": "lithium-ion"}


def test_the_wording_of_each_code_names_the_material() -> None:
    wordings = read_table("hs_codes").set_index("code")["description"].str.lower()
    for code, names in under_control.GOODS.items():
        for item, stage in names:
            word = "magnet" if stage == "magnet" else WORDINGS.get(item, item)
            assert word in wordings[code].replace("tungstates", "tungsten"), code


# Announcement 18 of 2025 put seven rare earths and their magnets under licence from 4 April 2025.
def test_magnets_came_under_control_on_4_april_2025() -> None:
    before, after = (under_control.acts_on("850511", date(2025, 4, day)) for day in (3, 4))
    assert before.empty
    assert after["event_id"].tolist() == ["mofcom-2025-18"]
    assert after["state"].tolist() == ["in force"]
    for element in ("dysprosium", "terbium", "yttrium"):
        assert element in after["item"].iloc[0]


def test_chips_are_under_us_controls_and_what_was_lifted_has_ended() -> None:
    rows = under_control.acts_on("8542", compiled_on()).set_index("event_id")
    assert rows.loc["bis-2022-10", "side"] == "US"
    assert rows.loc["us-eda-letters", "state"] == under_control.SAY("controlled.ended")  # lifted on 2 July 2025
    assert "mofcom-2023-23" not in rows.index  # names gallium, not chips


@pytest.mark.parametrize("code", ["28461000", "28", "2846"])
def test_a_code_above_or_below_is_matched_too(code: str) -> None:
    assert "mofcom-2025-18" in set(under_control.acts_on(code, compiled_on())["event_id"])


def test_goods_no_control_names_are_told_so() -> None:
    day = terms.day(compiled_on())
    told = notes(at_address("look_up", {"product": "0101.21", "from": "China"}))
    before, after = under_control.SAY("controlled.none", goods="|", day=day).split("|")
    assert [words for words in told if words.startswith(before) and words.endswith(after)]


def test_the_link_to_the_model_sets_a_slider_ten_points_up() -> None:
    day = compiled_on()
    toys = product.in_the_model("9503", "VNM", day)
    assert toys["partners"] == "VNM" and int(toys["us_from_VNM"]) > 10
    assert product.in_the_model("850760", "CHN", day)["goods_codes"] == "850760"
    assert product.in_the_model("9503", "CHN", day)["goods_codes"] == "950300"
    assert product.in_the_model("010121", "LSO", day) == {}
