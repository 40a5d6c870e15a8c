import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parley.sources import failures
from parley.sources import usitc as source
from parley.sources.usitc import changed_rates, headings
from tests.sources.answers import answer, sample


def line(htsno: str, indent: int, general: str = "", **more: Any) -> dict[str, Any]:
    columns = dict.fromkeys(source.COLUMNS, "")
    return columns | {"htsno": htsno, "indent": str(indent), "general": general, "footnotes": None} | more


def chapter(*lines: dict[str, Any]) -> list[Any]:
    return [answer(json.dumps(list(lines)))]


def test_a_line_without_a_rate_takes_that_of_the_heading_above() -> None:
    table = source.lines(
        chapter(line("0102", 0), line("", 1, "4%"), line("0102.21.00", 2), line("0102.29.00", 2, "1¢/kg")), 1, ["01"]
    ).set_index("htsno")
    assert table.loc["01022100", "general"] == "4%"
    assert table.loc["01022900", "general"] == "1¢/kg"


def test_a_line_printed_with_ten_digits_only_is_an_eight_digit_line() -> None:
    table = source.lines(chapter(line("0101.30.00.00", 0, "6.8%"), line("9903.01.24", 0, "10%")), 1, ["01"])
    own = source.eight_digits(table)
    assert own[["htsno", "general"]].to_numpy().tolist() == [["01013000", "6.8%"]]
    assert headings(table) == ["9903.01.24"]


@pytest.mark.parametrize(
    ("text", "rate"), [("Free", 0.0), ("6.8%", 6.8), ("33 1/3%", 33 + 1 / 3), ("8.8¢/kg + 20%", None)]
)
def test_a_rate_is_a_plain_percentage_or_none(text: str, rate: float | None) -> None:
    assert source.ad_valorem(text) == rate


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (chapter({"htsno": "0101"}), failures.SchemaDriftError),
        (chapter(line("0101.21.00", 0), line("0101.21.00", 0)), failures.WrongTypeError),
        (chapter(line("0201.10.05", 0)), failures.CoverageShrunkError),
        ([answer("{}")], failures.WrongTypeError),
        ([answer('[{"htsno": "0101"')], failures.TruncatedError),
        ([answer("<html>")], failures.HtmlInsteadOfDataError),
    ],
)
def test_a_broken_schedule_is_refused(answers: list[Any], kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.lines(answers, 1, ["01"])


def test_a_short_schedule_is_refused() -> None:
    with pytest.raises(failures.CoverageShrunkError, match="30,000"):
        source.lines(chapter(line("0101.21.00", 0)))


@pytest.mark.parametrize(("plain", "refused"), [(95, False), (94, True)])
def test_more_rates_that_cannot_be_read_are_refused(plain: int, refused: bool) -> None:
    rates = ["5%"] * plain + ["see note 3"] * (100 - plain)
    table = pd.DataFrame({"htsno": [f"{n:08}" for n in range(100)], "general": rates})
    if refused:
        with pytest.raises(failures.LayoutChangedError):
            source.refuse_unparsed(table, 0.05)
    else:
        source.refuse_unparsed(table, 0.05)


def test_a_changed_rate_and_a_new_line_are_found() -> None:
    table = pd.DataFrame({"htsno": ["01012100", "01012900", "01013000"], "general": ["Free", "5%", "6%"]})
    newest = pd.DataFrame({"general_rate_text": ["Free", "4%"]}, index=["01012100", "01012900"])
    moved = changed_rates(table, newest)
    assert moved[["htsno", "before"]].to_numpy().tolist() == [["01012900", "4%"], ["01013000", "none"]]


@pytest.mark.raw
def test_the_recorded_schedule_has_the_rates_in_print(raw: Path) -> None:
    recorded = sample(raw, "usitc_hts/export_list_2026_rev_10_cut.json")
    table = source.lines([recorded], 1, ["01", "28", "85", "99"]).set_index("htsno")
    assert table.loc["01012900", "other"] == "20%"
    assert (
        table.loc["99038802", "general"] == "The duty provided in the applicable subheading + 25%"
    )  # List 2, Section 301
    assert source.release(sample(raw, "usitc_hts/currentRelease.json")) == "2026HTSRev15"


@pytest.mark.raw
def test_the_recorded_archive_ties_editions_to_acts(raw: Path) -> None:
    newest, older = source.editions(sample(raw, "usitc_hts/archive_list_2026-10_cut.html"))
    assert (newest.name, newest.published_on) == ("2026 revision 21", date(2026, 10, 9))
    assert older.acts[0].words == "91 Fed. Reg. 58331"
    assert newest.file.endswith("hts_2026_revision_21_json.json")
