from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path that holds nothing, and no CHROMIUM."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def executable(folder: Path, name: str) -> str:
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_chromium_on_the_path_is_found(only: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = executable(only, name)
    assert chromium.main() == 0
    assert capsys.readouterr().out.strip() == expected


def test_the_one_named_goes_first(only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(only, "chromium")
    monkeypatch.setenv("CHROMIUM", executable(only, "my-browser"))
    assert chromium.path() == str(only / "my-browser")


def test_one_named_that_cannot_run_is_an_error(only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(only, "chromium")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert chromium.main() == 1


def test_without_one_the_line_to_run_is_printed(only: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chromium.main() == 1
    assert "Run: " in capsys.readouterr().err


def test_root_on_debian_installs_the_package(
    only: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = only / "asked"
    script = f'#!/bin/sh\necho "$@" >> {asked}\n'
    script += f'case "$*" in install*) printf "" > {only}/chromium; /bin/chmod 755 {only}/chromium;; esac\n'
    (only / "apt-get").write_text(script)
    (only / "apt-get").chmod(0o755)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0, raising=False)
    assert chromium.main() == 0
    assert [line.split()[0] for line in asked.read_text().splitlines()] == ["update", "install"]
    assert capsys.readouterr().out.splitlines()[-1] == str(only / "chromium")
