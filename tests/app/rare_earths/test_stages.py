"""Charts of rare-earth supply: titles from the rows, axes, alternative text, colours of the palette."""

import pandas as pd
import pytest

from parley.app.rare_earths import controls, exports
from parley.app.rare_earths import stages as supply_stages
from parley.charts.text_traces import lettered
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import figures_right, marks
from tests.wording import told


def stage(name: str, iso3: str, share: float, year: int = 2024, kind: str = "observed", low: float = 4078) -> dict:
    country = {"CHN": "China", "USA": "United States", "ROW": "Rest of world"}[iso3]
    return {
        "stage": name,
        "iso3": iso3,
        "country": country,
        "share_pct": share,
        "year": year,
        "kind": kind,
        "is_other": iso3 == "ROW",
        "hhi_low": low,
        "hhi_high": low + 90,
    }


@pytest.fixture
def stages() -> pd.DataFrame:
    return pd.DataFrame(
        [
            stage("mine", "CHN", 61),
            stage("mine", "USA", 9),
            stage("mine", "ROW", 30),
            stage("mine", "CHN", 51, 2030, "projection"),
            stage("mine", "ROW", 49, 2030, "projection"),
            stage("magnet", "CHN", 94, low=8836),
            stage("magnet", "ROW", 6, low=8836),
        ]
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_china_stands_left_at_every_stage_and_a_projection_is_hollow(stages: pd.DataFrame, palette: Palette) -> None:
    figure = supply_stages.stage_bars(stages, palette)
    china = marks(figure)[0]
    assert china.name == "China"
    assert list(china.x) == [61, 51, 94]
    assert list(china.marker.color) == [palette.china, palette.background, palette.china]
    assert china.marker.line.color[1] == palette.china
    assert [words for bar in marks(figure)[1:] for words in bar.text] == ["9", "30", "49", "6"]
    assert tuple(figure.layout.xaxis.range) == (0, 100)


def test_both_bounds_of_the_index_stand_right_of_the_row(stages: pd.DataFrame) -> None:
    figure = supply_stages.stage_bars(stages, LIGHT)
    assert [*figure.layout.yaxis.ticktext] == ["Mining, 2024", "Mining, 2030", "Magnets, 2024"]
    assert figures_right(figure) == [["4,078–4,168", "4,078–4,168", "8,836–8,926"]]


def test_the_title_says_rising_only_when_it_rises(stages: pd.DataFrame) -> None:
    rising = supply_stages.stages_caption(stages).finding
    assert told("rare_earths", "stages.finding", rising) == ("rising", {"year": "2024", "share": "94%"})
    flat = stages.assign(share_pct=stages["share_pct"].mask(stages["stage"] == "mine", 94))
    assert told("rare_earths", "stages.finding", supply_stages.stages_caption(flat).finding) == (
        "magnet",
        {"year": "2024", "share": "94%"},
    )
    assert "China 51" in supply_stages.stages_caption(stages).alt


def test_one_stage_alone_is_a_share_of_its_own_output(stages: pd.DataFrame) -> None:
    """Until 2025 the title said that China held 92% of magnets of rare earths for magnets."""
    alone = stages[stages["stage"].eq("magnet") & stages["kind"].ne("projection")]
    case, fields = told("rare_earths", "stages.finding", supply_stages.stages_caption(alone).finding)
    assert (case, fields["share"]) == ("magnet", "94%")


def test_stages_of_different_years_are_not_compared(stages: pd.DataFrame) -> None:
    mixed = stages.assign(year=stages["year"].mask(stages["stage"] == "magnet", 2020))
    case, fields = told("rare_earths", "stages.finding", supply_stages.stages_caption(mixed).finding)
    assert (case, fields) == ("magnet", {"share": "94%", "year": "2020"})


def edition(name: str, published: str, year: int, share: float) -> dict:
    day = pd.Timestamp(published)
    world = 100_000.0
    return {
        "edition": name,
        "published_on": day,
        "year": year,
        "share_pct": share,
        "output_t": share * 1000,
        "world_output_t": world,
        "has_gross_weight": year in (2020, 2021),
    }


def test_editions_are_never_joined_and_the_revision_is_the_title() -> None:
    rows = pd.DataFrame(
        [
            edition("MYB2022", "2025-03-19", 2020, 56.0),
            edition("MYB2022", "2025-03-19", 2021, 57.9),
            edition("MYB2022", "2025-03-19", 2022, 70.7),
            edition("MCS2025", "2025-01-31", 2023, 67.8),
            edition("MCS2025", "2025-01-31", 2024, 69.2),
            edition("MCS2026", "2026-02-06", 2024, 71.1),
        ]
    )
    figure = supply_stages.china_editions(rows, LIGHT)
    assert [(line.name, list(line.x), line.showlegend) for line in figure.data] == [
        ("Yearbook 2022", [2020, 2021], True),
        ("Yearbook 2022", [2022], False),  # counted otherwise than the year before
        ("Summaries 2025", [2023, 2024], True),
        ("Summaries 2026", [2024], True),
    ]
    assert figure.data[-1].line.color == LIGHT.china
    case, fields = told("rare_earths", "editions.finding", supply_stages.editions_caption(rows).finding)
    assert (case, fields["year"]) == ("revised", "2024")
    assert (fields["old"], fields["new"]) == ("69.2%", "71.1%")
    same = rows.assign(share_pct=rows["share_pct"].mask(rows["year"] == 2024, 71.1))
    assert told("rare_earths", "editions.finding", supply_stages.editions_caption(same).finding)[0] == "same"
    before = supply_stages.editions_caption(rows[rows["edition"] != "MCS2026"]).finding
    case, fields = told("rare_earths", "editions.finding", before)
    assert (case, fields["new"], fields["year"]) == ("current", "69.2%", "2024")


def exported(to: str, first: str, last: str, tonnes: float, kind: str = "reported", months: int = 1) -> dict:
    return {
        "destination_iso3": to,
        "period_start": pd.Timestamp(first),
        "period_end": pd.Timestamp(last),
        "quantity_t": tonnes,
        "per_month_t": tonnes / months,
        "n_months": months,
        "kind": kind,
    }


@pytest.fixture
def months() -> pd.DataFrame:
    return pd.DataFrame(
        [
            exported("WLD", "2025-01-01", "2025-02-28", 9000, "derived", 2),
            exported("WLD", "2025-03-01", "2025-03-31", 4000),
            exported("WLD", "2025-04-01", "2025-04-30", 2000),
            exported("USA", "2025-03-01", "2025-03-31", 300),
            exported("USA", "2025-04-01", "2025-04-30", 60),
        ]
    )


@pytest.fixture
def acts() -> pd.DataFrame:
    return pd.DataFrame({"date": pd.to_datetime(["2025-04-04"])})


def test_two_panels_share_one_time_axis_start_at_zero_and_missing_months_say_so(
    months: pd.DataFrame, acts: pd.DataFrame
) -> None:
    figure = exports.monthly_exports(months, ["WLD", "USA"], 620.0, acts, LIGHT)
    drawn = [trace for trace in figure.data if trace.name != "Derived"]
    assert {bar.xaxis for bar in drawn} == {"x"}
    assert {bar.yaxis for bar in drawn} == {"y", "y2"}
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == ["Derived"]
    assert figure.layout.yaxis.range[0] == figure.layout.yaxis2.range[0] == 0
    missing = [a for a in figure.layout.annotations if a.text == "n/a"]
    assert [(a.yref, a.x.month) for a in missing] == [("y2", 1), ("y2", 2)]
    assert any("620" in a.text for a in figure.layout.annotations)
    hatched = [bar for bar in drawn if bar.type == "bar" and bar.marker.pattern.shape]
    assert [list(bar.y) for bar in hatched] == [[4500]]


def test_events_cross_both_panels_and_have_their_digits_over_the_first(
    months: pd.DataFrame, acts: pd.DataFrame
) -> None:
    figure = exports.monthly_exports(months, ["WLD", "USA"], 620.0, acts, LIGHT)
    lines = [trace for trace in figure.data if trace.type == "scatter"]
    assert [line.yaxis for line in lines] == ["y", "y2"]
    for line, axis in zip(lines, (figure.layout.yaxis, figure.layout.yaxis2), strict=True):
        assert [x for x in line.x if x is not None] == [day for day in acts["date"] for _ in (0, 1)]
        assert set(line.y) == {None, *axis.range}
    digits = [note for note in figure.layout.annotations if note.text in ("<b>1</b>", "<b>2</b>", "<b>3</b>")]
    assert [(note.x, note.yref) for note in digits] == [(day, "y") for day in acts["date"]][:3]
    marked = lettered(figure, LIGHT)["layout"]
    assert [note["text"] for note in marked["annotations"]] == []


def test_the_title_tells_the_lowest_and_the_newest_month(months: pd.DataFrame) -> None:
    rows = pd.concat([months, pd.DataFrame([exported("USA", "2025-05-01", "2025-05-31", 310)])])
    caption = exports.exports_caption(rows, ["WLD", "USA"], 620.0, "rare_earth_magnets")
    case, fields = told("rare_earths", "exports.finding", caption.finding)
    assert (case, fields["last"], fields["month"], fields["gap"]) == ("below", "310 t", "May 2025", "50%")
    assert "January and February 2025 together 9,000" in caption.alt.replace("\u00a0", " ")
    without = exports.exports_caption(rows, ["WLD", "USA"], None, "rare_earth_magnets").finding
    case, fields = told("rare_earths", "exports.finding", without)
    assert (case, fields["low"], fields["low_month"]) == ("after_low", "60 t", "April 2025")


def spell(item: str, state: str, first: str, last: str, until: str | None = None, act: str = "a") -> dict:
    return {
        "event_id": act,
        "item": item,
        "symbol": item[:2].capitalize(),
        "stages": "metal, oxide",
        "state": state,
        "valid_from": pd.Timestamp(first),
        "valid_to": pd.Timestamp(last),
        "until": pd.Timestamp(until) if until else pd.NaT,
        "target": "WLD",
        "instrument": "Announcement",
    }


def test_the_state_of_a_control_is_told_by_form_and_in_the_title() -> None:
    rows = pd.DataFrame(
        [
            spell("terbium", "in force", "2025-04-04", "2025-12-31"),
            spell("holmium", "announced", "2025-10-09", "2025-11-06", "2025-11-08", act="b"),
            spell("holmium", "suspended", "2025-11-07", "2025-12-31", "2026-11-10", act="b"),
        ]
    )
    figure = controls.control_timeline(rows, LIGHT)
    fills = {bar.name: bar.marker.color for bar in figure.data}
    assert fills == {"Announced": LIGHT.background, "In force": LIGHT.china, "Suspended": LIGHT.pale}
    assert list(figure.layout.yaxis.ticktext) == ["Terbium", "Holmium"]
    caption = controls.controls_caption(rows, "earths")
    assert told("rare_earths", "controls.act", caption.finding) == ("force", {"count": "one", "since": "4 Apr 2025"})
    assert "Holmium: suspended" in caption.alt
