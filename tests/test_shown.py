"""The record of what the pages show: what counts as a difference between two of them, and what does not."""

import base64
import copy
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.shown_differences import compare
from benchmarks.shown_openings import Opening, openings, other_subjects, shown
from tests.apps import Chart
from tests.lines import lines, plain, read

Page = dict[str, Any]
VALUES = [1.5, 2.25, -3.0]
BEFORE: Page = {
    "opening": "trade latest",
    "title": "Imports fell by 44%",
    "address": {},
    "findings": ["Vietnam comes first"],
    "words": {"notes": ["Source: Census"], "paragraphs": ["All goods, US$ bn"]},
    "messages": [],
    "links": [["Census", "https://www.census.gov"]],
    "controls": [["Period", "2024", ["2018", "2024"]]],
    "metrics": [{"label": "Duty", "value": "12.5%", "arrow": "off"}],
    "charts": [{"alt": "Bars", "data": [{"x": VALUES, "marker": {"color": "#0D5C63"}}], "layout": {"height": 300}}],
    "tables": [
        {"alt": "Rows", "heads": ["Year", "Value"], "formats": ["", "%.4g"], "rows": [[2018, 1.5], [2019, None]]}
    ],
}


def written(file: Path, *pages: Page) -> Path:
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(page, ensure_ascii=False) + "\n" for page in pages)
    return file


def compared(folder: Path, after: Page) -> int:
    return compare(written(folder / "before.gz", BEFORE), written(folder / "after.gz", after))


def changed(change: Callable[[Page], object]) -> Page:
    after = copy.deepcopy(BEFORE)
    change(after)
    return after


def packed(values: list[float], kind: str) -> dict[str, str]:
    return {"dtype": kind, "bdata": base64.b64encode(np.array(values, dtype=kind).tobytes()).decode()}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p["charts"][0]["data"][0]["x"].__setitem__(2, -3.1), "data[0].x[2] changed: -3.0 became -3.1"),
        (lambda p: p["charts"][0]["data"][0]["x"].__setitem__(2, -3 * (1 + 1e-8)), "data[0].x[2] changed"),
        (lambda p: p["charts"][0]["data"][0]["x"].append(4.0), "data[0].x changed: 3 items became 4"),
        (lambda p: p["charts"][0]["data"][0]["marker"].update(color="#000000"), "#0D5C63 became #000000"),
        (lambda p: p["charts"].clear(), "chart lost: Bars"),
        (lambda p: p["tables"][0]["rows"][1].__setitem__(1, 0.0), "rows[1][1] changed: null became 0.0"),
        (lambda p: p["tables"][0]["heads"].__setitem__(1, "US$"), "heads[1] changed: Value became US$"),
        (lambda p: p["metrics"][0].update(value="12.6%"), "value changed: 12.5% became 12.6%"),
        (lambda p: p["words"]["notes"].clear(), "words lost: Source: Census"),
        (lambda p: p["messages"].append("No rows"), "messages added: No rows"),
        (lambda p: p.update(title="Imports fell by 45%"), "title changed"),
        (lambda p: p.update(opening="trade 2018"), "the opening was lost"),
    ],
)
def test_what_changed_is_told(
    change: Callable[[Page], object], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compared(tmp_path, changed(change)) == 1
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda p: None,
        lambda p: p["charts"][0]["data"][0]["x"].__setitem__(2, -3 * (1 + 1e-12)),
        lambda p: p["charts"][0]["layout"].update(height=300.0),
        lambda p: p.update(words={"others": ["Source: Census"], "points": ["All goods, US$ bn"]}),
    ],
    ids=["nothing", "rounding", "a whole number as a decimal", "a note that is now a point"],
)
def test_how_it_is_drawn_is_no_difference(
    change: Callable[[Page], object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compared(tmp_path, changed(change)) == 0
    assert capsys.readouterr().out == "1 equal, 0 changed, 0 added, 0 lost of openings\n"


def test_two_charts_of_the_same_words_may_change_places(tmp_path: Path) -> None:
    other = {"alt": "Bars", "data": [{"x": [9.0]}], "layout": {}}
    before = written(tmp_path / "before.gz", changed(lambda p: p["charts"].append(other)))
    assert compare(before, written(tmp_path / "after.gz", changed(lambda p: p["charts"].insert(0, other)))) == 0


def test_pages_that_are_not_asked_for_are_left_out(tmp_path: Path) -> None:
    before = written(tmp_path / "before.gz", BEFORE, {**BEFORE, "opening": "home latest"})
    after = written(tmp_path / "after.gz", BEFORE)
    assert compare(before, after) == 1
    assert compare(before, after, ["trade"]) == 0
    with pytest.raises(ValueError, match="neither file"):
        compare(before, after, ["chips"])


def test_equal_numbers_are_equal_however_they_are_packed() -> None:
    ways = [VALUES, packed(VALUES, "f8"), packed(VALUES, "f4")]
    figures = [Chart({"data": [{"x": way}], "layout": {}}, "Bars").shown for way in ways]
    assert figures[0] == figures[1] == figures[2] == {"data": [{"x": VALUES}], "layout": {}}
    grid = {**packed([1, 2, 3, 4], "i4"), "shape": "2, 2"}
    assert Chart({"data": [{"z": grid}], "layout": {}}, "").shown["data"] == [{"z": [[1, 2], [3, 4]]}]
    gap = Chart({"data": [{"x": packed([1.0, float("nan")], "f8")}], "layout": {}}, "").shown
    assert gap["data"] == [{"x": [1.0, None]}]


def test_a_text_is_the_same_lines_as_markdown_and_as_html() -> None:
    markdown = read(":material/info: **Missing**: a :blue[US *list*]\n\n- one\n- two [here](https://example.org)")
    assert list(lines(markdown)) == [("paragraphs", "Missing: a US list"), ("points", "one"), ("points", "two here")]
    assert plain(":small[One row per `hs6`, 5%]") == "One row per hs6, 5%"


def test_a_page_is_read_whole() -> None:
    opening = Opening("tariffs", "", {"tariff_section": "Acts", "tariff_acts_view": "Table"})
    told = shown(opening, opening.run())
    assert told["title"]
    assert shown(Opening("tariffs", "", {}), Opening("tariffs", "", {}).run())["metrics"]
    assert any(line.startswith("Source") for line in told["words"]["notes"])
    assert told["address"] == {"tariff_section": ["Acts"], "tariff_acts_view": ["Table"]}
    (table,) = told["tables"]
    assert len(table["rows"]) > 20
    assert all(len(row) == len(table["heads"]) == len(table["formats"]) for row in table["rows"])
    assert {"Download", "Cite"} <= {label for label, *_ in told["controls"]}
    opened = opening.run({"tariff_acts_panel": "download"})
    assert f"CSV, {len(table['rows'])} rows" in [label for label, *_ in shown(opening, opened)["controls"]]


def test_every_subject_of_a_page_is_opened() -> None:
    first = Opening("chips", "2019-09-15", {})
    section, others = other_subjects(first.run())
    assert section == "chip_section"
    assert len(others) > 3
    assert {told["parameters"].get(section) for told in openings("chips", first.day, {})} == {None, *others}


@pytest.mark.parametrize("page", ["tariffs", "what_if_product", "what_if_world", "compare"])
def test_the_subjects_of_a_page_are_found_however_they_are_chosen(page: str) -> None:
    section, others = other_subjects(Opening(page, "2025-06-09", {}).run())
    assert section.endswith("_section")
    assert len(others) >= 2


def test_a_page_without_subjects_has_none() -> None:
    assert other_subjects(Opening("home", "", {}).run()) == ("", [])
