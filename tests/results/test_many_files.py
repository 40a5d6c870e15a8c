"""Scenarios in a CSV file or a folder: each row is read, and a fault is told with its row; the documented lines run."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from parley.__main__ import main
from parley.models.policy_parts import ExportChange, Goods, TariffChange
from parley.models.scenario import ScenarioError
from parley.results.many.files import read
from parley.results.many.solve import solve_many
from parley.results.scenario.files import to_json
from tests.document_blocks import section
from tests.results.many_scenarios import drawn
from tests.servers import HANG_SECONDS, process

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = "scenario,as_of,importer,exporter,rate_pct,kind,goods,limit_pct,base_year,title"
ROWS = (
    "a,2026-11-24,USA,CHN,60,absolute,section XVI,,2025,First",
    "a,,China,United States,40,absolute,,,,",
    'b,2026-11-24,all,CHN,,,stage magnet,25,,"Second, with a comma"',
)


def written(path: Path, *rows: str, head: str = HEAD) -> Path:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_rows_of_one_name_are_one_scenario_with_its_changes_in_order(tmp_path: Path) -> None:
    first, second = read(written(tmp_path / "many.csv", *ROWS))
    assert (first.name, first.scenario.title, first.scenario.base_year) == ("a", "First", 2025)
    assert first.scenario.tariffs == (
        TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
        TariffChange("CHN", "USA", 40, "absolute"),
    )
    assert second.scenario.exports == (ExportChange("CHN", "all", Goods("stage", "magnet"), None, 25),)
    assert second.scenario.title == "Second, with a comma"


def test_without_names_every_row_is_a_scenario_called_by_its_row(tmp_path: Path) -> None:
    path = written(tmp_path / "many.csv", "2026-11-24,geneva_truce", "", "2026-11-24,", head="as_of,regime")
    assert [(one.name, one.scenario.regime) for one in read(path)] == [("row 2", "geneva_truce"), ("row 4", "")]


def test_a_file_of_another_system_is_read_alike(tmp_path: Path) -> None:
    text = "\ufeff" + "\r\n".join([HEAD, *ROWS]) + "\r\n"
    (tmp_path / "theirs.csv").write_bytes(text.encode("utf-8"))
    assert read(tmp_path / "theirs.csv") == read(written(tmp_path / "ours.csv", *ROWS))


def test_a_folder_is_read_file_by_file_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number, scenario in enumerate(drawn(1, 3)):
        (tmp_path / f"{9 - number}.json").write_text(to_json(scenario), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing to read", encoding="utf-8")
    assert [one.name for one in read(tmp_path)] == ["7", "8", "9"]
    assert [one.scenario for one in read(tmp_path)] == drawn(1, 3)[::-1]
    (tmp_path / "8.toml").write_text("as_of = 5\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape("8.toml")):
        read(tmp_path)


FAULTS = [
    ((HEAD,), "no row below its header"),
    (("as_of,colour", "2026-11-24,red"), "row 1: there is no column 'colour'"),
    (("as_of,as_of", "2026-11-24,2026-11-24"), "row 1: the column 'as_of' stands twice"),
    (("importer,exporter", "USA,CHN"), "row 1: the column 'as_of' is missing"),
    ((HEAD, *ROWS, "c,2026-11-24"), "row 5: 2 cells, but 10 columns"),
    ((HEAD, *ROWS, "a,2026-11-24,USA,VNM,5,,,,,"), "row 5: the scenario 'a' began in row 2"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,CHN,sixty,,,,,"), "row 5: rate_pct must be a number with a point for decimals"),
    ((HEAD, *ROWS, 'c,2026-11-24,USA,CHN,"1,5",,,,,'), "row 5: rate_pct must be a number"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,CHN,1_0,,,,,"), "row 5: rate_pct must be a number"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,CHN,5,,,,2024.5,"), "row 5: base_year must be a whole number"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,CHN,nan,,,,,"), "row 5: the field 'rate_pct' holds nan"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,CHN,201,,,,,"), "row 5: tariffs, change 1: The rate of USA on CHN"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,Atlantis,5,,,,,"), "row 5: tariffs, change 1: 'Atlantis' is not the name"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,XQX,5,,,,,"), "row 5: tariffs, change 1: XQX is not an economy"),
    ((HEAD, *ROWS, "c,2026-11-24,USA,,5,,,,,"), "row 5: tariffs, change 1: The tariff change lacks the field"),
    ((HEAD, *ROWS, "c,24/11/2026,USA,CHN,5,,,,,"), "row 5: '24/11/2026' is not a date"),
    ((HEAD, *ROWS, "c,,USA,CHN,5,,,,,"), "row 5: The scenario lacks the field 'as_of'"),
    ((HEAD, "a,2026-11-24,USA,CHN,5,,,,,One", "a,,USA,VNM,5,,,,,Two"), "row 3: title is 'Two', but 'One' above"),
    ((HEAD, "a,2026-11-24,USA,CHN,5,,,,,", "a,,USA,CHN,6,,,,,"), "rows 2 to 3: tariffs, change 2: USA and CHN appear"),
    ((HEAD, *ROWS, 'c,"2026-11-24'), "row 5: the row is not valid CSV"),
    ((HEAD, 'c,"2026-11-24'), "row 2: the row is not valid CSV"),
    (('as_of,"title',), "row 1: the row is not valid CSV"),
    (("",), "row 1: the column 'as_of' is missing"),
]


@pytest.mark.parametrize(("lines", "words"), FAULTS)
def test_a_fault_is_told_with_file_and_row_and_nothing_is_solved(
    lines: tuple[str, ...], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "theirs.csv", *lines[1:], head=lines[0])
    assert main(["solve-many", str(path), "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("parley: theirs.csv")
    assert words in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("theirs.csv", b"\xff\xfe" + HEAD.encode("utf-16-le"), "not text in UTF-8 (byte 1)"),
        ("theirs.csv", b"as_of\n2026-11-24\x00\n", "row 2"),
        ("theirs.xlsx", b"PK", "neither a .csv file nor a folder"),
    ],
)
def test_what_is_no_csv_is_refused(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError, match=re.escape(words)):
        read(tmp_path / name)


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=re.escape("nowhere.csv: the file cannot be read")):
        read(tmp_path / "nowhere.csv")
    with pytest.raises(ScenarioError, match=re.escape("has no .toml or .json file")):
        read(tmp_path)


def test_two_thousand_damaged_files_are_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    """Bytes of a good file changed, lost or doubled at places drawn with a seed."""
    whole, draw, path = "\n".join([HEAD, *ROWS]).encode(), random.Random(20261128), tmp_path / "theirs.csv"
    outcomes = {True: 0, False: 0}
    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 3)):
            place = draw.randrange(len(data))
            how = draw.choice(("change", "lose", "double"))
            data[place : place + 1] = {
                "change": bytes([draw.randrange(256)]),
                "lose": b"",
                "double": bytes(data[place : place + 9]) * 2,
            }[how]
        path.write_bytes(bytes(data))
        try:
            found = read(path)
        except ScenarioError as error:
            assert str(error).startswith("theirs.csv") and "\n" not in str(error)[:100] and len(str(error)) < 900
            outcomes[False] += 1
        else:
            assert found
            outcomes[True] += 1
    assert min(outcomes.values()) >= 20


def test_the_lines_of_the_page_on_large_work_run_as_they_stand(tmp_path: Path) -> None:
    """With 30 scenarios in place of 10,000; the shell's line twice, as after a crash."""
    blocks = section("large.md", "Ten thousand scenarios over night")
    assert [language for language, _ in blocks] == ["python", "sh", "python", "python"]
    make, solve, read_back, cluster = (text for _, text in blocks)
    assert "10_000" in make
    env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(sys.executable, "-c", make.replace("10_000", "30"))
    first = run("sh", "-ec", solve)
    assert "30 of 30 scenarios have an answer" in first
    assert run("sh", "-ec", solve) == first
    assert re.search(r"count +30", run(sys.executable, "-c", read_back))
    (tmp_path / "cluster.py").write_text(cluster, encoding="utf-8")
    assert "count=30, without_answer=0" in run(sys.executable, "cluster.py")
    here, there = (pq.read_table(tmp_path / name / "answers").to_pandas() for name in ("answers", "from_the_cluster"))
    pd.testing.assert_frame_equal(here, there, check_exact=True)


