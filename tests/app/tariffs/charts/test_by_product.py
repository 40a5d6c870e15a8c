"""Duty by product: words computed from the rows, bars from zero, colours of the palette."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.tariffs.charts import by_product as charts
from parley.charts.theme import DARK, LIGHT, Palette

ON = charts.LawDay(pd.Timestamp("2025-06-09"))


def rows() -> pd.DataFrame:
    rates = {
        "73 Iron or steel (all kinds)": (2.0, 20.0, 50.0, 20.0, 0.0, 17.9, 92.0, 92.0),
        "All goods": (3.0, 10.0, 3.0, 20.0, 6.0, 11.2, 41.0, 45.5),
        "85 Electrical": (1.0, 9.0, 0.0, 20.0, 6.0, 8.1, 34.0, 40.0),
    }
    parts = [*charts.PARTS, *charts.BESIDE]
    return pd.DataFrame(
        [(name, part, rate) for name, values in rates.items() for part, rate in zip(parts, values, strict=True)],
        columns=["name", "part", "rate_pct"],
    )


def checked(figure: go.Figure) -> go.Figure:
    """The figure once more through Plotly's checks."""
    go.Figure(figure.to_plotly_json())
    return figure


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bars_are_the_sum_of_the_parts_and_marks_what_was_collected(palette: Palette) -> None:
    figure = checked(charts.against_collected(rows(), palette))
    bars, marks = figure.data[0], figure.data[2]
    assert list(bars.error_x.array) == [0.0, 3.5, 4.0]
    assert list(bars.error_x.arrayminus) == [0.0, 1.0, 2.0]
    assert list(bars.x) == [92.0, 42.0, 36.0]
    assert list(marks.x) == [17.9, 11.2, 8.1]
    assert list(bars.marker.color) == [palette.us, palette.muted, palette.us]
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.paper_bgcolor == palette.background


def test_the_stack_leaves_out_parts_that_are_nil_and_names_the_duty_of_the_day() -> None:
    figure = checked(charts.by_law(rows(), "Reciprocal", LIGHT))
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert [trace.name for trace in bars] == ["Ordinary", "Section 301 lists", "Section 232", "Fentanyl", "Reciprocal"]
    assert list(bars[2].x) == [50.0, 3.0]
    assert bars[0].marker.line.color == LIGHT.grey
    none = charts.by_law(rows()[rows()["part"].isin(["ordinary", "collected"])], "", LIGHT)
    assert [trace.name for trace in none.data if trace.type == "bar"] == ["Ordinary"]


def test_the_finding_is_the_highest_product_and_the_measure_names_all_goods() -> None:
    caption = charts.duties_caption(rows(), ON, "chapters", 2, 96)
    plain = {name: getattr(caption, name).replace("\u00a0", " ") for name in ("finding", "measure", "alt")}
    assert plain["finding"] == "73 Iron or steel: 92.0 % by law on 9 Jun 2025, 17.9 % collected in 2024"
    assert (
        "the 2 largest of 96 chapters by imports. All goods: 42.0 % by law (range 41.0–45.5), 11.2 % collected."
        in plain["measure"]
    )
    assert "85 Electrical 36.0 by law, range 34.0–40.0, 8.1 collected" in plain["alt"]
    told = charts.duties_caption(rows(), ON, "chapters", 2, 96, ", without chapter 98", "; others 40").measure
    assert told.endswith("collected, without chapter 98; others 40.")


@pytest.mark.parametrize(
    ("parts", "specific", "words"),
    [
        ({"ordinary": 3.4, "fentanyl": 20.0, "reciprocal": 0.0}, "", "23.4 % by law on 9 Jun 2025: ordinary 3.4 and"),
        ({"ordinary": 0.0}, "", "owes 0.0 % by law on 9 Jun 2025"),
        ({"ordinary": float("nan"), "fentanyl": 20.0}, "0.43¢/kg", "owes 0.43¢/kg and 20.0 % by law"),
        ({"ordinary": float("nan")}, "0.43¢/kg", "owes 0.43¢/kg by law on 9 Jun 2025"),
    ],
)
def test_what_one_product_owes_is_told_with_the_duties_it_is_made_of(
    parts: dict[str, float], specific: str, words: str
) -> None:
    owed = sum(parts.values())
    caption = charts.law_caption("850760", "Batteries", parts, (owed, owed), specific, "Collected: nothing", ON)
    assert caption.finding.startswith("HS 8507.60 from China")
    assert words in caption.finding.replace("\u00a0", " ")


def test_a_rate_that_depends_on_the_use_of_the_goods_is_told_with_its_range() -> None:
    caption = charts.law_caption("851830", "Headphones", {"surcharge": 10.0}, (0.0, 10.0), "", "Collected", ON)
    assert "10.0 % by law on 9 Jun 2025 (0.0–10.0 by use" in caption.finding.replace("\u00a0", " ")


def test_beyond_what_sources_confirm_the_title_says_to_when_the_law_is_known() -> None:
    later = charts.LawDay(pd.Timestamp("2026-11-27"), pd.Timestamp("2026-10-09"))
    caption = charts.duties_caption(rows(), later, "chapters", 2, 96)
    assert "by the law known to 9 Oct 2026" in caption.finding.replace("\u00a0", " ")
    assert "27 Nov" not in caption.finding


def test_codes_are_written_with_dots() -> None:
    assert [charts.dotted(code) for code in ("8507", "850760", "85076000", "8507600010")] == [
        "8507",
        "8507.60",
        "8507.60.00",
        "8507.60.0010",
    ]
