from pathlib import Path

import pytest

from tests import programs
from tests.programs import CHROMIUM, COMPOSE, JAVA, NGINX, Program

ALL = (CHROMIUM, NGINX, JAVA, COMPOSE)
EACH = pytest.mark.parametrize("program", ALL, ids=lambda program: program.name)


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path that holds nothing, and nothing named."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs.shutil, "which", lambda name, which=programs.shutil.which: which(Path(name).name))
    for program in ALL:
        monkeypatch.delenv(program.variable, raising=False)
    return tmp_path


def executable(folder: Path, name: str) -> str:
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_chromium_on_the_path_is_found(only: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = executable(only, name)
    assert programs.main((CHROMIUM,)) == 0
    assert capsys.readouterr().out.strip() == expected


@EACH
def test_the_one_named_goes_first(only: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(only, program.usual[0])
    monkeypatch.setenv(program.variable, executable(only, "my-own"))
    assert program.path() == str(only / "my-own")


@EACH
def test_one_named_that_cannot_run_is_an_error(
    only: Path, program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    executable(only, program.usual[0])
    monkeypatch.setenv(program.variable, "/nowhere/of-this-name")
    assert programs.main((program,)) == 1
    assert f"{program.variable}=/nowhere/of-this-name" in capsys.readouterr().err


def test_the_line_to_run_is_printed_for_each_that_is_missing(
    only: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert programs.main() == 1
    said = capsys.readouterr().err
    assert said.count("Run: ") == 4
    executable(only, "nginx")
    assert programs.main() == 1
    assert capsys.readouterr().err.count("Run: ") == 3


@EACH
def test_root_on_debian_installs_the_package(
    only: Path, program: Program, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, made = only / "asked", only / program.usual[0]
    script = f'#!/bin/sh\necho "$@" >> {asked}\n'
    script += f'case "$*" in install*{program.package}) printf "" > {made}; /bin/chmod 755 {made};; esac\n'
    (only / "apt-get").write_text(script)
    (only / "apt-get").chmod(0o755)
    monkeypatch.setattr(programs.os, "geteuid", lambda: 0, raising=False)
    assert programs.main((program,)) == 0
    assert [line.split()[0] for line in asked.read_text().splitlines()] == ["update", "install"]
    assert capsys.readouterr().out.splitlines()[-1] == str(made)
