"""Figures of the world what-if's subjects: valid, in the palette, modelled by form, neutral where a range is open."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.what_if_world import best_tariffs, revenue
from parley.app.what_if_world import drivers as drivers_chart
from parley.app.what_if_world import studies as studies_chart
from parley.charts import colours
from parley.charts.text_traces import lettered
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import marks
from tests.wording import told

PAGE = "what_if_world"
NB, MINUS, DASH = "\u00a0", "\u2212", "\u2013"
BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def checked(figure: go.Figure, palette: Palette) -> go.Figure:
    """The figure, put through Plotly's own checks and through the lettering of the page."""
    go.Figure(figure.to_dict())
    go.Figure(lettered(figure, palette))
    assert figure.layout.paper_bgcolor == palette.background
    return figure


def texts(figure: go.Figure) -> list[str]:
    """Every word a figure shows, of traces and of notes."""
    marks = [str(t) for trace in figure.data if trace.text is not None for t in trace.text]
    return [*marks, *(note.text for note in figure.layout.annotations)]


def games(
    income: dict[tuple[str, str], tuple[float, float]] | None = None, open_china: bool = True, chosen: str = "none"
) -> pd.DataFrame:
    """The nine worlds with rates and incomes of our own; ``chosen``: China's answer in the visitor's scenario."""
    rows = []
    for us, us_rate in (("none", 23.0), ("scenario", 58.0), ("optimal", 17.0)):
        for china, china_rate in (("none", 27.0), ("in_kind", us_rate), ("optimal", 11.0)):
            us_income, china_income = (income or {}).get((us, china), (-0.1, 0.05))
            row: dict[str, Any] = {"us_policy": us, "china_policy": china}
            for side, rate, value in (("us", us_rate, us_income), ("china", china_rate, china_income)):
                wide = 0.2 if side == "china" and open_china else 0.01
                row |= {
                    f"{side}_rate_pct": rate,
                    f"{side}_rate_low_pct": rate - 5,
                    f"{side}_rate_high_pct": rate + 5,
                    f"{side}_real_income_change_pct": value,
                    f"{side}_real_income_low_pct": value - wide,
                    f"{side}_real_income_high_pct": value + wide,
                    f"is_{side}_best": (us if side == "us" else china) == "optimal",
                    f"is_{side}_at_bound": False,
                }
            rows.append(row | {"is_nash": us == china == "optimal", "is_chosen": False, "runs": 4})
    if chosen == "scenario":
        rows.append(rows[3] | {"china_policy": "scenario", "china_rate_pct": 41.0})
    table = pd.DataFrame(rows)
    return table.assign(is_chosen=(table["us_policy"] == "scenario") & (table["china_policy"] == chosen))


@BOTH
def test_the_matrix_marks_best_answers_by_word_weight_and_line(palette: Palette) -> None:
    figure = checked(best_tariffs.matrix(games(), palette), palette)
    best = [t for t in texts(figure) if t.endswith("</b> best")]
    assert len(best) == 6
    assert len([shape for shape in figure.layout.shapes if shape.type == "line"]) == 6
    frames = [s for s in figure.layout.shapes if s.type == "rect" and s.line.color == palette.ink]
    assert sorted(frame.line.dash for frame in frames) == ["dot", "solid"]
    assert [t for t in texts(figure) if "Nash" in t] == ["<b>Nash</b> 17 / 11%"]


@BOTH
@pytest.mark.parametrize(
    ("chosen", "worlds", "rates"), [("in_kind", 9, "58.0 / 58.0"), ("scenario", 10, "58.0 / 41.0")]
)
def test_the_visitors_scenario_is_a_dotted_cell_of_the_matrix_or_stands_below_it(
    palette: Palette, chosen: str, worlds: int, rates: str
) -> None:
    rows = games(chosen=chosen)
    figure = checked(best_tariffs.matrix(rows, palette), palette)
    cells = [shape for shape in figure.layout.shapes if shape.type == "rect" and shape.line.width]
    assert len(cells) == worlds
    (dotted,) = [cell for cell in cells if cell.line.dash == "dot"]
    others = [cell for cell in cells if cell is not dotted]
    assert (dotted.y0 > max(cell.y1 for cell in others)) == (chosen == "scenario")
    assert max(cell.y1 for cell in cells) < figure.layout.yaxis.range[0]
    yours = best_tariffs.SAY("retaliation.yours")
    assert [t for t in texts(figure) if yours in t] == [f"<b>{yours}</b> {rates}%"]


@BOTH
def test_a_gain_is_teal_a_loss_plum_and_what_the_range_leaves_open_blank(palette: Palette) -> None:
    rows = games({("optimal", "optimal"): (0.2, 0.3)})
    figure = checked(best_tariffs.matrix(rows, palette), palette)
    tiles = [shape.fillcolor for shape in figure.layout.shapes if shape.type == "rect" and shape.fillcolor]
    of_us, of_china = tiles[::2], tiles[1::2]
    half = best_tariffs.MOST_SHADE
    assert of_us == [colours.fill(-half / 3, palette)] * 8 + [colours.fill(half * 2 / 3, palette)]
    assert of_china == [palette.background] * 8 + [colours.fill(half, palette)]  # 0.3 against 0.2 either side
    for ground in tiles:
        assert colours.contrast(colours.legible(ground, palette), ground) >= 4.5


