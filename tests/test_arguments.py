"""What the command line refuses before a command begins: the option is named and the status is 2."""

from pathlib import Path

import pytest

from parley.__main__ import main


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (["solve", "geneva_truce", "--out", ""], "--out"),
        (["solve-many", "many.csv", "--out", " "], "--out"),
        (["ingest", "baci", "file.zip", "--to", ""], "--to"),
        (["build", "--raw", ""], "--raw"),
        (["build", "--raw", ".", "--wait", "-1"], "--wait"),
        (["build", "--raw", ".", "--wait", "nan"], "--wait"),
        (["refresh", "--list", "--timeout", "-1"], "--timeout"),
        (["refresh", "--list", "--timeout", "0"], "--timeout"),
        (["refresh", "--list", "--timeout", "inf"], "--timeout"),
        (["refresh", "--list", "--timeout", "soon"], "--timeout"),
        (["refresh", "--list", "--baci", "nothere.zip"], "--baci"),
        (["refresh", "--list", "--baci", "."], "--baci"),
        (["refresh", "--list", "--report", ""], "--report"),
        (["run", "--port", "99999"], "--port"),
        (["run", "--port", "0"], "--port"),
        (["run", "--port", "-1"], "--port"),
        (["run", "--port", "²"], "--port"),
        (["law", "851762", "--on", "2025-99-09"], "--on"),
        (["find", "toys", "--on", "2025-99-09"], "--on"),
    ],
)
def test_an_option_that_cannot_be_is_named(
    command: list[str],
    option: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 2
    assert f"argument {option}: " in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
