"""The Trade page's subjects: what each compares on a date, and that every one of them draws on every date."""

import base64
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit import sheet, takeaway
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.takeaway import Takeaway
from parley.app.trade import china_customs, header, industry_flows, mirror_gap
from parley.app.trade import who_took_the_place as facts
from tests.apps import at_address, cards, charts, choices, documents, events, hints
from tests.sent_charts import figures_right
from tests.wording import told

LATEST, LONDON = date(2026, 11, 24), date(2025, 6, 9)
XVI = next(name for name, numeral in facts.SECTIONS.items() if numeral == "XVI")
BROAD = next(iter(facts.INDUSTRIES))
SUBJECTS = [
    "Month by month",
    header.PLACE,
    "Goods",
    "Exports to China",
    "China's figures",
    "Mirror gap",
]
CHOSEN = [
    {"trade_section": header.PLACE, "trade_flow_as": "China's share"},
    {"trade_section": header.PLACE, "trade_place_by": "One industry"},
    {"trade_section": header.PLACE, "trade_place_by": "One section"},
    {"trade_section": "Goods", "trade_rank": "Partners"},
    {"trade_section": "Goods", "trade_rank": "China's share"},
    {"trade_section": "Goods", "trade_goods_section": XVI, "trade_goods_chapter": "no such chapter"},
]
STATES = [
    *({"trade_section": subject, "as_of": "2018-07-01"} for subject in SUBJECTS),
    *({**query, "as_of": day} for query in CHOSEN for day in ("2018-07-01", "2025-06-09")),
    CHOSEN[-1],
]


def filled(app: AppTest) -> list[dict[str, Any]]:
    """The documents of the cards that say something."""
    return [shown for shown in documents(app) if shown["finding"]]


@pytest.mark.parametrize("query", STATES, ids=lambda query: " ".join(query.values()))
def test_a_subject_or_choice_draws_or_says_why_not(query: dict[str, str]) -> None:
    app = at_address("trade", query)
    assert [e.message for e in app.exception] == []
    assert [element.value for kind in ("warning", "error") for element in app.get(kind)] == []
    assert charts(app) or hints(app)
    if "as_of" not in query:
        assert charts(app) and not hints(app)


def test_the_year_compared_follows_the_date() -> None:
    assert facts.industry(LATEST, BROAD).default == 2025
    assert facts.industry(LATEST, BROAD).months_of_year[2025] == 11
    london = facts.industry(LONDON, BROAD)
    assert london.default == 2024  # of 2025 four months were known
    assert london.months_of_year[2025] == 4
    assert facts.section(LATEST, XVI).years == [2025, 2024, 2021, 2020, 2019, 2018]
    assert facts.section(date(2026, 6, 8), XVI).years == [2024, 2021, 2020, 2019, 2018]  # the day before the revision
    assert facts.section(LATEST, XVI).default == 2025
    assert facts.section(date(2025, 2, 8), XVI).default == 2021  # the figures of 2024 came a day later
    assert facts.section(date(2020, 3, 1), XVI).default == 2019


def test_before_the_first_full_comparison_a_sentence_stands_in() -> None:
    with pytest.raises(NothingToShowError, match="1 Jan 2018".replace(" ", "\u00a0")):
        facts.industry(date(2018, 1, 1), BROAD)
    with pytest.raises(NothingToShowError, match=r"2017.* 1\u00a0Jan\u00a02018"):
        industry_flows.industry_years(date(2018, 1, 1))


def test_a_section_takes_2024_and_2025_from_one_release_by_product() -> None:
    goods = facts.section(LATEST, XVI)
    shares = facts.shares(goods, 2025, LATEST)
    newest = shares[shares["year"] >= 2024]
    assert set(newest["source_id"]) == {"census_us_imports_hts10_annual"}
    assert set(newest.loc[newest["partner_iso3"] == "CHN", "year"]) == {2024, 2025}
    assert facts.shares(goods, 2024, LATEST)["year"].max() == 2024


def test_a_section_compares_2024_with_the_table_by_product_and_leaves_the_union_out() -> None:
    goods = facts.section(LONDON, XVI)
    shares = facts.shares(goods, 2024, LONDON)
    newest = shares[shares["year"] == 2024]
    assert set(newest["source_id"]) == {"census_us_imports_2024_hs10"}
    assert "EU27" not in set(newest["partner_iso3"])
    china = newest.set_index("partner_iso3")["value_usd"]["CHN"] / 1e9
    assert china == pytest.approx(197.6, abs=0.05)  # Census, section XVI of China in 2024
    assert facts.shares(goods, 2020, LONDON)["year"].max() == 2020


def test_partial_years_are_named_in_the_caption() -> None:
    assert [facts.goods_words(BROAD, 11).months, facts.goods_words(XVI, 12).months] == [11, 12]