@pytest.fixture
def keyboard() -> Iterator[None]:
    """What is started hears the keyboard's signal, also where the tests run in the background and do not."""
    was = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, was)


@pytest.mark.usefixtures("keyboard")
def test_stopped_from_the_keyboard_it_says_how_to_go_on(tmp_path: Path) -> None:
    rows = (f"2026-11-24,USA,CHN,absolute,{rate}" for rate in range(20, 140))
    path = written(tmp_path / "many.csv", *rows, head="as_of,importer,exporter,kind,rate_pct")
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "parley",
        "solve-many",
        str(path),
        "--out",
        str(out),
        "--part",
        "2",
        "--workers",
        "2",
    ]
    with process(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
        until = time.monotonic() + 240
        while not list(out.glob("answers/part-*")):
            assert run.poll() is None and time.monotonic() < until
            time.sleep(0.002)
        os.killpg(run.pid, signal.SIGINT)  # to all of its processes, as a terminal does
        _, told = run.communicate(timeout=HANG_SECONDS)
    assert run.returncode == 130, told
    assert "run it again to go on" in told
    assert "Traceback" not in told
    assert 0 < len(list(out.glob("answers/part-*"))) < 60


class Interrupted(ThreadPoolExecutor):
    """Workers at whose door the keyboard's signal comes, where no one may be stopped."""

    through = 0

    def submit(self, *asked: Any, **named: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        made = super().submit(*asked, **named)
        self.through += 1
        return made


@pytest.mark.usefixtures("keyboard")
def test_an_interrupt_waits_until_no_future_is_held(tmp_path: Path) -> None:
    scenarios = drawn(5, 3)
    with Interrupted(1) as workers, pytest.raises(KeyboardInterrupt):
        solve_many(scenarios, executor=workers, out=tmp_path, part=1, progress=False)
    assert workers.through == len(scenarios)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert solve_many(scenarios, out=tmp_path, part=1, workers=1, progress=False).count == len(scenarios)


@pytest.mark.parametrize(("rate", "status"), [(60, 0), (0.5, 3)])
def test_the_command_ends_with_the_status_that_the_page_lists(
    rate: float, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path / "one.csv", f"2026-11-24,USA,CHN,absolute,{rate}", head="as_of,importer,exporter,kind,rate_pct"
    )
    assert main(["solve-many", str(path), "--out", str(tmp_path / "out"), "--model", "world"]) == status
    assert f"{1 if status == 0 else 0} of 1 scenarios" in capsys.readouterr().out
    page = (ROOT / "docs" / "large.md").read_text(encoding="utf-8")
    assert f"\n| {status} |" in page.partition("\n## Ten thousand")[2]
