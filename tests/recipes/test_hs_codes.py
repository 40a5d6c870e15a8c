"""Codes and labels of the Harmonized System, and their correlation to earlier revisions."""

from parley.tables.read import read_table
from parley.terms import SECTION_LABELS


def test_every_code_has_its_parent_one_level_up() -> None:
    table = read_table("hs_codes")
    level = table.set_index("code")["level"]
    below = table[table["level"] > 0]
    assert (below["level"] - below["parent"].map(level) == 2).all()
    assert table.loc[table["code"] == "TOTAL", "parent"].isna().all()


def test_every_chapter_of_the_nomenclature_stands_in_one_of_the_labelled_sections() -> None:
    chapters = read_table("hs_codes").query("level == 2")
    assert set(chapters["section"].dropna()) == set(SECTION_LABELS)
    assert chapters.loc[chapters["section"].isna(), "code"].tolist() == ["99"]


def test_a_code_stands_in_the_section_of_its_chapter() -> None:
    table = read_table("hs_codes").query("level > 0")
    of_chapter = table[table["level"] == 2].set_index("code")["section"]
    assert (table["section"].fillna("") == table["code"].str[:2].map(of_chapter).fillna("")).all()


def test_only_subheadings_carry_an_end_use() -> None:
    table = read_table("hs_codes")
    assert table.loc[table["level"] < 6, "end_use"].isna().all()


def test_more_subheadings_have_an_end_use_through_their_2017_code_than_by_the_same_digits() -> None:
    """5,242 of the 5,613 codes stand in the correlation by the same digits."""
    assert read_table("hs_codes")["end_use"].notna().sum() > 5242
