"""Who may import whom, by the folder a file lies in, and the rules every file keeps; read from the syntax trees."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import HANG_SECONDS

ROOT = Path(__file__).resolve().parent.parent
NETWORK = "aiohttp ftplib http httpx requests smtplib socket urllib.request urllib3 websockets"
FILES = "io open os pathlib shutil tempfile"
DRAWING = "streamlit plotly"


@dataclass(frozen=True)
class Rule:
    """What a place may import of ours (names below ``parley``), and which other libraries it must never import.

    ``libraries``: when given, the only packages beside the standard library.
    """

    ours: frozenset[str]
    never: frozenset[str]
    libraries: frozenset[str] | None


def rule(ours: str, never: str, libraries: str | None = None) -> Rule:
    named = frozenset(f"parley.{name}" for name in ours.split())
    return Rule(named, frozenset(never.split()), None if libraries is None else frozenset(libraries.split()))


CATALOGUE = (
    "tables.place tables.files tables.read tables.schema tables.catalogue tables.integrity tables.parameters "
    "tables.countries tables.us_imports tables.glossary tables.references tables.document tables.staging tables.lock "
    "tables.archive commands.arguments"
)
BUILDING = "tables.build tables.package"
BORDER = f"{CATALOGUE} terms words measures models calibration results"
MAKING = f"sources recipes refresh ingest search {BUILDING} {CATALOGUE} terms words measures"
# A page says what a scenario is and hears what is wrong with it; it does not solve a model itself.
SCENARIO = "models.scenario models.policy_scenario models.policy_parts models.errors"
SHARED = "app.kit app.what_if"
ABOVE = f"{BORDER} charts search explore"
PAGE = f"{SHARED} app.navigation charts {CATALOGUE} terms words measures calibration results search explore {SCENARIO}"
MACHINES = f"streamlit pyarrow {NETWORK} {FILES}"

RULES = {
    "parley/terms": rule("terms", f"{DRAWING} {NETWORK} {FILES}"),
    "parley/words": rule("tables.place", f"{DRAWING} {NETWORK}"),
    **{
        f"parley/{name.replace('.', '/')}": rule(f"{CATALOGUE} terms words", f"{DRAWING} {NETWORK}")
        for name in CATALOGUE.split()
    },
    "parley/measures": rule("measures terms", f"{DRAWING} pyarrow {NETWORK} {FILES}", "pandas numpy"),
    "parley/models": rule("models", f"{NETWORK} {FILES}", "numpy scipy"),
    "parley/calibration": rule(BORDER, f"{DRAWING} {NETWORK}"),
    "parley/results": rule(BORDER, f"{DRAWING} {NETWORK}"),
    "parley/charts": rule("charts terms words", MACHINES, "pandas numpy plotly"),
    "parley/sources": rule("sources recipes refresh tables.countries tables.files tables.read", DRAWING),
    **{f"parley/{name.replace('.', '/')}": rule(MAKING, DRAWING) for name in f"recipes refresh {BUILDING}".split()},
    "parley/search": rule(f"search {CATALOGUE} terms measures", f"{DRAWING} {NETWORK}"),
    "parley/answers": rule(f"{BORDER} charts", f"streamlit {NETWORK}"),
    "parley/commands/run": rule("tables.place commands.arguments app.serving", DRAWING),
    "parley/commands/documents": rule("tables.place", f"{DRAWING} {NETWORK}"),
    "parley/commands/export": rule(
        "app.static_site app.drawn_aside tables.files tables.place commands.arguments", f"{DRAWING} {NETWORK}"
    ),
    "parley/commands/landed": rule(BORDER, f"{DRAWING} {NETWORK}"),
    "parley/commands/solve": rule(BORDER, f"{DRAWING} {NETWORK}"),
    "parley/commands": rule("", f"{DRAWING} {NETWORK}"),
    "parley/tables": rule("", f"{DRAWING} {NETWORK}"),
    "parley/explore": rule(f"explore ingest {CATALOGUE} terms", f"{DRAWING} {NETWORK}"),
    "parley/ingest": rule(f"ingest sources recipes {CATALOGUE}", DRAWING),
    "parley/__init__": rule(f"{BORDER} {MAKING} answers charts search explore", f"{DRAWING} {NETWORK}"),
    "parley/__main__": rule(f"{BORDER} {MAKING} charts search explore commands agents", f"{DRAWING} {NETWORK}"),
    "parley/app": rule(f"{ABOVE} app", NETWORK),  # the frame: start-up, navigation
    "parley/app/kit": rule(f"{ABOVE} app.kit", NETWORK),
    "parley/app/what_if": rule(f"{ABOVE} {SHARED} app.navigation", NETWORK),
    "parley/app/serving": rule(
        f"{CATALOGUE} measures terms words charts explore search app.kit app.home app.explore app.serving app.api "
        "app.figures app.figure_forms app.drawn_aside app.navigation app.story.stories app.llms",
        NETWORK,
        "streamlit starlette starlette_compress prometheus_client pandas",
    ),
    "parley/app/api": rule(
        f"{CATALOGUE} {SCENARIO} words measures calibration results search app.kit app.serving app.api",
        NETWORK,
        "starlette pandas pyarrow pydantic pydantic_core",
    ),
    "parley/agents": rule(
        f"{CATALOGUE} words app.api app.serving app.figures app.figure_forms app.drawn_aside app.kit "
        "app.look_up.under_control app.rare_earths.controls app.chips.header agents",
        f"{DRAWING} {NETWORK}",
        "mcp pydantic starlette pandas",
    ),
    "dashboard": rule("app", NETWORK, "streamlit"),
    "serve": rule("app", NETWORK, "streamlit starlette"),
    "setup": rule("", NETWORK, "setuptools"),
    "pages": rule("app words", f"{NETWORK} {FILES}", "streamlit"),
}
QUOTING = {"home", "briefing", "look_up", "story"}  # pages that show what other pages show

# What still breaks a rule, file by file; a line that is no longer needed fails.
EXCEPTIONS = {
    # whether the master of one's own cluster listens, before a Java machine is started for it
    "parley/explore/spark.py": {"socket"},
    # the average by origin is what `parley law` answers for every line, so that there is one law
    "parley/recipes/us_tariff_origin_steps.py": {"parley.results.law.averages", "parley.results.law.tables"},
    # the rise of the tariff in a study is that of our law, and the fit is that of the model
    "parley/recipes/short_run.py": {"parley.calibration.short_run"},
    # rows and words of trade that other pages quote
    "parley/app/tariffs/money.py": {"parley.app.trade.goods", "parley.app.trade.header"},
    "parley/app/tariffs/said_law_paid.py": {"parley.app.trade.header"},
    "parley/app/what_if_world/revenue.py": {
        "parley.app.trade.header",
        "parley.app.what_if_product.answer",
        "parley.app.what_if_product.words",
    },
    # axes and words of one page's charts that another's share
    "parley/app/outlook/effects.py": {"parley.app.tariffs.averages"},
    # the link to the page that tests the model
    # limits and names of the world model's switches
    "parley/app/what_if_world/controls.py": {"parley.models.closure"},
    # agents are answered by an extra; loaded where a setting opens their address
    "parley/app/serving/for_agents.py": {"parley.agents.over_http"},
    # a refresh tells what the app will say; loaded then alone
    "parley/__main__.py": {"parley.app.said"},
    # pages with a block of their own
    "pages/what_if_product.py": {"parley.models.scenario"},
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    return sorted(p for f in folders for p in (ROOT / f).rglob("*.py"))


APP_FILES = [*sorted(ROOT.glob("*.py")), *python_files("parley", "pages")]
ALL_FILES = [*sorted(ROOT.glob("*.py")), *python_files("parley", "pages", "tests", "benchmarks", "docs")]


def rule_of(path: Path) -> Rule:
    """The rule of the place a file lies in; a file in no place is an error."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[:2] == ("parley", "app") and len(parts) > 3 and parts[2] not in {"kit", "what_if", "serving", "api"}:
        page = parts[2]
        return rule(f"{PAGE} {f'app.{page}' if page not in QUOTING else 'app'}", NETWORK)
    for depth in (3, 2, 1):
        place = "/".join(parts[:depth])
        if place in RULES and (len(parts) > depth or (ROOT / f"{place}.py") == path or depth == len(parts)):
            return RULES[place]
    raise AssertionError(
        f"{name_of(path)} lies in no place of tests/test_architecture.py; give it one there and in docs"
    )


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.Module, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported anywhere in the file, in functions and type checks too."""
    package = list(path.relative_to(ROOT).parts[:-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package[: len(package) - node.level + 1]
                base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def within(name: str, allowed: frozenset[str] | set[str]) -> bool:
    return any(name == a or name.startswith(f"{a}.") for a in allowed)


def breaches(path: Path, tree: ast.Module) -> list[tuple[int, str]]:
    """Line and name of every import the place of a file does not allow."""
    law = rule_of(path)
    found = []
    for line, name in imported(tree, path):
        top = name.split(".")[0]
        if top in {"parley", "pages", "dashboard", "serve", "tests", "benchmarks"}:
            bad = not within(name, law.ours)
        else:
            foreign = top not in sys.stdlib_module_names
            bad = within(name, law.never) or (foreign and law.libraries is not None and top not in law.libraries)
        if bad:
            found.append((line, name))
    return found


def test_a_file_imports_only_what_its_place_may() -> None:
    found = []
    for path in APP_FILES:
        excepted = EXCEPTIONS.get(name_of(path), set())
        for line, name in breaches(path, tree_of(path)):
            if not within(name, excepted):
                found.append(f"{name_of(path)}:{line} imports {name}")
    assert found == []


def test_every_exception_is_still_needed() -> None:
    idle = []
    for file, names in EXCEPTIONS.items():
        broken = [name for _, name in breaches(ROOT / file, tree_of(ROOT / file))]
        idle += [f"{file}: {name}" for name in names if not any(within(b, {name}) for b in broken)]
    assert idle == []


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("parley/charts/figure.py", "def f():\n    from parley.tables import read as tables"),
        ("parley/charts/figure.py", "from parley.app.tariffs import duty_steps"),
        ("parley/app/tariffs/both_sides.py", "from parley.app.trade import goods"),
        ("parley/app/tariffs/both_sides.py", "from parley.models.welfare import welfare"),
        ("parley/app/kit/controls.py", "from parley.recipes import read_facts"),
        ("parley/app/kit/controls.py", "from parley.app.tariffs import header"),
        ("parley/app/what_if/sliders.py", "from parley.app.what_if_world import controls"),
        ("parley/models/welfare.py", "import pandas as pd"),
        ("parley/models/welfare.py", "def f():\n    import pathlib"),
        ("parley/tables/read.py", "import streamlit"),
        ("parley/measures/growth.py", "from ..tables import read_table"),
        ("pages/trade.py", "import plotly.graph_objects as go"),
        ("pages/trade.py", "from parley.tables.read import read_table"),
        ("pages/trade.py", "from pages import home"),
        ("pages/trade.py", "from urllib import request"),
        ("pages/trade.py", "import urllib.request"),
        ("pages/trade.py", "from parley import read_table"),
        ("parley/results/answers/product.py", "if TYPE_CHECKING:\n    from parley.app.kit import blocks"),
    ],
)
def test_a_breach_is_seen(place: str, code: str) -> None:
    assert breaches(ROOT / place, ast.parse(code))


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """The files that import each other in a circle, directly or over others, one list a circle."""
    reached: dict[str, set[str]] = {}
    for start in imports:
        ahead, seen = [start], set[str]()
        while ahead:
            fresh = imports[ahead.pop()] - seen
            seen |= fresh
            ahead += fresh
        reached[start] = seen
    joined = {file: frozenset(f for f in seen if file in reached[f]) for file, seen in reached.items() if file in seen}
    return sorted(sorted(circle) for circle in set(joined.values()))


def test_no_files_of_the_package_import_each_other_in_a_circle() -> None:
    files = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in python_files("parley")}
    modules = {name.removesuffix(".__init__"): path for name, path in files.items()}
    imports: dict[str, set[str]] = {}
    for module, path in modules.items():
        names = {name for _, name in imported(tree_of(path), path)}
        imports[module] = {n if n in modules else n.rpartition(".")[0] for n in names} & (set(modules) - {module})
    assert any(imports.values())
    assert circles(imports) == []


def test_a_circle_of_imports_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set()}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


@pytest.mark.parametrize("place", ["parley/weather.py", "parley/weather/rain.py", "weather.py"])
def test_a_file_in_no_place_is_an_error(place: str) -> None:
    with pytest.raises(AssertionError, match="lies in no place"):
        rule_of(ROOT / place)


def test_no_file_is_longer_than_600_lines() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL_FILES}
    assert {file: lines for file, lines in lengths.items() if lines > 600} == {}


# Participles that say nothing of what a value is; parts of longer names and fields of records are free.
BANNED = {"told", "asked", "found", "held", "known", "own", "drawn", "made", "seen", "given", "offered"}


def names_given(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The names of variables, parameters, imports, functions and classes, with their lines."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    fields = {id(node.target) for record in classes for node in record.body if isinstance(node, ast.AnnAssign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields:
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
            yield node.lineno, node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname


def test_names_say_what_a_value_is() -> None:
    files = python_files("parley", "pages")
    assert [f"{p}:{line} {name}" for p in files for line, name in names_given(tree_of(p)) if name in BANNED] == []
    code = """
