"""The figures of providers' averages: titles computed from the rows, hollow projections, colours of the palette."""

import pandas as pd
import pytest

from parley.app.tariffs import averages as charts
from parley.charts.theme import DARK, LIGHT, Palette
from parley.measures import averages

DAYS = {"Peak": "2025-04-12", "Busan": "2025-11-10", "Section 301 duty": "2026-07-24"}


# The number beside the marks of the last day was 22.8 alone, at the hollow mark as well.
HOLLOW = {where: charts.SAY("averages.projected", where, range="22.8", projected="18.8") for where in ("label", "alt")}


def row(series: str, regime: str, rate_pct: float, is_projection: bool = False) -> dict[str, object]:
    day = pd.Timestamp(DAYS[regime])
    return {
        "series": series,
        "regime": regime,
        "phrase": f"with {regime}",
        "regime_on": day,
        "date": day,
        "last_day": day,
        "rate_pct": rate_pct,
        "is_projection": is_projection,
        "weighting": "provider",
    }


@pytest.fixture
def marked() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row("Waugh", "Peak", 99.0),
            row("PIIE", "Peak", 124.1),
            row("Waugh", "Busan", 33.0),
            row("Yale, reconstructed", "Busan", 32.2),
            row("Yale, reconstructed", "Section 301 duty", 18.8, is_projection=True),
            row("Waugh", "Section 301 duty", 22.8),
        ]
    )


def test_the_finding_is_the_widest_gap(marked: pd.DataFrame) -> None:
    caption = charts.averages_caption(marked, averages.spreads(marked), "USA")
    gaps = {"gap": "25", "phrase": "with Peak"}
    assert caption.finding == charts.SAY("averages.title", "widest", whose=charts.LEVIED["USA"], **gaps)
    assert caption.measure == charts.SAY("averages.measure", "several", what=charts.AVERAGE_OF["USA"], count="three")
    assert caption.alt.endswith(f": {HOLLOW['alt']}.")
    assert "Peak, 12 Apr 2025: 99.0–124.1".replace(" Apr ", "\u00a0Apr\u00a0") in caption.alt


def test_one_provider_alone_is_named_with_its_rate() -> None:
    marked = pd.DataFrame([row("PIIE", "Peak", 32.6)])
    caption = charts.averages_caption(marked, averages.spreads(marked), "CHN")
    single = {"provider": "PIIE", "what": charts.AVERAGE_OF["CHN"], "rates": "32.6%", "phrase": "with Peak"}
    assert caption.finding == charts.SAY("averages.title", "single", **single)
    assert caption.measure == charts.SAY("averages.measure", "one", what=charts.AVERAGE_OF["CHN"])


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_projection_is_hollow_and_outside_the_bar(marked: pd.DataFrame, palette: Palette) -> None:
    figure = charts.side_by_side(marked, averages.spreads(marked), "USA", palette)
    bar, traces = figure.data[0], {t.name: t for t in figure.data[1:]}
    assert list(bar.base) == [99.0, 32.2, 22.8]
    assert [round(x, 1) for x in bar.x] == [25.1, 0.8, 0.0]
    yale = traces["Yale, reconstructed"].marker
    assert list(yale.color) == [palette.us, palette.background]
    assert list(yale.line.color) == [palette.background, palette.us]
    assert list(traces["Waugh"].marker.color) == [palette.ink] * 3
    assert [a.text for a in figure.layout.annotations] == ["99.0–124.1", "32.2–33.0", HOLLOW["label"]]
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.yaxis.ticktext[0].startswith("Peak<br>")


def test_the_side_that_levies_gives_the_colour() -> None:
    assert charts.series_colour("WTO lines", "CHN", LIGHT) == LIGHT.china
    assert charts.series_colour("Yale, reconstructed", "USA", LIGHT) == LIGHT.us


def test_over_time_no_trace_joins_two_series_and_projections_are_dashed() -> None:
    base = {"weighting": "w", "is_projection": False}
    rows = pd.DataFrame(
        [
            {"series": "Waugh", "date": "2025-02-04", "last_day": "2025-05-11", "rate_pct": 30.0, **base},
            {"series": "Waugh", "date": "2025-05-12", "last_day": "2025-05-12", "rate_pct": 38.0, **base},
            {"series": "Yale, reconstructed", "date": "2025-01-01", "last_day": "2025-06-30", "rate_pct": 12.0, **base},
            {"series": "Yale, reconstructed", "date": "2025-07-01", "last_day": "2025-08-01", "rate_pct": 9.0, **base},
            {"series": "PIIE", "date": "2025-05-14", "last_day": "2025-05-14", "rate_pct": 51.1, **base},
        ]
    ).astype({"date": "datetime64[ns]", "last_day": "datetime64[ns]"})
    rows.loc[3, "is_projection"] = True
    figure = charts.over_time(rows, "USA", LIGHT)
    told = [(t.name, t.mode, t.line.dash, [float(v) for v in t.y]) for t in figure.data]
    assert told == [
        ("Waugh", "lines", "solid", [30.0, 38.0, 38.0]),
        ("Yale, reconstructed", "lines", "solid", [12.0, 12.0]),
        ("Yale, reconstructed", "lines", "5px,3px", [9.0, 9.0]),
        ("PIIE", "markers", None, [51.1]),
    ]
    assert {t.line.shape for t in figure.data[:3]} == {"hv"}
    assert [t.showlegend for t in figure.data[:3]] == [True, True, False]
    assert figure.layout.yaxis.range == (0, 60)


def test_every_series_of_the_measures_has_a_style() -> None:
    drawn = {*averages.SERIES.values(), *averages.ON_ALL_IMPORTS.values(), averages.REBUILT, averages.NEWEST}
    assert drawn == set(charts.STYLES)


@pytest.mark.parametrize(("highest", "top"), [(12.0, 20), (41.5, 50), (124.1, 125), (142.6, 150)])
def test_the_axis_ends_at_the_next_round_rate(highest: float, top: float) -> None:
    assert charts.ceiling(highest) == top
    ticks = charts.rate_ticks(top)
    assert len(ticks["tickvals"]) <= 7
    assert str(ticks["ticktext"][-1]) == f"{ticks['tickvals'][-1]}%"
