"""The lists of the app are those of print: the same codes, and each number answers by the longest of them."""

import pandas as pd
import pytest

from parley import read_table
from parley.measures.product_rates import FIRST_CARRIED_CHAPTER, governing, match
from parley.recipes import us_tariff_scope
from parley.recipes.tariff_lists import chapter_99
from parley.tables.schema import TableInvalidError

LIST = ["authority", "programme", "heading_ch99"]
LATE, FIRST = pd.Timestamp("2026-04-10"), pd.Timestamp("2026-02-20")
# imports of 2024 and 2025 number 2931.90.9051, which list 3 leaves out, as .9052: it paid the ordinary duty alone
RENUMBERED = ("list_3", "2931909052", "29319090", "2931909052")
# a day on which each list was law, where not that of the edition
DAYS = {
    "2(v)(iii)(a)": FIRST,
    "2(v)(iii)(b)": FIRST,
    "2(x)(iii)(a)": FIRST,
    "2(x)(iii)(b)": FIRST,
    "2(x)(iv)": FIRST,
    "31(e)": pd.Timestamp("2025-06-01"),
    "31(k)(i)": pd.Timestamp("2026-11-10"),
    "31(l)": pd.Timestamp("2026-11-10"),
}


@pytest.fixture(scope="module")
def printed() -> pd.DataFrame:
    return read_table("us_tariff_printed_lists")


@pytest.fixture(scope="module")
def scope() -> pd.DataFrame:
    return read_table("us_tariff_scope")


def of_print(scope: pd.DataFrame) -> pd.Series:
    """Which rows say that their code stands in a note of revision 6."""
    return (scope["source_id"] == "hts_2026_rev_6_notes") & (scope["verification"] == "official_file")


def test_every_list_equals_its_print_both_ways(printed: pd.DataFrame, scope: pd.DataFrame) -> None:
    """Programme and heading tell the lists of the table apart; numbers left out of a list are exempt under its own."""
    rows = scope[of_print(scope)].assign(
        role=scope["role"].str.replace("_partial", "").replace("suspended", "in_scope")
    )
    keys = [*LIST, "role", "product_code"]
    of_table, of_text = (set(frame[keys].itertuples(index=False, name=None)) for frame in (rows, printed))
    assert sorted(of_text - of_table) == []
    assert sorted(of_table - of_text) == []
    assert len(of_text) > 14_000


def numbers() -> dict[str, pd.Series]:
    """The statistical numbers, and the lines of eight digits, of every edition of the schedule the tables hold."""
    annual = read_table("us_imports_hts10_annual", columns=["hts10", "year"])
    lines = read_table("us_mfn_rates", columns=["hts8", "hts_edition"])
    held = {"imports of 2024, first print": read_table("us_imports_hs10_2024", columns=["hts10"])["hts10"]}
    held |= {f"imports of {year}": of_year["hts10"] for year, of_year in annual.groupby("year")}
    held |= {f"schedule, {edition}": of_edition["hts8"] for edition, of_edition in lines.groupby("hts_edition")}
    return {edition: codes.drop_duplicates().reset_index(drop=True) for edition, codes in held.items()}


def longest(codes: pd.Series, of: set[str]) -> pd.Series:
    found = pd.Series(None, index=codes.index, dtype=object)
    for digits in (4, 6, 8, 10):
        start = codes.str[:digits]
        found = found.mask(start.isin(of), start)
    return found


@pytest.mark.parametrize("edition", list(numbers()))
def test_each_number_answers_by_the_longest_printed_code_above_it_and_by_no_other(
    printed: pd.DataFrame, scope: pd.DataFrame, edition: str
) -> None:
    codes = numbers()[edition]
    matched = {origin: match(codes, scope, origin) for origin in ("CHN", "BRA")}
    days = printed["note"].map(DAYS).fillna(LATE)
    wrong = set()
    for (programme, day, origin), rows in printed.groupby(["programme", days, "exporter_iso3"]):
        laws = matched["BRA" if origin == "BRA" else "CHN"]
        decides = governing(laws[laws["programme"] == programme], day.date()).set_index("code")
        above = longest(codes, set(rows["product_code"])).set_axis(codes)
        of_list = decides["heading_ch99"].isin(rows["heading_ch99"]) & (decides.index < FIRST_CARRIED_CHAPTER)
        answers = decides["product_code"].where(of_list | above.reindex(decides.index).notna())
        pairs = pd.DataFrame({"printed": above, "answers": answers}).dropna(how="all")
        wrong |= {(programme, *row) for row in pairs[pairs["printed"] != pairs["answers"]].itertuples(name=None)}
    assert wrong <= {RENUMBERED}


def test_a_table_that_lacks_a_printed_code_or_has_one_more_is_refused_by_list_and_code() -> None:
    text = pd.DataFrame({"note": "33(b)", "product_code": ["87032201", "87032301"], "is_left_out": False})
    table = pd.DataFrame({"list": "33(b)", "product_code": ["87032201", "87032301"]})
    us_tariff_scope.require_equal(table, text)
    with pytest.raises(TableInvalidError, match=r"33\(b\) prints 87032301"):
        us_tariff_scope.require_equal(table[:1], text)
    with pytest.raises(TableInvalidError, match=r"has 87032301 under note 33\(b\)"):
        us_tariff_scope.require_equal(table, text[:1])
    shorter = table.replace({"87032301": "870323"})
    with pytest.raises(TableInvalidError, match="87032301"):
        us_tariff_scope.require_equal(shorter, text)


PLACE = chapter_99.Place("1(a)", "(a) As provided", "(b) As provided")
HEAD = ["(a) As provided in heading 9903.01.32, the duty of 9903.01.25 shall not apply:"]
END = ["(b) As provided"]


def read(lines: list[str], place: chapter_99.Place = PLACE) -> list[str]:
    return chapter_99.codes_of([*HEAD, *lines, *END], [place])["product_code"].tolist()


def test_codes_are_read_across_page_heads_and_at_their_length() -> None:
    lines = [
        "U.S. Notes (con.)   0201.10.10  8471",
        "   Harmonized Tariff Schedule of the United States Revision 6 (2026)    XXII",
        "   99 - III - 43",
        "  (1) 8473.30     8505.11.0070",
    ]
    assert read(lines) == ["02011010", "8471", "847330", "8505110070"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["0201.10.10", "except 0201.10.50 for use in 2025"], "holds codes and words"),
        (["nothing here"], "holds no code"),
        (["0201.10.10", *HEAD], "2 lines begin"),
    ],
)
def test_a_list_that_cannot_be_read_surely_is_refused_by_name(lines: list[str], problem: str) -> None:
    with pytest.raises(TableInvalidError, match=problem) as refusal:
        read(lines)
    assert "1(a)" in str(refusal.value)


def test_codes_in_sentences_leave_out_statistical_numbers() -> None:
    place = PLACE._replace(sentence=True, left_out=True)
    lines = ["1. Seats, provided for in 9401.69.60, except for", "   such seats of 9401.69.6011; 89 Fed. Reg. 76581"]
    found = chapter_99.codes_of([*HEAD, *lines, *END], [place])
    assert found[["product_code", "is_left_out"]].to_numpy().tolist() == [["94016960", False], ["9401696011", True]]
