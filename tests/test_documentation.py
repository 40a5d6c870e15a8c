"""Every table, column, page, term and parameter is described where a reader looks for it."""

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from parley import read_table, terms
from parley.app.navigation import FILES
from parley.schema import SCHEMAS, load_schema, table_names

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


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_it_is_and_what_each_column_means(name: str) -> None:
    spec = load_schema(name)
    assert spec.title.strip()
    assert len(spec.description.split()) >= 5
    silent = [f["name"] for f in fields(name) if not f.get("description", "").strip()]
    assert silent == []


@pytest.mark.parametrize("name", TABLES)
def test_a_measured_column_has_a_unit_and_ends_in_it(name: str) -> None:
    for field in fields(name):
        unit = field.get("unit")
        if field["type"] == "number":
            assert unit, f"{field['name']} has no unit"
        for ending, word in UNIT_OF_ENDING.items():
            assert field["name"].endswith(ending) == (unit == word), f"{field['name']} in {unit}"


@pytest.mark.parametrize("name", TABLES)
def test_a_rate_has_a_range_so_that_a_wrong_unit_is_refused(name: str) -> None:
    open_ended = [
        f["name"]
        for f in fields(name)
        if f["name"].endswith(("_pct", "_pp")) and not {"minimum", "maximum"} <= set(f.get("constraints", {}))
    ]
    assert open_ended == []


def test_every_page_file_is_in_the_navigation_and_in_the_readme() -> None:
    files = {f"pages/{p.name}" for p in (ROOT / "pages").glob("*.py")}
    assert files == set(FILES)
    for path, (title, _) in FILES.items():
        assert f"| {title} (`{Path(path).stem}`) |" in README


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.stem)
def test_a_page_says_which_question_it_answers(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


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
STEPS = re.split(r"\n(?=\*\*)", CONTRIBUTING.partition("\n## Three charts changed\n")[2].partition("\n## ")[0])[1:]


def test_contributing_says_how_for_every_kind_of_addition() -> None:
    kinds = ["table", "source", "chart", "page", "measure", "parameter", "scenario", "model"]
    assert list(FILES_OF)[: len(kinds)] == [f"a {kind}" for kind in kinds]


@pytest.mark.parametrize("what", list(FILES_OF))
def test_an_addition_or_a_change_touches_one_to_four_files(what: str) -> None:
    assert 1 <= len(FILES_OF[what]) <= 4


def test_three_changes_of_a_chart_are_worked_out_in_two_to_four_files_each() -> None:
    counts = [len(re.findall(rf"^\d\. {FILE}: ", steps, re.M)) for steps in STEPS]
    assert len(counts) == 3
    assert all(2 <= count <= 4 for count in counts)


DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def named_in(path: Path) -> list[str]:
    """Files and folders a document names or links to, those of the prepared environment left out."""
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|json|txt|csv|bib))`", text)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    return [name for name in [*named, *links] if not name.startswith(".venv")]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_the_documents_name_files_that_exist(path: Path) -> None:
    assert [n for n in named_in(path) if not (ROOT / n).exists() and not (path.parent / n).exists()] == []


def test_names_and_links_of_files_are_found() -> None:
    assert {"docs/images/home.png", "CONTRIBUTING.md", "data/datapackage.json"} <= set(named_in(ROOT / "README.md"))


@pytest.mark.parametrize("name", sorted({name for name in re.findall(FILE, CONTRIBUTING) if "<" in name}))
def test_the_patterns_in_contributing_are_those_of_the_repository(name: str) -> None:
    assert list(ROOT.glob(re.sub("<[a-z]+>", "*", name)))


def test_the_citation_file_names_the_version_and_licence_of_the_project() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert str(cff["version"]) == project["version"]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT")
    assert cff["license"] == "MIT"


def test_the_changelog_has_a_place_for_corrected_data() -> None:
    assert "\n### Corrected data\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
