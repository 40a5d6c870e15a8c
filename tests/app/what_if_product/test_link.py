"""What the link of What if: products holds, and the laws named beside its sliders."""

from collections.abc import Mapping
from typing import Any

import pytest

from parley import terms
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import share, starting_duties
from parley.models.policy_scenario import Scenario
from tests.app.what_if_product.test_page import ALL, DATE, JUNE, OPENED, opened
from tests.apps import choices


@pytest.mark.parametrize(
    "query",
    [
        OPENED,
        {**DATE, "regime": "Geneva truce", "us_XX": "12", "horizon": "Long run", "border": "0.94", "retail": "0.50"},
        {
            **DATE,
            "us_total": "75",
            "without": "Section 232",
            "partners": "VNM",
            "us_from_VNM": "46",
            "goods_codes": "85, 850760",
            "us_850760": "150",
            "rule": "One flat rate",
        },
    ],
    ids=["sections", "regime", "everything else"],
)
def test_the_link_holds_every_control_and_opens_the_same_scenario(
    query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[Scenario, Mapping[str, Any]]] = []
    monkeypatch.setattr(share, "draw", lambda scenario, values, name, **_: written.append((scenario, values)))
    opened(query)
    scenario, values = written[-1]
    assert set(JUNE) | {"regime", "without", "partners", "horizon", "border", "retail", "rule"} <= set(values)
    opened({**{key: value for key, value in values.items() if value}, **DATE})
    assert written[-1][0] == scenario
    assert written[-1][1] == values


def test_at_every_section_stands_its_duty_by_law_and_behind_a_question_mark_the_laws() -> None:
    app = opened({**DATE, "us_I": "100"})
    rates = starting_duties.rates(starting_duties.start(LONDON_TALKS))
    for name, slider in choices(app).items():
        if slider["kind"] == "slider" and name not in ("cn_total", ALL):
            (laws,) = slider["help"]
            assert "Emergency powers, fentanyl" in laws  # 20.0 but on books
            rate = rates.us_total if name == "us_total" else rates.us[name[3:]]
            assert slider["scale"]["mark"] == round(rate, 1)
            assert slider["scale"]["beside"] == starting_duties.SAY("now", "by_law", rate=terms.number(rate))
    assert "help" not in choices(opened({"as_of": "2019-09-01", "us_XVI": "60"}))["us_XVI"]
