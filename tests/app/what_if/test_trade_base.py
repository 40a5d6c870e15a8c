"""What the dollars of the what-if pages rest on: the last trade known by default, a year where it is chosen."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from parley import read_table, terms
from parley.app.what_if import trade_base
from tests import apps
from tests.scenarios import on_page
from tests.wording import among

PAGE = "what_if_product"
LATEST, JUNE, BEFORE = date(2026, 11, 24), date(2025, 6, 9), date(2024, 6, 9)


def test_a_day_offers_what_was_known_on_it() -> None:
    offered = {day: list(trade_base.options(day)) for day in (LATEST, JUNE, BEFORE)}
    assert offered[LATEST] == [trade_base.TWELVE, "2025", "2024"]
    assert offered[JUNE] == [trade_base.TWELVE, "2024"]
    assert offered[BEFORE] == ["2024"]


def recorded_from_china(as_of: date, last: str) -> float:
    """Imports from China for consumption over the twelve months to ``last``, from the table itself."""
    where = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"], "partner_iso3": ["CHN"]}
    rows = read_table("trade_monthly", as_of=as_of, where=where).sort_values("vintage")
    months = rows.drop_duplicates("month", keep="last").set_index("month")["value_usd"].sort_index()
    return float(months.loc[:last].tail(12).sum())


def bn(words: str) -> float:
    return float(words.replace("$", "").removesuffix("bn"))


def observed(app: AppTest) -> tuple[str, dict[str, str]]:
    """What the dollars rest on: the case and fields of its paragraph behind How sure?."""
    (found,) = among(PAGE, "observed", apps.paragraphs(app))
    return found


def test_dollars_rest_on_what_was_recorded_unless_a_year_is_chosen() -> None:
    recorded = recorded_from_china(LATEST, "2026-07") / 1e9
    for base in ("", "2025", "2024"):
        app = apps.at_address(PAGE, {"us_XVI": "60", "base": base})
        assert [fault.message for fault in app.exception] == []
        case, fields = observed(app)
        if base:
            assert (case, fields["base"]) == ("recorded", base)
            assert bn(fields["recorded"]) == pytest.approx(recorded, rel=0.005)
        else:
            assert (case, fields["base"]) == ("alike", trade_base.SAY("base.twelve", month="July 2026"))
            assert bn(fields["modelled"]) == pytest.approx(recorded, rel=0.005)


@pytest.mark.parametrize(
    ("query", "case", "modelled"),
    [
        ({"as_of": "2018-03-01"}, "moved", 577),  # as if the duties since 2018 had never come
        ({"as_of": "2022-06-01"}, "alike", 429),
        ({"base": "2024"}, "recorded", 336),
    ],
)
def test_what_was_recorded_is_told_apart_from_what_the_model_makes_of_it(
    query: dict[str, str], case: str, modelled: float
) -> None:
    """US imports from China of 2024, for consumption, without chapters 98 and 99: $429bn."""
    found, fields = observed(apps.at_address(PAGE, {"us_XVI": "60", "duties": "Collected", **query}))
    assert (found, fields["base"], bn(fields["modelled"])) == (case, "2024", modelled)
    assert bn(fields.get("recorded_usd", fields["modelled"])) == 429


def test_the_scenario_of_the_page_says_what_it_rests_on() -> None:
    app = apps.at_address(PAGE, {"us_XVI": "60"})
    scenario = app.session_state[f"{PAGE}_last_good"].scenario
    assert (scenario.base_year, scenario.trade) == (2025, "twelve_months")
    app = apps.at_address(PAGE, {"us_XVI": "60", "base": "2024"})
    scenario = app.session_state[f"{PAGE}_last_good"].scenario
    assert (scenario.base_year, scenario.trade) == (2024, "base_year")


def test_the_rows_name_the_records_of_their_trade() -> None:
    now, then = (trade_base.stamp(on_page(day)) for day in (LATEST, BEFORE))
    assert now["source_id"] == "census_us_imports_hts10_annual"
    assert then == {"source_id": "census_us_imports_2024_hs10"}
    known = set(read_table("sources")["source_id"])
    assert set(now.values()) <= known
    assert trade_base.of(on_page(BEFORE)) == "2024"
    assert trade_base.of(on_page(LATEST)) == trade_base.SAY("base.twelve", month=f"July{terms.NBSP}2026")
