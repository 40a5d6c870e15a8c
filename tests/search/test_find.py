"""What the search gives: candidates in order, with the page and the state that answer, as known on a day."""

import json
from collections.abc import Sequence
from datetime import date

import pytest

from parley import read_table
from parley.__main__ import main
from parley.app.kit.source_lines import source_name
from parley.measures import reliance
from parley.search import entries
from parley.search.entries import KINDS
from parley.search.find import CUT, LONGEST, MOST_WORDS, SOME, find, largest
from parley.search.lookup import Hit
from parley.search.words import telling, words
from parley.terms import ELEMENTS


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize("typed", ["", "   ", "-", "%", "\x00", "(", '"'])
def test_nothing_asked_finds_nothing(typed: str) -> None:
    assert find(typed) == []


@pytest.mark.parametrize(
    "typed", ['"; DROP TABLE entries; --', "NEAR(a b", "a AND OR", "col:laptop", "laptop*", "a" * 10_000]
)
def test_signs_of_a_query_language_are_words_like_others(typed: str) -> None:
    assert all(hit.kind in KINDS for hit in find(typed))


def test_american_and_british_spelling_find_the_same() -> None:
    for american, british in [("aluminum", "aluminium"), ("tires", "tyres"), ("fiberglass", "fibreglass")]:
        assert find(american, kinds=("product",))[0].id == find(british, kinds=("product",))[0].id


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Türkiye", ["turkiye"]), ("T-shirts, men's", ["t", "shirts", "men", "s"]), ("HS 8471.30", ["hs", "8471", "30"])],
)
def test_a_text_is_cut_into_words(typed: str, found: list[str]) -> None:
    assert words(typed) == found


def test_words_that_tell_nothing_apart_count_only_alone() -> None:
    assert telling(["toys", "from", "the", "us"]) == ["toys"]
    assert telling(["the", "us"]) == ["the", "us"]


def test_an_everyday_word_goes_before_the_words_of_the_nomenclature_and_those_by_value() -> None:
    hits = [hit.id for hit in find("battery", kinds=("product",))]
    assert set(hits[:2]) == {"8507", "8506"}
    everyday = find("ev", kinds=("product",))[:3]
    values = [hit.value_usd or 0 for hit in everyday]
    assert values == sorted(values, reverse=True)


def test_digits_give_the_code_then_what_lies_under_it() -> None:
    hits = find("8471.30")
    assert hits[0].id == "847130"
    assert {"84713001", "8471300100"} <= set(ids(hits))
    assert ids(find("847130"))[:3] == ids(hits)[:3]


def test_digits_that_no_line_has_give_the_nearest_code_above() -> None:
    assert ids(find("8471309999"))[0] == "847130"
    assert "14" not in ids(find("14257"))


def test_an_economy_in_the_question_is_the_origin_of_the_goods() -> None:
    for typed in ("toys from Vietnam", "Vietnam toys", "vietnamese toys"):
        hit = next(h for h in find(typed) if h.kind == "product")
        assert hit.id == "9503"
        assert hit.query == {"product": "9503", "from": "Vietnam"}
    assert find("cars from Germany")[0].query["from"] == "Germany"
    assert find("toys from Lesotho")[0].query["from"] == "Lesotho"
    assert find("toys")[0].query["from"] == "China"  # where the page begins


def test_special_provisions_open_what_was_collected() -> None:
    hit = next(hit for hit in find("99") if hit.id == "99")
    assert hit.query == {"tariff_section": "Money", "tariff_collected_by": "Goods", "tariff_collected_origin": "China"}


def test_a_word_of_several_things_gives_them_all() -> None:
    assert {(hit.kind, hit.id) for hit in find("turkey")} >= {("economy", "TUR"), ("product", "0207")}
    assert {hit.kind for hit in find("chips")} >= {"product", "law", "page"}


def test_an_act_is_found_only_from_the_day_it_was_known() -> None:
    assert "us-ieepa-recip" in ids(find("EO 14257", as_of=date(2025, 4, 2)))
    assert "us-ieepa-recip" not in ids(find("EO 14257", as_of=date(2025, 4, 1)))
    assert "section_122" not in ids(find("Section 122", as_of=date(2025, 6, 9)))


def test_an_unverified_act_says_so() -> None:
    events = read_table("events")
    for event in events[events["verification"] == "unverified"].to_dict("records"):
        hit = next(h for h in find(event["title"], limit=100) if h.id == event["event_id"])
        assert "unverified" in hit.title


