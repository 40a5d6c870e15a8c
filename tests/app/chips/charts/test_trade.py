"""Charts of chips: titles from the rows, colours of the sides, gaps marked, every state by its form."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.chips.charts import controls, trade
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told

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
    case, fields = told("chips", "suppliers.finding", words.finding)
    assert (case, fields["leader"], fields["lead"], fields["china"]) == ("china", "Taiwan", "60.0 %", "30.0 %")
    assert (fields["goods"], fields["year"]) == ("chips", "2024")
    assert told("chips", "suppliers.measure", words.measure)[1]["partners"] == "32"
    assert "All others 1.0" in words.alt
    first = trade.partner_caption(PARTNERS.iloc[[1, 2]])
    assert told("chips", "suppliers.finding", first.finding)[0] == "single"
    union = PARTNERS.assign(partner=["European Union", "China", "All others"], exporter_iso3=["EU27", "CHN", "ROW"])
    leader = told("chips", "suppliers.finding", trade.partner_caption(union).finding)[1]["leader"]
    assert leader == "The European Union"


def test_the_lines_title_counts_where_china_has_over_a_quarter() -> None:
    rows = pd.DataFrame(
        {
            "description": ["CPUs", "GPUs", "DRAM", "SRAM"],
            "value_usd": [50e9, 20e9, 10e9, 20e9],
            "china_share_pct": [0.0, 25.0, 26.0, 90.0],
            "year": 2024,
        }
    )
    words = trade.lines_caption(rows, "8542")
    assert "CPUs 50.0 bn, 0.0 % from China; GPUs 20.0 bn, 25.0 % from China" in words.alt.replace("\u00a0", " ")
    assert list(trade.line_bars(rows, LIGHT).data[0].x) == [50, 20, 10, 20]
    _, fields = told("chips", "lines.finding", words.finding)
    assert (fields["lead"], fields["count"], fields["share"]) == ("Three", "four", "80 %")
    case, fields = told("chips", "lines.measure", words.measure)
    assert (case, fields["quarter"], fields["over"]) == ("some", "25 %", "two")
    none = trade.lines_caption(rows.assign(china_share_pct=0.0), "8542").measure
    assert told("chips", "lines.measure", none)[0] == "none"


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
    case, fields = told("chips", "taiwan.finding", words.finding)
    assert (case, fields["part"], fields["base"], fields["last"]) == ("part", "60 %", "2022", "2023")
    assert told("chips", "taiwan.measure", words.measure)[1]["gaps"] == "2018–2021"
    assert told("chips", "taiwan.finding", trade.taiwan_caption(rows, None, 2023).finding)[0] == "level"
    for part, case in ((130.0, "more"), (-20.0, "fell")):  # no share of a rise is over 100 or below 0 percent
        finding = trade.taiwan_caption(rows, (2023, 5e9, part), 2022).finding
        assert told("chips", "taiwan.finding", finding)[0] == case


def exports(values: dict[int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"year": y, "product": p, "value_usd": v * 1e9} for y, v in values.items() for p in ("85", "84")]
    )


def test_exports_are_told_against_their_peak() -> None:
    fallen = trade.exports_caption(exports({2020: 10, 2021: 20, 2022: 15}), "85").finding
    case, fields = told("chips", "exports.finding", fallen)
    assert (case, fields["fall"], fields["peak"], fields["first"]) == ("below", "25 %", "2021", "2020")
    rising = trade.exports_caption(exports({2020: 10, 2021: 20}), "85").finding
    assert told("chips", "exports.finding", rising)[0] == "highest"


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
    _, fields = told("chips", "duty.finding", trade.duty_caption(rows).finding)
    assert fields == {"china": "21.0 %", "rest": "0.0 %", "year": "2024"}


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
    case, fields = told("chips", "controls.finding", words.finding)
    assert (case, fields) == ("none", {"count": "four", "day": "24 Nov 2026"})
    _, fields = told("chips", "controls.measure", words.measure)
    assert fields["since"] == "October 2022"
    assert fields["states"] == "one announced, one suspended, one not confirmed and one ended"
    case, fields = told("chips", "controls.finding", controls.controls_caption(SPELLS.head(1)).finding)
    assert (case, fields) == ("single", {"state": "in force", "day": "28 Sep 2026"})


def test_who_cannot_see_the_chart_is_told_the_state_drawn_on_the_day() -> None:
    told = controls.controls_caption(SPELLS).alt.replace("\u00a0", " ")
    assert told == (
        "Timeline of controls. State on 24 Nov 2026: Advanced chips not confirmed since 29 Sep 2026; "
        "Design software ended 2 Jul 2025; Act new-act announced since 1 Jan 2026; "
        "Gallium ban, US suspended since 9 Nov 2025."
    )
