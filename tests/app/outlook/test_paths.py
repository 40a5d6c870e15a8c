"""Charts of the Outlook page: titles from the rows, one line a target year, alternative text, colours."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.outlook import errors, paths, revisions
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import figures_right, marks
from tests.wording import told


def point(edition: str, published: str, year: int, value: float, horizon: int = 0) -> dict[str, Any]:
    return {
        "measure": "real_gdp_growth",
        "edition": edition,
        "published_on": pd.Timestamp(published),
        "target_year": year,
        "value_pct": value,
        "decimals": 1,
        "horizon_years": horizon,
        "year_basis": "calendar",
    }


@pytest.fixture
def rows() -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            point("EO116", "2024-12-04", 2025, 3.3, 1),
            point("EO117", "2025-06-03", 2025, 2.9),
            point("IEO_2025_09", "2025-09-23", 2025, 3.2),
            point("EO119", "2026-06-30", 2025, 3.4, -1),
            point("EO116", "2024-12-04", 2026, 3.3, 2),
            point("EO117", "2025-06-03", 2026, 2.9, 1),
        ]
    )
    return frame.assign(change_pp=frame.groupby("target_year")["value_pct"].diff())


@pytest.fixture
def events() -> pd.DataFrame:
    return pd.DataFrame({"date": pd.to_datetime(["2025-02-04", "2025-05-14"])})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_target_year_is_a_line_of_its_own_through_the_printed_points(
    rows: pd.DataFrame, events: pd.DataFrame, palette: Palette
) -> None:
    figure = paths.path_lines(rows, events, palette)
    go.Figure(figure.to_dict())  # Plotly checks every name and value
    assert {line.name: list(line.y) for line in figure.data} == {"2025": [3.3, 2.9, 3.2, 3.4], "2026": [3.3, 2.9]}
    assert [line.line.color for line in figure.data] == [palette.ink, palette.s301]
    assert list(figure.data[0].marker.symbol) == ["circle", "circle", "circle", "diamond"]


def test_events_stand_as_digits_and_no_second_axis(rows: pd.DataFrame, events: pd.DataFrame) -> None:
    for figure in (paths.path_lines(rows, events, LIGHT), revisions.revision_bars(rows.head(4), events, LIGHT)):
        words = [a.text for a in figure.layout.annotations]
        assert "<b>1</b>" in words
        assert "<b>2</b>" in words
        assert "yaxis2" not in figure.layout


def test_the_title_names_the_low_point_only_when_the_path_has_left_it(rows: pd.DataFrame) -> None:
    caption = paths.paths_caption(rows, "world growth")
    case, fields = told("outlook", "paths.finding", caption.finding)
    assert (case, fields["subject"], fields["year"]) == ("cut_recorded", "world growth", "2025")
    assert (fields["low"], fields["last"]) == ("2.9%", "3.4%")
    assert "2026: EO116 3.3%, EO117 2.9%" in plain(caption.alt)
    early = paths.paths_caption(rows[rows["published_on"] < "2025-07-01"], "world growth")
    case, fields = told("outlook", "paths.finding", early.finding)
    assert (case, fields["high"], fields["last"]) == ("fell", "3.3%", "2.9%")
    assert told("outlook", "paths.measure", early.measure)[0] == "calendar"


def test_the_revisions_are_bars_from_zero_and_the_title_adds_them_up(rows: pd.DataFrame, events: pd.DataFrame) -> None:
    part = rows.head(4)
    figure = revisions.revision_bars(part, events, LIGHT)
    assert list(figure.data[0].y) == pytest.approx([-0.4, 0.3, 0.2])
    low, high = figure.layout.yaxis.range
    assert low == -high
    case, fields = told("outlook", "revisions.finding", revisions.revisions_caption(part, "world growth").finding)
    assert (case, fields["year"]) == ("cut_raised", "2025")
    assert (fields["fall"], fields["rise"]) == ("0.4 points", "0.5 points")


def error(area: str, edition: str, value: float) -> dict[str, Any]:
    return {
        "area": area,
        "edition": edition,
        "target_year": 2025,
        "error_pp": value,
        "forecast_pct": 3 + value,
        "actual_pct": 3.0,
    }


def test_the_edition_picked_out_keeps_the_hue_of_each_side_and_the_others_are_pale() -> None:
    rows = pd.DataFrame(
        [
            error("WLD", "EO117", -0.5),
            error("WLD", "EO118", -0.2),
            error("USA", "EO117", -0.53),
            error("CHN", "EO117", -0.25),
            error("DEU", "EO117", 0.05),
        ]
    )
    names = {"WLD": "World", "USA": "United States", "CHN": "China", "DEU": "Germany"}
    figure = errors.error_dots(rows, "EO117", names, LIGHT)
    *others, chosen = marks(figure)
    assert sorted(x for mark in others for x in mark.x) == sorted(rows.loc[rows["edition"] != "EO117", "error_pp"])
    assert [(mark.marker.color, mark.marker.line.color) for mark in others] == [(LIGHT.background, LIGHT.grey)]
    assert list(chosen.marker.color) == [LIGHT.ink, LIGHT.us, LIGHT.china, LIGHT.ink]
    assert list(figure.layout.yaxis.ticktext) == ["World", "United States", "China", "Germany"]
    assert [plain(value) for value in figures_right(figure)[0]] == ["-0.5", "-0.5", "-0.2", "+0.1"]
    caption = errors.errors_caption(rows, "EO117", "the Outlook of June 2025", names)
    case, fields = told("outlook", "errors.finding", caption.finding)
    assert (case, fields["low"], fields["all"], fields["high"]) == ("mixed", "three", "four", "one")
    assert "United States -0.5 pp" in plain(caption.alt)


@pytest.mark.parametrize(
    ("off", "case", "fields"),
    [
        ((-0.5, -0.5, 0.0), "low", {"share": "two of three"}),
        ((-0.5, -0.5, -0.1), "low", {"share": "all three"}),
        ((-0.5, -0.5), "low", {"share": "both"}),
        ((0.04, -0.5, -0.1), "low", {"share": "two of three"}),
        ((0.3, 0.1), "high", {"share": "both"}),
        ((-0.3, 0.1, -0.2, 0.1, 0.0, 0.0), "mixed", {"low": "two", "high": "two", "all": "six"}),
        ((0.0, 0.04), "exact", {"share": "both"}),
        ((-0.2,), "low_single", {}),
    ],
)
def test_an_edition_off_both_ways_is_said_to_be(off: Sequence[float], case: str, fields: dict[str, str]) -> None:
    """The Interim Outlook of March 2025 was said to underestimate two of six areas; it overestimated as many."""
    areas = ["WLD", "USA", "CHN", "DEU", "JPN", "GBR"]
    rows = pd.DataFrame([error(area, "EO117", value) for area, value in zip(areas, off, strict=False)])
    finding = errors.errors_caption(rows, "EO117", "the Outlook of June 2025", {}).finding
    found, said = told("outlook", "errors.finding", finding)
    assert (found, {name: plain(said[name]) for name in fields}) == (case, fields)


@pytest.mark.parametrize(
    ("values", "case"),
    [
        ((2.2, 1.8, 1.82), "cut_same"),
        ((2.2, 1.8, 1.9, 1.82), "fell"),
        ((2.2, 1.8, 1.9), "cut"),
        ((1.8, 1.82), "same"),
        ((1.8, 1.9), "rose"),
    ],
)
def test_a_cut_that_stands_at_its_lowest_again_is_said_to(
    rows: pd.DataFrame, values: Sequence[float], case: str
) -> None:
    """Of Australia the title said: cut to 1.8%; in September 2025 it was 1.8%."""
    days = pd.to_datetime(["2024-05-02", "2024-09-25", "2024-12-04", "2025-09-23"][: len(values)])
    path = pd.DataFrame(
        {**rows.iloc[0].to_dict(), "edition": f"EO{n}", "published_on": day, "value_pct": value, "horizon_years": 0}
        for n, (day, value) in enumerate(zip(days, values, strict=True))
    )
    found, fields = told("outlook", "paths.finding", paths.paths_caption(path, "growth in Australia").finding)
    assert found == case
    assert plain(fields["low" if case in {"cut", "rose"} else "last"]) == "1.8%"


def test_the_lowest_of_the_figures_held_is_not_called_the_lowest_of_all(rows: pd.DataFrame) -> None:
    """The OECD put growth in 2023 at 2.2% in autumn 2022, which the table does not hold."""
    path = rows.iloc[[0, 0]].assign(
        edition=["IEO_2023_03", "IEO_2024_09"],
        published_on=pd.to_datetime(["2023-03-17", "2024-09-25"]),
        value_pct=[2.6, 3.1],
        horizon_years=[0, -1],
        target_year=2023,
    )
    case, fields = told("outlook", "paths.finding", paths.paths_caption(path, "world growth").finding)
    assert (case, plain(fields["low"]), plain(fields["last"])) == ("rose_recorded", "2.6%", "3.1%")


def test_a_value_stands_clear_of_its_line(rows: pd.DataFrame, events: pd.DataFrame) -> None:
    this_year, next_year = paths.path_lines(rows, events, LIGHT).data
    assert list(this_year.text) == ["3.3", "2.9", "3.2", "3.4"]
    assert list(this_year.textposition) == ["top center", "bottom center", "top center", "top center"]
    assert list(next_year.text) == ["", ""]  # as high as the other year of the edition: written once


def test_the_path_of_prices_is_named_as_such(rows: pd.DataFrame) -> None:
    prices = rows.assign(measure="headline_inflation")
    assert "consumer price inflation" in paths.paths_caption(prices, "inflation in China").measure


def revised(area: str, change: float, value: float, base: str = "EO116", day: str = "2024-12-04") -> dict[str, Any]:
    return {
        "area": area,
        "measure": "real_gdp_growth",
        "change_pp": change,
        "value_pct": value,
        "previous_value_pct": value - change,
        "previous_edition": base,
        "previous_published_on": pd.Timestamp(day),
    }


def test_one_edition_by_area_counts_cuts_and_rises_and_keeps_the_hues() -> None:
    rows = pd.DataFrame([revised("USA", -0.6, 1.6), revised("CHN", -0.1, 4.7), revised("EA", 0.0, 1.0)])
    names = {"USA": "United States", "CHN": "China", "EA": "Euro area"}
    figure = revisions.area_bars(rows, names, LIGHT)
    go.Figure(figure.to_dict())  # Plotly checks every name and value
    assert [list(t.marker.color) for t in figure.data if t.type == "bar"] == [[LIGHT.us, LIGHT.china, LIGHT.grey]]
    caption = revisions.by_area_caption(rows, "the Outlook of June 2025", 2025, names)
    case, fields = told("outlook", "revisions.areas", caption.finding)
    assert (case, fields["cut"], fields["count"]) == ("cut", "two", "three")
    _, fields = told("outlook", "revisions", caption.measure)
    assert (fields["year"], plain(fields["base"])) == ("2025", "Outlook of December 2024")
    raised = pd.concat([rows, pd.DataFrame([revised("MEX", 1.7, 3.0)])], ignore_index=True)
    caption = revisions.by_area_caption(raised, "the Outlook of June 2025", 2025, {**names, "MEX": "Mexico"})
    case, fields = told("outlook", "revisions.areas", caption.finding)
    assert (case, fields["raised"]) == ("both", "one")
    assert "China -0.1 pp" in plain(caption.alt)
    every = revisions.by_area_caption(rows[rows["change_pp"] < 0], "the Outlook of June 2025", 2025, names)
    assert told("outlook", "revisions.areas", every.finding)[0] == "cut_all"  # not "for nine of nine"


def test_areas_are_counted_edition_by_edition_and_those_of_another_are_hollow() -> None:
    interim = {"base": "IEO_2025_03", "day": "2025-03-17"}
    rows = pd.DataFrame(
        [revised("USA", -0.6, 1.6, **interim), revised("CHN", 0.2, 4.7, **interim), revised("EA", -0.1, 1)]
    )
    names = {"USA": "United States", "CHN": "China", "EA": "Euro area"}
    caption = revisions.by_area_caption(rows, "the Outlook of June 2025", 2025, names)
    case, fields = told("outlook", "revisions.areas", caption.finding)
    assert case == "both"
    assert (fields["cut"], fields["raised"], fields["count"]) == ("one", "one", "two")  # without the euro area
    _, fields = told("outlook", "revisions", caption.measure)
    assert plain(fields["base"]) == "Interim Outlook of March 2025"
    bars, *keys = [trace for trace in revisions.area_bars(rows, names, LIGHT).data if trace.type == "bar"]
    assert list(bars.marker.color) == [LIGHT.us, LIGHT.china, LIGHT.background]
    assert bars.marker.line.color[2] == LIGHT.grey
    assert [plain(trace.name).rsplit(" ", 1)[-1] for trace in (bars, *keys)] == ["2025", "EO116"]
    assert not revisions.area_bars(rows.head(2), names, LIGHT).layout.showlegend
