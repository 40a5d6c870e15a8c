"""The release of USGS: listing, item, file in its own encoding, version history; what is another year is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from werkzeug import Response

from parley.sources import failures
from parley.sources import usgs as source
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from tests.mirror import Mirror
from tests.mirror_usgs import FILE, HISTORY, ITEM, commodities, edition_of_2027, release
from tests.sources.answers import answer, sample


def asked(mirror: Mirror, folder: Path) -> list[source.Answer]:
    return source.request(Client(Evidence(folder), {}, mirror.url))


def test_the_newest_release_is_found_among_others(mirror: Mirror, tmp_path: Path) -> None:
    release(mirror, commodities())
    answers = asked(mirror, tmp_path)
    assert len(source.read(answers[2])) > 1300
    assert source.versions(answers[3])[-1] == source.Version("1.3", date(2026, 5, 27))


def test_a_later_release_of_the_same_layout_is_read_in_either_encoding(mirror: Mirror, tmp_path: Path) -> None:
    for number, encoding in enumerate(("cp1252", "utf-8-sig")):
        edition_of_2027(mirror, commodities(later=1, encoding=encoding))
        answers = asked(mirror, tmp_path / f"{number}")
        cells = source.read(answers[2])
        assert source.year_of(answers[2]) == 2027 and "—" in set(cells["Value"])
        assert source.versions(answers[3])[0].posted_on == date(2027, 1, 29)


def test_a_later_release_with_other_files_is_named_with_them(mirror: Mirror, tmp_path: Path) -> None:
    edition_of_2027(mirror)
    item = f"www.sciencebase.gov/catalog/item/{ITEM}"
    told = mirror.bodies[item]
    mirror.bodies[item] = lambda request: renamed(told(request))
    with pytest.raises(failures.LayoutChangedError, match=r"2027.*MCS2027_All_Minerals\.csv"):
        asked(mirror, tmp_path)


def renamed(response: Response) -> Response:
    return Response(response.get_data(as_text=True).replace("MCS2027_Commodities_Data", "MCS2027_All_Minerals"))


def test_a_later_release_with_other_columns_is_named_with_them(mirror: Mirror, tmp_path: Path) -> None:
    edition_of_2027(mirror, commodities(later=1).replace(b"Statistics_detail", b"Statistic_detail", 1))
    answers = asked(mirror, tmp_path)
    with pytest.raises(failures.LayoutChangedError, match=r"lacks Statistics_detail and has .*Statistic_detail"):
        source.read(answers[2])


def test_a_year_that_the_catalogue_does_not_list_is_named(mirror: Mirror, tmp_path: Path) -> None:
    edition_of_2027(mirror)
    with pytest.raises(failures.NoSuchFlowError, match="2024"):
        source.request(Client(Evidence(tmp_path), {}, mirror.url), year=2024)


@pytest.mark.parametrize("content", [b"x" * 100, commodities()[:-1] + b" "])
def test_a_file_that_is_not_the_one_listed_is_refused(mirror: Mirror, tmp_path: Path, content: bytes) -> None:
    release(mirror, commodities())
    mirror.gives(f"{FILE}/{source.FILE.format(2026)}", content, "text/csv")
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
