"""What runs a refresh by the clock: cron, systemd, and the workflow that opens a change request."""

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from parley.__main__ import main
from tests.document_blocks import section
from tests.servers import HANG_SECONDS, ROOT

CRON, SERVICE, TIMER = (text for _, text in section("deploy.md", "Refresh from the official sources"))
WORKFLOW = ROOT / "docs" / "workflows" / "refresh.yml"
# minute, hour, day, month and day of the week, of which cron has 0 and 7 for Sunday
FIELDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
REFUSED, WRONGLY, NOTHING = 1, 2, 3  # how a refresh ends


def workflow() -> dict[Any, Any]:
    told: dict[Any, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return told


def step(words: str) -> dict[str, Any]:
    (found,) = [one for one in workflow()["jobs"]["refresh"]["steps"] if words in one.get("run", "")]
    return dict(found)


def unit(text: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(text)
    return read


def when(line: str) -> list[str]:
    return line.split()[: len(FIELDS)]


@pytest.mark.parametrize("line", [CRON, workflow()[True]["schedule"][0]["cron"]])  # YAML reads the word on as true
def test_the_times_of_cron_are_times(line: str) -> None:
    for field, (least, most) in zip(when(line), FIELDS, strict=True):
        numbers = [] if field == "*" else [int(number) for number in field.split("-")]
        assert all(least <= number <= most for number in numbers) and numbers == sorted(numbers), field


@pytest.mark.parametrize(
    "words",
    [
        CRON.split("&&")[1].split(">>")[0],
        unit(SERVICE)["Service"]["ExecStart"],
        step("parley refresh")["run"].split("|")[0],
    ],
)
def test_each_runs_the_command_as_it_takes_its_words(words: str) -> None:
    program, *arguments = shlex.split(words)
    assert Path(program).name == "python" and arguments[:3] == ["-m", "parley", "refresh"]
    assert main([*arguments[2:], "--list"]) == 0


def test_systemd_takes_the_units_and_a_refused_source_for_a_run_that_went_well(tmp_path: Path) -> None:
    service = unit(SERVICE)["Service"]
    assert service["SuccessExitStatus"].split() == [str(REFUSED), str(NOTHING)]
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not on this machine")
    here = SERVICE.replace(service["ExecStart"].split()[0], sys.executable)
    here = here.replace(service["WorkingDirectory"], str(ROOT))
    for name, text in (("parley-refresh.service", here), ("parley-refresh.timer", TIMER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(file) for file in sorted(tmp_path.iterdir())]
    done = subprocess.run([verify, "verify", *files], capture_output=True, text=True, timeout=60, check=False)
    # what it says of other units of the machine is no matter here
    faults = [line for line in done.stderr.splitlines() if "parley-refresh" in line]
    assert faults == []


def programs(folder: Path, **scripts: str) -> dict[str, str]:
    """An environment in which these programs, scripts of a shell, stand before all others."""
    for name, text in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def runs(step: dict[str, Any], folder: Path, surroundings: dict[str, str]) -> int:
    """How a step of the workflow ends in this folder, run as the service of the repository runs it."""
    script = folder.parent / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    shell = step.get("shell", "bash -e {0}").replace("{0}", str(script))
    return subprocess.run(
        shlex.split(shell), cwd=folder, env=surroundings, capture_output=True, timeout=HANG_SECONDS, check=False
    ).returncode


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")
@pytest.mark.parametrize(("status", "goes_on"), [(0, True), (REFUSED, True), (WRONGLY, False), (NOTHING, True)])
def test_the_workflow_goes_on_unless_the_command_was_called_wrongly(status: int, goes_on: bool, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    surroundings = programs(tmp_path, python=f"echo the report; exit {status}")
    assert (runs(step("parley refresh"), folder, surroundings) == 0) is goes_on
    assert (folder / "report.txt").read_text(encoding="utf-8") == "the report\n"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")
@pytest.mark.parametrize("is_changed", [False, True])
def test_a_change_request_with_the_report_is_opened_where_tables_changed(is_changed: bool, tmp_path: Path) -> None:
    folder, there = tmp_path / "repository", tmp_path / "there.git"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a.parquet").write_text("old", encoding="utf-8")
    own = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (
        ["init", "-q", "--bare", str(there)],
        ["init", "-q", str(folder)],
        ["-C", str(folder), "remote", "add", "origin", str(there)],
        ["-C", str(folder), "add", "data"],
        [*own, "-C", str(folder), "commit", "-q", "-m", "Tables"],
    ):
        subprocess.run(["git", *words], check=True, timeout=60)
    (folder / "report.txt").write_text("the report", encoding="utf-8")
    if is_changed:
        (folder / "data" / "a.parquet").write_text("new", encoding="utf-8")
    surroundings = programs(tmp_path, gh=f'printf "%s\\n" "$@" > {tmp_path}/asked')
    assert runs(step("gh pr create"), folder, surroundings) == 0
    branches = subprocess.run(
        ["git", "--git-dir", str(there), "branch", "--format=%(refname:short)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    assert len(branches) == (1 if is_changed else 0)
    assert (tmp_path / "asked").exists() is is_changed
    if is_changed:
        show = ["git", "--git-dir", str(there), "show", f"{branches[0]}:data/a.parquet"]
        assert subprocess.run(show, capture_output=True, text=True, check=True, timeout=60).stdout == "new"
        asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
        assert asked[:2] == ["pr", "create"] and asked[-2:] == ["--body-file", "report.txt"]


def test_the_workflow_may_write_branches_and_requests_and_nothing_else() -> None:
    assert workflow()["permissions"] == {"contents": "write", "pull-requests": "write"}
    keys = {name for name, value in workflow()["jobs"]["refresh"]["env"].items() if "secrets." in value}
    assert keys == {"CENSUS_API_KEY"}
