import itertools
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parley.__main__ import main
from parley.explore import Engine, Question, Settings, bulk, open_engine
from parley.explore.duck import Duck
from parley.ingest import baci, folder
from parley.ingest.files import AGAIN, IngestError
from parley.ingest.form import BACI, Advance, Form, Source
from parley.recipes import us_imports
from tests.document_blocks import section
from tests.ingest.made import FLOWS, RECORDS, baci_archive, baci_text, census_archive, detail
from tests.test_architecture import ROOT


def ingest(kind: str, to: Path, *files: Path) -> int:
    return main(["ingest", kind, *map(str, files), "--to", str(to)])


def rows_of(place: Path) -> list[dict[str, object]]:
    there = folder.read_note(place)
    assert there is not None
    return [row for file in there.files(place) for row in pq.read_table(file, partitioning=None).to_pylist()]


def test_baci_becomes_a_folder_one_can_ask(tmp_path: Path) -> None:
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path)) == 0
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine:
        data = engine.datasets()[0]
        assert (data.name, data.title) == (
            "baci_hs92",
            "World trade by product, exporter and importer, 1995 to 1996 (BACI HS92 V202501)",
        )
        told = engine.answer(Question("baci_hs92", "value", "origin", "year")).to_pylist()
        sums = {(row["origin"], row["year"]): row["value_usd"] for row in told}
        assert sums == {
            ("CHN", "1995"): 100_500,
            ("CHN", "1996"): 201_500,
            ("USA", "1995"): 7_250,
            ("S19", "1995"): 3_000,
            ("AFG", "1996"): 2_000,
        }
        horses = Question("baci_hs92", "value", "hs6", where=(("chapter", ("01",)), ("year", ("1996",))))
        (row,) = engine.answer(horses).to_pylist()
        assert (row["hs6"], row["value_usd"]) == ("010121", 1500)  # a code keeps its zeros


def test_a_quantity_that_is_not_known_is_no_zero(tmp_path: Path) -> None:
    ingest("baci", tmp_path / "bulk", baci_archive(tmp_path))
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine:
        told = engine.answer(Question("baci_hs92", "quantity", "chapter")).to_pylist()
    found = {row["chapter"]: (row["quantity"], row["unit"], row["value_covered_pct"]) for row in told}
    assert found == {"85": (6.625, "t", 100.0), "57": (1.0, "t", 100.0), "01": (None, "t", 0.0)}


def test_a_month_of_the_census_bureau_is_added_by_line_and_country(tmp_path: Path) -> None:
    files = [census_archive(tmp_path, month) for month in RECORDS]
    assert ingest("census", tmp_path / "bulk", *files) == 0
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine:
        data = engine.datasets()[0]
        assert data.title == "US imports by statistical line, origin and month, 2024-05 to 2024-06"
        assert "2024-12" in data.gaps[0]
        question = Question(data.name, "rate_collected", "origin", "month")
        told = engine.answer(question).to_pylist()
        assert {(row["origin"], row["month"]): (row["value_usd"], row["duty_usd"]) for row in told} == {
            ("CHN", "2024-05"): (1500, 15),
            ("CHN", "2024-06"): (2000, 30),
            ("GBR", "2024-05"): (7, 0),
            ("C8220", "2024-06"): (11, 0),
        }
        pieces = Question(data.name, "quantity", "month", where=(("unit", ("NO",)), ("chapter", ("85",))))
        found = engine.answer(pieces).to_pylist()
        assert [(row["month"], row["quantity"]) for row in found] == [("2024-05", 6), ("2024-06", 9)]
        assert engine.members(data.name, "unit") == ["NO"]


