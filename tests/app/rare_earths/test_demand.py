"""Demand as stacked bars: observed solid, projections hollow, printed parts that add."""

import pandas as pd
import pytest

from parley.app.rare_earths import demand
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told


@pytest.fixture
def rows() -> pd.DataFrame:
    cells = [
        (2024, "observed", "observed", {"electric_vehicles": 8.4, "wind": 10.4, "other": 72.2}),
        (2050, "STEPS", "projection", {"electric_vehicles": 39.4, "wind": 17.4, "other": 120.7}),
    ]
    made = []
    for year, scenario, kind, uses in cells:
        total = sum(uses.values())
        made += [
            {
                "year": year,
                "scenario": scenario,
                "kind": kind,
                "use": use,
                "demand_kt": kt,
                "share_pct": kt / total * 100,
            }
            for use, kt in {**uses, "total": total}.items()
        ]
    return pd.DataFrame(made)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_observed_is_solid_and_a_projection_hollow(rows: pd.DataFrame, palette: Palette) -> None:
    figure = demand.demand_bars(rows, palette)
    cars = figure.data[0]
    assert list(cars.marker.color) == [palette.s301, palette.background]
    assert cars.marker.line.color[1] == palette.s301
    assert figure.layout.yaxis.range[0] == 0
    assert [words.replace("\u00a0", " ") for words in cars.customdata] == [
        "<b>8.4 kt</b> Electric vehicles<br>2024, observed, 9.2% of demand",
        "<b>39.4 kt</b> Electric vehicles<br>2050, projection, 22.2% of demand",
    ]


def test_printed_parts_add_to_the_printed_total(rows: pd.DataFrame) -> None:
    figure = demand.demand_bars(rows, LIGHT)
    for i, total in enumerate(["91", "178"]):
        assert sum(int(bar.text[i]) for bar in figure.data[:3]) == int(total)
        assert figure.data[-1].text[i] == f"<b>{total}</b>"


def test_the_title_says_first_and_last_year(rows: pd.DataFrame) -> None:
    caption = demand.demand_caption(rows)
    case, fields = told("rare_earths", "demand.finding", caption.finding)
    assert (case, *fields.values()) == ("rise", "91", "2024", "178", "2050")
    assert told("rare_earths", "demand.measure", caption.measure)[1] == {
        "scenario": "Stated policies",
        "first": "2024",
        "last": "2050",
    }
