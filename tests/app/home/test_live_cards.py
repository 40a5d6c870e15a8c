"""The live cards: shares of imports, months of magnets, and what another tariff would do, each from its rows."""

import re
from datetime import date

import pytest

from parley import read_table, terms
from parley.app.home import magnets, took_place, try_rate
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if.all_models import of_scenario
from parley.app.what_if_product import answer as product
from parley.app.what_if_product.controls import IN_TOTAL, TOTAL_KEY
from parley.tables.read import compiled_on
from tests.apps import at_address, cards, title
from tests.lines import plain

NB = terms.NBSP
BEARERS = ("who_bears", "USA", "buyers")
ON = date(2026, 5, 2)  # a day no other test asks for


def general_imports(partner: str, year: int) -> float:
    rows = read_table("trade_monthly", where={"partner_iso3": [partner], "flow": ["import"], "basis": ["general"]})
    newest = rows.sort_values("vintage").drop_duplicates("month", keep="last")
    of_year = newest[newest["month"].dt.year == year]
    assert len(of_year) == 12
    return float(of_year["value_usd"].sum())


def test_chinas_share_is_its_imports_of_the_year_over_those_of_all() -> None:
    rows = took_place.shares(compiled_on()).rows.set_index(["partner_iso3", "year"])["share_pct"]
    for year in (2017, 2025):
        assert rows["CHN", year] == pytest.approx(100 * general_imports("CHN", year) / general_imports("WLD", year))
    body = took_place.said(compiled_on())
    assert terms.rate(rows["CHN", 2025]) in body and "2017" in body and "2025" in body


def test_the_partners_beside_china_are_those_that_gained_most() -> None:
    rows = took_place.shares(compiled_on()).rows
    gained = rows.pivot(index="partner_iso3", columns="year", values="share_pct").diff(axis=1).iloc[:, -1]
    assert list(rows["partner_iso3"].unique()) == ["CHN", "TWN", "VNM"]
    assert gained["TWN"] >= gained["VNM"] > 0 > gained["CHN"]


def test_before_a_full_year_after_2017_no_share_is_compared() -> None:
    with pytest.raises(NothingToShowError, match="2017"):
        took_place.shares(date(2018, 6, 1))


def test_every_month_of_magnets_is_a_bar_or_said_to_be_missing() -> None:
    """Chinese customs as the press printed it: 406 t in March 2026; April 2025 and January 2026 are not out."""
    body = magnets.said(compiled_on())
    said = dict(re.findall(rf"([A-Z][a-z]+{NB}\d{{4}}) (not published|[\d,]+{NB}t)", body))
    missing = [month for month, what in said.items() if what == magnets.SAY("magnets.missing", month="").strip()]
    assert len(said) == magnets.MONTHS
    assert said[f"March{NB}2026"] == f"406{NB}t" and said[f"July{NB}2025"] == f"619{NB}t"
    assert missing == [f"April{NB}2025", f"January{NB}2026"]
    assert magnets.SAY("magnets.gaps", "many", count="two") in body
    assert body.count('class="parley-gap"') == 2
    derived = read_table("china_rare_earth_exports", where={"kind": ["derived"], "destination_iso3": ["USA"]})
    months = derived.loc[derived["commodity"] == "rare_earth_magnets", "period_start"]
    count = int(months.isin(magnets.shipped(compiled_on()).rows["period_start"]).sum())
    assert count == 4 == body.count('class="parley-derived"')


def test_months_published_together_are_no_single_figure() -> None:
    row = {"kind": "reported", "n_months": 2, "per_month_t": 5.0}
    assert "parley-derived" in magnets._bar(0, row, 5.0)


def test_before_the_first_month_of_magnets_a_sentence_says_so() -> None:
    with pytest.raises(NothingToShowError, match=re.escape(terms.day(date(2024, 1, 1)))):
        magnets.said(date(2024, 1, 1))


@pytest.fixture(scope="module", params=[compiled_on(), date(2025, 6, 9)], ids=str)
def path(request: pytest.FixtureRequest) -> try_rate.Path:
    return try_rate.begun(request.param)


