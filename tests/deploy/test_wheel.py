"""The wheel in an environment of its own: it carries the app, and every command and page works without the clone.

The environment is new, but reads the packages of others from the one the tests run in; ``test_install`` has pip
fetch them.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from parley.tables.place import VERSION
from tests.app.serving.answers import get, is_ready
from tests.deploy import packages
from tests.servers import HANG_SECONDS, ROOT, App, free_port, process, wait_for


@dataclass(frozen=True)
class Installed:
    """The wheel, the folder of its environment, and an empty folder to work in."""

    wheel: Path
    environment: Path
    work: Path

    @property
    def package(self) -> Path:
        (found,) = self.environment.glob("lib/python*/site-packages/parley")
        return found

    def run(self, *arguments: str, program: str = "parley") -> subprocess.CompletedProcess[str]:
        own = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PARLEY_DATA")}
        command = [str(self.environment / "bin" / program), *arguments]
        return subprocess.run(
            command, cwd=self.work, env=own, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    folder = tmp_path_factory.mktemp("wheel")
    wheel = packages.wheel(packages.source(folder / "source"), folder / "built")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, timeout=HANG_SECONDS)
    (site,) = environment.glob("lib/python*/site-packages")
    others = next(path for path in map(Path, sys.path) if (path / "streamlit").is_dir())
    (site / "others.pth").write_text(f"{others}\n", encoding="utf-8")
    inside = [*packages.PIP, "--python", str(environment / "bin" / "python")]
    subprocess.run([*inside, "install", "--no-deps", "--no-index", str(wheel)], check=True, timeout=HANG_SECONDS)
    work = folder / "work"
    work.mkdir()
    yield Installed(wheel, environment, work)
    shutil.rmtree(folder)


def test_the_wheel_carries_every_file_of_the_app(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        held = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=HANG_SECONDS
    ).stdout.split()
    app = [f for f in tracked if f.startswith(("data/", "pages/", "static/", "assets/", ".streamlit/"))]
    app += ["docs/law.schema.json", "dashboard.py", "serve.py", "LICENSE", "CITATION.cff"]
    wanted = {f"parley/_app/{f}" for f in app} - {"parley/_app/static/README.md"}
    assert len(wanted) > 200
    assert wanted - held == set()
    assert {f for f in tracked if f.startswith("parley/")} - held == set()
    assert [f for f in held if f.startswith("tests/") or f.endswith((".pyc", ".building.lock"))] == []


def test_it_is_imported_from_its_environment_with_its_version(installed: Installed) -> None:
    code = "import parley; from parley.tables import place; print(parley.__file__, place.ROOT, place.VERSION)"
    told = installed.run("-c", code, program="python").stdout.split()
    assert told == [str(installed.package / "__init__.py"), str(installed.package / "_app"), VERSION]
    assert list(installed.package.parent.glob(f"parley_trade-{VERSION}.dist-info"))


def test_a_type_checker_reads_its_types(installed: Installed) -> None:
    script = installed.work / "user.py"
    script.write_text(
        "import parley\n"
        "reveal_type(parley.law('8507.60', 'CHN', '2026-10-01').sum_pct.low)\n"
        "parley.solve(parley.preset('geneva_truce'), modle='world')\n"
    )
    python = str(installed.environment / "bin" / "python")
    check = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--python-executable", python, script.name]
    answer = subprocess.run(
        check, cwd=installed.work, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    ).stdout
    own = [line for line in answer.splitlines() if line.startswith("user.py")]
    assert [("float" in own[0]), "modle" in own[1]] == [True, True]
    assert len([line for line in own if ": error:" in line]) == 1


def test_its_commands_answer_without_the_clone(installed: Installed) -> None:
    law = installed.run("law", "8517.62", "--from", "VNM", "--on", "2026-10-01", "--json")
    assert (law.returncode, law.stderr) == (0, "")
    assert json.loads(law.stdout)["origin"] == "VNM"
    solved = installed.run("solve", "geneva_truce", "--model", "world", "--out", "answer")
    assert solved.returncode == 0, solved.stderr
    assert len(pd.read_csv(installed.work / "answer" / "by_economy.csv")) == 80
    checked = installed.run("check", "countries", "sources")
    assert checked.returncode == 0, checked.stdout
    assert installed.run("find", "laptop").returncode == 0


def test_what_belongs_to_the_folder_of_the_project_says_so(installed: Installed) -> None:
    for command in (["docs"], ["validate", "--write"]):
        refused = installed.run(*command)
        assert refused.returncode == 2
        assert "documents of the project's folder" in refused.stderr


def test_the_app_starts_from_it_and_is_ready(installed: Installed) -> None:
    """``/ready`` reads the catalogue, schemas and parameters, and compares every table with its checksum."""
    port = free_port()
    own = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [str(installed.environment / "bin" / "parley"), "run", "--port", str(port), "--address", "127.0.0.1"]
    log = installed.work / "log"
    with log.open("w") as told, process(command, cwd=installed.work, env=own, stdout=told, stderr=told) as app:
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", app, log)
            assert is_ready(App(f"http://127.0.0.1:{port}", log)) == (200, {"ready": True, "faults": []})
            status, _, script = get(f"http://127.0.0.1:{port}/app/static/card.js")
            assert (status, script) == (200, (ROOT / "static" / "card.js").read_bytes())
            assert get(f"http://127.0.0.1:{port}/data.zip")[0] == 200
        finally:
            app.terminate()
    assert "Traceback" not in log.read_text(encoding="utf-8")
