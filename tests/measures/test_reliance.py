"""Import reliance: names, bounds, order, editions and sources, on hand-made rows and on the table."""

from typing import Any

import pandas as pd
import pytest

from parley import read_table
from parley.measures import reliance


def row(chapter: str, comparator: str, value: float | None, **more: Any) -> dict[str, Any]:
    return {
        "statistic": "net_import_reliance",
        "chapter": chapter,
        "commodity": chapter.title(),
        "detail": "All",
        "year": 2025,
        "edition": "MCS2026",
        "value_pct": value,
        "comparator": comparator,
        "is_critical": False,
        "published_on": pd.Timestamp("2026-02-06"),
        **more,
    }


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row("MERCURY", "not_available", None),
            row("HELIUM", "net_exporter", None),
            row("CADMIUM", "lt", 25.0),
            row("COPPER", "eq", 57.0, is_critical=True),
            row("TUNGSTEN", "gt", 50.0, is_critical=True),
            row("GALLIUM", "eq", 100.0, is_critical=True),
            row("GALLIUM", "eq", 99.0, year=2024),
        ]
    )


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (("RARE EARTHS", "Rare Earths", "Compounds and metals"), "Rare earths"),
        (("RARE EARTHS (Heavy)", "Rare Earths (Heavy)", "Compounds and metals"), "Heavy rare earths"),
        (("IRON AND STEEL SCRAP", "Iron And Steel Scrap", "All"), "Iron and steel scrap"),
        (("SAND AND GRAVEL (INDUSTRIAL)", "Sand And Gravel (Industrial)", "All"), "Sand and gravel, industrial"),
        (("GRAPHITE (NATURAL)", "Graphite (Natural)", "All"), "Graphite"),
        (("SILICON", "Silicon", "Silicon metal"), "Silicon metal"),
        (("SILICON", "Silicon", "Ferrosilicon, all grades"), "Silicon, ferrosilicon, all grades"),
        (("TITANIUM", "TiO2 pigment", "All"), "TiO2 pigment"),
    ],
)
def test_a_commodity_and_its_form_have_a_readable_name(key: tuple[str, str, str], name: str) -> None:
    assert reliance.mineral(*key) == name


def test_bounds_are_bounds_and_the_least_possible_ranks(rows: pd.DataFrame) -> None:
    ranked = reliance.ranked(rows, "MCS2026", 2025, reliance.ALL)
    assert list(ranked["mineral"]) == ["Gallium", "Copper", "Tungsten", "Cadmium", "Helium", "Mercury"]
    ends = ranked.set_index("mineral")[["low_pct", "high_pct"]]
    assert ends.loc["Tungsten"].tolist() == [50, 100]
    assert ends.loc["Cadmium"].tolist() == [0, 25]
    assert ends.loc["Gallium"].tolist() == [100, 100]
    assert ends.loc[["Helium", "Mercury"]].isna().all(axis=None)


def test_groups_keep_what_they_name(rows: pd.DataFrame) -> None:
    controlled = reliance.ranked(rows, "MCS2026", 2025, reliance.CONTROLLED)
    assert list(controlled["mineral"]) == ["Gallium", "Tungsten"]
    critical = reliance.ranked(rows, "MCS2026", 2025, reliance.CRITICAL)
    assert list(critical["mineral"]) == ["Gallium", "Copper", "Tungsten"]


def test_chapters_called_controlled_have_a_chinese_control() -> None:
    items = " ".join(read_table("control_items")["item"])
    words = [chapter.split(" (")[0].lower() for chapter in reliance.CONTROLLED_CHAPTERS]
    assert [w for w in words if w != "rare earths" and w not in items] == []


def test_every_good_and_every_mineral_has_a_name_of_its_own() -> None:
    table = read_table("us_import_reliance")
    goods = reliance.goods(table, "MCS2026")["mineral"]
    minerals = reliance.ranked(table, "MCS2026", 2025, reliance.ALL)["mineral"]
    assert goods.is_unique
    assert minerals.is_unique


def test_sources_put_other_countries_last() -> None:
    rows = reliance.sources(read_table("us_import_reliance"), "MCS2026", "Rare earths")
    assert rows["partner_iso3"].iloc[[0, -1]].tolist() == ["CHN", "ROW"]
    assert rows["value_pct"].sum() == 100