def test_the_matrix_claims_no_direction_where_the_range_is_open() -> None:
    caption = best_tariffs.caption(games())
    case, fields = told(PAGE, "retaliation.finding", caption.finding)
    assert (case, fields["us"], fields["china"]) == ("lose_open", "17%", "11%")
    case, _ = told(PAGE, "retaliation.finding", best_tariffs.caption(games(open_china=False)).finding)
    assert case == "lose_gain"
    assert caption.alt.count("real income") == 18
    neither = games().assign(us_real_income_low_pct=-0.3, us_real_income_high_pct=0.1)
    case, fields = told(PAGE, "retaliation.finding", best_tariffs.caption(neither).finding)
    assert (case, fields) == ("open_open", {"us": "17%", "china": "11%"})


def test_a_rate_where_the_search_ended_is_marked() -> None:
    rows = games().assign(is_us_at_bound=True)
    assert any(t.startswith("<b>Nash</b> >17") for t in texts(best_tariffs.matrix(rows, LIGHT)))


def curves(chosen: float = 60.0, unit: str = "world", sure: bool = False) -> pd.DataFrame:
    """A curve with its peak at 28, 23 in force."""
    rates = [0.0, 10.0, 23.0, 28.0, 60.0, 200.0]
    value = [0.0, 80.0, 97.0, 100.0, 60.0, 10.0]
    mark = {23.0: "in_force", 28.0: "peak"}
    rows = pd.DataFrame({"rate_pct": rates, "duty_index": value, "mark": [mark.get(r, "") for r in rates]})
    at = pd.DataFrame({"rate_pct": [chosen], "duty_index": [60.0 if chosen == 60 else 97.0], "mark": ["scenario"]})
    rows = pd.concat([rows, at]).sort_values("rate_pct", kind="stable", ignore_index=True)
    spread = 5 if sure else 60
    rows = rows.assign(low_index=rows["duty_index"] - 5, high_index=rows["duty_index"] + spread)
    for name in ("duty", "low", "high"):
        rows[f"{name}_usd"] = rows[f"{name}_index"] * 1e9
    peak = rows["mark"] == "peak"
    rows.loc[peak, ["low_index", "high_index", "low_usd", "high_usd"]] = np.nan
    rows.loc[peak, ["peak_low_pct", "peak_high_pct"]] = 14.0, 58.0
    return rows.assign(curve=unit, counted="china", is_at_end=False, runs=4)


@BOTH
@pytest.mark.parametrize("unit", ["world", "product"])
def test_the_curve_is_dashed_in_a_band_with_a_hollow_peak_and_its_range(palette: Palette, unit: str) -> None:
    figure = checked(revenue.curve(curves(unit=unit), palette), palette)
    (dashed,) = [t for t in figure.data if t.line.dash == "dash"]
    assert dashed.line.color == palette.us
    assert sum(t.fill == "tonexty" for t in figure.data) == 1
    (peak,) = [t for t in figure.data if t.mode == "markers"]
    assert (peak.x[0], peak.marker.color) == (28.0, palette.background)
    whisker = next(t for t in figure.data if t.line.color == palette.ink)
    assert list(whisker.x) == [14.0, 58.0]
    assert "modelled, with range" in texts(figure)
    assert {"in force 23.0", "chosen 60.0", f"<b>peak 28% (14{DASH}58)</b>"} <= set(texts(figure))
    assert figure.layout.yaxis.range[0] == 0


def test_recorded_years_are_filled_dots_with_their_names() -> None:
    recorded = pd.DataFrame({"label": ["2024"], "rate_pct": [10.9], "duty_usd": [46.7e9]})
    figure = checked(revenue.curve(curves(unit="product"), LIGHT, recorded), LIGHT)
    (dots,) = [t for t in figure.data if t.mode == "markers+text"]
    assert (list(dots.text), dots.marker.color) == (["2024"], LIGHT.ink)


def caption_of(rows: pd.DataFrame) -> tuple[str, dict[str, str]]:
    return told(PAGE, "revenue.finding", revenue.caption(rows, "24 Nov 2026").finding)


def test_the_curves_title_says_where_the_peak_lies_and_claims_no_direction_where_the_band_is_open() -> None:
    of_china, of_all = (revenue.SAY("revenue.peak", of, size="28%").replace(NB, " ") for of in ("china", "all"))
    assert caption_of(curves()) == ("open", {"peak": of_china})
    assert caption_of(curves(sure=True)) == ("less", {"peak": of_china, "span": f"35{DASH}45%"})
    assert caption_of(curves(chosen=23.0)) == ("in_force", {"peak": of_china, "rate": "23%"})
    assert caption_of(curves(chosen=23.0).assign(counted="all"))[1]["peak"] == of_all


