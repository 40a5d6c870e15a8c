"""Charts of chips: titles from the rows, colours of the sides, gaps marked, every state by its form."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.chips.charts import controls, trade
from parley.charts.theme import DARK, LIGHT, Palette

PARTNERS = pd.DataFrame(
    {
        "partner": ["Taiwan", "China", "All others"],
        "exporter_iso3": ["TWN", "CHN", "ROW"],
        "heading": "8542",
        "year": 2024,
        "value_usd": [6e9, 3e9, 1e9],
        "share_pct": [60.0, 30.0, 10.0],
        "effective_rate_pct": [0.0, 21.0, 0.0],
        "partners": [1, 1, 30],
    }
)


def checked(figure: go.Figure) -> go.Figure:
    """The figure through Plotly's own checks."""
    return go.Figure(figure.to_dict())


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_china_keeps_its_colour_among_grey_partners_and_bars_start_at_zero(palette: Palette) -> None:
    figure = checked(trade.partner_bars(PARTNERS, palette))
    assert list(figure.data[0].marker.color) == [palette.grey, palette.china, palette.pale]
    assert figure.layout.xaxis.range[0] == 0
    assert list(figure.layout.yaxis.ticktext) == ["Taiwan", "China", "All others"]
    assert "6.0" in figure.data[0].text[0]


def test_the_partner_title_names_first_and_china_once() -> None:
    words = trade.partner_caption(PARTNERS)
    assert (
        words.finding.replace("\u00a0", " ") == "Taiwan sent 60.0 % of the chips the US imported in 2024, China 30.0 %"
    )
    assert "32 partners" in words.measure
    assert "All others 1.0" in words.alt
    first = trade.partner_caption(PARTNERS.iloc[[1, 2]])
    assert first.finding.count("China") == 1
    union = PARTNERS.assign(partner=["European Union", "China", "All others"], exporter_iso3=["EU27", "CHN", "ROW"])
    assert trade.partner_caption(union).finding.startswith("The European Union sent")


def test_the_lines_title_counts_where_china_has_over_a_quarter() -> None:
    rows = pd.DataFrame({"value_usd": [50, 20, 10, 20], "china_share_pct": [0.0, 25.0, 26.0, 90.0], "year": 2024})
    finding = trade.lines_caption(rows, "8542").finding.replace("\u00a0", " ")
    assert finding == "Three of 4 lines hold 80 % of US imports of chips; China has over 25 % of two"
    none = trade.lines_caption(rows.assign(china_share_pct=0.0), "8542").finding
    assert none.endswith("of none of them")


def taiwan(years: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"year": y, "heading": h, "value_usd": (y - 2000) * part * 1e9}
            for y in years
            for h, part in (("8471", 2), ("8473", 1), ("8542", 1), ("other", 1))
        ]
    )


def test_years_without_figures_leave_a_marked_place_and_no_bar() -> None:
    figure = checked(trade.taiwan_bars(taiwan([2016, 2017, 2022, 2023]), LIGHT))
    assert list(figure.data[0].x) == [0, 1, 3, 4]
    assert [(a.x, a.text) for a in figure.layout.annotations] == [(2, "n/a")]
    assert figure.layout.xaxis.ticktext[-1] == "2018–<br>2021"
    assert [t.name for t in figure.data[:4]] == ["Computers", "Computer parts", "Chips", "All other goods"]
    whole = checked(trade.taiwan_bars(taiwan([2022, 2023]), LIGHT))
    assert len(whole.layout.annotations) == 0


def test_the_rise_is_claimed_only_when_there_is_one() -> None:
    rows = taiwan([2017, 2022, 2023])
    words = trade.taiwan_caption(rows, (2023, 5e9, 60.0), 2022)
    assert "60\u00a0% of the rise" in words.finding
    assert "2018–2021 not in our sources" in words.measure
    assert "rise" not in trade.taiwan_caption(rows, None, 2023).finding


def exports(values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"year": y, "product": p, "value_usd": v * 1e9} for y, v in values.items() for p in ("85", "84")]
    )


def test_exports_are_told_against_their_peak() -> None:
    assert "25\u00a0% below 2021" in trade.exports_caption(exports({2020: 10, 2021: 20, 2022: 15}), "85").finding
    rising = trade.exports_caption(exports({2020: 10, 2021: 20}), "85").finding
    assert "the most of the years shown" in rising
    assert "below" not in rising


