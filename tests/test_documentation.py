"""Every table, column, page, term and parameter is described where a reader looks for it."""

import json
import pkgutil
import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from parley import read_table, terms
from parley.app.navigation import FILES, STORY
from parley.tables.place import VERSION
from parley.tables.schema import SCHEMAS, load_schema, table_names
from tests.test_architecture import ALL_FILES, name_of

ROOT = Path(__file__).resolve().parent.parent
TABLES = table_names()
UNIT_OF_ENDING = {
    "_pct": "percent",
    "_pp": "percentage points",
    "_usd": "US dollars",
    "_t": "tonnes",
    "_kt": "thousand tonnes",
}
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fields(name: str) -> list[dict[str, Any]]:
    return list(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))["fields"])


def every_field() -> list[tuple[str, dict[str, Any]]]:
    """Each column of each table: its place in words and what its schema says."""
    return [(f"{name}.{field['name']}", field) for name in TABLES for field in fields(name)]


def test_a_table_says_what_it_is_and_what_each_column_means() -> None:
    specs = [load_schema(name) for name in TABLES]
    assert [s.name for s in specs if not s.title.strip() or len(s.description.split()) < 5] == []
    assert [place for place, field in every_field() if not field.get("description", "").strip()] == []


def test_a_measured_column_has_a_unit_and_ends_in_it() -> None:
    measured = [(place, field["type"], field.get("unit")) for place, field in every_field()]
    assert [place for place, kind, unit in measured if kind == "number" and not unit] == []
    told = [(place, unit, *pair) for place, _, unit in measured for pair in UNIT_OF_ENDING.items()]
    assert [(place, unit) for place, unit, ending, word in told if place.endswith(ending) != (unit == word)] == []


def test_a_rate_has_a_range_so_that_a_wrong_unit_is_refused() -> None:
    rates = [(place, field.get("constraints", {})) for place, field in every_field() if place.endswith(("_pct", "_pp"))]
    assert rates
    assert [place for place, limits in rates if not {"minimum", "maximum"} <= limits.keys()] == []


def test_every_page_file_is_in_the_navigation_and_in_the_readme() -> None:
    files = {f"pages/{p.name}" for p in (ROOT / "pages").glob("*.py")}
    assert files == {*FILES, STORY}
    for path, title in FILES.items():
        assert f"{title} (`{Path(path).stem}`)" in README


def test_every_legal_authority_in_the_tables_has_a_name() -> None:
    used = pd.concat([read_table(t)["authority"] for t in TABLES if "authority" in load_schema(t).columns])
    assert set(used.dropna()) <= set(terms.AUTHORITIES)


def test_every_section_in_the_tables_has_a_name() -> None:
    used = pd.concat([read_table(t)["section"] for t in TABLES if "section" in load_schema(t).columns])
    assert set(used.dropna()) <= set(terms.SECTION_LABELS)


def test_every_reference_is_used_and_every_citation_has_one() -> None:
    references = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "data" / "references.bib").read_text(encoding="utf-8"), re.M))
    raw = tomllib.loads((ROOT / "data" / "parameters.toml").read_text(encoding="utf-8"))
    entries = [e for key, e in raw.items() if key != "by_section"] + list(raw.get("by_section", {}).values())
    assert references == {key for entry in entries for key in entry["citation"]}


FILE = r"`([\w<>.-]+[/.][\w<>./-]+)`"
ROWS = re.findall(r"^\| ([^|]+) \| (.+) \|$", CONTRIBUTING.partition("\n## What to add or change")[2], re.M)
FILES_OF = {what: re.findall(FILE, files) for what, files in ROWS if "`" in files}


def test_contributing_says_how_for_every_kind_of_addition() -> None:
    kinds = ["table", "source", "chart", "page", "measure", "parameter", "scenario", "model"]
    assert list(FILES_OF)[: len(kinds)] == [f"a {kind}" for kind in kinds]


