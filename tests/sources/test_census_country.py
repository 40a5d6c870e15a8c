import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from parley.sources import census_country as source
from parley.sources import failures
from tests.mirror import census_file
from tests.sources.answers import answer, sample


def book(columns: tuple[str, ...] = source.COLUMNS, codes: int = 3, ahead: int = 8) -> bytes:
    """A workbook of 2026: month n is n million in imports, twice that in exports, zero after ``ahead``."""
    out = openpyxl.Workbook()
    sheet = out.active
    assert sheet is not None
    sheet.append(list(columns))
    for code in ["0015", *(f"{5000 + n}" for n in range(codes - 1))]:
        cells = {"year": "2026", "CTY_CODE": code, "CTYNAME": "A country   "}
        for n, month in enumerate(source.MONTHS, start=1):
            cells |= {f"I{month}": n if n <= ahead else 0, f"E{month}": 2 * n if n <= ahead else 0}
        sheet.append([cells.get(c, 0) for c in columns])
    content = io.BytesIO()
    out.save(content)
    return content.getvalue()


def test_figures_are_dollars_and_months_to_come_are_left_out() -> None:
    rows = source.read(answer(book()), least_codes=3)
    assert rows["month"].max() == pd.Timestamp("2026-08-01")
    august = rows[(rows["month"] == "2026-08-01") & (rows["census_code"] == "5000")].set_index("flow")["value_usd"]
    assert august.to_dict() == {"import": 8e6, "export": 16e6}
    assert set(rows["name"]) == {"A country"}


def test_a_renamed_column_is_named() -> None:
    columns = tuple("ISEPT" if c == "ISEP" else c for c in source.COLUMNS)
    with pytest.raises(failures.SchemaDriftError) as caught:
        source.read(answer(book(columns)), least_codes=3)
    assert (caught.value.missing, caught.value.new) == (["ISEP"], ["ISEPT"])


def test_a_column_more_is_no_fault() -> None:
    assert len(source.read(answer(book((*source.COLUMNS, "NOTE"))), least_codes=3))


def test_too_few_codes_are_refused() -> None:
    with pytest.raises(failures.CoverageShrunkError, match="3 codes"):
        source.read(answer(book()))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (book()[:-400], failures.TruncatedError),
        (b"<html>We'll be back soon</html>", failures.HtmlInsteadOfDataError),
        (b"year,CTY_CODE", failures.WrongTypeError),
        (census_file("2026-09", [("8471300100", "5700", 1, 1)]), failures.WrongTypeError),  # an archive, no workbook
    ],
)
def test_what_is_no_workbook_is_refused(body: bytes, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.read(answer(body), least_codes=3)


def test_the_day_of_the_file_is_when_it_was_replaced() -> None:
    told = answer(b"PK", Last_Modified="Thu, 05 Nov 2026 13:30:00 GMT")
    assert source.released_on(told, date(2026, 11, 27)) == date(2026, 11, 5)
    assert source.released_on(answer(b"PK"), date(2026, 11, 27)) == date(2026, 11, 27)


@pytest.mark.raw
def test_the_recorded_workbook_gives_china_s_year_in_print(raw: Path) -> None:
    rows = source.read(sample(raw, "census/country_cut.xlsx"), least_codes=5)
    china = rows[(rows["census_code"] == "5700") & (rows["flow"] == "import") & (rows["month"].dt.year == 2018)]
    assert china["value_usd"].sum() / 1e9 == pytest.approx(538.5, abs=0.05)  # US Census Bureau, trade with China
