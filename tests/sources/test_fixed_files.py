"""Files that never change: each has to be the one listed, and what is listed is what the register of sources has."""

import hashlib
from pathlib import Path

import pytest

from parley.recipes import read_facts
from parley.sources import failures, fixed_files
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables.read import read_table
from parley.tables.schema import table_names
from tests.mirror import Mirror

HOST, CONTENT = "raw.githubusercontent.com", b"code,name\n1,one\n"


def holding(sha256: str) -> fixed_files.Holding:
    file = fixed_files.File("trade/some/list.csv", f"https://{HOST}/some/list.csv", sha256)
    return fixed_files.Holding("some", "Some list", False, ("hs_map",), (file,))


def client(mirror: Mirror, tmp_path: Path) -> Client:
    return Client(Evidence(tmp_path), {}, mirror=mirror.url, sleep=lambda seconds: None)


def test_the_file_listed_is_given_byte_by_byte(mirror: Mirror, tmp_path: Path) -> None:
    mirror.gives(f"{HOST}/some/list.csv", CONTENT, "text/csv")
    (answer,) = fixed_files.request(client(mirror, tmp_path), holding(hashlib.sha256(CONTENT).hexdigest()))
    assert answer.body == CONTENT


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (CONTENT.replace(b"one", b"two"), failures.EditionMovedError),
        (CONTENT[:-4], failures.EditionMovedError),
        (b"<!DOCTYPE html><html>Request access</html>", failures.HtmlInsteadOfDataError),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00", failures.LfsPointerError),
        (b"", failures.NoDataError),
    ],
)
def test_any_other_answer_is_refused(
    mirror: Mirror, tmp_path: Path, body: bytes, fault: type[failures.SourceError]
) -> None:
    mirror.gives(f"{HOST}/some/list.csv", body, "text/csv")
    with pytest.raises(fault):
        fixed_files.request(client(mirror, tmp_path), holding(hashlib.sha256(CONTENT).hexdigest()))


def test_a_file_that_is_gone_is_named(mirror: Mirror, tmp_path: Path) -> None:
    with pytest.raises(failures.NoSuchFlowError, match=r"some/list\.csv"):
        fixed_files.request(client(mirror, tmp_path), holding("0" * 64))


def test_checksums_are_those_of_the_register() -> None:
    register = read_facts("sources").dropna(subset="raw_path")
    known = dict(zip(register["raw_path"], register["source_id"], strict=True))
    sums = read_table("sources").set_index("source_id")["sha256"]
    listed = {f.place: f.sha256 for h in fixed_files.holdings() for f in h.files if not f.place.endswith(".gz")}
    both = {place: (listed[place], sums[known[place]]) for place in listed if place in known}
    assert len(both) > 7
    assert {place for place, (here, there) in both.items() if here != there} == set()


def test_every_address_is_fixed_and_every_table_is_one_of_ours() -> None:
    """On GitHub a whole commit stands in the address, so that what it gives cannot change."""
    for one in fixed_files.holdings():
        assert set(one.tables) <= set(table_names()), one.name
        for file in one.files:
            at = file.url.split("/")
            assert at[2] != HOST or (len(at[5]) == 40 and set(at[5]) <= set("0123456789abcdef")), file.url
            assert len(file.sha256) == 64
