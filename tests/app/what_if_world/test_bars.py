"""Figures of the world what-if: marks, whiskers, tiles of every economy, legible words, both themes."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.what_if_world import bars as charts
from parley.app.what_if_world import gains as tiles
from parley.charts import colours
from parley.charts.theme import DARK, LIGHT, PALETTES, Palette, greyed
from parley.results.answers import sectors, world

ROWS = pd.DataFrame(
    {
        "code": ["USA", "CHN", "VNM", "DEU"],
        "name": ["United States", "China", "Vietnam", "Germany"],
        "change": [-0.09, -0.08, 0.025, 0.001],
        "low": [-0.11, -0.10, 0.01, -0.002],
        "high": [-0.06, -0.07, 0.12, 0.01],
    }
)


@pytest.mark.parametrize("palette", [*PALETTES.values(), greyed(LIGHT)])
@pytest.mark.parametrize("with_range", [True, False])
def test_bars_have_whiskers_where_there_is_a_range_and_the_colour_of_their_side(
    palette: Palette, with_range: bool
) -> None:
    rows = ROWS if with_range else ROWS.drop(columns=["low", "high"])
    figure = charts.change_bars(rows, palette, "%")
    go.Figure(figure.to_plotly_json())  # raises for an unknown name or a wrong value
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.x) == ROWS["change"].tolist()
    fills = [bars.marker.color] * 4 if isinstance(bars.marker.color, str) else list(bars.marker.color)
    assert fills == [palette.us, palette.china, palette.grey, palette.grey]
    whiskers = [list(trace.x) for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    ends = [x for a, b in zip(ROWS["low"], ROWS["high"], strict=True) for x in (a, b, None)]
    assert whiskers == ([ends] if with_range else [])
    assert figure.layout.xaxis.range[0] < ROWS["low"].min() or not with_range


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_where_more_is_better_bars_have_the_colours_of_gains_and_losses(palette: Palette) -> None:
    (bars, *_) = [t for t in charts.change_bars(ROWS, palette, "%", is_gain=True).data if t.type == "bar"]
    expected = [palette.gain if change > 0 else palette.loss for change in ROWS["change"]]
    assert set(expected) == {palette.gain, palette.loss} and list(bars.marker.color) == expected


def test_a_whisker_may_leave_the_answer_at_its_end() -> None:
    rows = ROWS.assign(low=ROWS["change"], high=ROWS["change"] + 0.1)
    (whiskers,) = [
        trace
        for trace in charts.change_bars(rows, LIGHT, "%").data
        if trace.type == "scatter" and trace.mode == "lines"
    ]
    assert list(whiskers.x)[:2] == [-0.09, pytest.approx(0.01)]


@pytest.mark.parametrize("unit", ["%", "bn"])
def test_no_change_at_all_is_drawn_without_fault(unit: str) -> None:
    rows = ROWS.assign(change=0.0, low=0.0, high=0.0)
    go.Figure(charts.change_bars(rows, LIGHT, unit).to_plotly_json())
    go.Figure(charts.change_bars(rows.iloc[:0], LIGHT, unit).to_plotly_json())
    go.Figure(tiles.world_tiles(rows.assign(letters="XX"), LIGHT, "%", [2] * len(rows)).to_plotly_json())


def test_only_what_lies_on_one_side_of_zero_is_certain() -> None:
    assert ROWS[charts.certain(ROWS)]["code"].tolist() == ["USA", "CHN", "VNM"]
    assert not charts.certain(ROWS.drop(columns=["low", "high"])).any()


@pytest.mark.parametrize(
    ("change", "unit", "digits"),
    [
        ([0.09, -0.004], "%", [3, 3]),
        ([-24.43, 12.0, -5.4334, 0.31], "%", [0, 1, 1, 1]),
        ([-5.4334, 0.31, 0.004], "%", [1, 2, 2]),
        ([137.0, -24.43, 3.24], "bn", [0, 0, 1]),
        ([-24.43, 3.24, 0.31], "bn", [0, 1, 1]),
        ([0.0, 0.0], "%", [1, 1]),
    ],
)
def test_a_change_has_the_decimals_it_is_known_to(change: list[float], unit: str, digits: list[int]) -> None:
    assert charts.decimals_of(pd.DataFrame({"change": change}), unit) == digits


def test_bar_touch_and_words_print_a_change_and_its_range_alike() -> None:
    rows = ROWS.assign(
        change=[-24.43, -5.4334, 0.31, 0.0], low=[-42.1, -7.1, 0.21, -0.1], high=[-16.2, -3.1, 0.45, 0.1]
    )
    traces = charts.change_bars(rows, LIGHT, "%").to_plotly_json()["data"]
    (bars,), (values,) = ([t for t in traces if t["type"] == "bar"], [t for t in traces if t.get("mode") == "text"])
    assert [text.strip("<b>/\u00a0\u2007") for text in values["text"]] == [
        f"{terms.MINUS}24",
        f"{terms.MINUS}5.4",
        "+0.3",
        "0.0",
    ]
    touched = [said.replace("\u00a0", " ") for said in bars["customdata"][:2]]
    assert touched == [
        f"<b>{terms.MINUS}24%</b><br>United States<br>range {terms.MINUS}42 to {terms.MINUS}16%",
        f"<b>{terms.MINUS}5.4%</b><br>China<br>range {terms.MINUS}7.1 to {terms.MINUS}3.1%",
    ]
    assert f" {terms.MINUS}24%, " in charts.in_words(rows, "%")


def test_every_economy_of_both_models_has_a_tile_of_its_own() -> None:
    for names in (world.world().economy.names, sectors.sectors().economy.countries):
        assert [name for name in names if name not in tiles.WORLD.places] == []
    assert len(set(tiles.WORLD.places.values())) == len(tiles.WORLD.places)


def colour_of(heat: go.Heatmap, value: float) -> str:
    """The colour of the scale at the place of a value, where it has one of its own."""
    place = (value - heat.zmin) / (heat.zmax - heat.zmin)
    return next(str(colour) for at, colour in heat.colorscale if at == pytest.approx(place))


def test_tiles_say_the_sign_and_nothing_where_it_is_open() -> None:
    rows = ROWS.assign(letters=["US", "CN", "VN", "DE"])
    figure = go.Figure(tiles.world_tiles(rows, LIGHT, "%", [3] * len(rows)).to_plotly_json())
    heat, letters, *legend = figure.data
    assert {mark.name for mark in legend} == {*tiles.MEANINGS, tiles.BLANK_KEY}
    assert list(letters.text) == [
        f"US<br>{terms.MINUS}",
        f"CN<br>{terms.MINUS}",
        "VN<br>+",
        f"DE<br>{tiles.OPEN}",
    ]
    column, line = tiles.WORLD.places["DEU"]
    assert colour_of(heat, heat.z[line][column]) == LIGHT.background
    column, line = tiles.WORLD.places["VNM"]
    assert colour_of(heat, heat.z[line][column]) == LIGHT.gain
    column, line = tiles.WORLD.places["DEU"]
    assert "range" in heat.customdata[line][column]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("size", [-7, -1, -0.99, -0.7, -0.5, -0.3, 0, 0.3, 0.5, 0.7, 0.99, 1, 20])
def test_letters_are_legible_on_every_shade(palette: Palette, size: float) -> None:
    fill = colours.fill(tiles.shaded(size), palette)
    assert colours.contrast(colours.legible(fill, palette), fill) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert colours.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colours.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
