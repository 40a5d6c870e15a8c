"""Figures of several houses: a row a house, never one line, and no range over unlike weights."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.outlook import header, houses
from parley.charts.theme import LIGHT
from parley.tables.read import compiled_on
from tests.wording import told


@pytest.fixture
def rows() -> pd.DataFrame:
    points = [
        ("OECD", "EO116", "2024-12-04", 3.3, False),
        ("OECD", "EO117", "2025-06-03", 2.9, True),
        ("World Bank", "GEP_2025_01", "2025-01-16", 2.7, True),
    ]
    frame = pd.DataFrame(points, columns=["institution", "edition", "published_on", "value_pct", "is_newest"])
    return frame.assign(
        published_on=pd.to_datetime(frame["published_on"]),
        decimals=1,
        measure="real_gdp_growth",
        area="WLD",
        target_year=2025,
    )


def test_each_house_has_its_row_and_no_line_joins_the_dots(rows: pd.DataFrame) -> None:
    figure = houses.house_dots(rows, LIGHT)
    go.Figure(figure.to_dict())  # Plotly checks every name and value
    assert list(figure.layout.yaxis.ticktext) == ["OECD", "World Bank"]
    assert {trace.mode for trace in figure.data} == {"markers"}
    older, newest = figure.data
    assert (list(older.x), older.marker.color) == ([3.3], LIGHT.pale)
    assert (list(newest.x), newest.marker.color) == ([2.9, 2.7], LIGHT.ink)
    assert any("Jun 2025" in note.text for note in figure.layout.annotations)


def test_levels_of_the_world_are_not_compared(rows: pd.DataFrame) -> None:
    caption = houses.houses_caption(rows, "WLD")
    case, fields = told("outlook", "houses.finding", caption.finding)
    assert (case, fields["count"], fields["year"], fields["subject"]) == ("some", "Two", "2025", "world growth")
    assert told("outlook", "houses.measure", caption.measure)[1]["year"] == "2025"
    day, growth = compiled_on(), "real_gdp_growth"
    notes_of = {area: houses.printed(growth, area, 2025, day).note for area in ("WLD", "USA")}
    assert {area: houses.SAY("houses.group") in note for area, note in notes_of.items()} == {"WLD": True, "USA": False}


def test_a_measure_of_the_world_and_a_group_read_as_in_a_sentence() -> None:
    assert houses.subject("world_trade_volume_growth", "the world") == "world trade volume growth"
    assert header.subject("world_trade_volume_growth", "WLD") == "world trade volume growth"
    of_a_group = houses.SAY("houses.subject", measure="real GDP growth", area="advanced economies")
    assert houses.subject("real_gdp_growth", header.place("AE")) == of_a_group