def test_values_are_those_of_the_newest_year_and_hidden_before_they_were_out() -> None:
    imports = read_table("us_imports_hs6", where={"hs6": ["847130"]})
    newest = imports[imports["year"] == imports["year"].max()]
    assert find("8471.30")[0].value_usd == newest["value_usd"].sum()
    released = newest["released_on"].max().date()
    assert find("8471.30", as_of=released)[0].value_usd is not None
    assert find("8471.30", as_of=date(2025, 6, 9))[0].value_usd is None


def test_an_agreement_is_found_once_its_rates_are_known() -> None:
    """The rates of the European Union were set in EO 14326 of 31 July 2025."""
    for typed in ("EU deal", "What does the deal with the EU say?"):
        before, after = (find(typed, as_of=day) for day in (date(2025, 6, 9), date(2025, 8, 31)))
        assert "agreement" not in {hit.kind for hit in before}
        assert ("agreement", "EU27") in {(hit.kind, hit.id) for hit in after}


def test_only_the_kinds_asked_for_are_given() -> None:
    assert {hit.kind for hit in find("steel", kinds=("law", "mineral"))} == {"law", "mineral"}


def test_a_mineral_opens_a_good_the_page_offers() -> None:
    table = read_table("us_import_reliance")
    offered = set(reliance.goods(table, reliance.editions(table, reliance.SOURCES)[0])["mineral"])
    assert {entry.query["mineral"] for entry in entries.minerals() if entry.id not in ELEMENTS.values()} == offered


def test_a_source_opens_under_the_name_the_page_offers() -> None:
    offered = {source_name(record) for record in read_table("sources").to_dict("records")}
    assert {entry.query["sources_source"] for entry in entries.sources()} == offered


def test_the_command_prints_candidates_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "toys", "from", "Vietnam", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert list(first) == ["kind", "id", "title", "page", "query", "value_usd"]
    assert (first["kind"], first["id"], first["page"]) == ("product", "9503", "/look_up")
    assert main(["find", "EO", "14257", "--on", "2025-04-01"]) == 0
    assert "EO 14257" not in capsys.readouterr().out
    assert main(["find", "qqqqqq"]) == 1
    assert "Nothing found for “qqqqqq”" in capsys.readouterr().err


def test_the_command_prints_an_empty_list_where_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "qqqqqq", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(("typed", "kind"), [("yttrium", "mineral"), ("lithium", "mineral"), ("Japan", "economy")])
def test_a_thing_with_that_very_name_stands_before_goods_known_by_it(typed: str, kind: str) -> None:
    hits = find(typed)
    assert hits[0].kind == kind
    assert len(hits) > 1  # none is chosen


def test_the_largest_headings_are_those_of_the_table() -> None:
    rows = read_table("us_imports_hs6")
    year = rows["year"].max()
    values = rows[rows["year"] == year].groupby(rows["hs6"].str[:4])["value_usd"].sum()
    hits = largest("product", most=8)
    values = values[values.index < "98"].nlargest(8)
    assert [hit.id for hit in hits] == list(values.index)
    assert largest("product", date(2020, 1, 1)) == []  # before the figures were out


@pytest.mark.parametrize(
    ("typed", "is_partial"),
    [("<b>x</b>", True), ("<img src=x onerror=alert(1)>", True), ("laptop", False), ("8471.30", False), ("", False)],
)
def test_candidates_that_hold_some_of_the_words_are_told_from_those_that_hold_all(typed: str, is_partial: bool) -> None:
    assert find(typed).remarks == (SOME,) * is_partial


def test_a_long_question_is_read_whole_and_what_is_cut_is_told() -> None:
    title = (
        "One-year truce terms due to end, EO 14358; Announcement No. 10 of 2025; suspension"  # 14 words, 82 characters
    )
    assert find(title)[0].title.startswith(title)
    assert find(title).remarks == ()
    assert find(f"{title} qqqqqq").remarks == (SOME,)  # the last word counts
    assert CUT in find(" ".join(f"w{n}" for n in range(MOST_WORDS + 1))).remarks
    assert CUT in find(f"truce {'a' * LONGEST}").remarks


def test_the_command_says_when_nothing_holds_all_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "<b>x</b>", "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)
    assert told.err == f"parley: {SOME}\n"


@pytest.mark.parametrize("day", ["1900-01-01", "2016-12-31", "3000-01-01"])
def test_a_day_our_tables_do_not_cover_is_refused(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "toys", "--on", day]) == 1
    told = capsys.readouterr()
    assert told.out == "" and f"--on {day} " in told.err
