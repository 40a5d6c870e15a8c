"""The two commands: what they print and with which status they end."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from parley import read_table
from parley.__main__ import main
from parley.recipes import Recipe
from parley.tables import build, schema
from parley.tables.build import same_content
from parley.tables.integrity import checksum
from parley.tables.parameters import parameters
from parley.tables.schema import load_schema, table_names
from tests.servers import HANG_SECONDS, process

ROOT = Path(__file__).resolve().parent.parent


def test_check_passes_on_every_shipped_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    tables, _, assumed = capsys.readouterr().out.partition("\n\n")
    lines = [line for line in tables.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in lines] == table_names()
    assert all(" ok, " in line for line in lines)
    names = [entry.name for entry in parameters().values() if entry.status == "assumption"]
    assert [line.split(":")[0].strip() for line in assumed.splitlines()[1:]] == names


@pytest.mark.parametrize("fault", ["cut short", "one bit"])
def test_check_names_a_damaged_table_and_fails(fault: str, data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_copy / "countries.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-40] if fault == "cut short" else bytes([content[0] ^ 1, *content[1:]]))
    assert main(["check", "countries", "sources"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert "FAILED" in told[0] and "data/countries.parquet is not the file" in told[0]
    assert told[1].startswith("sources") and " ok, " in told[1]


def test_check_names_a_missing_table_and_fails(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_copy / "countries.parquet").unlink()
    assert main(["check", "countries"]) == 1
    assert "data/countries.parquet is missing" in capsys.readouterr().out


def test_check_fails_on_a_table_that_broke_a_rule(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data_copy / "countries.parquet"
    whole, table = path.read_bytes(), pq.read_table(path)
    pq.write_table(pa.concat_tables([table, table.slice(3, 1)]), path)
    catalogue = data_copy / "datapackage.json"
    text = catalogue.read_text(encoding="utf-8").replace(checksum(whole), checksum(path.read_bytes()))
    catalogue.write_text(text, encoding="utf-8")
    assert main(["check", "countries"]) == 1
    assert "table countries, column iso3, row 3: duplicate key" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["check", "no_such_table"], ["build", "no_such_table", "--raw", "."]])
def test_an_unknown_table_is_named(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 1
    assert "no table 'no_such_table'" in capsys.readouterr().err


def test_build_asks_for_the_raw_folder_when_it_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nowhere"
    assert main(["build", "countries", "--raw", str(missing)]) == 1
    assert f"the raw folder {missing} does not exist" in capsys.readouterr().err


def test_build_names_the_raw_file_it_misses_and_keeps_the_table(
    data_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    before = (data_copy / "countries.parquet").read_bytes()
    assert main(["build", "countries", "--raw", str(empty)]) == 1
    assert "is not in the raw folder" in capsys.readouterr().err
    assert (data_copy / "countries.parquet").read_bytes() == before


@pytest.mark.raw
def test_build_reports_rows_dates_and_that_nothing_changed(
    data_copy: Path, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = (data_copy / "datapackage.json").read_bytes()
    assert main(["build", "countries", "--raw", str(raw)]) == 0
    words = capsys.readouterr().out.split()
    rows = pq.read_metadata(data_copy / "countries.parquet").num_rows
    assert words[:4] == ["countries", f"{rows:,}", "rows", "unchanged"]
    assert (data_copy / "datapackage.json").read_bytes() == catalogue


@pytest.mark.raw
@pytest.mark.parametrize("fault", ["rows lost", "cut short", "removed"])
def test_build_replaces_a_table_whose_content_differs(
    fault: str, data_copy: Path, raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data_copy / "countries.parquet"
    whole = pq.read_table(path)
    if fault == "rows lost":
        pq.write_table(whole.slice(0, 100), path)
    elif fault == "cut short":
        path.write_bytes(path.read_bytes()[:-40])
    else:
        path.unlink()
    assert main(["build", "countries", "--raw", str(raw)]) == 0
    assert " changed " in capsys.readouterr().out
    assert same_content(pq.read_table(path), whole, load_schema("countries"))


def test_the_module_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "parley", "check", "sources"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=HANG_SECONDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sources")


def test_called_without_a_command_it_shows_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "parley"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    )
    assert done.returncode == 2
    assert done.stderr.startswith("usage: parley")


def test_a_reader_that_goes_leaves_no_trace_back() -> None:
    command = [sys.executable, "-m", "parley", "check", "countries"]
    with process(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        run.stdout.close()
        _, told = run.communicate(timeout=HANG_SECONDS)
    assert (run.returncode, told) == (1, "")


@pytest.mark.parametrize("command", [["check", "countries"], ["solve", "busan"], ["content"]])
def test_what_the_keyboard_stops_ends_with_one_sentence_and_its_status(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("parley.__main__._run", stopped)
    assert main(command) == 130
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("command", [["check", "countries"], ["build", "countries", "--raw", "."]])
@pytest.mark.parametrize("fault", ["missing", "of a day to come"])
def test_without_a_catalogue_a_command_ends_with_one_sentence(
    fault: str, command: list[str], data_copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = data_copy / "datapackage.json"
    if fault == "missing":
        catalogue.unlink()
    else:
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(text.replace('"created": "2026', '"created": "2099'), encoding="utf-8")
    whole = read_table("countries")
    monkeypatch.setattr(build, "recipe", lambda name: Recipe(lambda raw: whole))
    assert main(command) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert told[0].startswith("parley: data/datapackage.json")


def test_content_and_household_print_their_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content"]) == 0
    told = capsys.readouterr().out
    assert "C26" in told and "VNM" in told
    assert main(["household", "latest"]) == 0
    told = capsys.readouterr().out
    assert "132,216,000 households" in told
    assert "In print" not in told  # the latest regime is the one in force: nothing is taken back


def test_a_table_mistyped_is_answered_with_the_name_that_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "tarif_layers"]) == 1
    assert "tariff_layers" in capsys.readouterr().err


def test_a_table_whose_schema_is_lost_is_said_to_have_lost_it(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_copy / "schemas" / "events.json").unlink()
    assert main(["check", "events"]) == 1
    assert "data/schemas/events.json is missing" in capsys.readouterr().err


def test_a_day_mistyped_is_answered_with_how_days_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["find", "toys", "--on", "9 June 2025"])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "'9 June 2025' is not a date" in told and "fromisoformat" not in told


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("nowhere", ["find", "toys"]),
        ("empty", ["law", "8517.62"]),
        ("empty", ["solve", "geneva_truce"]),
        ("empty", ["check"]),
        ("file", ["check"]),
    ],
)
def test_a_folder_named_for_the_tables_that_holds_none_is_named(place: str, command: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    status, out, told = run_on(tmp_path / place, *command)
    assert (status, out, len(told)) == (1, "", 1)
    assert told[0].startswith(f"parley: PARLEY_DATA names {tmp_path / place}, ")


def test_a_file_named_for_the_folder_of_tables_is_refused_by_a_refresh_too(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, _, told = run_on(tmp_path / "file", "refresh", "--list")
    assert (status, len(told)) == (1, 1)
    assert told[0].startswith("parley: PARLEY_DATA names ")


def test_what_a_folder_named_for_the_tables_lacks_is_said_with_the_folder(data_copy: Path) -> None:
    (data_copy / "search.sqlite").unlink()
    status, _, told = run_on(data_copy, "find", "toys")
    assert (status, len(told)) == (1, 1)
    assert "data/search.sqlite is missing" in told[0]
    assert told[0].endswith(f"Here data/ is {data_copy}, which PARLEY_DATA names.")


def run_on(tables: Path, *command: str) -> tuple[int, str, list[str]]:
    """Exit status, output and lines of errors of a command on a folder of tables."""
    settings = dict(os.environ, PARLEY_DATA=str(tables))
    done = subprocess.run(
        [sys.executable, "-m", "parley", *command],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_SECONDS,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


def test_a_cost_that_rounds_to_zero_has_no_sign(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["household", "april_2025_peak"]) == 0
    assert [word for word in capsys.readouterr().out.split() if re.fullmatch(r"-0(\.0+)?", word)] == []


def test_both_versions_are_printed_and_that_of_the_program_also_without_tables(
    data_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    program, tables = f"parley {cff['version']}", f"tables {json.loads(schema.CATALOGUE.read_text('utf-8'))['version']}"
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out.splitlines()) == (0, [program, tables])
    (data_copy / "datapackage.json").unlink()
    assert main(["--version"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [program] and "data/datapackage.json is missing" in printed.err
