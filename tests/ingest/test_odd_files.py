"""Files and folders that are not what ``parley ingest`` expects: each has its sentence, and what others laid stays."""

import zipfile
from pathlib import Path

import pytest

from tests.ingest.made import baci_archive, baci_text
from tests.ingest.test_ingest import ingest


def test_codes_in_another_encoding_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = baci_archive(tmp_path)
    with zipfile.ZipFile(path) as archive:
        told = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in told.items():
            archive.writestr(name, text.replace(b"Afghanistan", b"C\xf4te"))
    assert ingest("baci", tmp_path / "bulk", path) == 1
    assert "country_codes_V202501.csv: it is not text in UTF-8 (byte 56)" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "name"), [("baci", "BACI.zip"), ("census", "IMDB2405.ZIP")])
def test_a_folder_in_place_of_an_archive_is_named(
    kind: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).mkdir()
    assert ingest(kind, tmp_path / "bulk", tmp_path / name) == 1
    assert f"{name}: it cannot be read" in capsys.readouterr().err


def test_an_archive_of_two_editions_is_refused_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = baci_archive(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("BACI_HS92_Y1997_V202401.csv", baci_text(1997, ["1997,156,842,851712,1,1"]))
    assert ingest("baci", tmp_path / "bulk", path) == 1
    assert "HS92 V202401 and HS92 V202501" in capsys.readouterr().err
    assert not list((tmp_path / "bulk").rglob("*.parquet"))


def test_files_of_others_in_the_folder_are_kept(tmp_path: Path) -> None:
    theirs = tmp_path / "bulk" / "baci_hs92" / "year=1995" / "chapter=85" / "mine.parquet"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    ours = theirs.with_name(f"{0:016x}.parquet")
    ours.write_text("of a year that was not finished")
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path)) == 0
    assert (theirs.exists(), ours.exists()) == (True, False)
