"""The law on a thing on two days: sums from the orders themselves, parts that add up, a page that never changed."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.look_up import law_steps, things, two_days
from parley.tables.read import compiled_on
from tests.apps import at_address, choices, documents

SAY = two_days.SAY
# Toys are free of ordinary duty; Vietnam's extra duty by order: 10% from 5 April 2025 (EO 14257, section 3(a)),
# 20% from 7 August 2025 (EO 14326, Annex I).
TOYS, APRIL, AUGUST = "950300", pd.Timestamp("2025-04-06"), date(2025, 8, 10)


def test_toys_from_vietnam_owed_10_percent_in_april_and_20_in_august_2025() -> None:
    rows = two_days.both(law_steps.law_of(TOYS, "VNM", AUGUST), APRIL, pd.Timestamp(AUGUST)).set_index("authority")
    assert rows.loc["total", ["rate_before_pct", "rate_pct"]].tolist() == [10.0, 20.0]
    assert rows.loc["ieepa_reciprocal", ["rate_before_pct", "rate_pct"]].tolist() == [10.0, 20.0]


def test_the_title_names_the_law_that_moved_most_and_the_sum_where_none_did() -> None:
    law = law_steps.law_of(TOYS, "VNM", AUGUST)
    rows = two_days.both(law, APRIL, pd.Timestamp(AUGUST))
    change = {"law": rows["name"].iloc[1], "first": terms.day(APRIL), "change": "10.0\u00a0points"}
    assert two_days.caption(rows, ("toys", "toys"), "10%", "20%").finding == SAY(
        "two.title", "law_rose", of="toys", **change
    )
    both = {"first": terms.day(APRIL), "day": terms.day(AUGUST), "rate": "10%"}
    still = two_days.caption(rows.assign(change_pp=0.0), ("toys", "toys"), "10%", "10%")
    assert still.finding == SAY("two.title", "same", of="toys", before="10%", **both)


@pytest.mark.parametrize(("code", "origin"), [("847130", "CHN"), ("8507", "CHN"), ("720839", "DEU")])
def test_the_laws_add_up_to_the_sum_on_both_days(code: str, origin: str) -> None:
    law = law_steps.law_of(code, origin, compiled_on())
    for before in law["valid_from"].unique()[:-1]:
        rows = two_days.both(law, before, law["valid_to"].max())
        total, parts = rows.iloc[0], rows.iloc[1:]
        for column in ("rate_before_pct", "rate_pct"):
            if pd.notna(total[column]):
                # laws below 0.05 on both days are left out
                assert parts[column].sum() == pytest.approx(total[column], abs=0.2)


def test_the_earlier_day_is_at_first_the_one_that_differs_most() -> None:
    day = pd.to_datetime(["2018-01-01", "2019-01-01", "2020-01-01", "2021-01-01"])
    rows = pd.DataFrame({"valid_from": day, "sum_pct": [5.0, 40.0, 40.0, 10.0]})
    assert two_days.furthest(rows, list(day[:-1])) == day[1]


@pytest.mark.parametrize("query", [{"product": "8507.60", "from": "China"}, {"economy": "Vietnam"}])
def test_the_page_offers_earlier_days_and_draws_the_one_chosen(query: dict[str, str]) -> None:
    app = at_address("look_up", query)
    offered = choices(app)["look_up_before"]["options"]
    assert len(offered) > 3
    app = at_address("look_up", {**query, "look_up_before": offered[-1]})
    (told,) = [d for d in documents(app, "whole") if d["name"] == "look_up_two"]
    assert offered[-1] in told["measure"]


@pytest.mark.parametrize(
    ("code", "name"), [("280530", "HS 2805.30"), ("850760", "lithium-ion batteries"), ("720810", "HS 7208.10")]
)
def test_goods_without_a_short_name_are_told_by_their_code_and_not_as_all_goods(code: str, name: str) -> None:
    """The US duty on goods from China fell, the title said, of rare-earth metals alone."""
    assert things.named_in_few(code) == name
