"""The skill beside the product model's answers: that of the goods moved, at the horizon chosen, or none."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley import terms
from parley.app.what_if import skill
from parley.app.what_if.skill import SAY
from parley.results.validation import backtest_skill
from tests import apps
from tests.wording import Told, among, told

PAGE = "what_if_product"


@pytest.mark.parametrize(
    ("low", "high", "case"), [(0.1, 0.3, "better"), (-0.3, -0.1, "worse"), (-0.1, 0.2, "open"), (None, None, "few")]
)
def test_a_case_follows_the_interval(low: float | None, high: float | None, case: str) -> None:
    row = {"section": "XVI", "skill": 0.1, "low": low, "high": high, "in_sample": False}
    table = pd.DataFrame([row]).astype({"low": float, "high": float})
    assert told("what_if", "skill", skill.sentence(table, "XVI"))[0] == case


def of_the_test(app: AppTest) -> list[Told]:
    """What the page says of the model's test, without what follows where it was made with 2025 in view."""
    seen = f" {skill.SAY('skill.sample', 'seen')}"
    lines = [line.partition(f" {SAY('sure.backtest')}")[0].strip().removesuffix(seen) for line in apps.paragraphs(app)]
    return among("what_if", "skill", lines)


@pytest.mark.parametrize(
    ("query", "section"),
    [
        ({"us_XVI": "60"}, "XVI"),
        ({"us_XVI": "60", "us_XI": "50"}, "total"),
        ({"us_total": "60"}, "total"),
        ({"us_XVI": "60", "horizon": "First year"}, "XVI"),
        ({"cn_total": "40"}, None),
        ({"us_XVI": "60", "as_of": "2025-06-09"}, None),
    ],
)
def test_the_answer_has_the_skill_of_its_goods(query: dict[str, str], section: str | None) -> None:
    app = apps.at_address(PAGE, query)
    if section is None:
        assert of_the_test(app) == []
        return
    row = backtest_skill.skill("first_year" if "horizon" in query else "default").set_index("section").loc[section]
    ((case, fields),) = of_the_test(app)
    goods = SAY("skill.goods", "all")
    if section != "total":
        goods = SAY("skill.goods", "section", name=terms.in_a_sentence(terms.SECTION_LABELS[section]))
    assert (case, fields) == (skill.case(row["low"], row["high"]), {"goods": goods})


def test_the_year_is_known_by_product_from_the_day_its_table_came_out() -> None:
    assert [skill.is_known(date(year, 6, 9)) for year in (2025, 2026)] == [False, True]
