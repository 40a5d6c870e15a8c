"""Charts of elements by deposit: fills by act, bounds hollow, blanks said, words from the rows."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.rare_earths import elements
from parley.charts.figure import Caption
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import figures_right, marks
from tests.wording import told

APRIL, OCTOBER = pd.Timestamp("2025-04-04"), pd.Timestamp("2025-10-09")


def part(location: str, iso3: str, act: pd.Timestamp | None, share: float, heavy: float) -> dict:
    state = "no control" if act is None else "in force" if act == APRIL else "suspended"
    return {
        "location": location,
        "iso3": iso3,
        "country": {"CHN": "China", "USA": "United States"}[iso3],
        "act_on": pd.NaT if act is None else act,
        "state": state,
        "elements": "Y, Dy",
        "share_of_reo_pct": share,
        "heavy_pct": heavy,
    }


ROWS = pd.DataFrame(
    [
        part("Longnan, Jiangxi", "CHN", APRIL, 80.0, 84.0),
        part("Longnan, Jiangxi", "CHN", OCTOBER, 10.0, 84.0),
        part("Longnan, Jiangxi", "CHN", None, 9.0, 84.0),
        part("Mountain Pass, CA", "USA", None, 99.9, 0.1),
    ]
)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_first_act_is_solid_a_later_one_hatched_and_the_rest_pale(palette: Palette) -> None:
    figure = elements.control_bars(ROWS, palette)
    go.Figure(figure.to_dict())
    fills = {bar.name: bar.marker for bar in marks(figure)}
    assert fills["Act of Apr 2025, in force"].color == palette.china
    assert fills["Act of Oct 2025, suspended"].pattern.shape == "/"
    assert fills["No control"].color == palette.pale
    assert figures_right(figure) == [["80%", "0.0%"]]  # in force; 10% more are suspended
    assert figure.layout.xaxis.range[0] == 0


def test_deposits_of_one_short_name_have_a_bar_each() -> None:
    twin = ROWS.assign(location=ROWS["location"].replace("Mountain Pass, CA", "Longnan, Guangxi"), country="China")
    figure = elements.control_bars(twin, LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["Longnan, China"] * 2
    assert figures_right(figure) == [["80%", "0.0%"]]
    assert max(x for bar in marks(figure) for x in bar.x) == 99.9


NOBODY = pd.DataFrame(columns=["act_on", "state", "since", "was"])


def caption(rows: pd.DataFrame, controlled: pd.DataFrame = NOBODY) -> Caption:
    return elements.control_bars_caption(rows, controlled)


def place(alt: str, name: str) -> str:
    """What an alternative text says of a place."""
    return alt.partition(name)[2].partition(";")[0]


def test_what_is_suspended_is_not_counted_as_in_force() -> None:
    words = caption(ROWS)
    case, fields = told("rare_earths", "elements.finding", words.finding)
    assert case == "suspended"
    assert fields == {"share": "80%", "most_place": "Longnan", "rest": "10%"}
    alt = words.alt.replace("\u00a0", " ")
    longnan, mountain_pass = (place(alt, name) for name in ("Longnan", "Mountain Pass"))
    assert [share for share in ("80.0%", "10.0%", "84%") if share in longnan] == ["80.0%", "10.0%", "84%"]
    assert elements.SAY("elements.alt.free") in mountain_pass and "0.1%" in mountain_pass


def test_with_one_act_in_force_the_least_covered_deposit_is_named_too() -> None:
    case, fields = told("rare_earths", "elements.finding", caption(ROWS[ROWS["act_on"] != OCTOBER]).finding)
    assert case == "force"
    assert (fields["share"], fields["least"], fields["least_place"]) == ("80%", "0.0%", "Mountain Pass")


def test_what_nobody_confirms_any_more_is_hedged() -> None:
    rows = ROWS.assign(state=ROWS["state"].replace(["in force", "suspended"], "unclear"))
    since = pd.to_datetime(["2026-07-01", "2026-11-11"])
    controlled = pd.DataFrame(
        {"act_on": [APRIL, OCTOBER], "state": "unclear", "since": since, "was": ["in force", "suspended"]}
    )
    case, fields = told("rare_earths", "elements.finding", caption(rows, controlled).finding)
    assert (case, fields["share"]) == ("unclear", "80%")
    case, fields = told("rare_earths", "elements.finding", caption(rows).finding)
    assert (case, fields["share"]) == ("named", "90%")


def test_without_an_act_the_title_tells_the_heavy_share() -> None:
    before = ROWS[ROWS["act_on"].isna()]
    case, fields = told("rare_earths", "elements.finding", caption(before).finding)
    assert (case, fields["share"]) == ("heavy", "84%")


CONTENT = pd.DataFrame(
    {
        "element": "Ce",
        "location": ["Bayan Obo, Nei Mongol", "Longnan, Jiangxi", "Mountain Pass, CA"],
        "country": ["China", "China", "United States"],
        "iso3": ["CHN", "CHN", "USA"],
        "mineral": ["Bastnaesite", "Rare-earth laterite (ion clay)", "Bastnaesite"],
        "share_of_reo_pct": [50.0, 1.09, float("nan")],
        "comparator": ["eq", "lt", "not_available"],
        "raw": ["50", "<1.09", "NA"],
    }
)


def test_an_upper_bound_is_hollow_and_a_blank_says_so() -> None:
    figure = elements.element_bars(CONTENT, LIGHT)
    (bar,) = marks(figure)
    assert figures_right(figure) == [["50", "<1.09", "n/a"]]
    assert list(bar.marker.color) == [LIGHT.china, LIGHT.background, LIGHT.us]
    assert figure.layout.yaxis.ticktext == ("Bayan Obo, China", "Longnan, China", "Mountain Pass, US")


def test_the_element_is_named_with_its_richest_ore() -> None:
    words = elements.element_caption(CONTENT)
    _, fields = told("rare_earths", "elements.richest", words.finding)
    assert (fields["element"], fields["place"], fields["share"]) == ("cerium", "Bayan Obo (China)", "50%")
    assert told("rare_earths", "elements.measure", words.measure)[1] == {"element": "cerium"}
    assert "At most" in {trace.name for trace in elements.element_bars(CONTENT, LIGHT).data}
    assert "Mountain Pass, CA n/a" in words.alt
