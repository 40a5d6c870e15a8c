"""A slider's scale, the mark at the rate in force, and where an address asks for more than the scale holds."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.apps import choices, notes, press


def page(rate: float) -> None:
    from parley.app.kit import card
    from parley.app.what_if.sliders import Slider, at_rest, duty_slider

    with card.panel("trial"):
        duty_slider("Machinery", Slider("us_XVI", at_rest(rate), ()), rate, "in force")


def shown(rate: float, **query: str) -> AppTest:
    app = AppTest.from_function(page, kwargs={"rate": rate}, default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def slider(app: AppTest) -> Any:
    return choices(app)["us_XVI"]


@pytest.mark.parametrize(
    ("rate", "mark", "at"), [(0.0, 0, "0"), (12.5, 12.5, "12"), (163.84, 163.8, "164"), (240, 200, "200")]
)
def test_a_slider_stands_at_the_rate_in_force_and_marks_it(rate: float, mark: float, at: str) -> None:
    told = slider(shown(rate))
    assert told["chosen"] == [at]
    assert told["scale"]["mark"] == mark
    assert told["scale"]["beside"] == "in force"


def test_a_press_moves_it_within_its_ends() -> None:
    app = shown(12.5)
    assert slider(press(app, "us_XVI", 60))["chosen"] == ["60"]
    assert slider(press(app, "us_XVI", 999))["chosen"] == ["200"]
    assert slider(press(app, "us_XVI", "x"))["chosen"] == ["200"]
    assert notes(app)[0] == "in force"
