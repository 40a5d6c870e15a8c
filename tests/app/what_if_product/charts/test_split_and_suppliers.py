"""What-if charts: parts that add, bars of one length, words computed from rows, no direction claimed at zero."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.what_if_product.charts import split_and_suppliers as charts
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told

NB, MINUS = "\u00a0", "\u2212"
PARTS = ["buyers_loss", "exporters_loss", "duty_change", "deadweight_loss"]


def split(values_bn: list[float], duty_range: tuple[float, float] | None = None) -> pd.DataFrame:
    """The four parts; every range is the value itself but for the duty's."""
    rows = pd.DataFrame({"part": PARTS, "value_usd": [v * 1e9 for v in values_bn]})
    rows = rows.assign(low_usd=rows["value_usd"], high_usd=rows["value_usd"])
    if duty_range:
        rows.loc[rows["part"] == "duty_change", ["low_usd", "high_usd"]] = [v * 1e9 for v in duty_range]
    return rows


def suppliers(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["exporter_iso3", "name", "change_usd"])
    change = frame["change_usd"] * 1e9
    return frame.assign(change_usd=change, low_usd=change - 2e9, high_usd=change + 3e9)


GAINERS = suppliers(("CHN", "China", -90), ("VNM", "Vietnam", 23), ("MEX", "Mexico", 14.4))
CUT = suppliers(("CHN", "China", 50), ("VNM", "Vietnam", -12), ("MEX", "Mexico", -7))


def checked(figure: go.Figure) -> go.Figure:
    """The figure, put through Plotly's own checks, which the app leaves out."""
    go.Figure(figure.to_dict())
    return figure


def notes(figure: go.Figure) -> dict[str, dict[str, object]]:
    """Notes by the words before the bold number."""
    return {note.text.split("<b>")[0].strip(): note.to_plotly_json() for note in figure.layout.annotations}


def length(figure: go.Figure, bar: str) -> tuple[float, float]:
    """Where a stacked bar begins and ends."""
    values = [t.x[0] for t in figure.data if t.y[0] == bar]
    return sum(v for v in values if v < 0), sum(v for v in values if v > 0)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_both_bars_have_one_length_and_the_colours_of_the_palette(palette: Palette) -> None:
    figure = checked(charts.split_bars(split([40, 4, 11, 33]), palette))
    assert length(figure, charts.PAYS) == length(figure, charts.GOES) == (0, 44)
    assert list(figure.layout.xaxis.range) == [0, 44]
    assert [t.marker.color for t in figure.data] == [palette.us, palette.china, palette.fentanyl, palette.pale]
    assert figure.layout.barmode == "relative"
    assert figure.layout.paper_bgcolor == palette.background


@pytest.mark.parametrize(
    "values",
    [
        [43.24, 0.73, 10.96, 33.01],
        [33.34, 0.0, 0.88, 32.46],
        [92.65, 0.0, -14.44, 107.09],
        [-71.77, -0.06, 47.79, -119.62],
        [0.00876, 0.00004, 0.00149, 0.00731],
        [0.04, 0.04, 0.05, 0.03],
    ],
)
def test_the_printed_parts_add_up_and_are_the_values_rounded(values: list[float]) -> None:
    rows = split(values)
    printed = charts.printed_parts(rows)
    buyers, exporters, duty, deadweight = (printed[part] for part in PARTS)
    assert buyers + exporters == pytest.approx(duty + deadweight)
    side = -1 if values[0] + values[1] < 0 else 1  # a gain is printed above zero
    for part, value in zip(PARTS, values, strict=True):
        assert printed[part] == pytest.approx(side * value, abs=max(0.1, 0.1 * abs(value)))
    assert all(printed[part] for part, value in zip(PARTS, values, strict=True) if abs(value) >= 0.1 * max(values))


def test_each_part_is_named_with_its_figure_at_its_end_of_the_bar() -> None:
    found = notes(charts.split_bars(split([43.9, 0.7, 11.0, 33.6]), LIGHT))
    assert found["US buyers"]["text"] == "US buyers <b>43.9</b>"
    assert (found["US buyers"]["xanchor"], found["Exporters"]["xanchor"]) == ("left", "right")
    assert (found["US Treasury"]["xanchor"], found["Lost trade"]["xanchor"]) == ("left", "right")
    assert found["Exporters"]["font"] == {"color": LIGHT.china_text}
    assert found["US buyers"]["yshift"] == -found["US Treasury"]["yshift"]  # type: ignore[operator]


