"""A file is written aside and takes its name when it is whole."""

from pathlib import Path

import pytest

from parley.files import written_aside


def test_the_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("before")
    with written_aside(file) as aside:
        aside.write_text("after")
        assert file.read_text() == "before"
    assert file.read_text() == "after"
    assert list(tmp_path.iterdir()) == [file]


def test_after_a_fault_the_file_stands_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("before")
    with pytest.raises(ValueError, match="half"), written_aside(file) as aside:
        aside.write_text("half")
        raise ValueError("half")
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]