def test_a_month_that_comes_later_or_anew_takes_its_place(tmp_path: Path) -> None:
    bulk = tmp_path / "bulk"
    ingest("census", bulk, census_archive(tmp_path, "2024-05"))
    ingest("census", bulk, census_archive(tmp_path, "2024-06"))
    anew = [detail("2024-05", "8517130000", "5700", 900, 9, 3)]
    ingest("census", bulk, census_archive(tmp_path, "2024-05", anew))
    rows = rows_of(bulk / "census_imports")
    assert {(f"{row['month']}", row["hts10"], row["value_usd"]) for row in rows} == {
        ("2024-05-01", "8517130000", 900),
        ("2024-06-01", "8517130000", 2000),
        ("2024-06-01", "9801001012", 11),
    }
    # nothing of the earlier print is left: two chapters and two sums of the year
    assert len(list(bulk.rglob("*.parquet"))) == 4


@pytest.mark.parametrize("kind", ["baci", "census"])
def test_the_sums_of_a_year_answer_as_its_rows_do(tmp_path: Path, kind: str) -> None:
    files = [baci_archive(tmp_path)] if kind == "baci" else [census_archive(tmp_path, month) for month in RECORDS]
    assert ingest(kind, tmp_path / "bulk", *files) == 0
    (held,) = bulk.datasets(tmp_path / "bulk")
    wholes = [replace(held, sums=()), held]
    with closing(Duck([held, *held.sums], Settings(), 2)) as duck:
        by_rows, by_sums = (Engine(duck, [each], Settings()) for each in wholes)
        pairs = [pair for pair in itertools.product(held.dimensions, ["", *held.dimensions]) if len(set(pair)) == 2]
        for (rows, columns), measure in zip(pairs, itertools.cycle(held.measures)):
            asked = measure if "unit" not in {rows, columns} else "value"
            where = (("unit", ("NO",)),) if asked == "quantity" and kind == "census" else ()
            question = Question(held.name, asked, rows, columns, where)
            whole, summed = by_rows.answer(question), by_sums.answer(question)
            assert whole.num_rows and whole.schema == summed.schema
            pd.testing.assert_frame_equal(whole.to_pandas(), summed.to_pandas(), rtol=1e-12)
            is_fine = {rows, columns} & {"heading", "hs6", "hts10"} and {rows, columns} & {"origin", "destination"}
            assert ("_by_" in by_sums.sql(question)) is not bool(is_fine)
            assert "_by_" not in by_rows.sql(question)
        for dimension in held.dimensions:
            assert by_rows.members(held.name, dimension) == by_sums.members(held.name, dimension) != []
        filtered = Question(held.name, "value", "chapter", where=(("hs6", ("851712",)), ("origin", ("CHN",))))
        assert "_by_" not in by_sums.sql(filtered)


def test_a_folder_of_which_a_year_has_no_sums_is_asked_by_its_rows(tmp_path: Path) -> None:
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path)) == 0
    note = tmp_path / "bulk" / "baci_hs92" / folder.NOTE
    told = json.loads(note.read_text())
    del told["years"]["1996"]["sums"]
    note.write_text(json.dumps(told))
    (held,) = bulk.datasets(tmp_path / "bulk")
    assert held.sums == ()


def test_what_is_there_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = baci_archive(tmp_path)
    ingest("baci", tmp_path / "bulk", archive)
    before = {path: path.stat() for path in (tmp_path / "bulk").rglob("*.parquet")}
    capsys.readouterr()
    assert ingest("baci", tmp_path / "bulk", archive) == 0
    assert capsys.readouterr().out.split() == ["1995", "is", "there", "already", "1996", "is", "there", "already"]
    assert {path: path.stat() for path in (tmp_path / "bulk").rglob("*.parquet")} == before


def test_a_year_that_was_stopped_is_not_seen_and_is_done_again(tmp_path: Path) -> None:
    place = tmp_path / "bulk" / "baci_hs92"
    first, second = baci.sources([baci_archive(tmp_path)])
    with folder.opened(place):
        folder.take_up(BACI, place, [first], lambda _: None)
    left = place / "year=1996" / "chapter=85" / "00000000000000ff.parquet"  # as after a kill: written, and in no note
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    (place / ".ingest-x").mkdir()
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine:
        assert engine.members("baci_hs92", "year") == ["1995"]
    with folder.opened(place):
        assert folder.missing(place, [first, second]) == [second]
        assert not left.exists() and not (place / ".ingest-x").exists()
        folder.take_up(BACI, place, [second], lambda _: None)
    assert len(rows_of(place)) == sum(map(len, FLOWS.values()))


