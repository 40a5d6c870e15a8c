"""Who supplies instead: bars and whiskers at their figures, words computed from rows, no direction at zero."""

import pandas as pd
import pytest

from parley.app.what_if_product import suppliers
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked
from tests.wording import told

NB, MINUS = "\u00a0", "\u2212"


def rows_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["exporter_iso3", "name", "change_usd"])
    change = frame["change_usd"] * 1e9
    return frame.assign(change_usd=change, low_usd=change - 2e9, high_usd=change + 3e9)


GAINERS = rows_of(("CHN", "China", -90), ("VNM", "Vietnam", 23), ("MEX", "Mexico", 14.4))
CUT = rows_of(("CHN", "China", 50), ("VNM", "Vietnam", -12), ("MEX", "Mexico", -7))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_china_stands_on_top_in_its_colour_and_whiskers_reach_from_end_to_end(palette: Palette) -> None:
    figure = checked(suppliers.supplier_bars(GAINERS, palette))
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.marker.color) == [palette.china, palette.grey, palette.grey]
    assert list(bars.x) == pytest.approx([-90, 23, 14.4])
    (whiskers,) = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines"]
    assert [x for x in whiskers.x if x is not None] == pytest.approx([-92, -87, 21, 26, 12.4, 17.4])
    low, high = figure.layout.xaxis.range
    assert low < -92 and high > 26


def test_small_changes_are_printed_with_the_figures_they_have() -> None:
    small = rows_of(("CHN", "China", -0.0304), ("EU27", "European Union", 0.0092))
    small = small.drop(columns=["low_usd", "high_usd"])
    assert suppliers.figures_of(small) == [f"{MINUS}$0.03bn", "+$0.01bn"]
    assert f"China {MINUS}$0.03bn, European Union +$0.01bn" in suppliers.supplier_caption(small, None).alt


LESS = {"CHN": "less", "VNM": "more", "MEX": "more", "EU27": "open"}


def finding(rows: pd.DataFrame, ways: dict[str, str] | None) -> tuple[str, dict[str, str]]:
    ways = None if ways is None else {code: ways.get(code, "open") for code in rows["exporter_iso3"]}
    return told("what_if_product", "suppliers.finding", suppliers.supplier_caption(rows, ways).finding)


@pytest.mark.parametrize(
    ("rows", "ways", "case"),
    [
        (GAINERS, None, "no_range"),
        (GAINERS, LESS, "gain"),
        (GAINERS, LESS | {"CHN": "open"}, "gain_no_loss"),
        (GAINERS, LESS | {"VNM": "open", "MEX": "open"}, "china_less"),
        (GAINERS, {}, "open"),
        (CUT, {"CHN": "more", "VNM": "less", "MEX": "less"}, "lose"),
        (CUT, {"CHN": "more"}, "china_more"),
        (GAINERS.head(1), LESS, "china_less"),
        (CUT, {"CHN": "more", "VNM": "more"}, "all_more"),
        (GAINERS, dict.fromkeys(("CHN", "VNM", "MEX"), "less"), "all_less"),
    ],
)
def test_the_finding_claims_a_direction_where_all_models_agree(
    rows: pd.DataFrame, ways: dict[str, str] | None, case: str
) -> None:
    found, fields = finding(rows, ways)
    assert found == case
    if case in ("gain", "gain_no_loss", "lose"):
        assert fields["leaders"] == "Vietnam and Mexico"
    if case == "no_range":
        assert fields["leaders"].startswith("China and ")
    if case in ("all_more", "all_less"):  # none is left out for whom all models say the same
        assert fields["leaders"] == {"all_more": "Vietnam and China", "all_less": "Vietnam, Mexico and China"}[case]


def test_an_origin_on_which_models_differ_is_not_named() -> None:
    written = suppliers.supplier_caption(GAINERS, LESS | {"VNM": "open"}).finding
    case, fields = told("what_if_product", "suppliers.among", written)
    assert case == "agreed"  # as Vietnam moves further
    assert told("what_if_product", "suppliers.finding", fields["inside"])[1]["leaders"] == "Mexico"


@pytest.mark.parametrize(("others_bn", "case"), [(84.6, "share"), (99.0, "more"), (-1.0, "")])
def test_what_others_take_of_chinas_loss_is_said_of_this_model(others_bn: float, case: str) -> None:
    said = suppliers.replaced(GAINERS, others_bn * 1e9)
    assert (told("what_if_product", "suppliers.replaced", said)[0] if said else "") == case
    if case == "share":
        assert told("what_if_product", "suppliers.replaced", said)[1]["share"] == "94%"


def test_where_china_loses_nothing_nobody_takes_its_sales() -> None:
    assert suppliers.replaced(CUT, -40e9) == ""
    checked(suppliers.supplier_bars(GAINERS.head(1), LIGHT))
