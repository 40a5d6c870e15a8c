"""Whole sentences lead to the page and the state that answer, with the country, the day and the rate they name.

``sentences.csv``: sentences over all pages; pages and parameters are those of the app's links.
"""

import csv
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from parley.search.find import find
from parley.search.pages import PAGES
from parley.search.questions import nearest
from parley.search.sentences import read
from parley.search.words import words

with (Path(__file__).parent / "sentences.csv").open(encoding="utf-8") as file:
    SENTENCES = list(csv.DictReader(file))
FIRST = 3


def test_the_sentences_go_over_all_pages() -> None:
    assert {row["page"] for row in SENTENCES} == {*PAGES} - {"explore"}
    assert len({row["sentence"] for row in SENTENCES}) == len(SENTENCES) >= 40


@pytest.mark.parametrize("row", SENTENCES, ids=[row["sentence"] for row in SENTENCES])
def test_a_sentence_leads_to_its_answer(row: dict[str, str]) -> None:
    wanted = dict(parse_qsl(row["query"])).items()
    opened = [(hit.page, hit.query) for hit in find(row["sentence"])[:FIRST]]
    page = "/" if row["page"] == "home" else f"/{row['page']}"
    assert any(path == page and wanted <= query.items() for path, query in opened), opened


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("What was the tariff on 10 April 2025?", date(2025, 4, 10)),
        ("What was the tariff on April 10, 2025?", date(2025, 4, 10)),
        ("What was the tariff on the 3rd of May 2025?", date(2025, 5, 3)),
        ("What was the tariff in April 2025?", date(2025, 4, 30)),
        ("What was the tariff in 2024?", date(2024, 12, 31)),
        ("What was the tariff on 2025-02-04?", date(2025, 2, 4)),
        ("What was the tariff on 31 June 2025?", date(2025, 6, 30)),
        ("What was the tariff on list 2019 goods?", None),
    ],
)
def test_a_day_is_read_in_words(typed: str, day: date | None) -> None:
    assert read(typed).day == day


def test_a_rate_is_supposed_for_the_country_that_is_named() -> None:
    china = find("What if the US put a 60% tariff on China?")[0]
    vietnam = next(hit for hit in find("What if Vietnam had to pay a tariff of 40 percent?") if hit.kind == "page")
    assert (china.page, china.query["us_total"]) == ("/what_if_product", "60")
    assert (vietnam.page, vietnam.query["world_us_on_VNM"]) == ("/what_if_world", "40")


@pytest.mark.parametrize(
    "typed", ["What if China and Vietnam paid 40%?", "What would a 40% tariff on Vietnam cost an American family?"]
)
def test_a_supposed_rate_has_the_sliders_of_the_page_it_opens(typed: str) -> None:
    """Of two countries the page was the second one's and the slider the first one's; households had the world's."""
    for hit in find(typed):
        sliders = [key for key in hit.query if key == "us_total" or key.startswith("world_us_on")]
        assert all((key == "us_total") == (hit.page == "/what_if_product") for key in sliders)


@pytest.mark.parametrize("typed", ["7318.15 from Taiwan", "Taiwan 7318 15", "what does HS 7318.15 pay from Taiwan"])
def test_a_code_with_a_country_opens_that_product_from_there(typed: str) -> None:
    assert find(typed)[0].query == {"product": "7318.15", "from": "Taiwan"}


def test_likeness_is_one_for_what_is_said_and_none_for_what_shares_no_word() -> None:
    (first, *_) = nearest(words("Why do the two sides' figures differ?"), 3)
    assert (round(first.likeness, 9), first.question.link) == (1, "Trade: Mirror gap")
    assert nearest(words("zebra"), 3) == []
