"""The command end to end against a mirror on loopback."""

import json
import os
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from werkzeug import Request, Response

from parley.__main__ import main
from parley.refresh import feeds
from parley.search import shipped
from parley.tables import lock
from parley.tables.catalogue import read_catalogue
from parley.tables.integrity import differing
from parley.tables.read import read_table
from parley.tables.schema import load_schema, table_names
from tests.full_disk import full_disk
from tests.mirror import Mirror, country_workbook, treasury_json
from tests.refresh.conftest import Command, today_is
from tests.refresh.test_feeds import TREASURY
from tests.servers import HANG_SECONDS, process
from tests.test_building import whole

PLACE = "www.census.gov/foreign-trade/balance/country.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEED = "census.country_totals"
ROOT = Path(__file__).resolve().parents[2]


def gives(mirror: Mirror, content: bytes) -> None:
    mirror.gives(PLACE, content, XLSX, Last_Modified="Thu, 05 Nov 2026 13:30:00 GMT")


def only(report: dict[str, Any]) -> dict[str, Any]:
    (outcome,) = report["outcomes"]
    found: dict[str, Any] = outcome
    return found


def test_a_new_month_enters_once_and_report_changes_feed_index_and_catalogue_say_so(
    command: Command, index_renewed: None, mirror: Mirror, workbook: bytes
) -> None:
    gives(mirror, workbook)
    before, index = len(read_table("trade_monthly")), shipped.path().read_bytes()
    status, report = command(FEED)
    assert status == 0
    assert report["replaced"] == ["changes", "sources", "trade_monthly"]
    (difference,) = only(report)["differences"]
    assert difference["newest_before"] == "2026-08-01" and difference["newest_after"] == "2026-09-01"
    table = read_table("trade_monthly")
    assert len(table) == before + difference["added"] == difference["rows_after"]
    new = table[(table["month"] == "2026-09-01") & (table["partner_iso3"] == "CHN")].set_index("flow")
    assert set(new.index) == {"import", "export"}
    assert set(new["released_on"]) == {pd.Timestamp("2026-11-05")}
    told = read_table("changes")
    september = told[(told["period"] == "2026-09-01") & (told["kind"] == "added")]
    assert september["row_count"].sum() == (table["month"] == "2026-09-01").sum()
    newest = ET.parse(command.data / "changes.atom").find("{http://www.w3.org/2005/Atom}entry")
    assert newest is not None
    words = "".join(newest.itertext())
    assert f"{pd.Timestamp.now():%Y-%m-%d}" in words and load_schema("trade_monthly").title in words
    assert read_catalogue()["created"][:10] == f"{pd.Timestamp.now():%Y-%m-%d}"
    file = pq.read_schema(command.data / "trade_monthly.parquet")
    records = json.loads(file.metadata[b"parley"])["sources"]
    assert any("read on" in r["citation"] and "census.gov" in r["url"] for r in records)
    assert shipped.path().read_bytes() != index and shipped.is_whole()
    assert differing(table_names()) == []
    assert main(["check", "trade_monthly", "sources", "changes"]) == 0
    there = whole(command.data)
    status, report = command(FEED)
    assert (status, only(report)["state"], report["replaced"]) == (0, "unchanged", [])
    assert whole(command.data) == there