@pytest.mark.parametrize(
    ("low", "high", "case"), [(110, 125, "more"), (122, 863, "more_unclear"), (60, 95, "less_unclear")]
)
def test_the_curves_title_gives_no_size_where_the_ends_of_the_band_are_thrice_apart(
    low: float, high: float, case: str
) -> None:
    rows = curves()
    rows.loc[rows["mark"] == "scenario", ["low_index", "high_index"]] = [low, high]
    assert caption_of(rows)[0] == case


def drivers() -> pd.DataFrame:
    rows = []
    for side, shift in (("USA", 0.0), ("CHN", -0.05)):
        for name, low, high, ends in (
            ("labour_supply_elasticity", 0.0, 1.0, (-0.13, -0.24)),
            ("trade_elasticity", 1.9, 8.4, (-0.09, np.nan)),
        ):
            at = [e + shift for e in ends]
            rows.append((side, name, "title", low, high, -0.13 + shift, *at, abs(ends[1] - ends[0])))
    columns = ["outcome", "parameter", "title", "low", "high", "central_pct", "at_low_pct", "at_high_pct", "swing_pp"]
    return pd.DataFrame(rows, columns=columns)


@BOTH
def test_a_row_a_side_ends_in_a_hollow_and_a_filled_mark_under_the_parameter(palette: Palette) -> None:
    figure = checked(drivers_chart.swings(drivers(), palette), palette)
    low, high, central = (t for t in figure.data if t.mode == "markers")
    assert list(low.x) == pytest.approx([-0.13, -0.18, -0.09, -0.14])
    assert list(high.x) == pytest.approx([-0.24, -0.29])  # the other has no answer
    assert list(high.marker.color) == [palette.us, palette.china]
    assert low.marker.color == palette.background
    assert list(central.x) == pytest.approx([-0.13, -0.18] * 2)
    assert drivers_chart.order_of(drivers()) == ["labour_supply_elasticity", "trade_elasticity"]


def test_the_longest_bar_is_the_finding_and_an_end_without_an_answer_says_so() -> None:
    caption = drivers_chart.caption(drivers())
    assert told(PAGE, "drivers", caption.finding) == ("same", {"name": "Labour supply elasticity"})
    assert "no answer at 8.4" in caption.alt


def studies(distance: float = 0.2) -> pd.DataFrame:
    ours = [("parley", "Parley", s, "real_income", v, v - 0.1, v + 0.1) for s, v in (("USA", -0.14), ("CHN", -0.16))]
    print_ = [("a", "OECD", s, "real_gdp", v, np.nan, np.nan) for s, v in (("USA", -0.6), ("CHN", -0.8))]
    columns = ["shock_id", "institution", "area", "variable", "value", "low_pct", "high_pct"]
    frame = pd.DataFrame([*ours, *print_], columns=columns)
    printed = frame["shock_id"] != "parley"
    return frame.assign(
        published_on=pd.Timestamp("2019-05-21"),
        shock="Tariffs on all remaining US-China trade",
        horizon="by 2021-22",
        distance_pp=np.where(printed, distance, np.nan),
        size_pp=np.where(printed, 0.4, np.nan),
    )


@BOTH
def test_printed_figures_are_filled_and_ours_are_hollow_in_their_range(palette: Palette) -> None:
    figure = checked(studies_chart.rows_of_marks(studies(), palette), palette)
    band, ours, us, china = marks(figure)
    assert (ours.marker.color, list(ours.marker.line.color)) == (palette.background, [palette.us, palette.china])
    assert [mark.marker.color for mark in (us, china)] == [palette.us, palette.china]
    assert [list(mark.x) for mark in (us, china)] == [[-0.6], [-0.8]]  # as printed
    assert [x for x in band.x if x is not None and not np.isnan(x)] == [
        *studies().iloc[0][["low_pct", "high_pct"]],
        *studies().iloc[1][["low_pct", "high_pct"]],
    ]
    near = studies_chart.SAY("studies.closeness", "most")
    heads = [word for word in figure.layout.yaxis.ticktext if word.startswith("<b>")]
    assert heads == [f"<b>{studies_chart.OUR_KEY}</b>", f"<b>{near[0].upper()}{near[1:]}</b>"]


def test_the_distance_is_put_in_words_and_a_far_study_is_no_finding() -> None:
    words = [studies_chart.closeness(d, 0.4) for d in (0.0, 0.1, 0.2, 0.3, 0.5)]
    assert words == [studies_chart.SAY("studies.closeness", case) for case in ("same", "close", "most", "part", "far")]
    case, fields = told(PAGE, "studies.finding", studies_chart.caption(studies()).finding)
    assert (case, fields["us"], fields["our_us"]) == ("both", f"{MINUS}0.60%", f"{MINUS}0.14%")
    assert (fields["china"], fields["our_china"]) == (f"{MINUS}0.80%", f"{MINUS}0.16%")
    assert told(PAGE, "studies.finding", studies_chart.caption(studies(0.5)).finding)[0] == "none"
