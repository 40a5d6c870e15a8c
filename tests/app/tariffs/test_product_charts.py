"""Duty by product: words computed from the rows, bars from zero, colours of the palette."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.tariffs import law_origins
from parley.app.tariffs import products as charts
from parley.app.tariffs.law_day import LawDay, law_caption
from parley.charts.theme import DARK, LIGHT, Palette
from parley.terms import goods
from tests.sent_charts import checked
from tests.wording import told

ON = LawDay(pd.Timestamp("2025-06-09"))


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


def named(figure: go.Figure) -> dict[str, Any]:
    """What the legend names."""
    return {trace.name: trace for trace in figure.data if trace.showlegend is not False and trace.name}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bars_are_the_sum_of_the_parts_and_marks_what_was_collected(palette: Palette) -> None:
    figure = checked(charts.against_collected(rows(), palette))
    bars, ranges, marks = (named(figure)[name] for name in ("By law", "Range by law", "Collected in 2024"))
    assert list(ranges.x) == [92.0, 92.0, None, 41.0, 45.5, None, 34.0, 40.0, None]
    assert list(bars.x) == [92.0, 42.0, 36.0]
    assert list(marks.x) == [17.9, 11.2, 8.1]
    assert list(bars.marker.color) == [palette.us, palette.muted, palette.us]
    assert set(named(figure)) == {"By law", "Collected in 2024", "Range by law"}
    exact = charts.against_collected(rows().head(len(charts.PARTS) + len(charts.BESIDE)), palette)
    assert "Range by law" not in named(exact)  # the law of steel reads in one way
    assert figure.layout.paper_bgcolor == palette.background


def test_the_stack_leaves_out_parts_that_are_nil_and_names_the_duty_of_the_day() -> None:
    figure = checked(charts.by_law(rows(), "Reciprocal", LIGHT))
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert [trace.name for trace in bars] == ["Ordinary", "Section 301 lists", "Section 232", "Fentanyl", "Reciprocal"]
    assert list(bars[2].x) == [50.0, 3.0, 0.0]
    assert bars[0].marker.line.color == LIGHT.grey
    none = charts.by_law(rows()[rows()["part"].isin(["ordinary", "collected"])], "", LIGHT)
    assert [trace.name for trace in none.data if trace.type == "bar"] == ["Ordinary"]


def test_the_finding_is_the_highest_product_and_the_alternative_names_all_goods() -> None:
    caption = charts.duties_caption(rows(), ON, "chapters", 2, 96)
    plain = {name: getattr(caption, name).replace("\u00a0", " ") for name in ("finding", "measure", "alt")}
    subject = {"subject": "iron or steel (HS 73)", "origin": "China"}
    assert plain["finding"] == charts.SAY("products.title", "law", law="92.0%", **subject)
    assert charts.SAY("products.what", "largest", count="two", every="96", kind="chapters") in plain["measure"]
    assert "85 Electrical 36.0 by law, range 34.0–40.0, 8.1 collected" in plain["alt"]
    assert "All goods 42.0 by law, range 41.0–45.5, 11.2 collected" in plain["alt"]


BATTERIES = {"goods": "lithium-ion batteries (HS 8507.60)", "origin": "China"}


@pytest.mark.parametrize(
    ("parts", "specific", "owed", "told"),
    [
        ({"ordinary": 3.4, "fentanyl": 20.0, "reciprocal": 0.0}, "", "23.4%", "ordinary 3.4; fentanyl 20.0"),
        ({"lists": 0.888, "Section 232": 0.056}, "", "0.9%", "lists 0.9"),  # parts add up to the sum as printed
        ({"ordinary": 0.0}, "", "0.0%", ""),
        ({"ordinary": float("nan"), "fentanyl": 20.0}, "0.43¢/kg", "0.43¢/kg and 20.0%", "fentanyl 20.0"),
        ({"ordinary": float("nan")}, "0.43¢/kg", "0.43¢/kg", ""),
    ],
)
def test_what_one_product_owes_is_told_with_the_duties_it_is_made_of(
    parts: dict[str, float], specific: str, owed: str, told: str
) -> None:
    total = sum(parts.values())
    caption = law_caption("850760", "Batteries", parts, (total, total), specific, ON)
    assert caption.finding == charts.SAY("law.title", "then", owed=owed, **BATTERIES)
    assert caption.measure == charts.SAY("law.measure", "law", day=terms.day(ON.on), **BATTERIES)
    assert f"HS 8507.60: {told or 'none'}. " in caption.alt


def test_a_rate_that_depends_on_the_use_of_the_goods_is_told_with_its_range() -> None:
    caption = law_caption("851830", "Headphones", {"surcharge": 10.0}, (0.0, 10.0), "", ON)
    of_headphones = {"goods": "headphones and earphones (HS 8518.30)", "origin": "China"}
    assert caption.finding == charts.SAY("law.title", "then_about", owed="10.0%", **of_headphones)
    case, fields = told("tariffs", "law.measure", caption.measure)
    assert (case.endswith("_range"), fields["range"]) == (True, "0.0–10.0")


def test_a_range_by_a_preferential_duty_is_not_said_to_be_by_use() -> None:
    """Of batteries from South Korea in 2018, 0.0 to 3.4%, the line said that lists name goods in part."""
    for by, on in (("claim", date(2018, 3, 1)), ("both", date(2026, 10, 1))):
        note = law_origins.covered_from("850760", ["850760"], "Batteries", "KOR", on).note
        assert charts.SAY("law.range", by) in note
        assert not [other for other in {"use", "claim", "both"} - {by} if charts.SAY("law.range", other) in note]


def test_a_rate_that_is_nothing_or_a_duty_by_use_is_told_by_both_ends() -> None:
    caption = law_caption("854231", "Processors", {"ordinary": 0.0}, (0.0, 25.0), "", ON)
    case, fields = told("tariffs", "law.title", caption.finding)
    assert (case, fields["owed"]) == ("then_by_use", "0.0–25.0%")


def test_beyond_what_sources_confirm_the_title_is_an_estimate_and_the_measure_says_to_when() -> None:
    later = LawDay(pd.Timestamp("2026-11-27"), pd.Timestamp("2026-10-09"), is_estimate=True, is_latest=True)
    caption = charts.duties_caption(rows(), later, "chapters", 2, 96)
    case, fields = told("tariffs", "products.title", caption.finding)
    assert (case, fields["law"]) == ("estimate", "92.0%")
    assert "9\u00a0Oct\u00a02026" in caption.measure  # not the day itself, which no source confirms
    of_one = law_caption("850760", "Batteries", {"ordinary": 3.4}, (3.4, 3.4), "", later)
    assert of_one.finding == charts.SAY("law.title", "now_about", owed="3.4%", **BATTERIES)
    assert "9\u00a0Oct\u00a02026" in of_one.measure


def test_a_title_calls_goods_as_people_do_and_the_alternative_as_the_nomenclature_does() -> None:
    words = "Electric accumulators; lithium-ion"
    caption = law_caption("850760", words, {"ordinary": 3.4}, (3.4, 3.4), "", ON)
    assert "batteries" in caption.finding and "accumulators" not in caption.finding
    assert words in caption.alt


def test_what_is_named_behind_the_first_goods_of_a_chapter_is_left_to_its_code() -> None:
    name = "85 Electrical machinery and equipment and parts thereof; sound recorders"
    long = rows().replace({"name": {"73 Iron or steel (all kinds)": name}})
    _, fields = told("tariffs", "products.title", charts.duties_caption(long, ON, "chapters", 2, 96).finding)
    assert (fields["subject"], fields["law"]) == ("electrical machinery and equipment (HS 85)", "92.0%")


def test_a_section_is_named_whole_in_a_title() -> None:
    """A title said ``food``, the first of its words, of food, drink and tobacco."""
    section = rows().replace({"name": {"73 Iron or steel (all kinds)": "Food, drink, tobacco"}})
    finding = charts.duties_caption(section, ON, "sections", 2, 21).finding
    assert told("tariffs", "products.title", finding)[1]["subject"] == "food, drink and tobacco"


@pytest.mark.parametrize(
    ("code", "described", "goods"),
    [
        ("732393", "Steel, stainless; table, kitchen and other household articles and parts thereof", "household"),
        ("732399", "Iron or steel; table, kitchen and other household articles of metal, n.e.c.", "HS 7323.99"),
        ("847330", "Machinery; parts and accessories of the machines of heading no. 8471", "computer parts"),
    ],
)
def test_no_title_calls_goods_by_what_they_are_made_of_or_made_for(code: str, described: str, goods: str) -> None:
    caption = law_caption(code, described, {"ordinary": 2.0}, (2.0, 2.0), "", ON)
    said = told("tariffs", "law.title", caption.finding)[1]["goods"]
    assert goods in said
    assert not said.startswith(("steel (", "iron or steel (", "machinery (", "goods ("))


def test_codes_are_written_with_dots() -> None:
    assert [goods.dotted(code) for code in ("8507", "850760", "85076000", "8507600010")] == [
        "8507",
        "8507.60",
        "8507.60.00",
        "8507.60.0010",
    ]
