"""The models agree with print, and the document says what comes out today."""

from pathlib import Path

import pytest

from parley.__main__ import main
from parley.calibration.world import page_world
from parley.results.validation.published_shocks import answers
from parley.results.validation.validation import CASES, validate
from parley.results.validation.validation_report import PAIRS, case_table, document

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "validation.md"


def without_times(text: str) -> str:
    """The document with the last cell of the rows of printed cases left out."""
    head, _, rest = text.partition(PAIRS)
    lines = [line.rsplit("|", 2)[0] if line.startswith("|") else line for line in head.splitlines()]
    return "\n".join(lines) + rest


@pytest.mark.raw
def test_every_number_in_print_is_reproduced(raw: Path) -> None:
    table = validate(raw)
    assert set(table["source"]) == {case.source for case in CASES}
    assert table["published"].notna().all()
    assert table.loc[~table["agrees"].astype(bool), ["source", "what", "published", "ours"]].to_dict("records") == []


@pytest.mark.raw
def test_the_document_is_what_comes_out_today(raw: Path) -> None:
    assert without_times(document(case_table(raw))) == without_times(DOCUMENT.read_text(encoding="utf-8"))


def test_without_the_raw_folder_a_case_says_so_and_the_others_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 0
    told = capsys.readouterr().out
    assert told.count("--raw DIR") == sum(case.needs_raw for case in CASES)
    assert "best tariff, own share 0.8" in told


def test_a_raw_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--raw", str(tmp_path / "none")]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_signs_are_counted_by_effect_and_economy_and_us_gdp_comes_first() -> None:
    """Of 25 published effects on US GDP the model has the sign of seven; the other 44 would hide it in one sum."""
    _, _, pairs = DOCUMENT.read_text(encoding="utf-8").partition(PAIRS)
    table = pairs.partition("| effect | area |")[2].partition("\n\n")[0].splitlines()[2:]
    rows = [line.strip("| ").split(" | ") for line in table]
    counted = [(effect, area, int(same), int(of)) for effect, area, same, of in rows]
    assert counted[0] == ("real GDP or its growth", "USA", 7, 25)
    told = answers(page_world().economy)
    told = told[told["ours"].notna()]
    assert sum(of for *_, of in counted) == len(told)
    assert sum(same for _, _, same, _ in counted) == told["same_sign"].astype(bool).sum()
    prices = told[told["variable"].eq("consumer_prices")]
    assert ("consumer prices", "USA", int(prices["same_sign"].sum()), len(prices)) in counted
