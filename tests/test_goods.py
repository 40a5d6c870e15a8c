"""What goods are called in a title: a name that holds for all of them, or none."""

import pytest

from parley.tables.read import read_table
from parley.terms import goods

WORDINGS = dict(zip(*(read_table("hs_codes")[column] for column in ("code", "description")), strict=True))


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("8471", "computers"),  # the largest US import, which had no name
        ("847150", "computer processing units"),
        ("8471500150", "computer processing units"),  # a line has the name of its subheading
        ("980100", "goods under special US provisions"),
        ("15", "fats and oils"),
        ("85", "electrical machinery and equipment"),
        ("950510", "Christmas festivity articles"),  # a name keeps its capital
        ("901510", "rangefinders"),
        ("720839", "some iron or non-alloy steel"),  # what follows limits it
        ("030541", "some fish, smoked"),
        ("840991", "some parts of engines"),
        ("741533", "copper, screws, bolts and nuts, threaded"),
        ("392690", ""),  # Plastics; other articles
        ("841590", ""),  # Air conditioning machines; ... parts thereof
        ("741300", ""),  # Copper; stranded wire, cables, plaited bands and the like
    ],
)
def test_goods_have_a_name_that_holds_for_all_of_them_or_none(code: str, name: str) -> None:
    assert goods.noun(code, WORDINGS.get(code[:6], "")) == name


def test_goods_without_a_name_are_told_by_their_code() -> None:
    assert goods.named("392690", WORDINGS["392690"]) == "HS 3926.90"
    assert goods.named("850760", "") == "lithium-ion batteries (HS 8507.60)"


def test_every_chapter_has_a_name_that_is_no_list_and_no_adjective() -> None:
    names = {code: goods.noun(code, words) for code, words in WORDINGS.items() if len(code) == 2}
    assert len(names) == 97 and "" not in names.values()
    assert not [name for name in names.values() if name.endswith((",", " of", " and")) or name in {"animal", "salt"}]
    assert not [name for name in (*names.values(), *goods.EVERYDAY.values()) if len(name.split()) > 4]


def test_no_name_is_longer_than_a_title_holds_or_broken() -> None:
    names = [name for code, words in WORDINGS.items() if (name := goods.noun(code, words))]
    assert not [name for name in names if len(name.split()) > goods.MOST_WORDS]
    assert not [name for name in names if name.endswith(",") or ", ," in name or "  " in name or "(" in name]
    assert len(names) > 0.4 * len(WORDINGS)


def test_the_goods_known_by_an_everyday_name_are_codes_of_the_nomenclature() -> None:
    assert not [code for code in goods.EVERYDAY if code not in WORDINGS]
