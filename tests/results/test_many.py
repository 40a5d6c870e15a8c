"""Many scenarios: each has the answer it has alone, whoever solves it, and a run that was killed goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import parley
from parley.__main__ import main
from parley.models.errors import ModelInputError
from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers import world
from parley.results.answers.solution import solve
from parley.results.many import folder as many_folder
from parley.results.many import solve as many
from parley.results.many.arguments import ManyError
from tests.damage import flip
from tests.results.many_scenarios import DAY, drawn
from tests.seeds import seed
from tests.servers import process

ROOT = Path(__file__).resolve().parent.parent.parent
OUT_OF_REACH = Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 0.5, "absolute")])


@pytest.fixture
def here() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def test_each_of_many_has_the_answer_it_has_alone(tmp_path: Path, here: Executor) -> None:
    asked = [
        *drawn(1, 3),
        Scenario(DAY),
        parley.preset("geneva_truce"),
        replace(drawn(2, 1)[0], closure="share_of_own_income"),
        replace(drawn(3, 1)[0], labour_supply_elasticity=0.5),
        Scenario(DAY, exports=[ExportChange("CHN", "USA", tax_pct=10)]),
    ]
    rows = parley.solve_many(asked, "world", here, out=tmp_path, part=3).read()
    assert rows["fault"].isna().all()
    for number, scenario in enumerate(asked):
        own = rows[rows["scenario"] == number].drop(columns=["scenario", "fault"]).reset_index(drop=True)
        alone = solve(scenario, "world").tables["by_economy"]
        assert list(own["economy"]) == list(alone["economy"])
        numbers = alone.drop(columns="economy")
        for name, column in numbers.items():
            assert own[name].to_numpy() == pytest.approx(column.to_numpy(), rel=1e-7, abs=1e-8 * column.abs().max())


def test_scenarios_of_one_baseline_are_solved_as_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them by the solver of a single one, but for what the batch gives up."""
    asked = drawn(5, 12)
    world.point(Scenario(DAY))
    alone = []
    monkeypatch.setattr(world, "point", alone.append)
    answers = list(world.points(asked))
    assert len(answers) == 12
    assert alone == []
    assert all(a.after.residual <= 1e-9 for a in answers if isinstance(a, world.WorldPoint))


def test_a_shock_too_far_for_the_batch_is_solved_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = drawn(6, 4)
    monkeypatch.setattr(world.armington_many, "MOST_SWEEPS", 1)
    for scenario, answer in zip(asked, world.points(asked), strict=True):
        assert isinstance(answer, world.WorldPoint)
        alone = world.point(scenario).after.real_income_hat
        assert answer.after.real_income_hat == pytest.approx(alone, rel=1e-12)


def test_a_world_the_batch_does_not_hold_is_refused() -> None:
    before = world.point(replace(Scenario(DAY), labour_supply_elasticity=0.5)).before
    with pytest.raises(ModelInputError, match="labour"):
        world.armington_many.solve_from(before, [before.tariff])


def test_a_scenario_without_an_answer_says_why_and_stops_no_other(tmp_path: Path, here: Executor) -> None:
    found = parley.solve_many([*drawn(1, 1), OUT_OF_REACH, *drawn(2, 1)], executor=here, out=tmp_path, part=2)
    assert (found.count, found.without_answer) == (3, 1)
    rows = found.read()
    (refused,) = rows[rows["scenario"] == 1].to_dict("records")
    assert "least mean" in refused.pop("fault")
    assert refused.pop("scenario") == 1
    assert all(pd.isna(value) for value in refused.values())
    assert rows["scenario"].is_monotonic_increasing
    assert set(rows["scenario"]) == {0, 1, 2}
    assert rows.loc[rows["scenario"] != 1, "fault"].isna().all()


@pytest.mark.parametrize(
    ("model", "table", "scenario"),
    [
        ("world", "trade", drawn(1, 1)[0]),
        ("sectors", "by_sector", drawn(1, 1)[0]),
        ("product", None, Scenario(DAY, tariffs=[TariffChange("USA", "CHN", 60, "absolute")])),
        (
            "critical_input",
            None,
            Scenario(DAY, exports=[ExportChange("CHN", "all", Goods("stage", "magnet"), None, 25)]),
        ),
    ],
)
def test_every_model_and_table_can_be_asked_for(
    model: str, table: str | None, scenario: Scenario, tmp_path: Path, here: Executor
) -> None:
    rows = parley.solve_many([scenario], model, here, out=tmp_path, table=table).read()
    assert rows["fault"].isna().all()
    known, name, _ = many_folder.form(model, table)
    alone = solve(scenario, known).tables[name]
    assert len(rows) == len(alone)
    numbers = [c for c in alone if alone[c].dtype == float]
    np.testing.assert_allclose(rows[numbers], alone[numbers], rtol=1e-7, atol=1e-3)


