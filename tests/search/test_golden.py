"""Questions people ask, and what must be among the first three candidates.

``golden.csv``: codes as the headings and subheadings of HS 2022 read (``basis`` in short words), acts by their
documents, elements by their number; none is taken from what the search gave.
"""

import csv
from pathlib import Path

import pytest

from parley import read_table
from parley.search.find import find

with (Path(__file__).parent / "golden.csv").open(encoding="utf-8") as file:
    GOLDEN = list(csv.DictReader(file))
FIRST = 3


def test_the_list_is_long_and_its_codes_exist() -> None:
    codes = set(read_table("hs_codes")["code"])
    assert len({row["query"] for row in GOLDEN}) == len(GOLDEN) >= 150
    products = [row["id"] for row in GOLDEN if row["kind"] == "product" and len(row["id"]) <= 6]
    assert [code for code in products if code not in codes] == []


@pytest.mark.parametrize("row", GOLDEN, ids=[row["query"] for row in GOLDEN])
def test_a_question_leads_to_what_it_asks_for(row: dict[str, str]) -> None:
    hits = find(row["query"])
    assert (row["kind"], row["id"]) in [(hit.kind, hit.id) for hit in hits[:FIRST]]
