"""Elements by deposit: sums near 100, blanks that are no zeros, upper bounds."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import element_content
from parley.tables.schema import TableInvalidError


@pytest.fixture(scope="module")
def content() -> pd.DataFrame:
    return read_table("element_content")


def test_every_deposit_has_fifteen_elements_that_add_to_97_to_104_percent(content: pd.DataFrame) -> None:
    deposits = content.groupby(["mineral", "location"])
    assert set(deposits.size()) == {15}
    assert deposits["share_of_reo_pct"].sum().between(97, 104).all()


def test_what_is_not_available_is_empty_and_not_zero(content: pd.DataFrame) -> None:
    missing = content["comparator"] == "not_available"
    assert content.loc[missing, "share_of_reo_pct"].isna().all()
    assert (content.loc[~missing, "share_of_reo_pct"] > 0).all()


def test_the_two_upper_bounds_are_those_of_longnan(content: pd.DataFrame) -> None:
    bounds = content[content["comparator"] == "lt"]
    assert set(bounds["location"]) == {"Longnan, Jiangxi"}
    assert bounds.set_index("element")["raw"].to_dict() == {"Ce": "<1.09", "Eu": "<0.37"}


def test_heavy_elements_follow_terbium_in_the_periodic_table_and_yttrium_joins_them(content: pd.DataFrame) -> None:
    heavy = content["element_group"] == "heavy"
    assert ((content["atomic_number"] >= 65) | (content["element"] == "Y")).equals(heavy)


def test_a_workbook_with_other_heads_is_refused_with_the_page_of_the_right_one(tmp_path: Path) -> None:
    book = tmp_path / element_content.FILE
    book.parent.mkdir(parents=True)
    pd.DataFrame([["Source", "Country", "Location", "La"]]).to_excel(book, sheet_name="T2", header=False, index=False)
    with pytest.raises(TableInvalidError, match="rare-earths-2022"):
        element_content.build(tmp_path)


@pytest.mark.raw
def test_the_workbook_reads_as_another_typed_it(raw: Path) -> None:
    file = raw / "rare_earths" / "compiled_facts" / "ree_content_by_deposit_myb2022_t2.csv"
    theirs = pd.read_csv(file, dtype=str, keep_default_na=False)
    ours = element_content.build(raw).rename(columns={"mineral": "source_mineral"})
    columns = ["source_mineral", "country", "location", "element", "raw"]
    read, typed = (set(table[columns].itertuples(index=False, name=None)) for table in (ours, theirs))
    assert read == typed
