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
    aside, unsure = (controls.FORMS[form][0] for form in (controls.ASIDE, f"{controls.UNSURE} USA"))
    assert len(by_name[aside].y) == 2  # announced, suspended
    assert (by_name[aside].marker.color, by_name[aside].marker.line.color) == (palette.background, palette.muted)
    assert len(by_name[unsure].y) == 2  # an end that is not confirmed, a start that is in no source
    assert (by_name[unsure].marker.pattern.shape, by_name[unsure].marker.pattern.fgcolor) == ("/", palette.us)
    assert [t.name for t in figure.data if t.showlegend] == list(by_name)
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
    assert (case, fields) == ("last_one", {"count": "five"})
    _, fields = told("chips", "controls.measure", words.measure)
    assert (fields["since"], fields["day"]) == ("October 2022", "24 Nov 2026")
    assert sorted(controls.states(SPELLS)["state"]) == [
        "announced",
        "announced with no known start",
        "ended",
        "suspended",
        "unclear",
    ]
    assert told("chips", "controls.single", controls.controls_caption(SPELLS.head(1)).finding)[0] == "in_force"


def of_states(*now: str) -> pd.DataFrame:
    """One act of each state on the day, in force before where the state is unclear."""
    before = [
        spell(f"a{n}", "USA", "in force", "2025-01-01", "2025-05-31") for n, s in enumerate(now) if s == "unclear"
    ]
    return pd.DataFrame([*before, *(spell(f"a{n}", "USA", s, "2025-06-01", "2026-01-01") for n, s in enumerate(now))])


@pytest.mark.parametrize(
    ("now", "case", "fields"),
    [
        (("in force", "in force", "ended"), "some", {"force": "Two", "count": "three"}),
        (("in force", "unclear", "suspended"), "least_one", {"count": "three"}),
        (("in force", "in force", "unclear"), "least", {"force": "two", "count": "three"}),
        (("unclear", "unclear", "suspended"), "last", {"force": "two", "count": "three"}),
        (("suspended", "announced"), "none", {"count": "two"}),
    ],
)
def test_a_title_hedges_where_a_state_is_unclear(now: tuple[str, ...], case: str, fields: dict[str, str]) -> None:
    assert told("chips", "controls.finding", controls.controls_caption(of_states(*now)).finding) == (case, fields)


def test_controls_never_given_as_in_force_may_be() -> None:
    rows = of_states("unclear", "suspended")
    rows = rows[rows["state"] != "in force"]
    assert told("chips", "controls.finding", controls.controls_caption(rows).finding)[0] == "open"


def test_who_cannot_see_the_chart_is_told_the_state_drawn_on_the_day() -> None:
    told = controls.controls_caption(SPELLS).alt.replace("\u00a0", " ")
    assert told == (
        "Timeline of controls. State on 24 Nov 2026: Advanced chips unclear since 29 Sep 2026; "
        "Design software ended 2 Jul 2025; Act new-act announced since 1 Jan 2026; "
        "Down-graded chips announced with no known start since 17 Oct 2023; "
        "Gallium ban, US suspended since 9 Nov 2025."
    )
