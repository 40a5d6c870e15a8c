import pandas as pd
import pytest

from parley.sources import census_bulk as source
from parley.sources import failures, forms
from tests.mirror import census_file
from tests.sources.answers import answer

RECORDS = [
    ("8471300100", "5700", 1000, 10),
    ("8471300100", "5700", 500, 5),
    ("0101210010", "1220", 7, 0),
]


def test_records_of_a_line_and_country_are_added() -> None:
    file = source.read(answer(census_file("2026-09", RECORDS)))
    assert (file.month, file.records) == (pd.Timestamp("2026-09-01"), 3)
    rows = file.rows.set_index(["hts10", "census_code"])
    assert rows.loc[("8471300100", "5700"), ["value_usd", "duty_usd", "general_value_usd"]].tolist() == [1500, 15, 1500]
    assert rows.loc[("0101210010", "1220"), "value_usd"] == 7  # a code keeps its zeros


def test_the_address_of_a_month() -> None:
    assert source.path(pd.Timestamp("2026-09-01")) == "/trade/downloads/2026/Merch/im_m/IMDB2609.ZIP"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (census_file("2026-09", RECORDS)[:-40], failures.TruncatedError),
        (b"<html>moved</html>", failures.HtmlInsteadOfDataError),
        (b"hts10,country", failures.WrongTypeError),
        (census_file("2026-09", [("84713O0100", "5700", 1, 1)]), failures.WrongTypeError),
    ],
)
def test_a_broken_file_is_refused(body: bytes, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.read(answer(body))


def test_a_small_archive_that_unpacks_to_a_large_file_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_UNPACKED", 500)
    with pytest.raises(failures.WrongTypeError, match="500 bytes"):
        source.read(answer(census_file("2026-09", RECORDS)))
