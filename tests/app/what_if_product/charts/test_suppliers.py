"""Who supplies instead: bars and whiskers at their figures, words computed from rows, no direction at zero."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.what_if_product.charts import suppliers as charts
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told

NB, MINUS = "\u00a0", "\u2212"


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
