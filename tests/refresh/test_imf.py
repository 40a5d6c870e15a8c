"""The World Economic Outlook: a new edition enters with the areas kept here, one stored stays, what is off is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Response

from parley.sources import failures, imf
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_imf import FLOW, outlook
from tests.refresh.conftest import Command
from tests.sources.answers import answer, sample

STORED: imf.Edition = (2025, "OCT")
NEXT: imf.Edition = (2026, "OCT")


def gives(mirror: Mirror, next_is_out: bool) -> None:
    mirror.gives(f"{FLOW}/{imf.flow(STORED)}", outlook(STORED), "application/json")
    mirror.bodies[FLOW] = lambda request: Response("", 204)
    if next_is_out:
        body = mirror.bodies.pop(FLOW)
        mirror.gives(f"{FLOW}/{imf.flow(NEXT)}", outlook(NEXT, 0.25, 1), "application/json")
        mirror.bodies[FLOW] = body


def test_without_a_later_flow_nothing_changes(command: Command, mirror: Mirror) -> None:
    gives(mirror, next_is_out=False)
    status, report = command("imf")
    assert (status, report["outcomes"][0]["state"]) == (0, "unchanged"), report["outcomes"]
    assert [r.path.split("/")[8] for r in mirror.asked] == [
        "WEO_2025_OCT_VINTAGE", "WEO_2026_APR_VINTAGE", "WEO_2026_OCT_VINTAGE"
    ]  # fmt: skip


def test_a_new_edition_enters_with_two_years_of_the_areas_kept_here(command: Command, mirror: Mirror) -> None:
    gives(mirror, next_is_out=True)
    old = read_table("forecasts")
    status, report = command("imf")
    assert status == 0, report["outcomes"]
    new = read_table("forecasts")
    fresh = new[new["edition"] == "WEO_2026_10"]
    assert len(new) == len(old) + len(fresh) and len(fresh) == 22
    assert set(fresh["target_year"]) == {2026, 2027}
    world = fresh.set_index(["area", "target_year"])["value_pct"]
    assert world["WLD", 2026] == pytest.approx(3.163 + 0.25)  # WEO of October 2025 and the quarter point added
    assert set(read_table("sources").query("source_id == 'imf_weo_2026_10'")["may_redistribute"]) == {"facts_only"}


def changed(change: Callable[[Any], object]) -> Any:
    told = json.loads(outlook(STORED))
    change(told["data"])
    return answer(json.dumps(told))


BROKEN: list[tuple[Callable[[Any], object], type[failures.SourceError]]] = [
    (lambda data: data["dataSets"][0].pop("series"), failures.NoDataError),
    (
        lambda data: data["structures"][0]["links"][0].update(urn="Dataflow=IMF.RES:WEO(9.0.0)"),
        failures.EditionMovedError,
    ),
    (lambda data: data["structures"][0]["dimensions"]["series"][0].update(id="AREA"), failures.SchemaDriftError),
    (lambda data: data.pop("structures"), failures.SchemaDriftError),
    (
        lambda data: data["dataSets"][0]["series"]["0:0:0"]["observations"].update({"0": ["316.3"]}),
        failures.UnitSuspectError,
    ),
]


@pytest.mark.parametrize(("change", "kind"), BROKEN)
def test_a_broken_answer_is_refused(change: Callable[[Any], object], kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        imf.read(changed(change), STORED)


def test_a_figure_that_is_null_is_left_out() -> None:
    whole = imf.read(changed(lambda data: None), STORED)
    less = imf.read(
        changed(lambda data: data["dataSets"][0]["series"]["0:0:0"]["observations"].update({"0": [None]})), STORED
    )
    assert len(less) == len(whole) - 1


def test_a_stored_edition_with_another_figure_is_refused(command: Command, mirror: Mirror) -> None:
    gives(mirror, next_is_out=False)
    mirror.gives(f"{FLOW}/{imf.flow(STORED)}", outlook(STORED, 0.1), "application/json")
    status, report = command("imf")
    assert (status, report["outcomes"][0]["word"]) == (3, "FirstReleaseChanged")


def test_an_edition_that_lacks_an_area_is_refused(command: Command, mirror: Mirror) -> None:
    gives(mirror, next_is_out=False)
    told = json.loads(outlook(STORED))
    told["data"]["dataSets"][0]["series"].pop("10:0:0")
    mirror.gives(f"{FLOW}/{imf.flow(STORED)}", json.dumps(told), "application/json")
    assert command("imf")[1]["outcomes"][0]["word"] == "CoverageShrunk"


@pytest.mark.raw
def test_the_recorded_forms_are_those_of_the_reader(raw: Path) -> None:
    recorded, ours = (
        json.loads(body)["data"] for body in (sample(raw, "imf/data_whdreo_annual.json").body, outlook(STORED))
    )
    assert set(ours["structures"][0]) <= set(recorded["structures"][0])
    keys = [[d["id"] for d in data["structures"][0]["dimensions"]["series"]] for data in (recorded, ours)]
    assert keys[0] == keys[1]
    with pytest.raises(failures.EditionMovedError):  # another flow
        imf.read(sample(raw, "imf/data_whdreo_annual.json"), STORED)
    empty = json.loads(sample(raw, "imf/data_no_observations.json").body)["data"]
    assert "series" not in empty["dataSets"][0]