def test_a_part_that_prints_as_zero_is_grey_so_that_no_bar_is_looked_for() -> None:
    found = notes(charts.split_bars(split([33.3, 0, 0.9, 32.4]), LIGHT))
    assert found["Exporters"]["text"] == "Exporters <b>0.0</b>"
    assert found["Exporters"]["font"] == {"color": LIGHT.muted}


def test_a_part_below_zero_stands_left_of_a_line_and_is_named_there() -> None:
    figure = checked(charts.split_bars(split([92.7, -2, -14.4, 105.1]), LIGHT))
    found = notes(figure)
    assert found["US Treasury"]["text"] == f"US Treasury <b>{MINUS}14.4</b>"
    assert (found["US Treasury"]["xanchor"], found["Lost trade"]["xanchor"]) == ("left", "right")
    assert (found["Exporters"]["xanchor"], found["US buyers"]["xanchor"]) == ("left", "right")
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1) == (0, 0)
    low, high = figure.layout.xaxis.range
    assert low == pytest.approx(-14.4)
    assert high == pytest.approx(105.1)


@pytest.mark.parametrize(
    ("values", "duty_range", "case", "who"),
    [
        ([40, 4, 11, 33], (5, 20), "dollar", "both"),
        ([40, 4, 11, 33], (-5, 20), "lose_open", "both"),
        ([33, 0, -3, 36], (-9, -1), "lose_less", "buyers"),
        ([40, 4, -3, 47], (-9, -1), "lose_less", "both"),
        ([40, -4, -3, 39], (-9, -1), "lose_less", "buyers"),
        ([40, -4, 9, 27], (5, 20), "dollar_net", None),
        ([40, 0, 44, -4], (40, 50), "dollar_more", "buyers"),
        ([-20, -1, -5, -16], (-9, -1), "gain_more_than_treasury", "both"),
        ([-5, 0, -9, 4], (-9, -1), "gain_less_than_treasury", "buyers"),
        ([-72, 0, 48, -120], (9, 48), "gain_more", "buyers"),
        ([-72, 0, 48, -120], (-12, 48), "gain_open", "buyers"),
        ([0.009, 0, 0.001, 0.008], (0.001, 0.002), "dollar", "buyers"),
    ],
)
def test_the_finding_follows_the_signs_and_the_range(
    values: list[float], duty_range: tuple[float, float], case: str, who: str | None
) -> None:
    found, fields = told("what_if_product", "split.finding", charts.split_caption(split(values, duty_range)).finding)
    assert found == case
    assert fields.get("who") == (charts.SAY("split.who", who) if who else None)
    if "cents" in fields:
        assert int(fields["cents"]) == round(100 * values[2] / (values[0] + values[1]))


def test_no_one_is_said_to_gain_or_lose_where_the_range_of_the_buyers_is_open() -> None:
    rows = split([40, 4, 11, 33])
    rows.loc[0, "low_usd"] = -1e9
    assert told("what_if_product", "split.finding", charts.split_caption(rows).finding)[0] == "open"


def test_the_measure_says_how_the_bars_compare() -> None:
    same = charts.split_caption(split([40, 4, 11, 33]))
    mixed = charts.split_caption(split([92.7, 0, -14.4, 107.1]))
    cases = [told("what_if_product", "split.measure", c.measure)[0] for c in (same, mixed)]
    assert cases == ["loss", "loss_mixed"]
    assert f"US Treasury {MINUS}14.4" in mixed.alt


