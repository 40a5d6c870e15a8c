"""The notebook runs from its first cell to its last, in a kernel of its own, and shows what it says."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import parley

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "notebooks" / "first_steps.ipynb"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    """Of each cell of code, by its first line, what it shows."""
    notebook = nbformat.read(FILE, as_version=4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")  # none that could grow old
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {cell.source.splitlines()[0]: cell.outputs for cell in cells}


def html(outputs: list[Any]) -> str:
    return "".join(part.data.get("text/html", "") for part in outputs if part.output_type == "execute_result")


def test_the_answer_shows_its_sentence_and_the_table_of_the_model(shown: dict[str, Any]) -> None:
    (told,) = [html(outputs) for first, outputs in shown.items() if first.startswith("asked = ")]
    assert "60" in told and "<table" in told and "Modelled, not measured" in told


def test_the_chart_is_drawn_with_the_largest_changes(shown: dict[str, Any]) -> None:
    (drawn,) = [outputs for first, outputs in shown.items() if ".plot(" in first]
    figures = [part.data["application/vnd.plotly.v1+json"] for part in drawn if "data" in part]
    (bar,) = figures[0]["data"]
    assert len(figures) == 1
    assert len(bar["y"]) == 15
    assert {"China", "United States"} <= set(bar["y"])


def test_the_numbers_of_the_many_are_those_of_the_model(shown: dict[str, Any]) -> None:
    (told,) = [html(outputs) for first, outputs in shown.items() if first == "import tempfile"]
    alone = parley.solve(
        parley.scenario([{"importer": "USA", "exporter": "CHN", "rate_pct": 100, "kind": "absolute"}]), "world"
    )
    income = alone.tables["by_economy"].set_index("economy")["real_income_change_pct"]["USA"]
    assert f"{income:.6f}" in told
    assert "100%" in told
