"""How each figure is worked out: the docstrings of the measures and models, which hold equation and source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

CODE = Path(__file__).resolve().parent.parent.parent
PACKAGES = {"measure": CODE / "measures", "model": CODE / "models"}


def method_list() -> pd.DataFrame:
    """One row per public function of the measures and models: subject, name, what it gives, and how."""
    rows = [
        {"kind": kind, "subject": path.stem, "function": function.name, **_told(function)}
        for kind, folder in PACKAGES.items()
        for path in sorted(folder.glob("*.py"))
        for function in _public(path)
    ]
    return pd.DataFrame(rows)


def _public(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _told(function: ast.FunctionDef) -> dict[str, str]:
    first, _, rest = (ast.get_docstring(function) or "").partition("\n\n")
    return {"gives": " ".join(first.split()), "how": " ".join(rest.split())}
