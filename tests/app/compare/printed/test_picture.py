"""The chart of a document as SVG: its figures stand where its axis has them, and what it cannot draw is refused."""

import json
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from parley.app.compare import differences
from parley.app.compare.printed.picture import WIDTH, picture
from parley.app.kit import figures
from parley.app.kit.figures import Figure
from parley.charts.bars import BAND_PX
from parley.charts.document import FigureDocument
from parley.charts.figure import Caption
from parley.charts.theme import DARK, LIGHT

ROWS = pd.DataFrame(
    {
        "name": ["Machinery & <tools>", "Toys"],
        "words": ["+30\u00a0bn", "-5\u00a0bn"],
        "difference": [30.0, -5.0],
        "difference_low": [10.0, -15.0],
        "difference_high": [40.0, 2.0],
        "source_id": "baci_world_matrix_2023",
    }
)


def document() -> FigureDocument:
    views = {"Chart": lambda palette: differences.difference_dots(ROWS, "bn", palette)}
    return figures.printed(Figure("compare_section", Caption("Machinery differs", "US$ bn", "Pairs"), ROWS, views))


def drawn() -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture(document(), "one")))


def named(kind: str) -> list[ElementTree.Element]:
    return [part for part in drawn() if part.tag.endswith(kind)]


def text_of(part: ElementTree.Element) -> str:
    return "".join(part.itertext())


def numbers(parts: list[ElementTree.Element], *names: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([[float(str(part.get(name))) for name in names] for part in parts])


def value_at(x: np.ndarray[Any, np.dtype[np.float64]]) -> list[float]:
    """What stands at a place, read off the words under the axis as a reader does."""
    axis = [part for part in named("text") if part.get("fill") == LIGHT.muted]
    ticks = [float(text_of(part).replace("$", "").removesuffix("bn").replace("\u2212", "-")) for part in axis]
    slope, start = np.polyfit(numbers(axis, "x")[:, 0], ticks, 1)
    return [float(slope * place + start) for place in x]


def test_marks_stand_at_their_figures_and_in_the_key() -> None:
    dots = numbers(named("circle"), "cx")
    assert value_at(dots[:2, 0]) == pytest.approx([30, -5], abs=0.2)
    key = [differences.SAY("figure.dots", case) for case in ("sure", "open")]
    assert len(dots) == len(ROWS) + len(key)
    assert [text_of(part) for part in named("text")][-2:] == key


def test_ranges_are_lines_between_their_ends() -> None:
    ranges = [part for part in named("line") if part.get("stroke-width") == str(BAND_PX)]
    *of_rows, _key = ranges
    assert value_at(numbers(of_rows, "x1", "x2").ravel()) == pytest.approx([10, 40, -15, 2], abs=0.2)


def test_the_zero_line_stands_at_zero() -> None:
    zero = [part for part in named("line") if part.get("stroke") == LIGHT.ink and part.get("stroke-width") == "1"]
    assert value_at(numbers(zero, "x1", "x2").ravel()) == pytest.approx([0.0] * 2, abs=0.2)


def test_words_are_escaped_and_stand_inside() -> None:
    words = [text_of(part) for part in named("text")]
    assert "Machinery & <tools>" in words
    assert [text_of(bold) for part in named("text") for bold in part] == ["+30", "-5"]
    places = numbers(named("text"), "x")
    assert places.min() >= 0
    assert places.max() <= WIDTH


def test_it_is_light_whatever_the_theme_of_the_page() -> None:
    told = ElementTree.tostring(ElementTree.fromstring(picture(document(), "one"))).decode()
    assert LIGHT.ink in told
    assert DARK.ink not in told


STAR = {"symbol": "star", "size": 9, "color": "", "line": {"color": "", "width": 1}}


@pytest.mark.parametrize(
    "strange",
    [
        {"type": "bar"},
        {"type": "scatter", "mode": "lines+markers"},
        {"type": "scatter", "mode": "markers", "marker": STAR},
    ],
)
def test_what_it_cannot_draw_is_refused(strange: dict[str, Any]) -> None:
    chart = json.loads(document().figure)
    refused({**chart, "data": [{**strange, "x": [1], "y": [0]}]})


def test_a_line_that_is_placed_on_the_paper_is_refused() -> None:
    chart = json.loads(document().figure)
    refused({**chart, "layout": {**chart["layout"], "shapes": [{"type": "line", "yref": "paper"}]}})


def refused(chart: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not draw"):
        picture(FigureDocument("n", "finding", figure=json.dumps(chart)), "one")
