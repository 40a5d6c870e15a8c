"""A file that is not the one in the catalogue is named, whatever its bytes decode to."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from parley.recipes import RawMissingError
from parley.tables import build, integrity, schema
from parley.tables.catalogue import CatalogueError
from parley.tables.integrity import changed_tables
from parley.tables.read import TableDamagedError, read_table
from parley.tables.schema import table_names
from tests.damage import flip


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "PAUSE_S", 0)


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_the_shipped_files_are_those_of_the_catalogue() -> None:
    assert changed_tables(table_names()) == {}


@pytest.mark.parametrize("name", ["reserves", "us_mfn_rates", "events"])
def test_every_flipped_bit_is_seen(name: str, data_copy: Path) -> None:
    path = data_copy / f"{name}.parquet"
    content = path.read_bytes()
    bits = 8 * len(content)
    for bit in range(0, bits, bits // 40):
        path.write_bytes(flipped(content, bit))
        assert list(changed_tables(table_names())) == [name]
    assert f"data/{name}.parquet" in changed_tables([name])[name]


def test_a_file_that_is_cut_short_or_of_no_entry_is_named(data_copy: Path) -> None:
    path = data_copy / "reserves.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    (data_copy / "unheard_of.parquet").write_bytes(b"PAR1")
    assert list(changed_tables(["events", "reserves", "unheard_of"])) == ["reserves", "unheard_of"]


def test_a_file_that_is_not_there_is_left_to_whoever_reads_it(data_copy: Path) -> None:
    (data_copy / "reserves.parquet").unlink()
    assert changed_tables(["reserves"]) == {}


def test_without_a_catalogue_nothing_can_be_compared(data_copy: Path) -> None:
    schema.CATALOGUE.unlink()
    with pytest.raises(CatalogueError, match=r"data/datapackage\.json is missing"):
        changed_tables(["reserves"])


def test_a_build_that_writes_both_in_between_is_not_a_fault(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = data_copy / "reserves.parquet"
    content = path.read_bytes()
    path.write_bytes(b"PAR1")
    monkeypatch.setattr("time.sleep", lambda seconds: path.write_bytes(content))
    assert changed_tables(["reserves"]) == {}


@pytest.mark.raw
def test_a_build_restores_a_file_with_one_bit_flipped(raw: Path, data_copy: Path) -> None:
    path = data_copy / "reserves.parquet"
    content, shipped = path.read_bytes(), pq.read_table(path)
    path.write_bytes(flipped(content, 4 * len(content)))
    assert build.build_table("reserves", raw).changed
    assert changed_tables(["reserves"]) == {}
    assert pq.read_table(path).equals(shipped)


def test_a_build_without_raw_data_leaves_the_file_as_it_was(data_copy: Path, tmp_path: Path) -> None:
    path = data_copy / "reserves.parquet"
    content = path.read_bytes()
    path.write_bytes(flipped(content, 4 * len(content)))
    with pytest.raises(RawMissingError):
        build.build_table("reserves", tmp_path)
    assert path.read_bytes() == flipped(content, 4 * len(content))


def test_a_table_changed_between_two_readings_is_refused_at_the_second(data_copy: Path) -> None:
    parts = {"columns": ["edition"]}, {"where": {"country": "China"}}
    for part in parts:
        assert len(read_table("reserves", **part))
    whole = (data_copy / "reserves.parquet").read_bytes()
    flip(data_copy / "reserves.parquet")
    for part in parts:
        with pytest.raises(TableDamagedError, match=r"data/reserves\.parquet is not the file"):
            read_table("reserves", **part)
    (data_copy / "reserves.parquet").write_bytes(whole)
    assert len(read_table("reserves", **parts[0]))


def test_a_checksum_is_compared_once_for_as_long_as_the_file_stays(
    data_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    checksum = integrity.checksum
    monkeypatch.setattr(integrity, "checksum", lambda content: compared.append("once") or checksum(content))
    for _ in range(5):
        read_table("reserves", columns=["edition"])
    assert compared == ["once"]