def test_an_addition_or_a_change_touches_one_to_four_files() -> None:
    assert {what: files for what, files in FILES_OF.items() if not 1 <= len(files) <= 4} == {}


DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def named_in(path: Path) -> list[str]:
    """Files and folders a document names or links to, those of the prepared environment left out."""
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|json|txt|csv|bib))`", text)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    return [name for name in [*named, *links] if not name.startswith(".venv")]


def test_the_documents_name_files_that_exist() -> None:
    named = [(path, name) for path in DOCUMENTS for name in named_in(path)]
    assert [(p.name, n) for p, n in named if not (ROOT / n).exists() and not (p.parent / n).exists()] == []


def test_names_and_links_of_files_are_found() -> None:
    assert {"docs/images/home.png", "CONTRIBUTING.md", "data/datapackage.json"} <= set(named_in(ROOT / "README.md"))


def test_the_patterns_in_contributing_are_those_of_the_repository() -> None:
    patterns = {name for name in re.findall(FILE, CONTRIBUTING) if "<" in name}
    assert patterns
    assert [name for name in patterns if not list(ROOT.glob(re.sub("<[a-z]+>", "*", name)))] == []


PACKAGES = "|".join(path.parent.name for path in (ROOT / "parley").glob("*/__init__.py"))
IN_PACKAGE = re.compile(rf"``(?:parley\.)?((?:{PACKAGES})(?:\.\w+)+)")


def is_there(name: str) -> bool:
    """Whether a dotted name below the package is a module, or stands in one."""
    try:
        pkgutil.resolve_name(f"parley.{name}")
    except (ImportError, AttributeError):
        return False
    return True


def test_docstrings_and_comments_name_modules_that_exist() -> None:
    named = [(name_of(path), name) for path in ALL_FILES for name in IN_PACKAGE.findall(path.read_text("utf-8"))]
    assert {"models.armington_economy", "measures.events.ahead"} <= {name for _, name in named}
    assert {(file, name) for file, name in named if not is_there(name)} == set()
    assert not is_there("results.no_such_module") and not is_there("measures.events.no_such_function")


LIMITS = {
    "README.md": 500,
    "docs/speed.md": 800,
    "docs/adding.md": 400,
    "docs/architecture.md": 500,
    "docs/deploy.md": 900,
    "docs/large.md": 500,
    "docs/trust.md": 400,
}
OF_A_DECISION = 420  # half a page
TO_COPY = {"deploy.md", "large.md"}  # whose blocks of code are no reading
CODE = re.compile(r"```\w+\n.*?```", re.DOTALL)
WRITTEN = re.compile(r"<!-- (\w+):start -->.*?<!-- \1:end -->", re.DOTALL)  # by a benchmark


def words_of(path: Path) -> int:
    """The words of a document; of that on speed, whose tables are measured, without tables."""
    text = WRITTEN.sub("", path.read_text(encoding="utf-8"))
    lines = (CODE.sub("", text) if path.name in TO_COPY else text).splitlines()
    return sum(len(line.split()) for line in lines if path.name != "speed.md" or not line.startswith("|"))


def test_documents_are_as_short_as_their_readers_are_promised() -> None:
    limits = {ROOT / name: most for name, most in LIMITS.items()}
    limits |= dict.fromkeys((ROOT / "docs" / "decisions").glob("*.md"), OF_A_DECISION)
    assert {path.name: words_of(path) for path, most in limits.items() if words_of(path) > most} == {}


def test_the_citation_file_names_the_version_and_licence_of_the_project() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cff["version"]) == VERSION
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT")
    assert cff["license"] == "MIT"
    dated = f"\n## [{VERSION}] - {cff['date-released']}\n"
    assert dated in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changelog_has_a_place_for_corrected_data_and_lines_of_twelve_words() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n### Corrected data\n" in changes and f"\n## [{VERSION}] - " in changes
    assert [line for line in changes.splitlines() if line.startswith("- ") and len(line.split()) > 13] == []