def test_a_dry_run_reports_records_what_it_was_sent_and_replaces_nothing(
    command: Command, mirror: Mirror, workbook: bytes, tmp_path: Path
) -> None:
    gives(mirror, workbook)
    before = whole(command.data)
    status, report = command(FEED, "--dry-run", "--record", str(tmp_path / "record"))
    assert (status, report["is_dry_run"], report["replaced"]) == (0, True, [])
    assert only(report)["differences"][0]["added"] > 200
    assert only(report)["differences"][0]["bytes_after"] > 0
    assert whole(command.data) == before
    page = (command.home / "refresh_report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "trade_monthly" in page
    (exchange,) = json.loads((tmp_path / "record" / "exchanges.json").read_text())
    assert exchange["url"] == f"https://{PLACE}"
    assert (tmp_path / "record" / exchange["body"]).read_bytes() == workbook
    assert set(exchange) == {"source", "name", "method", "url", "status", "headers", "body", "evidence"}
    assert command(FEED)[1]["replaced"]


def test_a_revision_is_a_row_of_its_own_known_from_the_day_of_the_file(command: Command, mirror: Mirror) -> None:
    def revised(rows: pd.DataFrame) -> pd.DataFrame:
        july = (rows["partner_iso3"] == "CHN") & (rows["month"] == "2026-07-01") & (rows["flow"] == "import")
        return rows.assign(value_usd=rows["value_usd"].where(~july, rows["value_usd"] * 1.05))

    old = read_table("trade_monthly", pd.Timestamp("2026-11-04").date())
    gives(mirror, country_workbook(change=revised))
    _, report = command(FEED)
    (move,) = only(report)["differences"][0]["largest"]
    assert move["key"] == "CHN, 2026-07-01, import, general"
    assert move["change"] == pytest.approx(0.05, abs=1e-6)
    told = read_table("changes").query("kind == 'revised' and item != 'all'")
    assert told["new_value"].tolist() == [move["new"]]
    again = read_table("trade_monthly", pd.Timestamp("2026-11-04").date())
    assert len(july_of(old)) == 1
    assert july_of(again) == july_of(old)
    assert july_of(read_table("trade_monthly")) == [*july_of(old), move["new"]]


def july_of(table: pd.DataFrame) -> list[float]:
    """US general imports from China in July 2026, every vintage."""
    own = (table["partner_iso3"] == "CHN") & (table["month"] == pd.Timestamp("2026-07-01"))
    found: list[float] = table.loc[own & (table["basis"] == "general"), "value_usd"].tolist()
    return found


BROKEN = {
    "ServerError": (b"", 503),
    "HtmlInsteadOfData": (b"<!DOCTYPE html><html><body>Down for maintenance</body></html>", 200),
    "WrongType": (b"year,CTY_CODE\n2026,0015\n", 200),
    "NoSuchFlow": (b"", 404),
}


@pytest.mark.parametrize("word", BROKEN)
def test_a_broken_source_is_named_and_leaves_every_file(
    word: str, command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parley.refresh.command.sleep", lambda seconds: None)
    body, status_code = BROKEN[word]
    mirror.bodies[PLACE] = lambda request: Response(body, status_code)
    before = whole(command.data)
    status, report = command(FEED)
    assert (status, only(report)["word"]) == (3, word)
    assert whole(command.data) == before


def test_a_form_that_nobody_foresaw_is_named_and_the_other_sources_go_on(
    command: Command, mirror: Mirror, workbook: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    gives(mirror, workbook)
    odd = json.loads(treasury_json())
    odd["meta"]["total-pages"] = [1]
    mirror.gives(TREASURY, json.dumps(odd), "application/json")
    status, report = command("treasury", FEED)
    assert status == 1
    assert {o["feed"]: (o["state"], o["word"]) for o in report["outcomes"]} == {
        "treasury": ("refused", "WrongType"),
        FEED: ("changed", ""),
    }
    assert "Traceback" in caplog.text  # for whoever adapts the reader


@pytest.mark.skipif(os.name != "posix", reason="the limit on the size of a file is a POSIX one")
def test_a_full_disk_ends_with_a_sentence_and_nothing_done(
    command: Command, mirror: Mirror, workbook: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    gives(mirror, workbook)
    before = whole(command.data)
    with full_disk():
        assert main(["refresh", FEED, "--report", str(command.home)]) == 3
    assert "Nothing was replaced." in capsys.readouterr().err
    assert whole(command.data) == before
    assert command(FEED)[0] == 0


def test_where_the_clock_is_wrong_no_day_goes_back(
    command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = read_catalogue()["created"][:10]
    mirror.gives(TREASURY, treasury_json(), "application/json")
    today_is(date(2020, 1, 1), monkeypatch, "parley.refresh.command")
    assert command("treasury")[1]["replaced"]
    assert read_catalogue()["created"][:10] == made
    assert f"2020-01-01, before these tables were made; {made}" in capsys.readouterr().err


def times_thousand(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(value_usd=rows["value_usd"] * 1000)


def half_the_partners(rows: pd.DataFrame) -> pd.DataFrame:
    named = sorted(rows["partner_iso3"].unique())
    return rows[rows["partner_iso3"].isin([*named[::2], "WLD", "EU27", "GBR"])]


@pytest.mark.parametrize(("change", "word"), [(times_thousand, "UnitSuspect"), (half_the_partners, "CoverageShrunk")])
def test_a_wrong_workbook_is_refused(change: Any, word: str, command: Command, mirror: Mirror) -> None:
    gives(mirror, country_workbook(change=change))
    before = whole(command.data)
    status, report = command(FEED)
    assert (status, only(report)["word"]) == (3, word)
    assert whole(command.data) == before


def test_what_a_person_may_accept_is_taken_with_the_reason(command: Command, mirror: Mirror) -> None:
    def moved(rows: pd.DataFrame) -> pd.DataFrame:
        china = (rows["partner_iso3"] == "CHN") & (rows["month"] == "2026-03-01") & (rows["flow"] == "import")
        return rows.assign(value_usd=rows["value_usd"].where(~china, rows["value_usd"] * 1.2))

    gives(mirror, country_workbook(change=moved))
    assert only(command(FEED)[1])["word"] == "LargeMove"
    status, report = command(FEED, "--accept", "annual revision, read in the release")
    assert status == 0 and only(report)["accepted"] == "annual revision, read in the release"
    reasons = read_table("changes").query("kind == 'revised'")["reason"]
    assert set(reasons) == {"annual revision, read in the release"}


def test_a_second_refresh_says_that_the_folder_is_held(
    command: Command, mirror: Mirror, workbook: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    gives(mirror, workbook)
    with lock.locked(command.data):
        assert main(["refresh", FEED]) == 3
    assert "LockHeld" in capsys.readouterr().err
    assert mirror.asked == []


def test_of_two_refreshes_at_once_the_second_does_nothing_and_the_first_ends(
    command: Command, mirror: Mirror, workbook: bytes
) -> None:
    """Two processes; the first is held up at its source while the second begins."""
    before = len(read_table("trade_monthly", columns=["month"]))
    is_asked, may_answer = threading.Event(), threading.Event()

    def held_up(request: Request) -> Response:
        is_asked.set()
        may_answer.wait(120)
        return Response(workbook, content_type=XLSX)

    mirror.bodies[PLACE] = held_up
    again = [sys.executable, "-m", "parley", "refresh", FEED, "--timeout", "150", "--report", str(command.home)]
    settings = dict(os.environ, PARLEY_DATA=str(command.data))
    # what the first prints is no matter here
    with process(again, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL) as first:
        assert is_asked.wait(120)
        second = subprocess.run(
            again, env=settings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
        )
        may_answer.set()
    assert (second.returncode, first.returncode) == (3, 0)
    assert "LockHeld" in second.stderr
    assert len(mirror.asked) == 1
    assert pq.read_metadata(command.data / "trade_monthly.parquet").num_rows > before


def test_list_says_what_would_be_asked_and_asks_nothing(
    command: Command, mirror: Mirror, workbook: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["refresh", "--list"]) == 0
    told = capsys.readouterr().out
    assert "https://www.census.gov/foreign-trade/balance/country.xlsx" in told
    assert "trade_monthly, known here until 2026-10-06" in told
    assert mirror.asked == [] and "last asked on" not in told
    gives(mirror, workbook)
    command(FEED, "--dry-run")
    capsys.readouterr()
    assert main(["refresh", FEED, "--list"]) == 0
    assert "last changed there on 2026-11-05" in capsys.readouterr().out


def test_a_table_no_official_source_renews_is_named(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", "icio_use"]) == 2  # a wrong call
    assert "'icio_use'" in capsys.readouterr().err


def test_a_catalogue_that_cannot_be_read_ends_with_a_sentence_and_nothing_done(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (command.data / "datapackage.json").write_text("{}")
    assert command("treasury")[0] == 3
    assert "Nothing was replaced." in capsys.readouterr().err


def test_without_a_network_one_sentence_is_said_and_nobody_waits_long(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEY_MIRROR", "http://127.0.0.1:9")  # no one listens there
    waits: list[float] = []
    monkeypatch.setattr("parley.refresh.command.sleep", waits.append)
    before = whole(command.data)
    status, report = command()
    assert status == 3
    assert capsys.readouterr().out.splitlines() == [
        "No source can be reached. Are you online? Nothing was replaced."
    ]  # and not a line a source
    assert len(report["outcomes"]) == sum(not (feed.needs_archive or feed.needs_raw) for feed in feeds.FEEDS)
    assert len(waits) == 2  # the first source is tried three times, those after it once
    assert whole(command.data) == before


@pytest.mark.parametrize("option", ["--report", "--record", "--raw"])
def test_a_folder_that_cannot_be_is_refused_before_anything_is_asked(
    option: str, command: Command, mirror: Mirror, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["refresh", FEED, option, str(file)]) == 3
    assert f"parley: {file} is not written: " in capsys.readouterr().err
    assert mirror.asked == []
