"""The words of a card are those of the view it shows: no measure and no description stands for two charts."""

from typing import Any

import pytest

from tests import apps

WAR = {"world_us": "60", "world_cn": "40"}
CARDS = {
    "tariff_averages": (
        "tariffs",
        {"tariff_section": "Said, law, paid", "tariff_averages": "Average by provider"},
        ("Side by side", "Over time"),
    ),
    "tariff_stages": ("tariffs", {"tariff_section": "Both sides"}, ("Stage by stage", "On a time axis")),
    "tariff_products": ("tariffs", {"tariff_section": "Products"}, ("Against 2024", "By law")),
    "trade_partners": ("trade", {"trade_section": "Who took China's place"}, ("Slope", "By year")),
    "world_real_income_change": ("what_if_world", WAR, ("Bars", "Map")),
    "short_run": (
        "what_if_world",
        {**WAR, "world_section": "The next three years"},
        ("GDP", "Prices"),
    ),
    "outlook_since_2025": (
        "outlook",
        {"outlook_section": "Effects of tariffs", "outlook_effects_of": "Since 2025"},
        ("Growth", "Effect of tariffs"),
    ),
    "look_up_chapter": ("look_up", {"product": "85"}, ("Against 2024", "By law")),
    "look_up_sections": ("look_up", {"economy": "Vietnam"}, ("Against 2024", "By law")),
}


def shown(name: str, page: str, query: dict[str, str], view: str) -> dict[str, Any]:
    app = apps.at_address(page, {**query, f"{name}_view": view})
    (told,) = [told for told in apps.documents(app, "whole") if told["name"] == name and told["figure"]]
    (choice,) = [c for c in told["choices"] if c["name"] == f"{name}_view"]
    assert choice["chosen"] == [view]
    return told


@pytest.mark.parametrize("name", CARDS)
def test_each_view_of_a_card_has_words_of_its_own(name: str) -> None:
    page, query, views = CARDS[name]
    first, second = (shown(name, page, query, view) for view in views)
    assert first["measure"] != second["measure"]
    assert first["alt"] != second["alt"]
