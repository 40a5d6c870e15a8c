"""Pages of one thing: what the search leads to answers in its first block, and what is not held is said."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import economy, law_goods, law_steps, page, product, product_trade, things
from parley.app.look_up.law_steps import step_bars
from parley.charts.theme import LIGHT
from parley.search.find import CUT, LONGEST, find
from parley.tables.read import compiled_on, read_table
from parley.words import beside
from tests import reader
from tests.apps import address, at_address, buttons, charts, choices, documents, hints, metrics, notes, press, title
from tests.wording import told

SAY = beside(page.__file__)


# What is typed, what the first candidate is, the page it opens, and what its heading says.
ASKED = [
    ("toys from Vietnam", "9503", "look_up", SAY("product.title", goods="Toys (HS 9503)", origin="Vietnam")),
    ("laptop", "847130", "look_up", SAY("product.title", goods="Portable computers (HS 8471.30)", origin="China")),
    ("soybeans", "1201", "look_up", SAY("product.title", goods="Soybeans (HS 1201)", origin="China")),
    (
        "EV battery",
        "850760",
        "look_up",
        SAY("product.title", goods="Lithium-ion batteries (HS 8507.60)", origin="China"),
    ),
    ("Section 232 derivatives", "steel_derivatives", "look_up", "Section 232 (steel derivatives)"),
    ("yttrium", "yttrium", "look_up", "Yttrium"),
]


@pytest.mark.parametrize(("typed", "thing", "stem", "heading"), ASKED, ids=[row[0] for row in ASKED])
def test_one_search_leads_to_a_page_that_answers_first_with_a_chart(
    typed: str, thing: str, stem: str, heading: str
) -> None:
    hit = next(hit for hit in find(typed) if hit.id == thing)
    assert hit in find(typed)[:3]
    assert hit.page == ("/" if stem == "home" else f"/{stem}")
    app = at_address(stem, hit.query)
    assert [e.message for e in app.exception] == []
    assert heading in title(app)
    assert len(metrics(app)) >= 3
    first = next(told for told in documents(app, "whole", "head") if told["finding"])
    assert first["figure"]
    assert reader.faults(app) == []


def test_nothing_is_chosen_for_the_visitor() -> None:
    app = at_address("look_up", {"product": "laptop"})
    assert charts(app) == []
    offered = buttons(app)
    assert "look_up_847130" in offered
    app = press(app, "look_up_847130")
    assert "(HS 8471.30)" in title(app)


OFFERED = {
    "Product": "look_up_8703",
    "Economy": "look_up_MEX",
    "Law": "look_up_section_232",
    "Mineral": "look_up_tungsten",
}


@pytest.mark.parametrize("kind", OFFERED)
def test_where_none_is_chosen_a_few_are_offered_and_one_press_opens_one(kind: str) -> None:
    app = at_address("look_up", {"look_up_section": kind})
    assert charts(app) == []
    few = [name for name in buttons(app) if name.startswith("look_up_")]
    assert 4 < len(few) <= 11
    app = press(app, next(name for name in few if name.lower().startswith(OFFERED[kind].lower())))
    assert [e.message for e in app.exception] == []
    assert len(metrics(app)) >= 3
    assert charts(app)


@pytest.mark.parametrize(
    ("typed", "template"), [("xyzzyxyzzy", "product.none"), ("9801", "product.special"), ("(((.*", "product.none")]
)
def test_what_is_no_product_gets_a_sentence(typed: str, template: str) -> None:
    app = at_address("look_up", {"product": typed})
    told = SAY(template, typed=typed) if template == "product.none" else SAY(template)
    assert [e.message for e in app.exception] == []
    assert told in hints(app)
    assert title(app) == SAY("header.title")


def test_words_are_read_as_far_as_in_find_and_what_is_cut_is_told() -> None:
    late = f"{'is that so ' * 6}umbrellas"  # the one word of goods stands behind sixty signs
    app = at_address("look_up", {"product": late})
    assert any(told.startswith("look_up_6601") for told in buttons(app))
    assert CUT not in choices(app).get("look_up_remarks", {}).get("label", "")
    app = at_address("look_up", {"product": f"umbrellas {'a' * LONGEST}"})
    assert CUT in choices(app)["look_up_remarks"]["label"]


def test_a_small_economy_has_its_page_and_says_what_is_not_held() -> None:
    app = at_address("look_up", {"economy": "Lesotho"})
    facts = {fact.label: fact.value for fact in metrics(app)}
    assert facts["US exports, 2022"] == "$10.6m"  # the last full year the tables hold of it
    assert charts(app)
    told = hints(app)
    assert SAY("forecasts.none", name="Lesotho", day="27\u00a0Nov\u00a02026") in told or len(told) >= 3
    assert reader.faults(app) == []


# The blocks of a page of each kind, by the names of their figures; what one of them lacks is said in its place.
HELD = {
    "product": [
        *("steps", "two", "laws", "suppliers", "shift", "collected", "controlled", "model", "exports", "china_lists"),
        *("shipment", "shipment_lines"),
    ],
    "economy": [
        "own_rates",
        *("average", "two", "months", "sells", "sections", "collected_of", "buyers", "ended", "effects", "forecasts"),
        *("china", "acts"),
    ],
    "element": [
        "sources",
        "control",
        "mineral_two",
        "reliance",
        "stages",
        "deposits",
        "price",
        "sold",
        "us_trade",
        "uses",
    ],
    "mineral": ["sources", "control", "mineral_two", "reliance", "share", "buyers_of", "us_trade", "uses"],
}
THINGS = {
    "8471.30 from Vietnam": ("product", {"product": "8471.30", "from": "Vietnam"}, 1),
    "0101.21 from Lesotho": ("product", {"product": "0101.21", "from": "Lesotho"}, 3),
    "Vietnam": ("economy", {"economy": "Vietnam"}, 2),
    "Lesotho": ("economy", {"economy": "Lesotho"}, 5),
    "Dysprosium": ("element", {"mineral": "Dysprosium (Dy)"}, 0),
    "Gallium": ("mineral", {"mineral": "Gallium, metal"}, 1),
}


@pytest.mark.parametrize(("kind", "query", "lacking"), THINGS.values(), ids=THINGS)
def test_a_page_of_a_thing_holds_each_of_its_blocks_or_says_why_not(
    kind: str, query: dict[str, str], lacking: int
) -> None:
    app = at_address("look_up", query)
    names = {told["name"].removeprefix("look_up_") for told in documents(app, "whole", "foot") if told["name"]}
    none = SAY("controlled.none", goods="|", day=terms.day(compiled_on())).partition("|")[0]
    said = hints(app) + [words for words in notes(app) if words.startswith(none)]
    assert len(said) == lacking, said
    assert len(names & set(HELD[kind])) + len(said) == len(HELD[kind])
    assert names <= set(HELD[kind])
    assert [w.value for w in app.warning] == []


def test_the_average_duty_ends_with_the_day_its_source_knew() -> None:
    rows = economy.steps("LSO", compiled_on())
    assert rows["valid_to"].max() == pd.Timestamp("2026-06-08")  # what it holds of later days is the law of that day
    at = rows[rows["valid_from"] == pd.Timestamp("2025-04-05")]
    assert at["sum_pct"].iloc[0] == pytest.approx(50.09, abs=0.01)  # 50 of EO 14257 and the ordinary duty


def test_imports_of_a_heading_are_those_of_its_subheadings() -> None:
    day = compiled_on()
    heading = product_trade.by_origin("8471", "CHN", day).rows
    parts = [product_trade.by_origin(code, "CHN", day).rows for code in things.subheadings("8471")]
    assert heading["value_usd"].sum() == pytest.approx(sum(part["value_usd"].sum() for part in parts))
    assert heading["share_pct"].sum() == pytest.approx(100)


def test_the_lists_of_a_law_count_each_line_once() -> None:
    day = compiled_on()
    chapters = law_goods.by_chapter("section_232", "steel_derivatives", day)
    codes = set(law_goods.on_the_day("section_232", "steel_derivatives", day)["product_code"])
    lines = read_table("us_imports_hts10_annual", where={"year": [2025]}, columns=["hts10", "value_usd"])
    named = lines["hts10"].map(lambda line: any(line[:digits] in codes for digits in (4, 6, 8, 10)))
    assert chapters["value_usd"].sum() == lines.loc[named, "value_usd"].sum()
    assert set(chapters["chapter"]) == set(lines.loc[named, "hts10"].str[:2])


def test_a_law_that_has_ended_shows_the_lists_of_its_last_day() -> None:
    rows = law_goods.on_the_day("section_122", "", compiled_on())
    assert rows["date"].unique() == pd.Timestamp("2026-07-23")  # 150 days after 24 February 2026
    assert law_goods.is_exempt(rows)


def test_a_law_without_lists_says_so() -> None:
    with pytest.raises(NothingToShowError):
        law_goods.on_the_day("section_338", "", compiled_on())


def test_what_an_origin_sold_is_not_known_where_the_vintage_leaves_it_out() -> None:
    before, after = (
        {fact.label: fact.value for fact in product.facts("010121", "LSO", day)}
        for day in (date(2025, 6, 9), compiled_on())
    )
    assert before["Part, 2024"] == SAY("product.fact.none")
    assert after["Part, 2025"] == "0.0%"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("850760", "lithium-ion batteries"),
        ("8703", "cars"),
        ("9503", "toys"),
        ("847130", "portable computers"),
        ("8542", "electronic integrated circuits"),
        ("8471", "computers"),
        ("8486", "goods"),
        ("8807", "aircraft parts"),  # the wording begins with aircraft
        ("841191", "parts of turbo-jets and turbo-propellers"),
        ("300490", "some packaged medicines"),
    ],
)
def test_goods_have_a_short_name_from_the_nomenclature(code: str, words: str) -> None:
    assert things.named(code) == words


@pytest.mark.parametrize(
    ("code", "goods"),
    [("847130", "portable computers"), ("9503", "toys"), ("8486", "HS 8486"), ("1201", "soybeans")],
)
def test_the_title_of_a_duty_names_the_goods_or_their_code(code: str, goods: str) -> None:
    finding = law_steps.since_2018(code, "CHN", compiled_on()).caption.finding
    case, fields = told("look_up", "steps.title", finding)
    assert case == "fallen"
    assert fields["goods"].startswith(goods)
    assert len(finding.split(" ")) <= terms.MOST_IN_TITLE


@pytest.mark.parametrize("place", ["VNM", "CHN", "MEX", "LSO"])
def test_the_highest_and_the_newest_duty_are_written_on_the_chart(place: str) -> None:
    rows = economy.steps(place, compiled_on())
    figure = step_bars(rows, LIGHT)
    texts = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    written = [words for trace in texts for words in trace.text]
    newest = rows.sort_values("valid_to")["sum_pct"].iloc[-1]
    assert {f"<b>{terms.number(rate, 1)}</b>" for rate in (rows["sum_pct"].max(), newest)} <= set(written)


def test_a_duty_whose_readings_alone_move_is_written_once() -> None:
    """On Chinese laptops 20% of fentanyl duties from 4 March to 10 November 2025, 10% until 24 February 2026."""
    figure = step_bars(law_steps.law_of("847130", "CHN", compiled_on()), LIGHT)
    texts = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    assert [words for trace in texts for words in trace.text].count("<b>20.0</b>") == 1


def test_a_duty_that_was_never_charged_is_no_highest_one() -> None:
    """Subheading 8471.30 is free of ordinary duty and was exempt from each emergency duty on Vietnam."""
    caption = law_steps.since_2018("847130", "VNM", compiled_on()).caption
    assert told("look_up", "steps.title", caption.finding)[0] == "flat"


@pytest.mark.parametrize("query", [{"law": "EO 14257"}, {"mineral": "Gallium, metal"}, {"economy": "Nowhere"}])
def test_an_address_that_names_nothing_held_chooses_nothing(query: dict[str, str]) -> None:
    app = at_address("look_up", query)
    assert [e.message for e in app.exception] == []
    is_held = "mineral" in query
    assert bool(charts(app)) == is_held
    assert choices(app)["look_up_section"]["chosen"] == [next(iter(query)).capitalize()]


def test_names_of_laws_and_minerals_are_each_of_one_thing() -> None:
    for names in (things.laws(compiled_on()), things.minerals(), things.origins()):
        assert len(set(names.values())) == len(names)


def test_an_act_not_yet_known_is_not_offered() -> None:
    assert "us-ieepa-recip" in things.laws(date(2025, 4, 2))
    assert "us-ieepa-recip" not in things.laws(date(2025, 4, 1))


def test_a_member_of_the_union_is_under_its_law() -> None:
    assert things.law_place("DEU") == "EU27"
    assert things.law_place("VNM") == "VNM"
    assert cache.country_names()["DEU"] == "Germany"


@pytest.mark.parametrize(("former", "code"), page.FORMER_LAWS.items())
def test_a_law_opens_by_the_name_that_saved_links_have(former: str, code: str) -> None:
    app = at_address("look_up", {"law": former})
    name = things.laws(compiled_on())[code]
    assert choices(app)["law"]["chosen"] == [name] and address(app)["law"] == [name]
    assert title(app) == SAY("law.title", law=things.law_name(name))


@pytest.mark.parametrize(
    ("query", "goods"),
    [
        ({"product": "7208.39", "from": "China"}, "7208.39 from China in 2025"),
        ({"product": "1201.90", "from": "Brazil"}, "1201.90 from Brazil in 2025"),
    ],
)
def test_goods_the_model_does_not_hold_are_told_by_their_code_and_the_year(query: dict[str, str], goods: str) -> None:
    assert any(goods in told for told in hints(at_address("look_up", query)))
