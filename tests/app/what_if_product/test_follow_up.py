"""What comes after the answer of the product model: its ranges, with those of all models."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests import apps
from tests.apps import at_address, documents

WHO_PAYS = "what_if_bearers"


def who_pays(app: AppTest) -> dict[str, Any]:
    (found,) = [told for told in documents(app, "whole") if told["name"] == WHO_PAYS]
    return found


def test_whiskers_come_with_the_answers_of_all_models(monkeypatch: pytest.MonkeyPatch) -> None:
    painted = apps.painted
    monkeypatch.setattr(apps, "painted", lambda app: app)
    app = at_address("what_if_product", {"as_of": "2025-06-09", "us_XVI": "61"})
    point = who_pays(app)
    assert "error_x" not in point["figure"]["data"][0]
    painted(app)
    ranged = who_pays(app)
    assert max(ranged["figure"]["data"][0]["error_x"]["array"]) > 0
    assert ranged["figure"]["data"][0]["x"] == point["figure"]["data"][0]["x"]
    assert len(ranged["measure"]) > len(point["measure"])  # only then it says what whiskers are
