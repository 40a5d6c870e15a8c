"""The subjects Products and Which law of the Tariffs page: dates, levels, searches, strange addresses."""

import re
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.look_up import law_steps
from parley.app.tariffs import law_origins, products, which_law
from parley.app.tariffs.header import SAY
from parley.measures import product_rates
from parley.terms import goods
from tests.app.tariffs.test_page import run
from tests.app.test_pages import LOGGED, sentences
from tests.apps import charts, choices, documents, findings, hints, links, notes, tables
from tests.measures.law_of_china import law_of_china
from tests.wording import told

DATES = ["", "2025-06-09", "2018-07-01", "2017-01-01"]
ORIGINS = {"China": "CHN", "Vietnam": "VNM"}


def headings(app: AppTest) -> list[str]:
    return [header.replace("\u00a0", " ") for header in findings(app)]


def measure(app: AppTest) -> str:
    """The line below the title of *Products*."""
    (shown,) = [sent["measure"] for sent in documents(app, "whole") if sent["name"] == "tariff_products"]
    return str(shown).replace("\u00a0", " ")


def code_and_origin(app: AppTest) -> tuple[str, str]:
    """Of the product whose laws are listed."""
    _, fields = told("tariffs", "law.title", headings(app)[0])
    typed = goods.dotted(choices(app)["tariff_law_search"]["chosen"][0])  # a long name leaves the code no room
    return next(iter(re.findall(r"HS ([\d.]+)", fields["goods"])), typed), fields["origin"]


def quiet(app: AppTest) -> bool:
    return not app.exception and not [s for s in sentences(app) if LOGGED in s]


@pytest.mark.parametrize("as_of", DATES)
@pytest.mark.parametrize("level", ["Sections", "Chapters", "Subheadings"])
def test_duties_by_product_are_drawn_on_every_date_and_level(level: str, as_of: str) -> None:
    app = run("Products", as_of, tariff_product_level=level)
    assert quiet(app)
    for chart in charts(app):
        assert chart.figure
    assert charts(app)
    assert [c for c in notes(app) if c.startswith("Source")]
    is_out = as_of in ("", "2025-06-09")  # what was collected in 2024 came out in February 2025
    assert ("collected" in charts(app)[0].alt) == is_out


def test_tables_and_files_name_the_duty_on_most_goods_in_words() -> None:
    shown = products.products("section", products.EVERY_SECTION, date(2025, 6, 9))
    parts = {"ordinary", "section_301", "section_232", "fentanyl", "on_most_goods", "law_low", "law_high", "collected"}
    assert set(shown.rows["part"]) == parts


def test_the_average_on_the_page_is_that_of_the_measure() -> None:
    on = date(2025, 6, 9)
    low, mean, high = (
        product_rates.weighted(rates, [])[product_rates.RATE].item()
        for rates in product_rates.range_on(*law_of_china(), on)
    )
    assert f"All goods {mean:.1f} by law, range {low:.1f}–{high:.1f}, " in charts(run("Products", f"{on}"))[0].alt


def test_sectors_are_a_grouping_where_their_rates_are_known() -> None:
    """Ferrous metals in the rebuild's own file of days: 4.136% on 1 January 2025, 40.753% on 8 June 2026."""
    app = run("Products", tariff_product_level="Sectors")
    assert headings(app) == [SAY("sectors.title", "up_then", sector="ferrous metals", rate="40.8%", before="4.1%")]
    assert len(products.sectors(date(2026, 11, 27)).rows) == 45
    within = products.sectors(date(2026, 2, 25)).caption.finding  # 41.7% on a day the rates reach
    assert within == SAY("sectors.title", "up", sector="ferrous metals", rate="41.7%", before="4.1%")
    assert SAY("sectors.none", day=terms.day(date(2018, 7, 1))) in hints(
        run("Products", "2018-07-01", tariff_product_level="Sectors")
    )


def test_a_sector_is_named_in_words() -> None:
    """The statistics say ``Metals nec``: not elsewhere classified."""
    assert " nec" not in products.sectors(date(2026, 11, 27)).caption.alt


@pytest.mark.parametrize("as_of", DATES)
def test_the_laws_of_a_product_are_listed_on_every_date(as_of: str) -> None:
    app = run("Which law", as_of, tariff_law_search="8507.60")
    assert quiet(app)
    assert code_and_origin(app) == ("8507.60", "China")
    assert len(tables(app)[0].rows) >= 1
    assert [c for c in notes(app) if c.startswith("Source")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("8517.13", "8517.13"), ("8542", "8542"), ("85076000", "8507.60.00"), ("8507600010", "8507.60.0010")],
)
def test_a_code_finds_the_product(typed: str, code: str) -> None:
    app = run("Which law", "2025-06-09", tariff_law_search=typed)
    assert quiet(app)
    assert code_and_origin(app) == (code, "China")


