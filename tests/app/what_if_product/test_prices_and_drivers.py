"""Prices and drivers of the product what-if: what stands on the charts, in words and as figures."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.what_if_product import drivers, prices
from parley.charts.theme import PALETTES, Palette
from tests.sent_charts import checked
from tests.wording import told

NB, MINUS = "\u00a0", "\u2212"
PRICES = pd.DataFrame(
    {
        "name": ["Machinery, electronics", "Textiles, clothing"],
        **{
            f"retail_price_change{end}_pct": v
            for end, v in (("", [6.8, -1.0]), ("_low", [5.1, -2.5]), ("_high", [17.0, -0.75]))
        },
        **{
            f"import_price_change{end}_pct": v
            for end, v in (("", [4.5, -0.4]), ("_low", [3.9, -0.6]), ("_high", [5.4, -0.2]))
        },
    }
)
DRIVERS = pd.DataFrame(
    {
        "unit": ["USD", "USD"],
        "parameter": ["between_origins_default", "border_pass_through"],
        "title": [
            "Elasticity of substitution between origins of a product, default (sigma)",
            "Border pass-through: rise",
        ],
        "parameter_low": [2.5, 0.8],
        "parameter_high": [8.0, 1.0],
        "central": [44e9, 44e9],
        "at_low": [53e9, 44.3e9],
        "at_high": [35.5e9, 44e9],
    }
)


@pytest.fixture(params=list(PALETTES))
def palette(request: pytest.FixtureRequest) -> Palette:
    return PALETTES[str(request.param)]


def lines_of(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]


def test_prices_have_two_bars_a_section_with_their_ranges(palette: Palette) -> None:
    figure = checked(prices.price_ranges(PRICES, palette))
    retail, border = (t for t in figure.data if t.type == "bar")
    assert (retail.marker.color, border.marker.color) == (palette.china, palette.grey)
    assert list(retail.x) == list(PRICES["retail_price_change_pct"])
    (ranges,) = lines_of(figure)
    ends = [x for x in ranges.x if x is not None]
    assert ends[::4] == list(PRICES["retail_price_change_low_pct"])  # of each section the retail price comes first
    assert ends[3::4] == list(PRICES["import_price_change_high_pct"])
    moving = checked(prices.price_ranges(PRICES, palette, is_moving=True))
    assert lines_of(moving) == []


def test_the_price_caption_names_both_measures_and_the_pass_through() -> None:
    caption = prices.prices_caption(PRICES, 0.2)
    _, fields = told("what_if_product", "prices.finding", caption.finding)
    assert "machinery and electronics" in caption.finding
    top = PRICES.iloc[0]
    for said, measure, size in (("retail", "retail_price", "6.8%"), ("border", "import_price", "4.5%")):
        case, change = told("what_if_product", "prices.change", fields[said])
        assert (case, change) == ("more", {"size": size})
        assert terms.rate(top[f"{measure}_change_pct"], 1) == size
    assert told("what_if_product", "prices.measure", caption.measure)[1] == {"pass_through": "20%"}
    assert f"Textiles, clothing: in shops {MINUS}1.0%" in caption.alt


def test_drivers_end_at_the_answers_of_both_ends_around_the_central_one(palette: Palette) -> None:
    figure = checked(drivers.swing_bars(DRIVERS, palette))
    low, high, central = (t for t in figure.data if t.mode == "markers")
    assert list(low.x) == pytest.approx([53, 44.3])
    assert list(high.x) == pytest.approx([35.5, 44])
    assert list(central.x) == [44, 44]
    settings = [[text.strip("\u00a0\u2007") for text in t.text] for t in figure.data if t.text]
    assert settings == [["2.5", "0.8"], ["8", "1"]]
    assert figure.layout.xaxis.range[0] > 30  # zero would press the bars together


def test_a_price_whose_range_is_open_claims_no_direction() -> None:
    rows = PRICES.assign(import_price_change_low_pct=[-0.1, -0.6])
    _, fields = told("what_if_product", "prices.finding", prices.prices_caption(rows, 0.2).finding)
    assert told("what_if_product", "prices.change", fields["border"])[0] == "open"


def test_the_drivers_caption_names_the_longest_bar() -> None:
    caption = drivers.drivers_caption(DRIVERS, "Buyers' loss")
    _, fields = told("what_if_product", "drivers.finding", caption.finding)
    assert fields == {"name": "The elasticity between origins of a product", "outcome": "US buyers’ loss"}
    _, fields = told("what_if_product", "drivers.measure", caption.measure)
    assert fields["central"] == terms.signed(44, 0)
    assert "+53 at 2.5, +36 at 8" in caption.alt


def test_the_drivers_of_a_gain_are_not_called_those_of_a_loss() -> None:
    gains = DRIVERS.assign(**{end: -DRIVERS[end] for end in ("central", "at_low", "at_high")})
    caption = drivers.drivers_caption(gains, "Buyers' loss")
    assert told("what_if_product", "drivers.finding", caption.finding)[1]["outcome"] == drivers.GAIN.replace("'", "’")
    _, fields = told("what_if_product", "drivers.measure", caption.measure)
    assert fields["central"] == terms.signed(-44, 0)
    assert fields["outcome"] == drivers.SAY("drivers", "below_zero", outcome="Buyers' loss")
