"""A list of shipments: each row with dollars or a fault that names its field, gone on with where a run stopped."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import parley
from parley.__main__ import main
from parley.results.law import landed_file
from parley.results.law.answer import LandedError

LIST = """code,origin,value_usd,quantity,by,on
7326.90.8688,CHN,"14,172",,sea,2026-09-15
0703.20.0015,CHN,$49167,25719,sea,2018-04-15
703200015,CHN,49167,25719,,
8507.60,VNM,many,,,
8507.60,,45000,1200,air,2026-10-01
8482.10.1080,XXX,45000,,,
"""
SHARED = landed_file.Shared("MEX", "sea", date(2026, 10, 5))


def rows(out: Path) -> list[dict[str, str]]:
    """The rows written."""
    return list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))


def done(source: Path, out: Path, shared: landed_file.Shared = SHARED) -> Sequence[landed_file.Done]:
    """What is done after each piece."""
    return list(landed_file.write(source, out, shared))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "shipments.csv"
    path.write_text(LIST, encoding="utf-8-sig")
    return path


def test_each_row_has_dollars_or_the_field_at_fault(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert done(source, out)[-1] == (6, 3)
    answers = rows(out)
    assert [row["row"] for row in answers] == ["2", "3", "4", "5", "6", "7"]
    assert [row["duty_high_usd"] for row in answers[:2]] == ["11039.99", "110.59"]
    assert [row["fault"].partition(":")[0] for row in answers] == ["", "", "code", "value_usd", "", "origins"]
    assert (answers[4]["origin"], answers[4]["by"]) == ("MEX", "air")
    assert answers[1]["orders"] == "A-570-831" and answers[4]["orders"] == "not held"


def test_a_run_that_was_cut_off_goes_on_and_ends_with_the_same_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = tmp_path / "whole.csv", tmp_path / "cut.csv"
    done(source, whole)
    text = whole.read_text(encoding="utf-8")
    monkeypatch.setattr(landed_file, "PIECE", 2)
    for length in (0, 20, len(text) // 2, len(text) - 3, len(text)):
        cut.write_text(text[:length], encoding="utf-8") if length != 20 else cut.unlink()
        done(source, cut)
        assert cut.read_text(encoding="utf-8") == text


def test_the_file_of_another_list_or_day_is_left_alone(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done(source, out)
    text = out.read_text(encoding="utf-8")
    with pytest.raises(LandedError, match=r"^out: "):
        done(source, out, SHARED._replace(on=date(2026, 10, 6)))
    source.write_text("code,value_usd\n8507.60,1\n", encoding="utf-8")
    with pytest.raises(LandedError, match=r"^out: "):
        done(source, out)
    assert out.read_text(encoding="utf-8") == text
    source.with_suffix(".txt").write_text("a letter\n", encoding="utf-8")
    with pytest.raises(LandedError, match=r"^out: "):
        done(source, source.with_suffix(".txt"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "code\n8507.60\n",
        "code,value_usd,colour\n8507.60,1,red\n",
        "code,value_usd\n\n",
        'code,value_usd\n"8507,1\n',
    ],
)
def test_a_list_that_cannot_be_read_is_refused_whole(text: str) -> None:
    with pytest.raises(LandedError) as refused:
        landed_file.rows_of(text)
    assert refused.value.field == "file"


def test_the_command_says_how_many_rows_have_an_answer(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert main(["landed", f"{source}", "--out", f"{out}", "--on", "2026-10-05"]) == 3
    assert "3 of 6 rows" in capsys.readouterr().out
    assert main(["landed", f"{source}"]) == 1
    assert main(["landed", f"{source}", "--out", f"{source}"]) == 1
    assert main(["landed", "8507.60", "--value", "1", "--out", f"{out}"]) == 1
    refusals = capsys.readouterr().err
    assert refusals.count("parley: out: ") == 3


def test_the_command_prints_the_answers_of_python(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["landed", "8507.60", "--from", "CHN,VNM", "--value", "45000", "--on", "2026-10-01"]
    assert main([*words, "--json"]) == 0
    answers = parley.landed("8507.60", ["CHN", "VNM"], 45_000, on="2026-10-01")
    assert json.loads(capsys.readouterr().out) == [answer.to_dict() for answer in answers]
    assert main(words) == 0
    printed = capsys.readouterr().out
    assert printed.index("VNM") < printed.index("CHN")  # the least total first
    assert "$18,617.13" in printed and "9903.91.06" in printed
