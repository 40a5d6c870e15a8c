"""Import reliance drawn with its bounds: solid, open, words; titles from the rows."""

from typing import Any

import pandas as pd
import pytest

from parley.app.rare_earths import us_reliance
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import figures_right, marks
from tests.wording import told


def row(mineral: str, comparator: str, value: float | None, low: float | None, high: float | None) -> dict[str, Any]:
    return {
        "mineral": mineral,
        "comparator": comparator,
        "value_pct": value,
        "low_pct": low,
        "high_pct": high,
        "year": 2025,
        "edition": "MCS2026",
        "published_on": pd.Timestamp("2026-02-06"),
        "raw": str(value),
    }


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row("Gallium", "eq", 100, 100, 100),
            row("Rare earths", "eq", 67, 67, 67),
            row("Tungsten", "gt", 50, 50, 100),
            row("Cadmium", "lt", 25, 0, 25),
            row("Molybdenum", "net_exporter", None, None, None),
        ]
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_bound_is_an_open_bar_and_a_number_a_solid_one(rows: pd.DataFrame, palette: Palette) -> None:
    figure = us_reliance.reliance_bars(rows, palette)
    solid, is_open = marks(figure)
    assert list(solid.x) == [100, 67, 50, 0, 0]
    assert solid.marker.color == palette.us
    assert list(is_open.x) == [50, 25]
    assert [solid.y[2], solid.y[3]] == list(is_open.y)
    assert is_open.marker.color == palette.background
    assert figures_right(figure) == [["100%", "67%", ">50%", "<25%", "net exporter"]]


def test_bars_start_at_zero_and_end_at_a_hundred(rows: pd.DataFrame) -> None:
    figure = us_reliance.reliance_bars(rows, LIGHT)
    assert tuple(figure.layout.xaxis.range) == (0, 100)


def test_the_title_counts_what_is_wholly_imported(rows: pd.DataFrame) -> None:
    caption = us_reliance.reliance_caption(rows, "all")
    case, fields = told("rare_earths", "reliance.finding", caption.finding)
    assert case == "whole"
    assert (fields["whole"], fields["count"]) == ("one", "five")
    assert "Molybdenum net exporter" in caption.alt
    alone = us_reliance.reliance_caption(rows.iloc[[1]], "controlled")
    case, fields = told("rare_earths", "reliance.finding", alone.finding)
    assert (case, fields) == ("only", {"share": "67%", "mineral": "rare earths", "year": "2025"})
    nothing = us_reliance.reliance_caption(rows.iloc[[4]], "all")
    assert told("rare_earths", "reliance.finding", nothing.finding)[0] == "none"


def test_sources_have_chinas_colour_and_name_its_share() -> None:
    shares = [("China", "CHN", 71.0), ("Malaysia", "MYS", 13.0), ("Other countries", "ROW", 16.0)]
    rows = pd.DataFrame(
        [
            {"mineral": "Rare earths", "partner": p, "partner_iso3": c, "value_pct": v, "comparator": "eq"}
            | {"year_from": 2021, "year": 2024, "edition": "MCS2026"}
            for p, c, v in shares
        ]
    )
    (bar,) = marks(us_reliance.source_bars(rows, LIGHT))
    assert list(bar.marker.color) == [LIGHT.china, LIGHT.grey, LIGHT.pale]
    case, fields = told("rare_earths", "reliance.sources", us_reliance.sources_caption(rows).finding)
    assert (case, fields) == ("china", {"share": "71%", "good": "rare earths", "years": "2021–2024"})
    case, fields = told("rare_earths", "reliance.sources", us_reliance.sources_caption(rows.iloc[1:]).finding)
    assert (case, fields["first"], fields["share"]) == ("other", "Malaysia", "13%")
