"""Mean errors by edition and by house: dots, words and what is compared."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.outlook import errors
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import figures_right
from tests.wording import told


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-").replace("\u2013", "-")


def score(edition: str, published: str, ahead: int, year: int, size: float) -> dict[str, Any]:
    return {
        "edition": edition,
        "published_on": pd.Timestamp(published),
        "horizon_years": ahead,
        "target_year": year,
        "n_countries": 7,
        "mean_abs_error_pp": size,
    }


@pytest.fixture
def scores() -> pd.DataFrame:
    return pd.DataFrame(
        [
            score("EO115", "2024-05-02", 0, 2024, 0.6),
            score("EO115", "2024-05-02", 1, 2025, 0.3),
            score("EO117", "2025-06-03", 0, 2025, 0.4),
        ]
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_newest_edition_is_at_the_top_with_a_dot_for_each_year_ahead(
    scores: pd.DataFrame, palette: Palette
) -> None:
    figure = errors.edition_dots(scores, palette)
    go.Figure(figure.to_dict())  # Plotly checks every name and value
    assert list(figure.layout.yaxis.ticktext) == ["EO117", "EO115"]
    dots = {trace.name: list(trace.x) for trace in figure.data if trace.mode == "markers"}
    assert dots == {"Year after": [0.3], "Same year": [0.4, 0.6]}
    assert figures_right(figure) == [["0.4", "0.6"]]  # as in the title
    assert figure.data[-1].marker.color == palette.ink
    assert figure.layout.xaxis.range[1] > 0.6


def test_the_words_name_the_closest_and_the_farthest_edition_on_its_own_year(scores: pd.DataFrame) -> None:
    caption = errors.by_edition_caption(scores)
    _, fields = told("outlook", "errors.editions", caption.finding)
    assert fields == {"near": "0.4", "far": "0.6"}
    _, fields = told("outlook", "errors.editions_measure", caption.measure)
    assert (fields["first"], fields["last"]) == ("2024", "2025")
    assert "EO115 on 2025 0.30" in caption.alt


def versus(house: str, edition: str, theirs: float, ours: float, pairs: int) -> dict[str, Any]:
    return {
        "institution": house,
        "edition": edition,
        "oecd_edition": "EO116",
        "n_pairs": pairs,
        "countries": "CHN, USA",
        "years": "2025",
        "mean_abs_error_pp": theirs,
        "oecd_mean_abs_error_pp": ours,
    }


def test_a_house_stands_beside_the_oecd_on_the_same_pairs() -> None:
    rows = pd.DataFrame([versus("IMF", "WEO_2025_04", 0.8, 0.4, 2), versus("World Bank", "GEP_2025_01", 0.2, 0.3, 1)])
    figure = errors.house_dots(rows, LIGHT)
    go.Figure(figure.to_dict())  # Plotly checks every name and value
    assert [plain(name).replace("<br>", " ") for name in figure.layout.yaxis.ticktext] == [
        "IMF Apr 2025",
        "World Bank Jan 2025",
    ]
    named = {trace.name: list(trace.x) for trace in figure.data if trace.mode == "markers"}
    assert named == {"OECD at the time": [0.4, 0.3], "The institution": [0.8, 0.2]}
    caption = errors.by_house_caption(rows)
    assert told("outlook", "errors.houses", caption.finding)[1] == {"closer": "one", "count": "two"}
    assert "World Bank, Jan 2025 0.20, EO116 0.30 (1 pair)" in plain(caption.alt)
