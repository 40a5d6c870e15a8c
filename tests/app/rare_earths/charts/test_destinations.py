"""Magnets by destination and the index by stage: fills, hatching, both bounds, words from the rows."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.rare_earths.charts import arrivals, concentration, destinations
from parley.charts.theme import LIGHT
from tests.wording import told

ROWS = pd.DataFrame(
    {
        "destination_iso3": ["DEU", "USA", "ROW"],
        "destination": ["Germany", "United States", "Not reported by destination"],
        "quantity_t": [764.0, 353.0, 2071.0],
        "share_pct": [23.96, 11.07, 64.96],
        "kind": ["derived", "reported", "derived"],
        "period": "Jun 2025",
    }
)


def test_the_us_keeps_its_hue_derived_figures_are_hatched_and_the_rest_is_pale() -> None:
    figure = destinations.destination_bars(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    marker = figure.data[0].marker
    assert list(marker.color) == [LIGHT.background, LIGHT.us, LIGHT.pale]
    assert list(marker.pattern.shape) == ["/", "", ""]
    assert figure.layout.xaxis.range[0] == 0


def test_the_title_names_the_largest_destination_and_the_us() -> None:
    words = destinations.destinations_caption(ROWS, "Jun 2025")
    case, fields = told("rare_earths", "destinations.finding", words.finding)
    assert case == "tonnes_us"
    assert fields == {"first": "Germany", "share": "24 %", "period": "Jun 2025", "us": "11 %"}
    union = destinations.destinations_caption(ROWS.replace("Germany", "European Union"), "Jun 2025")
    assert told("rare_earths", "destinations.finding", union.finding)[1]["first"] == "The European Union"
    assert told("rare_earths", "destinations.measure_derived", words.measure)[1]["rest"] == "65 %"
    reported = destinations.destinations_caption(ROWS.assign(kind=["reported", "reported", "derived"]), "Jun 2025")
    assert told("rare_earths", "destinations.measure", reported.measure)[1]["rest"] == "65 %"


def test_the_index_shows_both_bounds_and_a_projection_hollow() -> None:
    rows = pd.DataFrame(
        {
            "stage": ["mine", "mine", "mine"],
            "year": [2024, 2024, 2030],
            "kind": ["observed", "observed", "projection"],
            "hhi_low": [4078.0, 4078.0, 2967.0],
            "hhi_high": [4168.0, 4168.0, 3236.0],
        }
    )
    figure = concentration.index_ranges(rows, LIGHT)
    go.Figure(figure.to_dict())
    low, high = figure.data
    assert list(low.x) == [4078, 2967]
    assert list(high.x) == [90, 269]
    assert list(high.base) == [4078, 2967]
    assert list(low.marker.color) == [LIGHT.muted, LIGHT.background]
    assert [text.strip("\u00a0") for text in low.text] == ["4,078–4,168", "2,967–3,236"]
    assert figure.layout.xaxis.range[0] == 0


def test_values_are_in_millions_and_the_title_says_all_metal_magnets() -> None:
    rows = ROWS.assign(value_usd=[514e6, 366e6, 2230e6], share_pct=[16.5, 11.8, 71.7], n_destinations=[1, 1, 186])
    rows["period"] = "2024"
    figure = destinations.destination_bars(rows, LIGHT, "value_usd")
    assert list(figure.data[0].x) == [514, 366, 2230]
    assert figure.layout.yaxis.ticktext[-1] == "All others"
    words = destinations.value_caption(rows, 34.6)
    case, fields = told("rare_earths", "destinations.finding", words.finding)
    assert case == "value_us"
    assert fields == {"first": "Germany", "share": "16 %", "period": "2024", "us": "12 %"}
    assert told("rare_earths", "destinations.value_measure", words.measure)[1]["rest"] == "186"


def test_arrivals_are_levels_of_the_eu_and_bars_of_the_uk() -> None:
    rows = pd.DataFrame(
        [
            ("EU27", "2023-04-01", "2025-03-31", 1532.1),
            ("EU27", "2025-11-01", "2026-04-30", 2009.3),
            ("GBR", "2026-05-01", "2026-05-31", 116.9),
            ("GBR", "2026-06-01", "2026-06-30", 103.6),
        ],
        columns=["destination_iso3", "period_start", "period_end", "per_month_t"],
    )
    rows["period_start"], rows["period_end"] = (pd.to_datetime(rows[c]) for c in ("period_start", "period_end"))
    figure = arrivals.panels(rows, pd.DataFrame({"date": [pd.Timestamp("2025-04-04")]}), LIGHT)
    go.Figure(figure.to_dict())
    levels = [list(t.y) for t in figure.data if t.type == "scatter"]
    (bars,) = [t for t in figure.data if t.type == "bar"]
    assert levels == [[1532.1, 1532.1], [2009.3, 2009.3]]
    assert list(bars.y) == [116.9, 103.6]
    assert figure.layout.yaxis.range[0] == figure.layout.yaxis2.range[0] == 0
    words = arrivals.caption(rows)
    case, fields = told("rare_earths", "arrivals.finding", words.finding)
    assert (case, fields["eu"], fields["before"]) == ("eu_after", "2,009 t", "1,532 t")
    assert fields["window"] == arrivals.SAY("arrivals.window", first="November 2025", last="April 2026")
    case, fields = told("rare_earths", "arrivals.measure", words.measure)
    assert (case, fields["uk"], fields["month"]) == ("both", "104 t", "June 2026")
    british = arrivals.caption(rows[rows["destination_iso3"] == "GBR"])  # in early 2025 no mean of the EU was known
    assert told("rare_earths", "arrivals.finding", british.finding)[0] == "uk"
    assert told("rare_earths", "arrivals.measure", british.measure)[0] == "uk"
