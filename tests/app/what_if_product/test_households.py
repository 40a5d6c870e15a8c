"""Households: the page's figures are Python's, the parts add up, a gain is a saving, and what it is not is said."""

import pytest

from parley import terms
from parley.app.what_if_product import households
from parley.results.answers import household
from tests import apps
from tests.wording import told

PAGE = "what_if_product"
SUBJECT = {"what_if_section": "Households"}


def opened(**query: str) -> apps.AppTest:
    app = apps.at_address(PAGE, {**SUBJECT, **query})
    assert [fault.message for fault in app.exception] == []
    return app


def shown(app: apps.AppTest) -> dict[str, object]:
    return apps.documents(app)[-1]


@pytest.mark.parametrize(("query", "case"), [({"us_XVI": "60"}, "cost"), ({"us_total": "10"}, "gain")])
def test_the_title_has_both_estimates_and_a_saving_is_called_one(query: dict[str, str], case: str) -> None:
    app = opened(**query)
    scenario = app.session_state[f"{PAGE}_last_good"].scenario
    rows = household.household_cost(scenario).categories
    own = rows[rows["pce_category"] != household.INPUTS]
    ends = sorted(abs(own[f"{kind}_usd_a_household"].sum()) for kind in ("border", "retail"))
    found, fields = told(PAGE, "households.finding", str(shown(app)["finding"]))
    assert found == case
    assert [fields["low"], fields["high"]] == [f"${terms.number(end, 0 if end >= 10 else 1)}" for end in ends]
    assert shown(app)["rows"] == len(rows)


def test_the_marks_are_the_rows_of_the_largest_categories() -> None:
    app = opened(us_XVI="60")
    scenario = app.session_state[f"{PAGE}_last_good"].scenario
    rows = household.household_cost(scenario).categories.set_index("pce_category").drop(household.INPUTS)
    largest = rows["border_usd_a_household"].abs().nlargest(households.SHOWN).index
    marks = {t["name"]: t["x"] for t in apps.charts(app)[-1].shown["data"] if t["mode"] == "markers"}
    for mark, column in zip(households.MARKS, ("border", "retail"), strict=True):
        assert marks[mark] == pytest.approx(list(rows.loc[largest, f"{column}_usd_a_household"]))


def test_by_income_the_ten_tenths_add_up_to_what_is_shared() -> None:
    app = opened(us_XVI="60", households_by="Income")
    scenario = app.session_state[f"{PAGE}_last_good"].scenario
    cost = household.household_cost(scenario)
    (border,) = [t["x"] for t in apps.charts(app)[-1].shown["data"] if t.get("name") == households.MARKS[0]]
    assert len(border) == households.TENTHS
    assert sum(border) * cost.households / 10 == pytest.approx(cost.deciles["border_usd"].sum(), rel=1e-9)
    fields = told(PAGE, "households.income", str(shown(app)["finding"]))[1]
    ends = cost.deciles["border_share_pct"].iloc[[0, -1]]
    assert [fields["low"], fields["high"]] == [f"{terms.number(share)}%" for share in ends]


def test_where_china_alone_moves_no_household_pays() -> None:
    app = opened(cn_total="40")
    assert households.SAY("households.nothing") in apps.hints(app)
