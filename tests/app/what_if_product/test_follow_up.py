"""What comes after the answer of the product model: its ranges, with those of all models."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from parley.charts.bars import RANGE
from tests import apps
from tests.apps import at_address, documents

WHO_PAYS = "what_if_bearers"


def who_pays(app: AppTest) -> dict[str, Any]:
    (found,) = [told for told in documents(app, "whole") if told["name"] == WHO_PAYS]
    return found


def whiskers(figure: dict[str, Any]) -> list[list[float]]:
    """The ends of the range of each bar, where there are any."""
    lines = [trace["x"] for trace in figure["data"] if trace.get("mode") == "lines"]
    return [list(ends) for line in lines for ends in zip(line[::3], line[1::3], strict=True)]


def test_whiskers_come_with_the_answers_of_all_models(monkeypatch: pytest.MonkeyPatch) -> None:
    painted = apps.painted
    monkeypatch.setattr(apps, "painted", lambda app: app)
    app = at_address("what_if_product", {"as_of": "2025-06-09", "us_XVI": "61", "what_if_section": "Who pays"})
    point = who_pays(app)
    assert whiskers(point["figure"]) == []
    painted(app)
    ranged = who_pays(app)
    assert max(high - low for low, high in whiskers(ranged["figure"])) > 0
    before, after = (next(t["x"] for t in of["figure"]["data"] if t["type"] == "bar") for of in (point, ranged))
    assert before == after
    assert [RANGE in {trace.get("name") for trace in of["figure"]["data"]} for of in (point, ranged)] == [False, True]