def test_a_control_stands_at_its_day_within_the_year() -> None:
    events = pd.DataFrame({"date": pd.to_datetime(["2022-10-07"])})
    figure = checked(trade.export_bars(exports({2021: 1, 2022: 2, 2023: 1}), events, LIGHT))
    assert figure.layout.shapes[0].x0 == pytest.approx(2022.26, abs=0.01)
    assert figure.data[0].marker.color == LIGHT.us
    assert figure.layout.yaxis.range[0] == 0


def test_duty_from_china_is_in_chinas_colour_and_zero_is_written() -> None:
    rows = pd.DataFrame(
        {
            "heading": ["8542", "8542"],
            "origin": ["CHN", "ROW"],
            "year": 2024,
            "value_usd": [1e9, 9e9],
            "effective_rate_pct": [21.04, 0.0],
        }
    )
    figure = checked(trade.duty_bars(rows, LIGHT))
    assert [t.marker.color for t in figure.data] == [LIGHT.china, LIGHT.grey]
    assert "0.0" in figure.data[1].text[0]
    finding = trade.duty_caption(rows).finding.replace("\u00a0", " ")
    assert "21.0 % of the value of chips from China in 2024, 0.0 %" in finding


def spell(event_id: str, actor: str, state: str, first: str, last: str) -> dict:
    return {
        "event_id": event_id,
        "actor": actor,
        "state": state,
        "valid_from": pd.Timestamp(first),
        "valid_to": pd.Timestamp(last),
        "title": f"Act {event_id}",
        "by": "",
    }


SPELLS = pd.DataFrame(
    [
        spell("bis-2022-10", "USA", "in force", "2022-10-07", "2026-09-28"),
        spell("bis-2022-10", "USA", "not confirmed", "2026-09-29", "2026-11-24"),
        spell("us-eda-letters", "USA", "in force", "2025-05-31", "2025-07-01"),
        spell("us-eda-letters", "USA", "eased", "2025-07-02", "2025-07-02"),
        spell("new-act", "USA", "announced", "2026-01-01", "2026-11-24"),
        spell("mofcom-2024-46", "CHN", "in force", "2024-12-03", "2025-11-08"),
        spell("mofcom-2024-46", "CHN", "suspended", "2025-11-09", "2026-11-24"),
    ]
)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_each_side_stands_under_its_name_and_each_state_has_its_form(palette: Palette) -> None:
    figure = checked(controls.control_timeline(SPELLS, palette))
    words = list(figure.layout.yaxis.ticktext)
    assert words == [
        "<b>US controls</b>",
        "Advanced chips",
        "Design software",
        "Act new-act",
        "<b>Chinese controls</b>",
        "Gallium ban, US",
    ]
    by_name = {t.name: t for t in figure.data}
    assert by_name["In force, US"].marker.color == palette.us
    assert by_name["In force, China"].marker.color == palette.china
    assert by_name["Announced"].marker.color == palette.background
    assert list(by_name["Announced"].marker.line.color) == [palette.us]
    assert by_name["Not confirmed"].marker.pattern.shape == "/"
    assert by_name["Eased"].marker.symbol == "diamond"
    assert list(by_name["Eased"].y) == [2]
    assert {t.width for t in figure.data if t.type == "bar"} == {0.7}


def test_the_title_counts_acts_by_their_state_on_the_day() -> None:
    words = controls.controls_caption(SPELLS)
    assert words.finding.replace("\u00a0", " ") == (
        "Controls since October 2022: three US on chips and one Chinese on gallium, rare earths or chips; "
        "on 24 Nov 2026 one announced, one suspended, one not confirmed and one ended"
    )
    early = controls.controls_caption(SPELLS.head(1)).finding.replace("\u00a0", " ")
    assert early == "Controls since October 2022: one US on chips; on 28 Sep 2026 one in force"


def test_who_cannot_see_the_chart_is_told_the_state_drawn_on_the_day() -> None:
    told = controls.controls_caption(SPELLS).alt.replace("\u00a0", " ")
    assert told == (
        "Timeline of controls. State on 24 Nov 2026: Advanced chips not confirmed since 29 Sep 2026; "
        "Design software ended 2 Jul 2025; Act new-act announced since 1 Jan 2026; "
        "Gallium ban, US suspended since 9 Nov 2025."
    )
