"""The mark under a slider stands where its rate lies on the scale, its words on the side where there is room."""

import pytest
from streamlit.testing.v1 import AppTest

# Widths of the blanks in ems of the caption's font, 14 px.
EMS = {"\N{EM SPACE}": 1, "\N{SIX-PER-EM SPACE}": 1 / 6}


def page(rate: float) -> None:
    from parley.app.what_if.sliders import Slider, at_rest, duty_slider

    duty_slider("Machinery", Slider("us_XVI", at_rest(rate), ()), rate, "a_page", tick="in force")


@pytest.mark.parametrize("rate", [0.0, 12.5, 99.0, 101.0, 163.8, 200.0])
def test_the_mark_stands_under_its_rate(rate: float) -> None:
    app = AppTest.from_function(page, kwargs={"rate": rate}, default_timeout=30).run()
    assert not app.exception
    (words,) = (caption.value for caption in app.caption)
    assert words.replace("\N{NO-BREAK SPACE}", " ").strip("".join([*EMS, "\u200b"])).strip("▲ ") == f"{rate} in force"
    blanks = 14 * sum(EMS.get(sign, 0) for sign in words)
    half_a_sign, inset, length = 5, 6, 252
    place = inset + length * rate / 200
    left = words.startswith("\u200b")
    assert left == (rate < 100)
    assert blanks + half_a_sign == pytest.approx(place if left else 264 - place, abs=1.5)