def test_an_answer_is_that_of_the_what_if_page_with_its_slider_there(path: try_rate.Path) -> None:
    path.work_out([path.least, try_rate.MOST])
    for position in (path.least, try_rate.RATE, try_rate.MOST):
        assert path.sizes[position] == product.answer(path.scenario(position)).figures[product.BUYERS]
    query = {"us_mode": IN_TOTAL, TOTAL_KEY: "60", "as_of": f"{path.start.as_of}"}
    answer, size = plain(title(at_address("what_if_product", query))), try_rate.shown(path, 60)[1]
    assert "60%" in answer and "cost US buyers" in answer
    assert re.findall(r"\$[\d.]+bn", answer) == [size]


def test_a_direction_is_claimed_only_where_all_models_agree(path: try_rate.Path) -> None:
    rest = round(path.now_pct)
    for position in (path.least, rest - 6, rest - 3, rest + 3, rest + 6, try_rate.RATE, 145):
        path.work_out([position])
        agreed = {"loss": "lose", "gain": "gain"}.get(of_scenario(path.scenario(position)).sign(BEARERS), "open")
        assert try_rate._case(path, position) in (agreed, "open"), position
    assert {try_rate._case(path, position) for position in (path.least, 145)} == {"gain", "lose"}


def test_at_the_tariff_in_force_nothing_moves(path: try_rate.Path) -> None:
    rest = round(path.now_pct)
    path.work_out([rest])
    assert path.sizes[rest] == (0, 0, 0)
    assert try_rate.shown(path, rest)[2] == try_rate.SAY("try.below", "rest")


def test_the_nearest_positions_come_first_and_none_twice() -> None:
    path = try_rate.begun(ON)
    near = path.near(62)
    assert len(near) == try_rate.PIECE and near[:3] == [62, 61, 63]
    assert [abs(each - 62) for each in near] == sorted(abs(each - 62) for each in near)
    assert not set(near) & set(path.sizes)
    path.work_out(near[:3])
    assert set(near[:3]) <= set(path.sizes) and not set(near[:3]) & set(path.near(62))
    assert not path.is_whole


def test_a_figure_is_no_finer_than_its_range() -> None:
    assert try_rate._money(50.8e9, 46.0e9, 62.3e9) == ("$51bn", "$46–62bn")
    assert try_rate._money(-5.9e9, -6.0e9, -5.8e9)[0] == "$5.9bn"


def test_a_range_on_both_sides_of_zero_claims_no_direction() -> None:
    path = try_rate.begun(ON)
    path.sizes[90] = (1e9, -2e9, 3e9)
    assert try_rate.shown(path, 90)[1:] == (try_rate.SAY("try.instead", "open"), try_rate.SAY("try.below", "open"))
    path.sizes[91] = None
    assert try_rate.shown(path, 91)[2] == try_rate.SAY("try.below", "far")


def test_the_first_answer_comes_when_the_browser_asks_for_it() -> None:
    app = at_address("home", {"as_of": f"{ON}"})
    assert "home_try" not in [card["document"]["name"] for card in cards(app)]
    app.session_state[try_rate.ASKED] = {"number": 1, "near": None}
    app.run()
    (card,) = [card for card in cards(app) if card["document"]["name"] == "home_try"]
    assert card["document"]["rows"] == 1 and card["document"]["source"]
    assert 'type="range"' in card["body"] and f'value="{try_rate.RATE}"' in card["body"]


def test_before_the_days_of_the_models_the_card_says_why_it_is_missing() -> None:
    app = at_address("home", {"as_of": "2017-01-01"})
    app.session_state[try_rate.ASKED] = {"number": 1, "near": None}
    assert [fault.value for fault in app.run().warning] == []
    assert "home_try" not in [card["document"]["name"] for card in cards(app)]


def test_rows_taken_from_the_slider_hold_the_model_and_the_trade_it_stands_on(path: try_rate.Path) -> None:
    rows = try_rate.figure(path.start.as_of, path).rows
    assert len(rows) == 1 and rows["rate_pct"].iloc[0] == try_rate.RATE
    assert rows["model"].iloc[0] == product.STAMP["model"]
    assert {"source_id", "buyers_loss_low_usd", "buyers_loss_high_usd"} <= set(rows.columns)