import a as known
def told(own):
    made: int = (seen := 1)
    try: pass
    except OSError as found: pass
class Record:
    asked: int
"""
    names = {name for _, name in names_given(ast.parse(code))}
    assert names == {"known", "told", "own", "made", "seen", "found", "Record"}


def called(tree: ast.AST) -> set[str]:
    """The names of the functions and methods that are called."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
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


def test_charts_models_measures_and_pages_open_no_file() -> None:
    quiet = python_files("parley/charts", "parley/models", "parley/measures", "pages")
    assert [name_of(path) for path in quiet if OPENING & called(tree_of(path))] == []


ASKED_NOWHERE = {"streamlit", "parley.tables.read", "parley.app.kit"}


def impure(path: Path, tree: ast.Module) -> set[str]:
    """The functions that draw and ask the visitor, read a table or open a file, or use one of their file that does."""
    asks = {full.rpartition(".")[2] for _, full in imported(tree, path) if within(full, ASKED_NOWHERE)} | {"st"}
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    used = {name: names_used(node) for name, node in functions.items()}
    asking = {name for name, node in functions.items() if asks & used[name] or OPENING & called(node)}
    while users := {name for name in functions if asking & used[name]} - asking:
        asking |= users
    return {name for name in asking if draws(functions[name])}


