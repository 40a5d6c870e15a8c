"""Two lists of bars: sums of both ends of flows on one scale, in order, losses told from gains."""

import pandas as pd
import pytest

from parley.charts.theme import PALETTES
from parley.charts.two_lists import said, summed, two_lists
from tests.sent_charts import checked, figures_right, marks

FLOWS = pd.DataFrame(
    {
        "section": ["XVI", "XVI", "other", "XX", "XX"],
        "to": ["VNM", "not_bought", "ROW", "VNM", "ROW"],
        "flow_usd": [30e9, 12e9, 14e9, 9e9, 1e9],
    }
)
GONE = summed(FLOWS, "to", ("ROW", "not_bought"), str)
LISTS = {"Lost": -summed(FLOWS, "section", ("other",), str), "Go to": GONE * [1, 1, -1]}


def test_sums_stand_from_the_largest_down_and_the_gathered_last_by_name() -> None:
    sums = summed(FLOWS, "section", ("other",), {"XVI": "Machinery", "XX": "Toys", "other": "Others"}.__getitem__)
    assert list(sums.items()) == [("Machinery", 42e9), ("Toys", 10e9), ("Others", 14e9)]


@pytest.mark.parametrize("name", PALETTES)
def test_every_bar_stands_at_its_name_with_its_sum_and_a_loss_has_chinas_hue(name: str) -> None:
    palette = PALETTES[name]
    figure = checked(two_lists(LISTS, palette))
    (bars,) = marks(figure)
    names = dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))
    assert [names.pop(place) for place in bars.y] == ["XVI", "XX", "other", "VNM", "ROW", "not_bought"]
    assert [*names.values()] == ["<b>Lost</b>", "<b>Go to</b>"]  # heads have no bar
    assert list(bars.x) == [42, 10, 14, 39, 15, 12]
    assert figures_right(figure) == [["−$42bn", "−$10bn", "−$14bn", "+$39bn", "+$15bn", "−$12bn"]]
    assert list(bars.marker.color) == [palette.china] * 3 + [palette.muted] * 2 + [palette.china]
    assert figure.layout.xaxis.range[0] == 0


def test_the_words_hold_every_sum_with_its_sign() -> None:
    assert said(LISTS).endswith(
        "XVI −$42bn; XX −$10bn; other −$14bn. Go to: VNM +$39bn; ROW +$15bn; not_bought −$12bn."
    )