def test_killed_in_the_middle_it_goes_on_where_it_stood(tmp_path: Path) -> None:
    many = {y: [f"{y},156,842,{100_000 + n},{n % 9_700 + 1},1" for n in range(194_000)] for y in (1995, 1996)}
    archive = baci_archive(tmp_path, {year: baci_text(year, rows) for year, rows in many.items()})
    place = tmp_path / "bulk" / "baci_hs92"
    command = [sys.executable, "-m", "parley", "ingest", "baci", str(archive), "--to", str(tmp_path / "bulk")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        until = time.monotonic() + 240
        while not (place / folder.NOTE).exists() and run.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.001)
        run.kill()
    there = folder.read_note(place)
    assert there is not None and "1995" in there.years
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "1995  is there already" in again.stdout
    table = rows_of(place)
    assert len(table) == sum(map(len, many.values()))
    assert sum(float(str(row["value_usd"])) for row in table) == 2 * 20 * 1000 * sum(range(1, 9_701))
    assert not list(place.glob(".ingest-*"))


def test_stopped_from_the_keyboard_it_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = folder.take_up

    def stopped(form: Form, place: Path, sources: Sequence[Source], advance: Advance) -> int:
        if sources[0].name == "1996":
            raise KeyboardInterrupt
        return write(form, place, sources, advance)

    monkeypatch.setattr(folder, "take_up", stopped)
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path)) == 130
    assert "run it again to go on" in capsys.readouterr().err
    assert len(rows_of(tmp_path / "bulk" / "baci_hs92")) == len(FLOWS[1995])


def test_a_broken_file_leaves_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bulk = tmp_path / "bulk"
    ingest("baci", bulk, baci_archive(tmp_path, {1995: baci_text(1995)}))
    before = rows_of(bulk / "baci_hs92")
    bad = baci_archive(tmp_path, {1995: baci_text(1995, ["1995,156,842,851712,x,1"])})
    assert ingest("baci", bulk, bad) == 1
    assert "line 2: the value is no number: 'x'" in capsys.readouterr().err
    assert rows_of(bulk / "baci_hs92") == before
    assert not list(bulk.rglob(".ingest-*"))


REST = ("5700", 1, 1, 1)
OWN = detail("2024-05", "8517130000", *REST)
# US Census Bureau, International Trade API, annual totals of 2024 and 2025, bn US$: value and duty, all and China
PRINTED = (((3248.681, 76.631), (3391.221, 259.367)), ((431.037, 47.112), (299.836, 91.765)))
CHAPTER = "Open 300 million rows of BACI on your Spark"
GOOD = "1995,156,842,851712,100.5,2.5"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (baci_text(1995, [GOOD, "1995,156,842,851712,100.5"]), 3, "6 cells are expected, 5 stand there"),
        (baci_text(1995, [GOOD, GOOD, "1995,156,999,851712,1,1"]), 4, "importer"),
        (baci_text(1995, [GOOD, "1995,,842,851712,1,1"]), 3, "exporter"),
        (baci_text(1995, [GOOD, "1996,156,842,851712,1,1"]), 3, "year"),
        (baci_text(1995, [GOOD, "1995,156,842,85171,1,-1"]), 3, "quantity"),
        (baci_text(1995, [GOOD, "1995,156,842,8517123,1,1"]), 3, "HS6"),
        (baci_text(1995, [GOOD, "1995,156,842,851712,-3,1"]), 3, "value"),
        (baci_text(1995, [GOOD, "1995,156,842,851712,nan,1"]), 3, "value"),
        (baci_text(1995, [GOOD, "1995,156,842,851712,1e400,1"]), 3, "value is too large"),
        (baci_text(1995, [GOOD, "1995,156,842,851712,1e306,1"]), 3, "value is too large"),
        (baci_text(1995, [GOOD, "1995,156,842,851712,1,1e400"]), 3, "quantity is too large"),
        (baci_text(1995, []), 0, "no row"),
        ("t,i,j,k,v\n1995,156,842,851712,1\n", 1, "columns"),
        ("<html>moved</html>\n", 1, "columns"),
    ],
)
def test_a_broken_line_of_baci_is_named(tmp_path: Path, text: str, line: int, problem: str) -> None:
    (source,) = baci.sources([baci_archive(tmp_path, {1995: text})])
    with pytest.raises(IngestError, match=problem) as told:
        list(source.read(lambda _: None))
    assert (told.value.line, "BACI_HS92_Y1995_V202501.csv" in told.value.file) == (line, True)
    assert str(told.value).endswith(AGAIN if line else "Fetch it again.")


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-60])
    return path