def test_the_reasons_name_the_end_of_duty_free_parcels_once_it_was_known() -> None:
    assert "2\u00a0May\u00a02025" in mirror_gap.reasons(LONDON)
    assert "ended" not in mirror_gap.reasons(date(2025, 1, 1))
    to_come = mirror_gap.SAY("mirror.entry", "ends", day="2\u00a0May\u00a02025")
    assert to_come in mirror_gap.reasons(date(2025, 4, 15))  # ordered on 2 April


def test_the_printed_rates_of_trade_with_the_us_say_where_later_months_are() -> None:
    """First prints end in February 2026, the revised months in June 2026; on 9 June 2025 both ended in May 2025."""
    us, world = (china_customs.rate_rows(LATEST, partner) for partner in ("USA", "WLD"))
    assert told("trade", "customs.later", china_customs.later_months(LATEST, us))[1] == {"month": "June 2026"}
    assert china_customs.later_months(LATEST, world) == ""
    assert china_customs.later_months(LONDON, china_customs.rate_rows(LONDON, "USA")) == ""


def test_the_choices_of_an_address_are_those_chosen_in_the_cards() -> None:
    address = {"trade_place_by": "One section", "trade_place_section": XVI, "trade_section_year": "2020"}
    app = at_address("trade", {"trade_section": header.PLACE, **address})
    assert {name: choices(app)[name]["chosen"] for name in address} == {
        name: [value] for name, value in address.items()
    }


def test_the_steps_on_a_chart_are_told_below_it() -> None:
    app = at_address("trade", {"trade_section": header.PLACE, "trade_place_by": "One industry"})
    (document,) = [shown for shown in documents(app) if shown["name"] == "trade_place_months"]
    assert len(document["events"]) == len(events(app)) == 5  # the sixth, of July 2026, came after the newest month


def test_what_is_taken_away_is_every_row_of_the_figure() -> None:
    asked = {"card": "card-trade-Goods-0", "form": "csv", "number": 1}
    app = at_address("trade", {"trade_section": "Goods"}, {sheet.KEY: sheet.Cards(file_wish=asked)})
    (sent,) = [shown for shown in cards(app) if shown["document"]["name"] == "trade_imports"]
    lines = base64.b64decode(sent["file"]["content"]).decode().splitlines()
    assert len(lines) == 1 + sent["document"]["rows"]


@pytest.mark.parametrize(
    ("query", "name", "share"),
    [
        ({"trade_supplier": "Micronesia"}, "Special provisions (98, 99)", "53%"),
        ({"trade_goods_section": "V, Minerals, fuels"}, "Salt, stone and cement", "61%"),
        ({"trade_goods_section": "III, Fats and oils"}, None, None),
        ({}, "Machinery and electronics", "42%"),
    ],
)
def test_the_goods_of_a_title_are_named_whole(query: dict[str, str], name: str | None, share: str | None) -> None:
    """A title began ``99) (section Special provisions (98)``, others called all minerals salt and all fats animal."""
    (shown,) = filled(at_address("trade", {"trade_section": "Goods", **query}))
    _, fields = told("trade", "goods.finding", shown["finding"])
    assert (fields.get("name"), fields.get("part")) == (name, share)


def test_a_section_is_named_as_a_list_in_a_sentence() -> None:
    (shown,) = filled(at_address("trade", {"trade_section": "Goods", "trade_goods_section": "V, Minerals, fuels"}))
    assert told("trade", "goods.imports", told("trade", "goods.finding", shown["finding"])[1]["imports"]) == (
        "part_from",
        {"goods": "minerals and fuels", "partner": "China"},
    )


def test_small_imports_are_told_in_a_unit_of_their_size() -> None:
    """Labels said ``0.0000806 bn`` of $80,623."""
    app = at_address("trade", {"trade_section": "Goods", "trade_supplier": "Micronesia"})
    (shown,) = charts(app)
    values = figures_right(shown.figure)[0]
    assert values[:3] == ["$354,268", "$142,251", "$80,623"]
    assert not [words for words in values if "bn" in words]
    (document,) = filled(app)
    assert "billion" not in document["measure"]


@pytest.mark.parametrize(
    "query", [{}, {"trade_supplier": "All partners"}, {"trade_goods_section": "V, Minerals, fuels"}]
)
def test_the_share_of_a_title_is_in_the_rows_taken_away(query: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """42% of $300bn was machinery; the 15 rows added to $295bn, of which it is 43%."""
    made: list[Takeaway] = []
    monkeypatch.setattr(takeaway, "Takeaway", lambda *given: made.append(Takeaway(*given)) or made[-1])
    (shown,) = filled(at_address("trade", {"trade_section": "Goods", **query}))
    (rows,) = [one.rows for one in made if one.name == "trade_imports"]
    assert told("trade", "goods.finding", shown["finding"])[1]["part"] == f"{rows['share_pct'].iloc[0]:.0f}%"
    assert rows["share_pct"].sum() <= 100.0 + 1e-9
