"""Magnets by destination and arrivals in Europe: fills, levels and bars, words from the rows."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.rare_earths import destinations
from parley.charts.theme import LIGHT
from tests.sent_charts import figures_right, marks
from tests.wording import told

ROWS = pd.DataFrame(
    {
        "destination_iso3": ["DEU", "USA", "ROW"],
        "destination": ["Germany", "United States", "All others"],
        "value_usd": [514e6, 366e6, 2230e6],
        "share_pct": [16.5, 11.8, 71.7],
        "period": "2024",
    }
)


def test_values_are_in_millions_the_us_keeps_its_hue_and_the_rest_is_pale() -> None:
    figure = destinations.destination_bars(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    (bars,) = marks(figure)
    assert list(bars.x) == [514, 366, 2230]
    assert figures_right(figure) == [["$514m", "$366m", "$2,230m"], ["16%", "12%", "72%"]]
    assert list(bars.marker.color) == [LIGHT.grey, LIGHT.us, LIGHT.pale]
    assert figure.layout.xaxis.range[0] == 0


def test_the_title_names_the_largest_destination_and_the_us() -> None:
    words = destinations.value_caption(ROWS, 34.6)
    case, fields = told("rare_earths", "destinations.finding", words.finding)
    assert (case, fields) == ("us", {"first": "Germany", "share": "16%", "period": "2024", "us": "12%"})
    union = destinations.value_caption(ROWS.replace("Germany", "European Union"), 34.6)
    assert told("rare_earths", "destinations.finding", union.finding)[1]["first"] == "The European Union"
    assert told("rare_earths", "destinations.measure", words.measure)[1]["eu"] == "35%"


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
    figure = destinations.arrival_panels(rows, pd.DataFrame({"date": [pd.Timestamp("2025-04-04")]}), LIGHT)
    go.Figure(figure.to_dict())
    levels = [list(t.y) for t in figure.data if t.type == "scatter"]
    (bars,) = [t for t in figure.data if t.type == "bar"]
    assert levels == [[1532.1, 1532.1], [2009.3, 2009.3]]
    assert list(bars.y) == [116.9, 103.6]
    assert figure.layout.yaxis.range[0] == figure.layout.yaxis2.range[0] == 0
    words = destinations.arrivals_caption(rows)
    case, fields = told("rare_earths", "arrivals.finding", words.finding)
    assert (case, fields["eu"], fields["before"]) == ("eu_after", "2,009 t", "1,532 t")
    assert fields["period"] == "Nov 2025–Apr 2026"  # not all months since the licences
    case, fields = told("rare_earths", "arrivals.measure", words.measure)
    assert (case, fields["uk"], fields["month"]) == ("uk", "104 t", "June 2026")
    british = destinations.arrivals_caption(
        rows[rows["destination_iso3"] == "GBR"]
    )  # in early 2025 no mean of the EU was known
    assert told("rare_earths", "arrivals.finding", british.finding)[0] == "uk"
    assert told("rare_earths", "arrivals.measure", british.measure)[0] == "uk"