@pytest.mark.parametrize("kind", ["baci", "census"])
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = baci_archive(tmp_path) if kind == "baci" else census_archive(tmp_path, "2024-05")
    assert ingest(kind, tmp_path / "bulk", cut(made)) == 1
    assert f"{made.name}: it is no archive, or not a whole one" in capsys.readouterr().err


def test_a_byte_that_changed_on_the_way_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = baci_archive(tmp_path)
    body = bytearray(path.read_bytes())
    at = body.index(b".csv") + 12
    body[at] ^= 0xFF
    path.write_bytes(bytes(body))
    assert ingest("baci", tmp_path / "bulk", path) == 1
    assert "BACI_HS92" in capsys.readouterr().err
    assert not list((tmp_path / "bulk").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("records", "problem"),
    [
        ([detail("2024-05", "85171O0000", *REST)], "line 1: .* hts10 is not a number"),
        ([OWN, detail("2024-06", "8517130000", *REST)], "line 2: a record is not of 2024-05"),
        ([OWN, OWN[:-9]], "line 2: .* stops in the middle"),
        ([OWN, OWN[:-9], f"{OWN}{' ' * 9}"], "line 2: .* another length than the first"),
        ([detail("2024-05", "1111111111", *REST)], "not in its file of lines"),
        ([], "193 characters a record"),
    ],
)
def test_a_broken_record_of_the_census_bureau_is_named(
    tmp_path: Path, records: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ingest("census", tmp_path / "bulk", census_archive(tmp_path, "2024-05", records)) == 1
    assert re.search(problem, capsys.readouterr().err)


ANNUAL = {
    "cty_code": ["5700", "5082", "5083"],
    "hts10": ["8517130000"] * 3,
    "general_value_usd": [5, 1, 1],
    "consumption_value_usd": [4, 1, 2],
    "dutiable_value_usd": [3, 0, 0],
    "calculated_duty_usd": [1, 0, 0],
}


def test_a_year_by_line_and_country_is_taken_up_beside_the_months(tmp_path: Path) -> None:
    year = tmp_path / "us_imports_hts10_country_2024.parquet"
    pq.write_table(pa.table(ANNUAL), year)
    assert ingest("census", tmp_path / "bulk", year, census_archive(tmp_path, "2024-05")) == 0
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine:
        assert [data.name for data in engine.datasets()[:2]] == ["census_annual_imports", "census_imports"]
        told = engine.answer(Question("census_annual_imports", "rate_collected", "origin", "year")).to_pylist()
    assert [(row["origin"], row["value_usd"], row["rate_collected_pct"]) for row in told] == [
        ("CHN", 4, 25.0),
        ("PSE", 3, 0.0),  # Gaza Strip and West Bank
    ]


@pytest.mark.parametrize(
    ("column", "cells", "problem"),
    [
        ("hts10", ["8517130000", "85171300", "8517130000"], "line 2: hts10 cannot be '85171300'"),
        ("cty_code", ["5700", "5082", None], "line 3: cty_code cannot be None"),
        ("calculated_duty_usd", [-1, 0, 0], "line 1: calculated_duty_usd cannot be -1"),
    ],
)
def test_a_broken_row_of_a_year_is_named(
    tmp_path: Path, column: str, cells: list[object], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    year = tmp_path / "us_imports_2024.parquet"
    pq.write_table(pa.table({**ANNUAL, column: cells}), year)
    assert ingest("census", tmp_path / "bulk", year) == 1
    assert problem in capsys.readouterr().err


@pytest.mark.raw
def test_the_years_of_the_raw_folder_give_the_figures_in_print(tmp_path: Path, raw: Path) -> None:
    """Imports for consumption and duty of 2024 and 2025 as the interface told them: the world's and China's."""
    files = [raw / us_imports.ANNUAL_FILE.format(year=year) for year in us_imports.YEARS]
    assert ingest("census", tmp_path / "bulk", *files) == 0
    with open_engine(Settings(bulk=tmp_path / "bulk")) as engine:
        for where in ((), (("origin", ("CHN",)),)):
            question = Question("census_annual_imports", "rate_collected", "year", where=where)
            for row, wanted in zip(engine.answer(question).to_pylist(), PRINTED[len(where)], strict=True):
                found = (row["value_usd"] / 1e9, row["duty_usd"] / 1e9)
                assert found == pytest.approx(wanted, abs=0.0005)


@pytest.mark.raw
def test_the_codes_of_the_producer_are_read(tmp_path: Path, raw: Path) -> None:
    """BACI's own numbers: India is 699 and the United States 842, unlike in ISO 3166."""
    shutil.copy(raw / "trade/baci-world-matrix-2023/country_codes_V202501.csv", tmp_path)
    path = tmp_path / "BACI_HS92_Y1995_V202501.csv"
    path.write_text(baci_text(1995, ["1995,699,842,851712,1,1", "1995,251,757,851712,1,1"]))
    assert ingest("baci", tmp_path / "bulk", path) == 0
    pairs = [(row["exporter_iso3"], row["importer_iso3"]) for row in rows_of(tmp_path / "bulk" / "baci_hs92")]
    assert pairs == [("FRA", "CHE"), ("IND", "USA")]


def test_editions_are_never_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ingest("baci", tmp_path / "bulk", baci_archive(tmp_path))
    assert ingest("baci", tmp_path / "bulk", baci_archive(tmp_path, {1996: baci_text(1996)}, "202601")) == 1
    assert "Editions are never joined" in capsys.readouterr().err


def test_what_is_given_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    month = census_archive(tmp_path, "2024-05")
    assert ingest("census", tmp_path / "bulk", month, month) == 1
    assert "2024-05: it is given twice" in capsys.readouterr().err


def test_single_files_need_the_codes_beside_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "BACI_HS92_Y1995_V202501.csv"
    path.write_text(baci_text(1995))
    assert ingest("baci", tmp_path / "bulk", path) == 1
    assert "country codes are missing" in capsys.readouterr().err
    (tmp_path / "country_codes_V202501.csv").write_text("country_code,country_iso3\n156,CHN\n842,USA\n490,S19\n")
    assert ingest("baci", tmp_path / "bulk", path) == 0


def test_the_lines_of_the_page_on_large_work_run_as_they_stand(tmp_path: Path) -> None:
    """The first two blocks, on small files of the same names; the third runs on a Spark, in its own test."""
    blocks = section("large.md", CHAPTER)
    assert [language for language, _ in blocks] == ["sh", "python", "sh"]
    baci_archive(tmp_path)
    for month in RECORDS:
        census_archive(tmp_path, month)
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    env = {"PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PARLEY_BULK": "bulk"}
    told = []
    for command in (["sh", "-ec", blocks[0][1]], [sys.executable, "-c", blocks[1][1]]):
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    assert "1996  3 rows" in told[0] and "2024  4 rows" in told[0]
    assert re.search(r"CHN +1996 .* 200000", told[1]) and "SELECT" in told[1]
