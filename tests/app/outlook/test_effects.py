"""Effects of tariff shocks: rows of shocks, marks of weak figures, words without a mean, ranked countries."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.outlook import effects
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked, figures_right, marks
from tests.wording import told

NAMES = {"USA": "United States", "CHN": "China", "WLD": "World"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def effect(house: str, shock: str, area: str, value: float, **more: Any) -> dict[str, Any]:
    return {
        "institution": house,
        "publication": "A report",
        "published_on": pd.Timestamp("2025-03-17"),
        "date_basis": "day",
        "shock_id": shock,
        "shock": f"shock {shock}",
        "area": area,
        "value": value,
        "unit": "percent",
        "variable": "real_gdp",
        "effect_kind": "level_vs_baseline",
        "as_printed": None,
        "horizon": "by year 3",
        "verification": "secondary",
        **more,
    }


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        [
            effect("OECD", "a", "USA", -0.7),
            effect("OECD", "a", "CHN", -0.1),
            effect("IDE-JETRO", "b", "WLD", -3.8, verification="unverified"),
        ]
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_sides_keep_their_hue_and_an_unverified_figure_is_hollow(rows: pd.DataFrame, palette: Palette) -> None:
    figure = checked(effects.effect_dots(rows, NAMES, palette))
    assert list(figure.layout.yaxis.ticktext) == ["<b>OECD</b>", "shock a", "<b>IDE-JETRO</b>", "shock b"]
    us, china, others = marks(figure)
    assert [list(mark.x) for mark in (us, china, others)] == [[-0.7], [-0.1], [-3.8]]
    assert (us.marker.color, china.marker.color) == (palette.us, palette.china)
    assert (others.marker.color, others.marker.line.color) == (palette.background, palette.grey)
    assert (us.y[0], china.y[0]) == (figure.layout.yaxis.tickvals[1],) * 2


def test_of_one_area_value_and_horizon_stand_at_the_right(rows: pd.DataFrame) -> None:
    figure = checked(effects.effect_dots(rows.head(1), NAMES, LIGHT))
    assert figures_right(figure) == [[f"{terms.MINUS}0.7%<br>by year 3"]]
    assert not figure.layout.showlegend


def test_two_figures_of_one_shock_are_two_marks_and_its_houses_rows_stand_together(rows: pd.DataFrame) -> None:
    more = pd.DataFrame(
        [effect("OECD", "a", "DEU", -0.2), effect("OECD", "a", "MEX", -0.3), effect("OECD", "c", "USA", -0.4)]
    )
    figure = checked(effects.effect_dots(pd.concat([rows, more], ignore_index=True), NAMES, LIGHT))
    names = list(figure.layout.yaxis.ticktext)
    assert names == ["<b>OECD</b>", "shock a", "shock c", "<b>IDE-JETRO</b>", "shock b"]
    others = [list(mark.x) for mark in marks(figure) if mark.marker.line.color in (LIGHT.grey, [LIGHT.grey] * 2)]
    assert others == [[-0.2, -3.8], [-0.3]]


def test_the_range_in_the_title_leaves_unverified_figures_out(rows: pd.DataFrame) -> None:
    caption = effects.effects_caption(rows, 3, "Real GDP", NAMES)
    case, fields = told("outlook", "effects.finding", caption.finding)
    variable = effects.SAY("effects.variable", "real_gdp")
    assert (case, fields["area"], fields["variable"]) == ("change_range", "two areas", variable)
    assert (plain(fields["low"]), plain(fields["high"])) == ("-0.7%", "-0.1%")
    assert told("outlook", "effects.measure", caption.measure)[0] == "all"
    assert "IDE-JETRO, shock b, World: -3.8%" in plain(caption.alt)
    weak = effects.effects_caption(rows.tail(1), 1, "Real GDP", NAMES)
    case, fields = told("outlook", "effects.finding", weak.finding)
    assert (case, plain(fields["low"])) == ("change_unverified", "-3.8%")


def test_the_words_say_when_the_table_holds_more(rows: pd.DataFrame) -> None:
    case, fields = told("outlook", "effects.measure", effects.effects_caption(rows, 14, "Real GDP", NAMES).measure)
    assert (case, fields["shown"]) == ("newest", str(rows["shock_id"].nunique()))


@pytest.mark.parametrize(
    ("value", "unit", "signed", "written"),
    [
        (-0.7, "percent", True, "-0.7%"),
        (-0.16, "percent", True, "-0.16%"),
        (1048.07, "usd_per_household", False, "$1,048"),
        (1700.1, "usd_bn", False, "$1,700bn"),
        (-456, "thousand", True, "-456 thousand"),
        (0.4, "pp", True, "+0.4 pp"),
    ],
)
def test_a_figure_is_written_with_its_unit(value: float, unit: str, signed: bool, written: str) -> None:
    assert plain(effects.figure_words(value, unit, signed)) == written


def test_countries_are_bars_from_zero_and_the_inferred_columns_are_said() -> None:
    rows = pd.DataFrame({"iso3": ["CHN", "USA"], "change_pct": [-1.1, 1.13], "rank": [1, 2], "variable": "welfare"})
    figure = effects.country_bars(rows, NAMES, LIGHT)
    go.Figure(figure.to_dict())  # Plotly checks every name and value
    low, high = figure.layout.xaxis.range
    assert low < 0 < high
    assert [list(t.marker.color) for t in figure.data if t.type == "bar"] == [[LIGHT.china, LIGHT.us]]
    caption = effects.country_caption(rows, rows, NAMES, "no_retaliation")
    case, fields = told("outlook", "countries.finding", caption.finding)
    assert (case, fields["variable"]) == ("change", effects.SAY("effects.variable", "welfare"))
    assert (fields["us"], plain(fields["china"])) == ("+1.13%", "-1.10%")
    assert told("outlook", "countries.measure", caption.measure)[0] == "change_no_retaliation"
    assert plain(caption.alt) == "Bars by country: 1. China -1.1%, 2. United States +1.1%."


def test_a_report_of_which_only_the_year_is_known_names_the_year(rows: pd.DataFrame) -> None:
    shown = [marks(effects.effect_dots(rows.assign(date_basis=basis), NAMES, LIGHT))[0] for basis in ("day", "year")]
    assert [mark.customdata[0].rpartition(", ")[2] for mark in shown] == ["Mar 2025", "2025"]


def test_a_bar_that_dwarfs_all_others_is_cut_and_said_to_be() -> None:
    rows = pd.DataFrame(
        {"iso3": ["USA", "CHN", "KHM"], "change_pct": [-18.1, 5.6, 4557.1], "variable": "trade_deficit"}
    )
    rows["rank"] = [1, 2, 3]
    figure = effects.country_bars(rows, NAMES, LIGHT)
    assert figure.layout.xaxis.range[1] < 10
    assert figures_right(figure)[0][2] == "+4,557.1"
    assert list(effects.cut_off(rows["change_pct"])) == [False, False, True]
    assert not effects.cut_off(rows["change_pct"].head(2)).any()


def test_bars_beside_which_all_others_are_nothing_are_drawn_whole() -> None:
    """Revenue: 1.14% of US GDP and nothing elsewhere; the only bar ended at 1.0 and was said to be too long."""
    rows = pd.DataFrame({"iso3": ["CHN", "DEU", "USA"], "change_pct": [0.0, 0.04, 1.14], "rank": [1, 2, 3]})
    rows["variable"] = "tariff_revenue_to_gdp"
    assert effects.country_bars(rows, NAMES, LIGHT).layout.xaxis.range[1] > 1.14
    caption = effects.country_caption(rows, rows, NAMES, "no_retaliation")
    assert told("outlook", "countries.measure", caption.measure)[0] == "share_no_retaliation"
    assert not effects.cut_off(rows["change_pct"]).any()
    assert "fall" not in caption.measure
