"""The import rules of docs and design, asserted from the syntax tree of every file."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NETWORK = {
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "urllib.request",
    "urllib3",
    "websockets",
}
FILES = {"io", "open", "os", "pathlib", "shutil", "tempfile"}


@dataclass(frozen=True)
class Rule:
    """What a layer may import of ours (module or package names), and which other libraries it must never import.

    ``libraries``: when given, the only packages beside the standard library.
    """

    ours: frozenset[str]
    never: frozenset[str] = frozenset()
    libraries: frozenset[str] | None = None


def rule(ours: str, never: set[str], libraries: str | None = None) -> Rule:
    named = frozenset(f"parley.{name}" for name in ours.split())
    return Rule(named, frozenset(never), None if libraries is None else frozenset(libraries.split()))


CATALOGUE = "files tables schema integrity parameters imports"
BUILDING = "build building data_package"
BORDER = f"{CATALOGUE} terms measures models calibration results"
DRAWING = {"streamlit", "plotly"}
RULES = {
    "terms": rule("", DRAWING | NETWORK | FILES),
    "catalogue": rule(f"{CATALOGUE} terms", DRAWING | NETWORK),
    "measures": rule("measures terms", DRAWING | NETWORK | FILES | {"pyarrow"}, "pandas numpy"),
    "models": rule("models", NETWORK | FILES, "numpy scipy"),
    "border": rule(BORDER, DRAWING | NETWORK),
    "charts": rule("charts terms", {"streamlit", "pyarrow"} | NETWORK | FILES, "pandas numpy plotly"),
    "recipes": rule(f"recipes {BUILDING} sources {CATALOGUE} terms measures", DRAWING),
    "command": rule(f"{BORDER} recipes {BUILDING} refresh sources", DRAWING | NETWORK),
    "ui": rule(f"{BORDER} ui charts", NETWORK),
    "dashboard": rule("ui", NETWORK, "streamlit"),
    "pages": rule("ui charts measures terms models.scenario", NETWORK | FILES, "streamlit"),
}
LAYER_OF_MODULE = {
    "parley": "command",
    "parley.__main__": "command",
    "parley.build": "recipes",
    "parley.building": "recipes",
    "parley.data_package": "recipes",
    "parley.refresh": "recipes",
    "parley.sources": "recipes",
    "parley.recipes": "recipes",
    "parley.terms": "terms",
    "parley.files": "catalogue",
    "parley.tables": "catalogue",
    "parley.imports": "catalogue",
    "parley.schema": "catalogue",
    "parley.integrity": "catalogue",
    "parley.parameters": "catalogue",
    "parley.measures": "measures",
    "parley.models": "models",
    "parley.calibration": "border",
    "parley.results": "border",
    "parley.charts": "charts",
    "parley.ui": "ui",
    "dashboard": "dashboard",
    "pages": "pages",
}


def python_files(*folders: str) -> list[Path]:
    return sorted(p for f in folders for p in (ROOT / f).rglob("*.py"))


APP_FILES = [ROOT / "dashboard.py", *python_files("parley", "pages")]
ALL_FILES = [ROOT / "dashboard.py", *python_files("parley", "pages", "tests", "benchmarks", "docs")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str:
    """The layer of the longest prefix that has one; a module of no layer is an error."""
    parts = module.split(".")
    # "parley" itself names __init__.py only: a new module beside it must be given a layer here.
    prefixes = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    found = [p for p in prefixes if p in LAYER_OF_MODULE and (p != "parley" or module == "parley")]
    assert found, f"{module} belongs to no layer; give it one in tests/test_architecture.py and docs"
    return LAYER_OF_MODULE[found[0]]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.Module, module: str, package: bool) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported anywhere in the file, in functions and type checks too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = module.split(".")[: len(module.split(".")) - node.level + package]
                base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def within(name: str, allowed: frozenset[str]) -> bool:
    return any(name == a or name.startswith(f"{a}.") for a in allowed)


def breaches(path: Path, tree: ast.Module) -> list[str]:
    module = module_of(path)
    law = RULES[layer_of(module)]
    found = []
    for line, name in imported(tree, module, path.name == "__init__.py"):
        top = name.split(".")[0]
        if top in {"parley", "pages", "dashboard", "tests", "benchmarks"}:
            bad = not within(name, law.ours)
        else:
            foreign = top not in sys.stdlib_module_names
            bad = within(name, law.never) or (foreign and law.libraries is not None and top not in law.libraries)
        if bad:
            found.append(f"{name_of(path)}:{line} imports {name}")
    return found


@pytest.mark.parametrize("path", APP_FILES, ids=name_of)
def test_a_file_imports_only_what_its_layer_may(path: Path) -> None:
    assert breaches(path, tree_of(path)) == []


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("parley/charts/steps.py", "def f():\n    from parley import tables"),
        ("parley/models/welfare.py", "import pandas as pd"),
        ("parley/models/welfare.py", "def f():\n    import pathlib"),
        ("parley/ui/controls.py", "from parley.recipes import read_facts"),
        ("parley/tables.py", "import streamlit"),
        ("parley/measures/growth.py", "from ..tables import read_table"),
        ("pages/trade.py", "import plotly.graph_objects as go"),
        ("pages/trade.py", "from parley.tables import read_table"),
        ("pages/trade.py", "from pages import home"),
        ("pages/trade.py", "from urllib import request"),
        ("pages/trade.py", "import urllib.request"),
        ("pages/trade.py", "from parley import read_table"),
        ("parley/results/product.py", "if TYPE_CHECKING:\n    from parley.ui import blocks"),
    ],
)
def test_a_breach_is_seen(place: str, code: str) -> None:
    assert breaches(ROOT / place, ast.parse(code))


@pytest.mark.parametrize("path", ALL_FILES, ids=name_of)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", ALL_FILES, ids=name_of)
def test_nobody_uses_plotly_express(path: Path) -> None:
    names = [name for _, name in imported(tree_of(path), module_of(path), path.name == "__init__.py")]
    assert not [n for n in names if n.startswith("plotly.express")]


@pytest.mark.parametrize("path", [p for p in APP_FILES if name_of(p) != "parley/build.py"], ids=name_of)
def test_imports_are_written_out_so_that_these_rules_see_them(path: Path) -> None:
    # parley/build.py finds a table's recipe by its name and nothing else
    assert not {"import_module", "__import__"} & called(path)


def called(path: Path) -> set[str]:
    """The names of the functions and methods a file calls."""
    calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    return {str(getattr(f, "attr", getattr(f, "id", ""))) for f in calls}


OPENING = {
    "open",
    "read_text",
    "read_bytes",
    "read_csv",
    "read_parquet",
    "read_json",
    "read_excel",
    "fromfile",
    "loadtxt",
}


@pytest.mark.parametrize(
    "path", python_files("parley/charts", "parley/models", "parley/measures", "pages"), ids=name_of
)
def test_charts_models_measures_and_pages_open_no_file(path: Path) -> None:
    assert not OPENING & called(path)


@pytest.mark.parametrize("path", python_files("pages"), ids=name_of)
def test_a_page_joins_the_dashboard_before_anything_else(path: Path) -> None:
    body = tree_of(path).body
    docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    statements = [s for s in body[docstring:] if not isinstance(s, ast.Import | ast.ImportFrom)]
    assert ast.unparse(statements[0]) == "shell.join_dashboard()"


def test_the_models_need_numpy_alone() -> None:
    code = """
