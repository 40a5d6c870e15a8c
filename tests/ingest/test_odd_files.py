"""Files and folders that are not what ``parley ingest`` expects: each has its sentence, and what others laid stays."""

import re
import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parley.ingest import files
from parley.ingest.folder import read_note
from tests.ingest import made
from tests.ingest.made import baci_archive, baci_text, census_archive
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


def annual(folder: Path, rows: list[tuple[str, str, int]]) -> Path:
    """A year of the Census Bureau's interface: country, line and value of each row."""
    path = folder / "us_imports_hts10_country_2024.parquet"
    country, line, value = zip(*rows, strict=True) if rows else ((), (), ())
    amounts = dict.fromkeys(("consumption_value_usd", "dutiable_value_usd", "general_value_usd"), value)
    columns = {"cty_code": pa.array(country, pa.string()), "hts10": pa.array(line, pa.string())}
    money = {name: pa.array(values, pa.int64()) for name, values in amounts.items()}
    duty = {"calculated_duty_usd": pa.array([0] * len(rows), pa.int64())}
    pq.write_table(pa.table({**columns, **money, **duty}), path)
    return path


def test_a_year_without_rows_does_not_take_the_place_of_one_that_has_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bulk = tmp_path / "bulk"
    assert ingest("census", bulk, annual(tmp_path, [("5700", "8517130000", 10), ("4120", "0101210010", 7)])) == 0
    assert ingest("census", bulk, annual(tmp_path, [])) == 1
    assert "2024: it holds no row. What the folder holds of it stays" in capsys.readouterr().err
    (dataset,) = bulk.iterdir()
    assert read_note(dataset).years["2024"].rows == 2  # type: ignore[union-attr]


def test_a_row_that_stands_there_twice_is_named_and_nothing_is_added_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["1995,156,842,851712,100.5,2.5", "1995,842,156,010121,7,1", "1995,156,842,851712,3,1"]
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path, {1995: baci_text(1995, rows)})) == 1
    told = capsys.readouterr().err
    assert "line 4: the same exporter, importer and product stands there a second time" in told
    twice = [("5700", "8517130000", 10), ("4120", "0101210010", 7), ("5700", "8517130000", 10)]
    assert ingest("census", tmp_path / "bulk", annual(tmp_path, twice)) == 1
    assert "line 3: the same line and country stands there a second time" in capsys.readouterr().err
    assert not list((tmp_path / "bulk").rglob("*.parquet"))


@pytest.mark.parametrize("times", [1, 400_000])
def test_a_file_of_baci_without_line_breaks_is_named(
    times: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With some more of them Arrow takes them all for names of columns, and does not end."""
    text = "t,i,j,k,v,q" + "1995,156,842,851712,100.5,2.5" * times
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path, {1995: text})) == 1
    told = capsys.readouterr().err
    assert "BACI_HS92_Y1995_V202501.csv, line 1: its first 200 bytes have no line break" in told


def claiming(path: Path, name: str, size: int) -> None:
    """Have an archive say of a file in it that it has so many bytes."""
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    while content[entry + 46 : entry + 46 + len(name)] != name.encode():
        entry = content.index(b"PK\x01\x02", entry + 4)
    content[entry + 24 : entry + 28] = struct.pack("<I", size)
    path.write_bytes(content)


def test_a_list_of_codes_of_gigabytes_is_named_and_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = baci_archive(tmp_path)
    claiming(path, "country_codes_V202501.csv", 4_000_000_000)
    assert ingest("baci", tmp_path / "bulk", path) == 1
    assert "country_codes_V202501.csv: a list of codes of 4,000,000,000 bytes is none" in capsys.readouterr().err
    path = census_archive(tmp_path, "2024-05")
    claiming(path, "CONCORD.TXT", 4_000_000_000)
    assert ingest("census", tmp_path / "bulk", path) == 1
    assert "CONCORD.TXT: a list of codes of 4,000,000,000 bytes is none" in capsys.readouterr().err


def test_a_file_of_eight_gigabytes_in_an_archive_is_named_before_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.MOST_BYTES < 8_000_000_000
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path)) == 1
    assert re.search(r"\.csv has \d+ bytes; none of these files has more than 100", capsys.readouterr().err)


@pytest.mark.parametrize(("code", "iso3"), [("156", "=cmd"), ("=1+1", "CHN"), ("156", " @SUM"), ("156", "C" * 40)])
def test_a_code_that_is_none_is_named(
    code: str, iso3: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "CODES", made.CODES.replace("156,China,CN,CHN", f"{code},China,CN,{iso3}"))
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path)) == 1
    assert "is no country code" in capsys.readouterr().err


def test_a_unit_that_is_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(made.UNITS, "8517130000", "=1")
    assert ingest("census", tmp_path / "bulk", census_archive(tmp_path, "2024-05")) == 1
    assert "'=1' in CONCORD.TXT is no unit" in capsys.readouterr().err
