"""What the search field is told: candidates by kind with the date kept; a sentence where the index is not there."""

import json
from datetime import date
from pathlib import Path

import pytest

from parley.__main__ import main
from parley.app import finder
from parley.app.kit import controls
from parley.search import shipped
from parley.search.find import SOME


@pytest.fixture
def on_the_day_of_the_talks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controls, "as_of", lambda: date(2025, 6, 9))


def test_hits_stand_under_their_kind_the_kind_of_the_nearest_first() -> None:
    assert [group["name"] for group in finder.answer("laptop")["groups"]] == ["Goods, US imports 2025"]
    assert finder.answer("truce")["groups"][0]["name"] == "Pages"
    assert finder.answer("  ") == {"groups": [], "fault": "", "more": False}


@pytest.mark.parametrize("typed", ["truce", "chips", "steel from Vietnam", "electric car battery", "qqqqqq"])
def test_the_page_lists_what_the_command_prints(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["find", *typed.split(), "--json"])
    printed = [(hit["page"], hit["query"]) for hit in json.loads(capsys.readouterr().out)]
    listed = [hit for group in finder.answer(typed)["groups"] for hit in group["hits"]]
    assert sorted(printed, key=str) == sorted(((hit["page"], hit["query"]) for hit in listed), key=str)


@pytest.mark.parametrize("typed", ["steel", "China", "laptop"])
def test_all_results_are_those_of_the_command_and_begin_with_the_first(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["find", typed, "--all", "--json"])
    printed = [(hit["page"], hit["query"]) for hit in json.loads(capsys.readouterr().out)]
    first, every = finder.answer(typed), finder.answer(typed, True)
    few, listed = ([hit for group in told["groups"] for hit in group["hits"]] for told in (first, every))
    assert sorted(printed, key=str) == sorted(((hit["page"], hit["query"]) for hit in listed), key=str)
    assert [hit for hit in few if hit not in listed] == []
    assert first["more"] or len(listed) == len(few)
    assert not every["more"]


def test_links_keep_the_date_and_values_not_yet_published_are_left_out(on_the_day_of_the_talks: None) -> None:
    goods = finder.answer("laptop")["groups"][0]
    assert goods["name"] == "Goods"
    assert goods["hits"][0]["value"] == ""
    assert goods["hits"][0]["query"]["as_of"] == "2025-06-09"


def test_a_missing_index_is_a_sentence(data_copy: Path) -> None:
    (data_copy / shipped.NAME).unlink()
    told = finder.answer("laptop")
    assert told["groups"] == []
    assert "data/search.sqlite is missing" in told["fault"]


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"page": "/nowhere", "query": {}},
        {"page": "/../x", "query": {}},
        {"page": "/trade"},
        {"page": 3, "query": {}},
    ],
)
def test_what_is_no_page_is_not_followed(link: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    def followed(*args: object, **options: object) -> None:
        raise AssertionError("a page was opened")

    monkeypatch.setattr(finder.st, "switch_page", followed)
    finder.follow(link)


@pytest.mark.parametrize(("typed", "fault"), [("<b>x</b>", SOME), ("laptop", "")])
def test_hits_that_hold_some_of_the_words_are_told_as_such(typed: str, fault: str) -> None:
    told = finder.answer(typed)
    assert told["groups"] != []
    assert told["fault"] == fault