@pytest.mark.parametrize(("typed", "code"), [("lithium ion", "850760"), ("laptop", "847130"), ("85", "8542")])
def test_words_and_beginnings_of_codes_offer_candidates_and_choose_none(typed: str, code: str) -> None:
    app = run("Which law", "2025-06-09", tariff_law_search=typed)
    assert quiet(app)
    assert hints(app) == [SAY("law.which")]
    assert any(name.startswith(f"{code} ") for name in choices(app)["tariff_law_code"]["options"])


def test_where_nothing_is_typed_an_example_is_answered() -> None:
    app = run("Which law", "2025-06-09")
    assert quiet(app)
    assert code_and_origin(app) == ("8507.60", "China")


@pytest.mark.parametrize(("origin", "as_of"), [("Vietnam", ""), ("Canada", "2025-06-09"), ("Chile", "2017-01-01")])
def test_duties_by_product_are_drawn_for_other_origins(origin: str, as_of: str) -> None:
    app = run("Products", as_of, tariff_product_origin=origin)
    assert quiet(app)
    assert charts(app)
    assert origin in headings(app)[0]


def test_the_average_of_another_origin_is_that_of_the_law() -> None:
    shown = products.products("section", products.EVERY_SECTION, date(2025, 10, 1), "VNM").rows
    owed = shown[(shown["code"] == "all") & ~shown["part"].isin(["law_low", "law_high", "collected"])]
    assert 17 < owed["rate_pct"].sum() < 19  # the Budget Lab's tracker, rebuilt: 18.1


@pytest.mark.parametrize(
    ("search", "origin", "as_of", "product", "rate"),
    [
        ("611020", "Vietnam", "2025-09-01", ("6110.20", "Vietnam"), "36.5%"),
        ("8703", "Japan", "2025-10-01", ("8703", "Japan"), "15.0%"),
        ("9401614011", "European Union", "2025-11-10", ("9401.61.4011", "the European Union"), "15.0%"),
        ("010121", "Canada", "2026-10-09", ("0101.21", "Canada"), "3.8%"),  # 10% on what did not claim USMCA
    ],
)
def test_the_laws_on_a_product_of_another_origin_are_listed(
    search: str, origin: str, as_of: str, product: tuple[str, str], rate: str
) -> None:
    app = run("Which law", as_of, tariff_law_search=search, tariff_law_origin=origin)
    assert quiet(app)
    assert code_and_origin(app) == product
    assert rate in headings(app)[0]
    assert len(tables(app)[0].rows) >= 1
    assert [c for c in notes(app) if c.startswith("Source")]


def test_an_origin_has_no_law_before_the_first_day_answered() -> None:
    app = run("Which law", "2017-01-01", tariff_law_search="611020", tariff_law_origin="Vietnam")
    assert quiet(app)
    assert any("2018-01-01" in told for told in hints(app))


@pytest.mark.parametrize("typed", ["xyzzyxyzzy", "(((.*", "9903.88.03", "00000000"])
def test_what_is_no_product_gets_a_sentence(typed: str) -> None:
    app = run("Which law", tariff_law_search=typed)
    assert quiet(app)
    assert SAY("law.unknown", typed=typed) in hints(app)


def test_the_list_says_exempt_or_in_scope_with_the_legal_text() -> None:
    """Smartphones on the day of the London talks: fentanyl 20%, exempt from the reciprocal duty."""
    app = run("Which law", "2025-06-09", tariff_law_search="851713")
    table = tables(app)[0]
    rows = pd.DataFrame(table.rows, columns=table.heads).set_index("Law")
    fentanyl = next(law for law in rows.index if "Fentanyl" in law)
    reciprocal = next(law for law in rows.index if "Reciprocal" in law)
    assert any("federalregister.gov" in address and words in fentanyl for words, address in links(app))
    assert rows.loc[fentanyl, "This product"] == "in scope, since 4 Mar 2025"
    assert rows.loc[fentanyl, "Rate, %"] == "20.0"
    assert rows.loc[reciprocal, "This product"].startswith("exempt")


@pytest.mark.parametrize(
    "address",
    [
        {"tariff_product_level": "nonsense"},
        {"tariff_product_level": "Chapters", "tariff_product_section": "XVI Machinery, electronics"},
        {"tariff_product_level": "Subheadings", "tariff_product_chapter": "99"},
        {"tariff_products_view": "Table"},
        {"tariff_products_view": "By law"},
    ],
)
def test_a_choice_in_the_address_is_shown_or_falls_back(address: dict[str, str]) -> None:
    app = run("Products", **address)
    assert quiet(app)
    assert headings(app)


def _rates(origin: str, code: str) -> dict[str, str]:
    """The rate of each law of the list by its heading, or by its name without one."""
    (table,) = tables(run("Which law", "", tariff_law_search=code, tariff_law_origin=origin))
    return {row[0].split()[-1]: row[2] for row in table.rows}