@pytest.mark.parametrize(
    ("model", "table", "words"),
    [("oracle", None, "'oracle' is not known"), ("world", "bands", "without a table 'bands'")],
)
def test_an_unknown_model_or_table_is_refused_before_anything_is_written(
    model: str, table: str | None, words: str, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match=words):
        parley.solve_many(drawn(1, 1), model, out=tmp_path / "new", table=table)
    assert not (tmp_path / "new").exists()


def test_a_folder_goes_on_with_the_same_run_and_refuses_another(tmp_path: Path, here: Executor) -> None:
    asked = drawn(1, 3)
    parley.solve_many(asked, executor=here, out=tmp_path, part=2)
    part = tmp_path / "answers" / "part-000001.parquet"
    whole, kept = part.read_bytes(), (tmp_path / "answers" / "part-000000.parquet").stat().st_mtime_ns
    for damage in (whole[: len(whole) // 2], b""):  # as a machine without power may leave it
        part.write_bytes(damage)
        parley.solve_many(asked, executor=here, out=tmp_path, part=2)
        assert part.read_bytes() == whole
    assert (tmp_path / "answers" / "part-000000.parquet").stat().st_mtime_ns == kept
    for others, model, size, words in (
        (drawn(2, 3), "world", 2, "other scenarios"),
        (drawn(1, 2), "world", 2, "another number"),
        (asked, "sectors", 2, "another model"),
        (asked, "world", 3, "parts of another size"),
    ):
        with pytest.raises(ManyError, match=words):
            parley.solve_many(others, model, here, out=tmp_path, part=size)
    assert pq.read_table(tmp_path / "scenarios.parquet").column("title").to_pylist() == [s.title for s in asked]


def test_what_others_laid_among_the_answers_is_named_and_kept(tmp_path: Path, here: Executor) -> None:
    asked, answers = drawn(1, 2), tmp_path / "answers"
    (answers / ".git").mkdir(parents=True)
    (answers / ".git" / "HEAD").write_text("theirs")
    with pytest.raises(ManyError, match=r"\.git is no part"):
        parley.solve_many(asked, executor=here, out=tmp_path)
    assert (answers / ".git" / "HEAD").read_text() == "theirs"
    (answers / ".git").rename(tmp_path / "git")
    (answers / ".hidden").write_text("left alone, as readers of the folder leave it")
    count = len(parley.solve_many(asked, executor=here, out=tmp_path).read())
    (answers / "notes.txt").write_text("theirs")
    with pytest.raises(ManyError, match=r"notes\.txt is no part"):
        parley.solve_many(asked, executor=here, out=tmp_path)
    (answers / "notes.txt").unlink()
    (tmp_path / "scenarios.parquet").unlink()
    again = parley.solve_many(asked, executor=here, out=tmp_path)
    assert (len(again.read()), len(again.scenarios())) == (count, 2)


@pytest.mark.parametrize("text", ["[]", "null", "{"])
def test_a_plan_that_is_none_is_named(text: str, tmp_path: Path, here: Executor) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(ManyError, match=r"run\.json is damaged"):
        parley.solve_many(drawn(1, 1), executor=here, out=tmp_path)


def test_an_executor_that_was_shut_down_is_named(tmp_path: Path) -> None:
    closed = ThreadPoolExecutor(1)
    closed.shutdown()
    with pytest.raises(ManyError, match="takes no work"):
        parley.solve_many(drawn(1, 1), executor=closed, out=tmp_path)


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path, here: Executor) -> None:
    with many.ManyFolder(tmp_path).locked(), pytest.raises(ManyError, match="Another run writes"):
        parley.solve_many(drawn(1, 1), executor=here, out=tmp_path)


def test_a_run_killed_at_any_point_goes_on_to_the_same_rows(tmp_path: Path, here: Executor) -> None:
    """By signal 9, in a process of its own with two workers, each time after another number of parts."""
    count, seed = 16, 11
    whole = parley.solve_many(drawn(seed, count), executor=here, out=tmp_path / "whole", part=2).read()
    folder = tmp_path / "killed"
    command = [sys.executable, "-m", "tests.results.many_scenarios", str(folder), str(seed), str(count), "2"]
    for parts in sorted(random.Random(seed).sample(range(1, 8), 2)):
        with process(command, cwd=ROOT, stderr=subprocess.DEVNULL) as run:
            until = time.monotonic() + 240
            while len(list(folder.glob("answers/part-*"))) < parts and run.poll() is None:
                assert time.monotonic() < until
                time.sleep(0.002)
            run.kill()
        assert run.returncode == -signal.SIGKILL
        for path in folder.glob("answers/part-*"):
            pq.read_table(path)  # whatever has its name is whole
    assert len(list(folder.glob("answers/part-*"))) < count // 2
    again = parley.solve_many(drawn(seed, count), executor=here, out=folder, part=2).read()
    pd.testing.assert_frame_equal(again, whole, check_exact=True)
    assert [path.name for path in (folder / "answers").iterdir() if not path.name.lstrip(".").startswith("part-")] == []


def test_workers_end_with_the_process_that_began_them(tmp_path: Path) -> None:
    import psutil

    command = [sys.executable, "-m", "tests.results.many_scenarios", str(tmp_path), "1", "400", "2"]
    with process(command, cwd=ROOT, stderr=subprocess.DEVNULL) as run:
        until = time.monotonic() + 240
        while not list(tmp_path.glob("answers/part-*")):
            assert run.poll() is None and time.monotonic() < until
            time.sleep(0.02)
        children = psutil.Process(run.pid).children(recursive=True)
        os.kill(run.pid, signal.SIGKILL)
    assert len(children) >= 2
    assert psutil.wait_procs(children, timeout=60)[1] == []


def test_a_cluster_of_dask_gives_equal_rows(tmp_path: Path, here: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers of one thread each, processes of their own on loopback.

    A new process runs the main module again; the test of a page before this one may have left its script there.
    """
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    from dask.distributed import Client, LocalCluster

    asked = [*drawn(21, 6), OUT_OF_REACH]
    own = parley.solve_many(asked, executor=here, out=tmp_path / "own", part=2)
    with (
        LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        there = parley.solve_many(asked, executor=client.get_executor(), out=tmp_path / "dask", part=2)
    assert (there.count, there.without_answer) == (7, 1)
    pd.testing.assert_frame_equal(there.read(), own.read(), check_exact=True)
    assert json.loads((tmp_path / "dask/run.json").read_text()) == json.loads((tmp_path / "own/run.json").read_text())


def test_a_part_with_flipped_bytes_or_in_anothers_place_is_worked_out_again_and_said(
    tmp_path: Path, here: Executor, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of the flipped bits decode to other numbers, and swapped parts are both whole."""
    asked, place = drawn(9, 6), tmp_path / "out"
    first = parley.solve_many(asked, "world", here, out=place, part=1)
    right, parts = first.read(), sorted((place / "answers").glob("part-*.parquet"))
    assert first.mended == ()
    draw = random.Random(seed(20261201))
    for number in (1, 2):
        content = bytearray(parts[number].read_bytes())
        content[draw.randrange(4, len(content) - 4)] ^= 1 << draw.randrange(8)
        parts[number].write_bytes(content)
    parts[4].rename(place / "aside")
    parts[5].rename(parts[4])
    (place / "aside").rename(parts[5])
    with pytest.raises(ManyError, match=r"part-000001\.parquet is damaged: its checksum differs"):
        first.read()
    again = parley.solve_many(asked, "world", here, out=place, part=1)
    assert again.mended == (1, 2, 4, 5)
    pd.testing.assert_frame_equal(again.read(), right, rtol=1e-9)
    assert parley.solve_many(asked, "world", here, out=place, part=1).mended == ()


def test_the_command_says_which_parts_it_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "many.csv"
    source.write_text("as_of,regime\n2025-06-09,geneva_truce\n2025-06-09,busan\n", encoding="utf-8")
    command = ["solve-many", str(source), "--out", str(tmp_path / "out"), "--workers", "1", "--part", "1"]
    assert main(command) == 0
    flip(tmp_path / "out" / "answers" / "part-000001.parquet")
    assert main(command) == 0
    assert "Damaged, and worked out again: part 1." in capsys.readouterr().err
