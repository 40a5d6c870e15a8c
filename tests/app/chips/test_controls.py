"""Controls of both sides: every state by its form, told to those who cannot see it."""

import pandas as pd
import pytest

from parley.app.chips import controls
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked
from tests.wording import told


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
        spell("bis-2022-10", "USA", "unclear", "2026-09-29", "2026-11-24"),
        spell("us-eda-letters", "USA", "in force", "2025-05-31", "2025-07-01"),
        spell("us-eda-letters", "USA", "eased", "2025-07-02", "2025-07-02"),
        spell("new-act", "USA", "announced", "2026-01-01", "2026-11-24"),
        spell("bis-2023-10", "USA", "announced with no known start", "2023-10-17", "2026-11-24"),
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
        "Down-graded chips",
        "<b>Chinese controls</b>",
        "Gallium ban, US",
    ]
    by_name = {t.name: t for t in figure.data}
    assert by_name["In force, US"].marker.color == palette.us
    assert by_name["In force, China"].marker.color == palette.china
    assert by_name["Announced"].marker.color == palette.background
    assert by_name["Announced"].marker.line.color == palette.muted
    assert by_name["Start not in our sources"].marker.pattern.shape == "."
    assert by_name["Not confirmed"].marker.pattern.shape == "/"
    assert by_name["Eased"].marker.symbol == "diamond"
    assert list(by_name["Eased"].y) == [figure.layout.yaxis.tickvals[2]]


def test_acts_of_one_short_name_have_a_row_each() -> None:
    title = "Export controls on advanced chips"
    acts = [spell(f"act-{i}", "USA", "in force", "2025-01-01", "2026-01-01") | {"title": f"{title}, {i}"} for i in "ab"]
    figure = checked(controls.control_timeline(pd.DataFrame(acts), LIGHT))
    assert list(figure.layout.yaxis.ticktext)[1:] == [title[:16].strip()] * 2
    assert list(figure.data[0].y) == list(figure.layout.yaxis.tickvals)[1:]


def test_the_title_counts_acts_by_their_state_on_the_day() -> None:
    words = controls.controls_caption(SPELLS)
    case, fields = told("chips", "controls.finding", words.finding)
    assert (case, fields) == ("last", {"force": "one", "count": "five", "last": "28 Sep 2026"})
    _, fields = told("chips", "controls.measure", words.measure)
    assert fields["since"] == "October 2022"
    assert (
        fields["states"]
        == "one announced, one announced with no known start, one suspended, one unclear and one ended"
    )
    case, fields = told("chips", "controls.finding", controls.controls_caption(SPELLS.head(1)).finding)
    assert (case, fields) == ("single", {"state": "in force", "day": "28 Sep 2026"})


def test_who_cannot_see_the_chart_is_told_the_state_drawn_on_the_day() -> None:
    told = controls.controls_caption(SPELLS).alt.replace("\u00a0", " ")
    assert told == (
        "Timeline of controls. State on 24 Nov 2026: Advanced chips unclear since 29 Sep 2026; "
        "Design software ended 2 Jul 2025; Act new-act announced since 1 Jan 2026; "
        "Down-graded chips announced with no known start since 17 Oct 2023; "
        "Gallium ban, US suspended since 9 Nov 2025."
    )
