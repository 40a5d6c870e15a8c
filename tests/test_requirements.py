"""What is installed is what the code imports: the app's packages, and those of the extra for building."""

import re
import sys
from pathlib import Path

from tests.test_architecture import ROOT, imported, python_files, tree_of

OF_PACKAGE = {
    "ibis": "ibis-framework",
    "markdown_it": "markdown-it-py",
    "pydantic_core": "pydantic",
    "prometheus_client": "prometheus-client",
    "starlette_compress": "starlette-compress",
}
LOADED_BY_OTHERS = {"frictionless"}  # pandera reads schemas by it


def listed(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {found[0].lower() for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))}


def packages(files: list[Path]) -> set[str]:
    tops = {name.split(".")[0] for path in files for _, name in imported(tree_of(path), path)}
    outside = tops - sys.stdlib_module_names - {"parley", "pages", "tests", "benchmarks"}
    return {OF_PACKAGE.get(top, top) for top in outside}


def test_every_package_the_code_imports_is_named_for_who_installs_it() -> None:
    app, build, cluster, agents = (listed(f"requirements{part}.txt") for part in ("", "-build", "-cluster", "-mcp"))
    shown = python_files("parley/app", "pages", "parley/models", "parley/charts")
    drawn = packages([ROOT / "dashboard.py", ROOT / "serve.py", *shown])
    assert drawn <= app
    brought = {"urllib3", "py4j"}  # by requests and pyspark
    every = packages(python_files("parley"))
    assert every - app - build - cluster - agents <= brought
    assert cluster | agents <= every
    assert build <= every | LOADED_BY_OTHERS
