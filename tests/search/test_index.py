"""The index: the file that ships is the one the tables make, small and whole; another is refused in a sentence."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from parley import read_table
from parley.search import entries, index, shipped
from parley.search.find import find
from parley.search.shipped import SearchError
from parley.tables import countries, schema
from parley.tables.integrity import checksum
from tests.full_disk import full_disk

MB = 1_000_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / shipped.NAME
    index.write(path)
    return path


@pytest.fixture
def copied(data_copy: Path) -> Iterator[Path]:
    shipped._refuse_damaged.cache_clear()
    yield data_copy / shipped.NAME
    shipped._refuse_damaged.cache_clear()


def test_the_shipped_index_is_the_one_the_tables_make(made: Path) -> None:
    shipped_content, made_content = index.content(shipped.path()), index.content(made)
    assert shipped_content.keys() == made_content.keys()
    for table, rows in made_content.items():
        assert shipped_content[table] == rows, f"{table}: run python -m parley index"


def test_the_index_is_small_and_its_entry_is_true_of_it() -> None:
    content = shipped.path().read_bytes()
    entry = json.loads(schema.CATALOGUE.read_text(encoding="utf-8"))[shipped.ENTRY]
    assert len(content) < 3 * MB
    assert (entry["path"], entry["bytes"], entry["hash"]) == (shipped.NAME, len(content), checksum(content))


def test_a_difference_of_content_is_seen(made: Path, tmp_path: Path) -> None:
    other = tmp_path / shipped.NAME
    other.write_bytes(made.read_bytes())
    with closing(sqlite3.connect(other)) as file:
        file.execute("UPDATE lines SET value_usd = value_usd + 1 WHERE code = '8471300100'")
        file.commit()
    assert index.content(other) != index.content(made)


def test_it_is_made_of_the_tables_it_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = set()

    def noted(name: str, *args: Any, **options: Any) -> Any:
        asked.add(name)
        return read_table(name, *args, **options)

    for module in (countries, entries, index):
        monkeypatch.setattr(module, "read_table", noted)
    index.write(tmp_path / "x")
    assert asked == index.MADE_FROM


def test_every_level_and_every_kind_is_held(made: Path) -> None:
    with closing(sqlite3.connect(made)) as file:
        levels = dict(file.execute("SELECT LENGTH(id), COUNT(*) FROM entries WHERE kind = 'product' GROUP BY 1"))
        kinds = {kind for (kind,) in file.execute("SELECT DISTINCT kind FROM entries")}
        lines = {length for (length,) in file.execute("SELECT DISTINCT LENGTH(code) FROM lines")}
    assert levels == {2: 97, 4: 1229, 6: 5613}  # Harmonized System 2022, with chapter 99 of UN Comtrade
    assert {"product", "economy", "law", "agreement", "mineral", "page", "source", "term"} == kinds
    assert lines == {8, 10}


def test_a_missing_index_is_told_in_a_sentence(copied: Path) -> None:
    copied.unlink()
    with pytest.raises(SearchError, match=r"data/search\.sqlite is missing\. Build it with python -m parley index"):
        find("laptop")


@pytest.mark.parametrize("place", [0, 5000, -1])
def test_a_damaged_index_is_told_in_a_sentence(place: int, copied: Path) -> None:
    content = bytearray(copied.read_bytes())
    content[place] ^= 1
    copied.write_bytes(content)
    with pytest.raises(SearchError, match="cannot be trusted"):
        find("laptop")


def test_an_index_of_another_version_is_told_in_a_sentence(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as file:
        file.execute("UPDATE about SET value = '0' WHERE name = 'format'")
        file.commit()
    package = json.loads(schema.CATALOGUE.read_text(encoding="utf-8"))
    package[shipped.ENTRY]["hash"] = checksum(copied.read_bytes())
    schema.CATALOGUE.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(SearchError, match="another version"):
        find("laptop")


def test_a_broken_catalogue_is_told_in_a_sentence(copied: Path) -> None:
    schema.CATALOGUE.write_text("{", encoding="utf-8")
    with pytest.raises(SearchError, match=r"data/datapackage\.json is not valid JSON"):
        find("laptop")


def test_an_index_is_replaced_only_where_its_content_changed(copied: Path) -> None:
    before = copied.read_bytes()
    assert not shipped.renew()
    assert copied.read_bytes() == before
    with closing(sqlite3.connect(copied)) as file:
        file.execute("DELETE FROM lines")
        file.commit()
    assert shipped.renew()
    assert index.content(copied)["lines"]
    assert shipped.is_whole()


def test_what_fails_to_be_written_leaves_the_old_index(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, catalogue = copied.read_bytes(), schema.CATALOGUE.read_bytes()
    copied.write_bytes(before[:-1])

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shipped.shutil, "copyfile", full)
    with pytest.raises(OSError, match="the disk is full"):
        shipped.renew()
    assert copied.read_bytes() == before[:-1]
    assert schema.CATALOGUE.read_bytes() == catalogue


@pytest.mark.skipif(os.name != "posix", reason="the limit on the size of a file is a POSIX one")
def test_a_disk_that_takes_no_more_is_told_as_of_every_other_file(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(OSError, match=shipped.NAME):
        index.write(tmp_path / shipped.NAME)
    with pytest.raises(OSError, match=shipped.NAME):
        index.write(tmp_path / "no folder" / shipped.NAME)