def names_used(function: ast.FunctionDef) -> set[str]:
    """The names in a function, but for its own variables and parameters."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    parameters = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    return {name.id for name in names} - {name.id for name in names if isinstance(name.ctx, ast.Store)} - parameters


def draws(function: ast.FunctionDef) -> bool:
    is_figure = function.returns is not None and ast.unparse(function.returns) == "go.Figure"
    return is_figure or any(arg.arg == "palette" for arg in function.args.args)


def test_what_draws_in_a_palette_asks_nobody_and_reads_no_table() -> None:
    files = [path for path in python_files("parley/app") if "kit" not in path.relative_to(ROOT).parts]
    assert {name_of(path): found for path in files if (found := impure(path, tree_of(path)))} == {}
    asks = "from parley.app.kit import cache\ndef bars(rows, palette):\n    return cache.table(rows)"
    opens = "def bars(file) -> go.Figure:\n    return bars_of(read_csv(file))"
    over = "def bars(rows, palette):\n    return rows + _year()\ndef _year():\n    return _file().read_text()\n"
    shadow = "def bars(rows, palette):\n    _year = rows\n    return _year\ndef _year():\n    return st.year\n"
    codes = (asks, opens, over, shadow)
    assert [impure(files[0], ast.parse(code)) for code in codes] == [{"bars"}, {"bars"}, {"bars"}, set()]


def test_a_page_joins_the_dashboard_before_anything_else() -> None:
    late = []
    for path in python_files("pages"):
        body = tree_of(path).body
        docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        statements = [s for s in body[docstring:] if not isinstance(s, ast.Import | ast.ImportFrom)]
        if ast.unparse(statements[0]) != "shell.join_dashboard()":
            late.append(name_of(path))
    assert late == []


def test_every_page_has_a_folder_of_its_name() -> None:
    pages = {path.stem for path in python_files("pages")}
    assert [page for page in sorted(pages) if not (ROOT / "parley" / "app" / page / "__init__.py").is_file()] == []


# How the names of a page's figures begin, which are those of its files and of its parameters in the address.
FIGURES_OF = {
    "backtest": "backtest_",
    "briefing": "briefing",
    "chips": "chip_",
    "compare": "compare_",
    "explore": "explore",
    "home": "home_",
    "look_up": "look_up_",
    "outlook": "outlook_",
    "rare_earths": "rare_",
    "tariffs": "tariff_",
    "trade": "trade_",
    "what_changed": "what_changed",
    "what_if_product": "what_if_",
    "what_if_world": "world_",
}
# Named before the rule; saved links hold the names.
OLDER_NAMES = {"home": {"duties"}, "trade": {"deficit"}, "what_changed": {"latest_acts", "dates_to_come"}}


def figure_names(path: Path) -> set[str]:
    """The names of the figures a file makes, as far as they begin with letters written there."""
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call) and node.args]
    made = [c.args[0] for c in calls if getattr(c.func, "id", getattr(c.func, "attr", "")) == "Figure"]
    begun = [name.values[0] if isinstance(name, ast.JoinedStr) else name for name in made]
    return {str(name.value) for name in begun if isinstance(name, ast.Constant)}


def test_a_figure_has_its_room_in_the_folder_of_the_page_its_name_begins_with() -> None:
    files = {page: python_files(f"parley/app/{page}") for page in FIGURES_OF}
    names = {page: set[str]().union(*map(figure_names, own)) for page, own in files.items()}
    assert sum(map(len, names.values())) > 100
    strange = {page: [n for n in own if not n.startswith(FIGURES_OF[page])] for page, own in names.items()}
    assert {page: set(own) for page, own in strange.items() if own} == OLDER_NAMES


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
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    )
    assert done.returncode == 0, done.stderr
    count, *loaded = done.stdout.split()
    assert int(count) > 0
    assert set(loaded) <= {"numpy", "parley"}
