"""Magnets by destination and the index by stage: fills, hatching, both bounds, words from the rows."""

import pandas as pd
import plotly.graph_objects as go

from parley.charts import concentration, destinations
from parley.charts.theme import LIGHT

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
    plain = words.finding.replace("\u00a0", " ")
    assert plain == "Germany received 24 % of China's magnets in Jun 2025, the United States 11 %"
    union = destinations.destinations_caption(ROWS.replace("Germany", "European Union"), "Jun 2025")
    assert union.finding.startswith("The European Union received")
    assert "For 65 % no report" in words.measure.replace("\u00a0", " ")


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
