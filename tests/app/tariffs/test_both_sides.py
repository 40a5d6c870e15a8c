"""The stages as mirrored bars: China to the left, the US to the right, every row told in the alternative text."""

import pandas as pd
import pytest

from parley.app.tariffs import both_sides as charts
from parley.charts.theme import DARK, LIGHT, Palette

NB = "\u00a0"
STAGES = pd.DataFrame(
    [
        ("2025-04-09", "2025-04-09", "USA", "ieepa_fentanyl", 0.0, 20.0),
        ("2025-04-09", "2025-04-09", "USA", "ieepa_reciprocal", 20.0, 84.0),
        ("2025-04-10", "2025-04-11", "USA", "ieepa_reciprocal", 0.0, 145.0),
        ("2025-04-10", "2025-04-11", "CHN", "china_retaliation", 0.0, 84.0),
        ("2026-07-24", "2026-10-01", "USA", "section_301", 0.0, 12.5),
        ("2026-07-24", "2026-10-01", "CHN", "china_retaliation", 0.0, 10.0),
    ],
    columns=["stage", "last_day", "importer_iso3", "authority", "base_pct", "rate_pct"],
).astype({"stage": "datetime64[ns]", "last_day": "datetime64[ns]"})
TOTALS = pd.DataFrame(
    {"USA": [104.0, 145.0, 12.5], "CHN": [0.0, 84.0, 10.0]},
    index=pd.DatetimeIndex(["2025-04-09", "2025-04-10", "2026-07-24"]),
)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_china_is_drawn_to_the_left_in_its_colour_and_the_us_to_the_right(palette: Palette) -> None:
    figure = charts.stage_bars(STAGES, TOTALS, palette)
    bars = {t.name: t for t in figure.data if t.type == "bar"}
    assert list(bars["China's answer"].x) == [-84.0, -10.0]
    assert bars["China's answer"].marker.color == palette.china
    assert list(bars["Reciprocal"].base) == [20.0, 0.0]
    assert bars["Reciprocal"].marker.color == palette.us
    low, high = figure.layout.xaxis.range
    assert low < -84 and high > 145
    assert figure.layout.xaxis.zeroline is True
    assert [t.split("'font-size:12px'>")[1] for t in figure.layout.yaxis.ticktext] == [
        "1 day</span>",
        "2 days</span>",
        "at least 70 days</span>",
    ]


def test_a_side_without_a_duty_has_no_number() -> None:
    figure = charts.stage_bars(STAGES, TOTALS, LIGHT)
    us, china = (t for t in figure.data if t.type == "scatter")
    assert len(us.text) == 3
    assert [t.strip("\u00a0") for t in china.text] == ["<b>84</b>", "<b>10</b>"]


def test_the_finding_gives_both_peaks_and_where_both_stood_last() -> None:
    caption = charts.stages_caption(STAGES, TOTALS)
    rates = {"us_peak": "145%", "china_peak": "84%", "us": "12.5%", "china": "10%"}
    assert caption.finding == charts.SAY("stages.title", "both_then", **rates)
    assert "10 Apr 2025: US 145, China 84" in caption.alt.replace("\u00a0", " ")


def test_at_the_peak_there_is_no_later_state_to_tell() -> None:
    caption = charts.stages_caption(STAGES[STAGES["stage"] < "2025-04-10"], TOTALS.head(1))
    assert caption.finding == charts.SAY("stages.title", "us", us_peak="104%")
