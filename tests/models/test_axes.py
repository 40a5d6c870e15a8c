"""Axes are named once: a model sums over a name, and arrays are turned round in one file."""

import ast
from pathlib import Path

import numpy as np

from parley.models import axes

PACKAGE = Path(axes.__file__).parents[1]
MODELS = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in (PACKAGE / "models").glob("*.py")}
NAMING = {stem: tree for stem, tree in MODELS.items() if "parley.models.axes" in ast.unparse(tree)}


def calls(tree: ast.Module) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def numbered(tree: ast.Module) -> list[str]:
    """Every axis given to a sum or the like as a number."""
    given = [keyword.value for call in calls(tree) for keyword in call.keywords if keyword.arg == "axis"]
    return [ast.unparse(axis) for axis in given if any(isinstance(part, ast.Constant) for part in ast.walk(axis))]


def test_a_model_that_names_its_axes_numbers_none() -> None:
    assert len(NAMING) > 1
    assert {stem: found for stem, tree in NAMING.items() if (found := numbered(tree))} == {}
    assert numbered(ast.parse("a.sum(axis=(0, SECTOR)) + a.sum(axis=EXPORTER)")) == ["(0, SECTOR)"]


def test_arrays_are_turned_round_in_one_file_alone() -> None:
    turning = []
    for folder in ("models", "calibration", "results"):
        for path in (PACKAGE / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if any(getattr(call.func, "attr", "") in {"transpose", "moveaxis", "rollaxis"} for call in calls(tree)):
                turning.append(path.stem)
    assert turning == ["axes"]


def test_turning_there_and_back_changes_nothing() -> None:
    cells = np.arange(24.0).reshape(2, 3, 4)
    assert (axes.turned(axes.turned(cells)) == cells).all()
    assert (axes.country_last(axes.country_first(cells)) == cells).all()


def test_the_names_stand_where_the_order_says() -> None:
    trade = np.zeros((2, 3, 4))
    assert [trade.shape[axis] for axis in (axes.EXPORTER, axes.IMPORTER, axes.SECTOR)] == [2, 3, 4]
    shape = axes.turned(trade).shape
    assert [shape[axis] for axis in (axes.TURNED_EXPORTER, axes.TURNED_IMPORTER, axes.TURNED_SECTOR)] == [2, 3, 4]


def test_what_is_sold_abroad_leaves_home_sales_out() -> None:
    flows = np.array([[80.0, 20.0, 3.0], [5.0, 60.0, 1.0], [0.0, 2.0, 9.0]])
    assert axes.sold_abroad(flows).tolist() == [23.0, 6.0, 2.0]
    assert axes.bought_abroad(flows).tolist() == [5.0, 22.0, 4.0]