def test_goods_that_a_heading_names_in_part_have_its_rate_from_any_origin() -> None:
    """The list said 0.0 of car parts of Algeria, whose range goes to 28.4 by the 25% of China's list."""
    algeria, china, japan = (_rates(origin, "8507.60") for origin in ("Algeria", "China", "Japan"))
    assert algeria["9903.94.05"] == china["9903.94.05"] == "25.0"
    assert algeria["9903.05.88"] == china["9903.05.88"] == "–"  # some goods are exempt: no rate of theirs
    assert japan["9903.94.43"] == "15.0 in all"


def test_a_country_keeps_its_capital_among_the_laws() -> None:
    app = run("Which law", "", tariff_law_search="9505.10", tariff_law_origin="Brazil")
    assert "Section 301 (Brazil)" in laws_of("950510", "BRA", date(2026, 11, 27))
    assert "Christmas" in headings(app)[0]
    assert "(India, Russian oil)" in laws_of("950510", "IND", date(2025, 10, 1))


def laws_of(code: str, origin: str, on: date) -> str:
    """The laws on one product as its alternative lists them."""
    return which_law.law_on(code, origin, on).caption.alt


def measure_of(app: AppTest) -> str:
    (shown,) = [sent["measure"] for sent in documents(app) if sent["name"] == "tariff_laws"]
    return str(shown)


@pytest.mark.parametrize("origin", ["China", "Vietnam"])
def test_the_line_below_the_title_says_to_which_day_the_law_is_known(origin: str) -> None:
    """It said ``by law (27 Nov 2026)`` above ``by the law known to 9 Oct 2026``."""
    app = run("Products", "", tariff_product_origin=origin)
    assert "9 Oct 2026" in measure(app) and "Nov" not in headings(app)[0]


@pytest.mark.parametrize(("as_of", "is_out"), [("2018-01-01", False), ("2025-02-08", False), ("2025-02-09", True)])
@pytest.mark.parametrize("origin", ["China", "Vietnam"])
def test_nothing_collected_in_2024_is_shown_before_it_had_come_out(origin: str, as_of: str, is_out: bool) -> None:
    """The Census Bureau's figures of 2024 are out since 9 February 2025: pages of earlier days showed them."""
    assert ("collected" in measure(run("Products", as_of, tariff_product_origin=origin))) == is_out
    by_law = products.products("section", products.EVERY_SECTION, date.fromisoformat(as_of), ORIGINS[origin])
    assert by_law.rows["part"].eq("collected").any() == is_out
    assert by_law.rows["value_usd"].notna().any() == is_out
    app = run("Which law", as_of, tariff_law_search="8507.60", tariff_law_origin=origin)
    assert any(re.search(r"\$.* in 2024[, ]", note) for note in notes(app)) == is_out
    said = " ".join(row[1] for row in tables(app)[0].rows)
    assert is_out or "of imports" not in said


@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("681099", date(2026, 8, 14)),
        ("681099", date(2026, 8, 15)),  # the safeguard on quartz began
        ("854143", date(2024, 12, 31)),  # that on solar panels, whose list we do not hold
        ("880622", date(2026, 11, 27)),  # drones under Section 232, whose list we do not hold
        ("850760", date(2026, 11, 27)),
    ],
)
def test_the_laws_on_chinese_goods_add_up_to_the_duty_of_look_up(code: str, on: date) -> None:
    steps = law_steps.law_of(code, "CHN", on)
    now = steps[steps["valid_from"] == steps["valid_from"].max()].iloc[0]
    caption = which_law.law_on(code, "CHN", on).caption
    assert f" {terms.rate(now['sum_pct'])} on " in caption.finding
    ends = f"; range {terms.span(now['low_pct'], now['high_pct'])}"
    assert caption.measure.endswith(ends) == (now["high_pct"] > now["low_pct"])


def test_a_list_that_did_not_begin_has_no_first_day() -> None:
    """Laptops, 8471.30.01: US note 20(u)(i), suspended."""
    short = which_law.law_on("847130", "CHN", date(2026, 8, 15)).short
    (said,) = short.loc[short["Law"].str.contains("List 4B"), "This product"]
    assert said == law_origins.STATES["suspended"]


@pytest.mark.parametrize(
    ("on", "part", "source"),
    [
        (date(2025, 6, 9), "section_232", "budget_lab_tariff_lists"),  # the printed notes are of April 2026
        (date(2026, 5, 1), "law_high", "hts_2026_rev_6_notes"),
        (date(2026, 7, 24), "on_most_goods", "section_301_forced_labour_lists"),
        (date(2026, 7, 24), "section_232", "hts_2026_rev_6_notes"),
    ],
)
def test_a_part_of_a_rate_names_the_source_of_the_lists_of_its_day(on: date, part: str, source: str) -> None:
    rows = products.products("section", products.EVERY_SECTION, on).rows
    assert set(rows.loc[rows["part"] == part, "source_id"]) == {source}
