"""The release of USGS through the command: an edition in print stays, a correction is an edition of its own."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Response

from parley.sources import failures, usgs
from parley.tables import build
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_usgs import HISTORY, ITEM, ITEM_2025, commodities, edition_of_2027, release, world_of_2025
from tests.refresh.conftest import Command, today_is
from tests.sources.answers import answer

IN_2027 = date(2027, 2, 10)
NEXT = HISTORY + "\n----\nRevised and reposted November 12, 2026, as version 1.4\n"


def test_the_edition_as_stored_changes_nothing_and_rebuilds_its_tables(
    command: Command, mirror: Mirror, tmp_path: Path
) -> None:
    release(mirror, commodities())
    status, report = command("usgs", "--raw", str(tmp_path / "raw"))
    assert (status, report["replaced"]) == (0, []), report["outcomes"]
    compared = {d["table"]: (d["added"], d["revised"], d["missing"]) for d in report["outcomes"][0]["differences"]}
    assert set(compared) == {"us_import_reliance", "oxide_prices", "mine_production"}
    assert set(compared.values()) == {(0, 0, 0)}
    shares = read_table("critical_mineral_shares")
    for name in ("us_import_reliance", "oxide_prices", "critical_mineral_shares"):
        assert build.build_table(name, tmp_path / "raw").rows == len(read_table(name))
    built = read_table("critical_mineral_shares")
    columns = ["edition", "mineral", "year", "china_output_t", "world_output_t", "share_pct"]
    pd.testing.assert_frame_equal(built[columns], shares[columns])


def test_a_release_of_2025_without_its_world_data_is_named(command: Command, mirror: Mirror, tmp_path: Path) -> None:
    release(mirror, commodities())
    place = f"www.sciencebase.gov/catalog/item/{ITEM_2025}"
    files = [{"name": "mcs2025.pdf", "url": "https://www.sciencebase.gov/x.pdf", "size": 1}]
    mirror.gives(place, json.dumps({"title": "MCS", "files": files}), "application/json")
    outcome = command("usgs", "--raw", str(tmp_path / "raw"))[1]["outcomes"][0]
    assert outcome["word"] == "LayoutChanged" and "mcs2025.pdf" in outcome["sentence"]


def test_an_archive_without_the_file_of_the_world_is_named() -> None:
    with pytest.raises(failures.LayoutChangedError, match="Other"):
        usgs.world_content(answer(world_of_2025("Other.csv")))
    assert usgs.world_content(answer(world_of_2025())).startswith(b"\xef\xbb\xbfSOURCE")


def test_the_file_with_the_correction_is_an_edition_too(command: Command, mirror: Mirror) -> None:
    release(mirror, commodities("MCS2026 v1.3"))
    assert command("usgs")[1]["replaced"] == []


def test_a_later_correction_of_the_reserves_enters_with_its_day(command: Command, mirror: Mirror) -> None:
    old = read_table("reserves")
    release(mirror, commodities("MCS2026 v1.3").replace(b'"11,000,000"', b'"10,000,000"'), NEXT)
    status, report = command("usgs")
    assert status == 0, report["outcomes"]
    new = read_table("reserves")
    fresh = new[new["edition"] == "MCS2026 v1.4"]
    assert len(new) == len(old) + len(fresh) and len(fresh) == 18
    assert set(fresh["published_on"]) == {pd.Timestamp("2026-11-12")}
    assert fresh.set_index("iso3")["reserves_t"]["BRA"] == 10_000_000


def test_the_edition_of_a_new_year_enters_beside_the_old_one(
    command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(IN_2027, monkeypatch)
    edition_of_2027(mirror)
    names = ("us_import_reliance", "oxide_prices", "mine_production", "reserves")
    old = {name: read_table(name) for name in names}
    status, report = command("usgs")
    assert status == 0, report["outcomes"]
    assert report["outcomes"][0]["editions"] == ["MCS2027"]
    for name in names:
        new = read_table(name)
        fresh, before = new[new["edition"] == "MCS2027"], old[name][old[name]["edition"] == "MCS2026"]
        assert len(fresh) == len(before) and len(new) == len(old[name]) + len(fresh), name
        assert set(fresh["published_on"]) == {pd.Timestamp("2027-01-29")}
    sources = read_table("us_import_reliance").query("edition == 'MCS2027' and statistic == 'import_source'")
    assert set(zip(sources["year_from"], sources["year"], strict=True)) == {(2022, 2025)}
    assert command("usgs")[1]["replaced"] == []


def shortened(body: bytes) -> bytes:
    """Without the first half of the rows of import reliance and sources."""
    lines = body.split(b"\r\n")
    return b"\r\n".join([lines[0], *lines[700:]])


def thousands(body: bytes) -> bytes:
    """Mine production in thousand tonnes."""
    return re.sub(rb'Production,,metric tons,(\d+),"(\d+),000"', rb"Production,,metric tons,\1,\2", body)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (thousands, "UnitSuspect"),
        (shortened, "CoverageShrunk"),
        (lambda body: body.replace(b"Statistics_detail", b"Detail", 1), "LayoutChanged"),
        (lambda body: body.replace(b"Vietnam", b"Viet Nam"), "ChecksFailed"),  # a name without a code
    ],
)
def test_a_new_edition_unlike_the_one_before_is_refused(
    change: Callable[[bytes], bytes], word: str, command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(IN_2027, monkeypatch)
    edition_of_2027(mirror, change(commodities(later=1)))
    status, report = command("usgs")
    assert (status, report["outcomes"][0]["word"]) == (3, word), report["outcomes"][0]["sentence"]


def test_without_the_day_of_its_posting_a_new_edition_is_named(command: Command, mirror: Mirror) -> None:
    edition_of_2027(mirror)
    item = f"www.sciencebase.gov/catalog/item/{ITEM}"
    told = mirror.bodies[item]
    mirror.bodies[item] = lambda request: Response(told(request).get_data(as_text=True).replace("_history", "_notes"))
    assert command("usgs")[1]["outcomes"][0]["word"] == "LayoutChanged"


@pytest.mark.parametrize(
    ("before", "after", "table"),
    [
        (b'"21,000,000"', b'"20,000,000"', "reserves"),  # without a version after the last
        (b'"270,000"', b'"280,000"', "mine_production"),
    ],
)
def test_a_figure_in_print_that_reads_otherwise_is_refused(
    command: Command, mirror: Mirror, before: bytes, after: bytes, table: str
) -> None:
    release(mirror, commodities().replace(before, after, 1))
    status, report = command("usgs")
    assert (status, report["outcomes"][0]["word"]) == (3, "FirstReleaseChanged")
    assert table in report["outcomes"][0]["sentence"]


@pytest.mark.raw
def test_the_release_itself_is_what_the_tables_hold(
    command: Command, mirror: Mirror, raw: Path, tmp_path: Path
) -> None:
    folder = raw / "rare_earths" / "usgs_mcs"
    body = (folder / "MCS2026_Commodities_Data.csv").read_bytes()
    history = (folder / "usgs_mcs2026_version_history.txt").read_text(encoding="cp1252")
    release(mirror, body, history, world=(folder / usgs.WORLD_NAME).read_bytes())
    status, report = command("usgs", "--raw", str(tmp_path / "raw"))
    assert (status, report["outcomes"][0]["state"]) == (0, "unchanged"), report["outcomes"]
    for name in ("us_import_reliance", "oxide_prices", "critical_mineral_shares"):
        assert not build.build_table(name, tmp_path / "raw").changed
