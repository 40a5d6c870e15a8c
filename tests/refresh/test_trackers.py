"""Releases of the Budget Lab and files of Waugh: what is new is a vintage, what is stored stays."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley.measures import averages
from parley.sources import budget_lab, waugh
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_trackers import WAUGH, YALE, tracker, waugh_files
from tests.refresh.conftest import Command
from tests.sources.answers import answer, sample

NEXT = date(2026, 11, 20)


def test_the_release_and_the_files_as_stored_change_nothing(command: Command, mirror: Mirror) -> None:
    tracker(mirror)
    waugh_files(mirror)
    status, report = command("budget_lab", "waugh")
    assert (status, report["replaced"]) == (0, []), report["outcomes"]
    assert {o["state"] for o in report["outcomes"]} == {"unchanged"}


def test_a_new_release_is_a_vintage_beside_the_old_one_and_is_what_pages_show(command: Command, mirror: Mirror) -> None:
    old = read_table("us_tariff_average")
    tracker(mirror, NEXT, points=0.5, revision="2026_rev_22")
    status, report = command("budget_lab")
    assert status == 0, report["outcomes"]
    new = read_table("us_tariff_average")
    fresh = new[new["vintage"] == pd.Timestamp(NEXT)]
    assert len(new) == len(old) + len(fresh) and set(fresh["provider"]) == {"Yale"}
    assert set(fresh["data_as_of"]) == {
        pd.Timestamp(NEXT)
    }  # the edition of the schedule is not here: the day of the run
    on = date(2025, 6, 9)
    shown = averages.all_imports(read_table("average_tariffs"), new, on).query("series == 'Yale, tracker release'")
    held = shown[shown["date"] <= pd.Timestamp(on)].sort_values("date")["rate_pct"].iloc[-1]
    assert held == pytest.approx(13.16 + 0.5, abs=0.005)  # release of 9 June 2026, and the half point added


def test_a_stored_release_with_another_rate_is_refused(command: Command, mirror: Mirror) -> None:
    tracker(mirror, points=0.1)
    status, report = command("budget_lab")
    assert (status, report["outcomes"][0]["word"]) == (3, "FirstReleaseChanged")


def test_other_rates_of_waugh_are_a_vintage_of_the_day_they_were_read(command: Command, mirror: Mirror) -> None:
    waugh_files(mirror, points=0.2, new_day="2026-11-10")
    status, report = command("waugh")
    assert status == 0, report["outcomes"]
    added = {d["table"]: d["added"] for d in report["outcomes"][0]["differences"]}
    assert added == {"us_tariff_average": 22, "average_tariffs": 51}
    new = read_table("us_tariff_average").query("source_id == 'waugh_read'")
    assert set(new["vintage"]) == {pd.Timestamp(date.today())}
    fresh = read_table("average_tariffs").query("source_id == 'waugh_read'")
    assert set(fresh["date"]) == {pd.Timestamp("2026-11-10")}


def percent(body: str) -> str:
    head, *lines = body.splitlines()
    told = [line.split(",") for line in lines]
    return "\n".join([head, *(f"{day},{float(rate) * 100}" for day, rate in told)]) + "\n"


def lines_lost(body: str) -> str:
    return "\n".join(body.splitlines()[:-30]) + "\n"


@pytest.mark.parametrize(
    ("change", "whole", "word"),
    [
        (lines_lost, False, "EditionMoved"),
        (lines_lost, True, "Truncated"),
        (percent, True, "UnitSuspect"),
        (lambda body: body.replace("weighted_etr", "etr"), True, "SchemaDrift"),
        (lambda body: "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", True, "LfsPointer"),
    ],
)
def test_a_broken_release_is_refused(command: Command, mirror: Mirror, change: object, whole: bool, word: str) -> None:
    """``whole``: the manifest has the checksum of the broken file."""
    tracker(mirror)
    place = f"{YALE}/data/daily_overall_2026-06-09.csv"
    body = change(mirror.bodies[place](None).get_data(as_text=True))  # type: ignore[operator, arg-type]
    mirror.gives(place, body, "text/plain")
    if whole:
        told = json.loads(mirror.bodies[f"{YALE}/MANIFEST.json"](None).get_data(as_text=True))  # type: ignore[arg-type]
        told["files"][0]["sha256"] = answer(body).sha256
        mirror.gives(f"{YALE}/MANIFEST.json", json.dumps(told), "text/plain")
    status, report = command("budget_lab")
    assert (status, report["outcomes"][0]["word"]) == (3, word)


@pytest.mark.parametrize(
    ("name", "change", "word"),
    [
        (waugh.PARTNERS_FILE, lambda body: body.replace("CHINA", "CATHAY"), "WrongType"),
        (waugh.PARTNERS_FILE, lambda body: body.replace("2024 tariff", "tariff 2024"), "SchemaDrift"),
        (waugh.DAILY, lambda body: body.replace(",2.3", ",0.023"), "UnitSuspect"),
        (waugh.DAILY, lambda body: body[:-8], "Truncated"),
        (waugh.DAILY, lines_lost, "CoverageShrunk"),
    ],
)
def test_a_broken_file_of_waugh_is_refused(
    command: Command, mirror: Mirror, name: str, change: object, word: str
) -> None:
    waugh_files(mirror)
    body = mirror.bodies[f"{WAUGH}/{name}"](None).get_data(as_text=True)  # type: ignore[arg-type]
    mirror.gives(f"{WAUGH}/{name}", change(body), "text/plain")  # type: ignore[operator]
    status, report = command("waugh")
    assert (status, report["outcomes"][0]["word"]) == (3, word)


@pytest.mark.raw
def test_recorded_heads_are_read(raw: Path) -> None:
    release = budget_lab.release(sample(raw, "yale_budget_lab/MANIFEST.json"))
    assert (release.published_on, release.last_revision) == (date(2026, 6, 9), "2026_rev_10")
    assert release.files["daily_overall"].sha256.startswith("b170735f")
    heads = {
        n: answer(sample(raw, f"waugh/{n}_cut.csv").body + b"\n")
        for n in ("country-by-time", "daily-tariff-latest-data")
    }
    rates = waugh.partners(heads["country-by-time"])
    assert rates["rate_pct"].iloc[0] == pytest.approx(30.866, abs=0.001)  # 20 more than the 10.87% of 2024
    assert waugh.daily(heads["daily-tariff-latest-data"])["rate_pct"].iloc[0] == 2.3
