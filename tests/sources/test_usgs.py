"""The release of USGS: listing, item, file in its own encoding, version history; what is another year is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from parley.sources import failures
from parley.sources import usgs as source
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from tests.mirror import Mirror
from tests.mirror_usgs import FILE, HISTORY, commodities, release
from tests.sources.answers import answer, sample


def asked(mirror: Mirror, folder: Path) -> list[source.Answer]:
    return source.fetch(Client(Evidence(folder), {}, mirror.url))


def test_the_newest_release_is_found_among_others(mirror: Mirror, tmp_path: Path) -> None:
    release(mirror, commodities())
    answers = asked(mirror, tmp_path)
    assert len(source.read(answers[2])) > 1300
    assert source.versions(answers[3])[-1] == source.Version("1.3", date(2026, 5, 27))


def test_a_release_of_another_year_is_named_with_its_files(mirror: Mirror, tmp_path: Path) -> None:
    release(mirror, commodities(), year=2027)
    with pytest.raises(failures.LayoutChangedError, match=r"2027.*MCS2026_Commodities_Data\.csv"):
        asked(mirror, tmp_path)


@pytest.mark.parametrize("content", [b"x" * 100, commodities()[:-1] + b" "])
def test_a_file_that_is_not_the_one_listed_is_refused(mirror: Mirror, tmp_path: Path, content: bytes) -> None:
    release(mirror, commodities())
    mirror.gives(f"{FILE}/{source.FILE}", content, "text/csv")
    with pytest.raises(failures.TruncatedError):
        asked(mirror, tmp_path)


BROKEN: list[tuple[Callable[[bytes], bytes], type[failures.SourceError]]] = [
    (lambda body: body.replace(b"Statistics_detail", b"Statistic_detail", 1), failures.SchemaDriftError),
    (lambda body: body.decode("cp1252").encode("utf-8"), failures.WrongTypeError),
    (lambda body: body[: body.rindex(b",") - 5], failures.TruncatedError),
    (lambda body: b"<!DOCTYPE html><html></html>", failures.HtmlInsteadOfDataError),
    (lambda body: body[: body.index(b"\n") + 1], failures.NoDataError),
]


@pytest.mark.parametrize(("change", "kind"), BROKEN)
def test_a_broken_file_is_refused(change: Callable[[bytes], bytes], kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.read(answer(change(commodities())))


def test_a_history_without_a_day_is_refused() -> None:
    assert len(source.versions(answer(HISTORY))) == 2
    with pytest.raises(failures.LayoutChangedError):
        source.versions(answer("Revisions"))


@pytest.mark.raw
def test_the_recorded_listing_file_and_history_are_read(raw: Path) -> None:
    found = source.releases(sample(raw, "usgs_sciencebase/parent_listing_cut.json"))
    assert max(found.items()) == (2026, "696a75d5d4be0228872d3bf8")
    cells = source.read(sample(raw, "usgs_sciencebase/MCS2026_Commodities_Data_cut.csv"))
    production = cells[cells["Statistics_detail"] == "Production: Mineral concentrates"]
    assert production["Value"].iloc[0] == "42,400"  # United States, 2021
    history = source.versions(sample(raw, "usgs_sciencebase/mcs2026_version_history.txt"))
    assert [v.number for v in history] == ["1.0", "1.1", "1.2", "1.3"]
    with pytest.raises(failures.SchemaDriftError):  # another file of the release
        source.read(sample(raw, "usgs_sciencebase/MCS2026_T7_Critical_Minerals_Salient_cut.csv"))
