"""Tables rebuilt from files at fixed addresses, by the command and the recipes, from nothing but its answers."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest

from parley.refresh import feeds
from parley.sources import fixed_files
from parley.tables import build
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.refresh.conftest import Command

TABLES = [(one, table) for one in fixed_files.holdings() for table in one.tables]


@pytest.mark.raw
@pytest.mark.parametrize(("one", "table"), TABLES, ids=[table for _, table in TABLES])
def test_a_table_is_what_the_files_at_their_addresses_give(
    one: fixed_files.Holding, table: str, command: Command, mirror: Mirror, raw: Path, tmp_path: Path
) -> None:
    for file in one.files:
        body = (raw / file.place).read_bytes()
        parts = urlsplit(file.url)
        mirror.gives(
            f"{parts.netloc}{unquote(parts.path)}",
            gzip.decompress(body) if file.place.endswith(".gz") else body,
            "application/octet-stream",
        )
    status, report = command(one.name, "--raw", str(tmp_path / "raw"))
    assert (status, report["replaced"]) == (0, []), report["outcomes"]
    before = read_table(table)
    build.build_table(table, tmp_path / "raw")
    pd.testing.assert_frame_equal(read_table(table), before)


def test_a_file_that_is_not_the_one_listed_leaves_nothing(command: Command, mirror: Mirror, tmp_path: Path) -> None:
    mirror.gives("raw.githubusercontent.com", b"another file", "text/csv")
    status, report = command("concordance", "--raw", str(tmp_path / "raw"))
    assert (status, report["outcomes"][0]["word"]) == (3, "EditionMoved")
    assert not list((tmp_path / "raw").rglob("*.RData"))


def test_without_a_folder_for_the_files_nothing_is_asked(command: Command, mirror: Mirror) -> None:
    status, report = command("hs_map")
    assert (status, mirror.asked) == (0, [])
    assert "--raw DIR" in report["outcomes"][0]["notes"][0]


def test_what_only_rebuilds_is_asked_with_a_folder_or_by_its_name() -> None:
    names = {one.name for one in fixed_files.holdings()}
    assert not names & {feed.name for feed in feeds.of_tables([])}
    assert names < {feed.name for feed in feeds.of_tables([], is_raw=True)}
    renewing = feeds.of_tables(["us_exports_hs2_annual"])
    assert [feed.name for feed in renewing] == ["census.chapters"]
    assert [feed.name for feed in feeds.of_tables(["dataweb.chapters"])] == ["dataweb.chapters"]
    both = feeds.of_tables(["us_exports_hs2_annual"], is_raw=True)
    assert {feed.name for feed in both} == {"census.chapters", "dataweb.chapters"}
