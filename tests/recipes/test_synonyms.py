"""Everyday words: curated ones only, each to one subheading of HS2022."""

from parley import read_table


def test_every_subheading_exists() -> None:
    known = set(read_table("hs_codes").query("level == 6")["code"])
    assert set(read_table("synonyms")["hs6"]) <= known


def test_words_are_plain_and_come_once() -> None:
    terms = read_table("synonyms")["term"]
    assert terms.is_unique
    assert (terms == terms.str.lower().str.strip()).all()


def test_words_without_a_single_code_are_not_made_up() -> None:
    assert not {"umbrellas", "toys", "sofas", "drones", "bicycles"} & set(read_table("synonyms")["term"])
