"""China's share in mineral headings: colours, the partial year apart, titles with their scope."""

import pandas as pd
import pytest

from parley.app.rare_earths import us_trade
from parley.charts.theme import DARK, LIGHT, Palette
from tests import reader
from tests.sent_charts import figures_right, marks
from tests.wording import told


@pytest.fixture
def years() -> pd.DataFrame:
    cells = [(2015, False, 55.0), (2025, False, 60.0), (2026, True, 59.0)]
    return pd.DataFrame(
        [
            {"year": y, "is_partial_year": p, "share_pct": s, "china_usd": s * 1e6, "other_usd": (100 - s) * 1e6}
            | {"all_usd": 1e8}
            for y, p, s in cells
        ]
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_partial_year_is_an_open_mark_off_the_line(years: pd.DataFrame, palette: Palette) -> None:
    line, mark = us_trade.share_line(years, palette).data
    assert [line.x[0], line.x[-1]] == [2015, 2025]
    assert list(mark.x) == [2026]
    assert mark.marker.color == palette.background
    assert line.line.color == palette.china


def test_the_title_tells_the_last_whole_year_and_the_measure_names_the_months(years: pd.DataFrame) -> None:
    caption = us_trade.years_caption(years, "import", "Rare earths and magnets")
    case, fields = told("rare_earths", "trade.years", caption.finding)
    assert (case, fields["share"], fields["year"]) == ("import", "60%", "2025")
    case, fields = told("rare_earths", "trade.years_measure", caption.measure)
    assert (case, fields["whole"], fields["months"], fields["last"]) == ("open", "2025", "January–April", "2026")
    closed = us_trade.years_caption(years.iloc[:2], "import", "8101 Tungsten")
    assert told("rare_earths", "trade.years_measure", closed.measure)[0] == "whole"
    assert told("rare_earths", "trade.years", closed.finding)[1]["goods"] == "tungsten"


def test_headings_rank_and_the_title_counts_majorities() -> None:
    cells = [("2504", "Natural graphite", 67.0), ("8505", "Magnets, all kinds", 60.4), ("2609", "Tin ores", 0.0)]
    rows = pd.DataFrame(
        [{"hts4": c, "heading": h, "year": 2025, "share_pct": s, "china_usd": s, "all_usd": 100e6} for c, h, s in cells]
    )
    figure = us_trade.heading_bars(rows, LIGHT)
    assert list(marks(figure)[0].x) == [67.0, 60.4, 0.0]
    assert figures_right(figure) == [["67%", "60%", "0%"], ["$100m", "$100m", "$100m"]]
    small = figures_right(us_trade.heading_bars(rows.tail(1).assign(share_pct=0.2), LIGHT))[0]
    assert small == ["&lt;0.5%"]  # what is little is not told as nothing
    assert tuple(figure.layout.xaxis.range) == (0, 100)
    caption = us_trade.headings_caption(rows, "import")
    case, fields = told("rare_earths", "trade.headings", caption.finding)
    assert (case, fields["over"], fields["count"]) == ("import", "two", "three")
    assert told("rare_earths", "trade.headings_measure", caption.measure)[1] == {
        "partners": "18",
        "year": "2025",
        "shown": "three",
    }
    none = us_trade.headings_caption(rows[rows["share_pct"] < 50], "export")
    case, fields = told("rare_earths", "trade.headings", none.finding)
    assert (case, fields["over"], fields["count"]) == ("export", "none", "one")


def test_a_share_that_is_little_is_not_told_as_nothing(years: pd.DataFrame) -> None:
    """Of zinc the title said that China supplied 0%, where the bar of the same heading said <0.5%."""
    little = years.assign(share_pct=[0.0, 0.2, 0.3])
    caption = us_trade.years_caption(little, "import", "7901 Unwrought zinc")
    fields = told("rare_earths", "trade.years", caption.finding)[1]
    assert fields["share"] == "under 0.5%"
    assert "2025 under\u00a00.5" in caption.alt
    assert any("&lt;0.5" in text for text in us_trade.share_line(little, LIGHT).data[0].text)


def test_the_longest_heading_leaves_a_title_short_enough(years: pd.DataFrame) -> None:
    caption = us_trade.years_caption(years.assign(share_pct=0.2), "import", "2612 Uranium and thorium ores")
    assert reader.count(caption.finding) <= reader.MOST_WORDS
