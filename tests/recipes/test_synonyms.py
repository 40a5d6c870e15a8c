"""Everyday words: every code is one of HS 2022, and a word that needs several codes leads to all of them."""

from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import synonyms
from parley.tables.schema import TableInvalidError


def codes_of(term: str) -> set[str]:
    table = read_table("synonyms")
    return set(table.loc[table["term"] == term, "code"])


def test_every_code_exists() -> None:
    assert set(read_table("synonyms")["code"]) <= set(read_table("hs_codes")["code"])


def test_words_are_plain_and_lead_to_a_code_once() -> None:
    table = read_table("synonyms")
    assert not table.duplicated(["term", "code"]).any()
    assert (table["term"] == table["term"].str.lower().str.strip()).all()


@pytest.mark.parametrize(
    ("term", "codes"),
    [  # by the text of the headings of HS 2022
        ("toys", {"9503"}),
        ("umbrellas", {"6601"}),
        ("drones", {"8806"}),
        ("bicycles", {"8712", "871160"}),
        ("sofas", {"940161", "940171", "940141", "940149"}),
        ("sneakers", {"640411", "640219", "640319"}),
        ("chips", {"8542", "8541"}),
        ("battery", {"8507", "8506"}),
        ("ev", {"870380", "870240", "870460"}),
        ("ev battery", {"850760", "850780", "850750"}),
        ("copper", {"74", "7403", "2603"}),
    ],
)
def test_a_word_of_several_codes_leads_to_all_of_them(term: str, codes: set[str]) -> None:
    assert codes_of(term) == codes


def test_an_own_word_with_an_unknown_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / synonyms.FILE
    file.parent.mkdir(parents=True)
    file.write_text("kind,term,hs6\nsearch_reference,oat milk,220299\n", encoding="utf-8")
    own = pd.DataFrame({"term": ["laptop", "abacus"], "code": ["847130", "847199"]})
    monkeypatch.setattr(synonyms, "read_facts", lambda name: own)
    with pytest.raises(TableInvalidError, match=r"table synonyms, column code, row 1: 847199 .* HS2022"):
        synonyms.build(tmp_path)