import sys
before = {m.split(".")[0] for m in sys.modules}
import importlib, pkgutil
import parley.models
names = [m.name for m in pkgutil.walk_packages(parley.models.__path__, "parley.models.")]
for name in names:
    importlib.import_module(name)
after = {m.split(".")[0] for m in sys.modules} - before - set(sys.stdlib_module_names)
print(len(names), *sorted(after))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, *loaded = done.stdout.split()
    assert int(count) > 0
    assert set(loaded) <= {"numpy", "parley"}


TEXT = {".py", ".md", ".toml", ".json", ".csv", ".yaml", ".yml", ".cff", ".bib", ".txt", ".svg", ""}
HIDDEN = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__", "build"}
# Written in pieces so that this file does not name them itself.
MACHINE = re.compile(
    r"(?:^|[^A-Za-z0-9._-])/(?:" + "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot", "t" + "mp"]) + r")/[A-Za-z.]"
)


def text_files() -> list[Path]:
    return sorted(
        p for p in ROOT.rglob("*") if p.is_file() and p.suffix in TEXT and not HIDDEN & set(p.relative_to(ROOT).parts)
    )


def test_no_file_names_a_folder_of_one_machine() -> None:
    files = text_files()
    assert ROOT / "Makefile" in files
    named = [
        f"{name_of(p)}:{n}: {line.strip()[:100]}"
        for p in files
        for n, line in enumerate(p.read_text(encoding="utf-8").splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert named == []