def test_a_gain_is_drawn_above_zero_and_its_bar_says_so() -> None:
    rows = split([-71.8, -0.2, -40, -32])
    figure = checked(charts.split_bars(rows, LIGHT))
    assert length(figure, charts.GAINS) == length(figure, charts.COMES) == (0, pytest.approx(72))
    found = notes(figure)
    assert found["US buyers"]["text"] == "US buyers <b>71.8</b>"
    assert (found["US buyers"]["y"], found["US Treasury"]["y"]) == (1, 0)
    assert "Lost trade" not in found
    caption = charts.split_caption(rows)
    assert told("what_if_product", "split.measure", caption.measure)[0] == "gain"
    assert "US Treasury 40.0" in caption.alt


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_china_stands_on_top_in_its_colour_and_the_others_are_grey(palette: Palette) -> None:
    figure = checked(charts.supplier_bars(GAINERS, palette))
    (bars,) = figure.data
    assert list(bars.y) == ["Mexico", "Vietnam", "China"]  # drawn from below
    assert list(bars.marker.color) == [palette.grey, palette.grey, palette.china]
    assert list(bars.x) == pytest.approx([14.4, 23, -90])


def test_whiskers_reach_from_the_lowest_to_the_highest_and_the_axis_holds_them() -> None:
    figure = charts.supplier_bars(GAINERS, LIGHT)
    (bars,) = figure.data
    assert list(bars.error_x.array) == pytest.approx([3, 3, 3])
    assert list(bars.error_x.arrayminus) == pytest.approx([2, 2, 2])
    low, high = figure.layout.xaxis.range
    assert low < -92
    assert high > 26
    (zero,) = figure.layout.shapes
    assert zero.x0 == zero.x1 == 0


def test_every_bar_prints_its_change_right_of_bar_and_whisker() -> None:
    found = {n.y: (n.text, n.x) for n in charts.supplier_bars(GAINERS, LIGHT).layout.annotations}
    assert found["China"] == (f"<b>{MINUS}90</b>", 0)
    assert found["Vietnam"] == ("<b>+23</b>", pytest.approx(26))


def test_small_changes_are_printed_with_the_figures_they_have() -> None:
    small = suppliers(("CHN", "China", -0.0304), ("EU27", "European Union", 0.0092))
    printed = [n.text for n in charts.supplier_bars(small, LIGHT).layout.annotations]
    assert printed == ["<b>+0.009</b>", f"<b>{MINUS}0.030</b>"]
    assert f"China {MINUS}0.030, European Union +0.009" in charts.supplier_caption(small, 0.02e9).alt


def test_a_long_name_has_room() -> None:
    long = suppliers(("CHN", "China", -9), ("ARE", "United Arab Emirates", 3))
    assert charts.supplier_bars(long, LIGHT).layout.margin.l > charts.supplier_bars(GAINERS, LIGHT).layout.margin.l


@pytest.mark.parametrize(
    ("rows", "others_bn", "case", "share"),
    [
        (GAINERS, 84.6, "replaced", "94 %"),
        (GAINERS, 99.0, "replaced_more", None),
        (GAINERS, 0.1, "gain", None),
        (CUT, -40.0, "lose", None),
    ],
)
def test_the_finding_names_who_gains_or_loses_most(
    rows: pd.DataFrame, others_bn: float, case: str, share: str | None
) -> None:
    found, fields = told("what_if_product", "suppliers.finding", charts.supplier_caption(rows, others_bn * 1e9).finding)
    assert (found, fields["leaders"], fields.get("share")) == (case, "Vietnam and Mexico", share)


def test_an_origin_whose_range_is_open_is_not_said_to_gain() -> None:
    rows = GAINERS.copy()
    rows.loc[rows["exporter_iso3"] == "VNM", "low_usd"] = -1e9
    _, fields = told("what_if_product", "suppliers.finding", charts.supplier_caption(rows, 84.6e9).finding)
    assert fields["leaders"] == "Mexico"
    rows.loc[rows["exporter_iso3"] == "CHN", "high_usd"] = 1e9
    found, _ = told("what_if_product", "suppliers.finding", charts.supplier_caption(rows, 84.6e9).finding)
    assert found == "gain_no_loss"


def test_rows_of_china_alone_name_no_other() -> None:
    china = GAINERS.head(1)
    found, _ = told("what_if_product", "suppliers.finding", charts.supplier_caption(china, 0.0).finding)
    assert found == "china_less"
    checked(charts.supplier_bars(china, LIGHT))
