"""A file is written aside and takes its name when it is whole."""

import re
from pathlib import Path

import pytest

from parley.tables.files import NotWrittenError, require_folder, written_aside


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


@pytest.mark.parametrize("place", ["file", "file/a/b"])
def test_a_folder_that_a_file_stands_in_the_way_of_is_refused_with_the_file(place: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(NotWrittenError, match=re.escape(f"{tmp_path / place} is not written: {file} is a file")):
        require_folder(tmp_path / place, "table.csv")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux has a folder nobody may write to")
def test_a_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(NotWrittenError, match="/proc/x is not written"):
        require_folder(Path("/proc/x"), "table.csv")


def test_asking_for_a_folder_makes_none(tmp_path: Path) -> None:
    (tmp_path / "held").mkdir()
    for place in ("held", "held/a/b", "new"):
        require_folder(tmp_path / place, "table.csv")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "held"]
