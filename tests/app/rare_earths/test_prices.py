"""Charts of prices: editions apart, quotes as dots and never as a line, prices as printed."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley.app.rare_earths import prices, quotes
from parley.charts.theme import LIGHT
from tests.sent_charts import figures_right, marks
from tests.wording import told


def average(name: str, symbol: str | None, year: int, usd: float, edition: str = "MCS2026") -> dict:
    return {
        "specification": name,
        "symbol": symbol,
        "year": year,
        "price_usd_per_kg": usd,
        "edition": edition,
        "is_estimate": year == 2025,
        "basis": "fob",
        "quoted_by": "Argus, Asian Metal",
        "published_on": pd.Timestamp(f"{edition[3:]}-02-06"),
    }


TB, DY = "Terbium oxide, 99.99% minimum", "Dysprosium oxide, 99.5% minimum"
ROWS = pd.DataFrame(
    [
        average(TB, "Tb", 2024, 812),
        average(TB, "Tb", 2025, 1010),
        average(DY, "Dy", 2024, 257),
        average(DY, "Dy", 2025, 239),
    ]
)


@pytest.mark.parametrize(("usd", "words"), [(1010, "1,010"), (2.82, "2.82"), (1.0, "1"), (82.5, "82.5"), (6.5, "6.5")])
def test_a_price_has_no_more_decimals_than_in_print(usd: float, words: str) -> None:
    assert quotes.price(usd) == words


@pytest.mark.parametrize(
    ("specification", "name"),
    [
        ("Neodymium-praseodymium (NdPr) oxide, 99% minimum", "NdPr oxide"),
        ("Y2O3, minimum 99.999% purity", "Yttrium oxide"),
        ("Mischmetal, 65% cerium, 35% lanthanum", "Mischmetal"),
    ],
)
def test_products_have_short_names(specification: str, name: str) -> None:
    assert prices.product_name(specification) == name


def test_all_products_are_dots_on_a_logarithmic_scale_with_the_newest_year_in_colour() -> None:
    figure = prices.average_dots(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    assert figure.layout.xaxis.type == "log"
    assert [d.name for d in figure.data if d.showlegend is not False] == ["2024", "2025, estimated"]
    assert "lines" not in "".join(d.mode for d in figure.data)
    assert marks(figure)[1].marker.color == LIGHT.china
    assert figures_right(figure) == [["1,010", "239"]]
    case, fields = told("rare_earths", "prices.finding", prices.averages_caption(ROWS).finding)
    assert (case, *fields.values()) == ("estimated", "Terbium oxide", "2025", "1,010")


def test_editions_are_lines_of_their_own_and_an_estimate_is_hollow() -> None:
    rows = pd.DataFrame(
        [average(DY, "Dy", 2023, 330, "MCS2025"), average(DY, "Dy", 2024, 257), average(DY, "Dy", 2025, 239)]
    )
    figure = prices.product_lines(rows, LIGHT)
    assert {line.name: list(line.x) for line in figure.data} == {"MCS2025": [2023], "MCS2026": [2024, 2025]}
    newest = next(line for line in figure.data if line.name == "MCS2026")
    assert list(newest.marker.color) == [LIGHT.china, LIGHT.background]
    assert figure.layout.yaxis.range[0] == 0
    case, fields = told("rare_earths", "prices.product", prices.product_caption(rows).finding)
    assert (case, fields["price"], fields["year"]) == ("below_estimated", "239", "2025")
    assert (fields["top"], fields["top_year"]) == ("257", "2024")


@pytest.mark.parametrize(
    ("values", "case"),
    [((15, 14, 15), "equal_estimated"), ((15, 14, 16), "highest_estimated"), ((15, 14), "below")],
)
def test_a_price_as_high_as_the_highest_is_not_after_it(values: tuple[int, ...], case: str) -> None:
    """Of ytterbium oxide the title said: $15 in 2025, after a high of 15 in 2021, and not that 15 is estimated."""
    years = range(2023, 2023 + len(values))
    rows = pd.DataFrame([average(DY, "Dy", year, value) for year, value in zip(years, values, strict=True)])
    assert told("rare_earths", "prices.product", prices.product_caption(rows).finding)[0] == case


def quote(market: str, first: str, last: str, low: float, high: float) -> dict:
    return {
        "product": "Dy oxide",
        "symbol": "Dy",
        "market": market,
        "kind": "assessment",
        "date_start": pd.Timestamp(first),
        "date_end": pd.Timestamp(last),
        "low_usd_per_kg": low,
        "high_usd_per_kg": high,
        "assessor": "Argus",
    }


QUOTES = pd.DataFrame(
    [
        quote("china_fob", "2025-01-01", "2025-12-31", 239, 239),
        quote("europe", "2025-05-06", "2025-05-06", 700, 1000),
        quote("europe", "2025-12-01", "2025-12-31", 350, 350),
    ]
)


def test_quotes_are_dots_a_range_two_and_no_line_is_drawn() -> None:
    figure = quotes.quote_dots(QUOTES, LIGHT)
    go.Figure(figure.to_dict())
    assert {d.mode for d in figure.data} == {"markers", "text"}
    assert [[*dots.x] for dots in marks(figure) if dots.marker.color == LIGHT.muted] == [[700, 350], [1000]]
    assert figure.layout.yaxis.ticktext == ("<b>Dysprosium</b>", "2025", "6 May 25", "Dec 2025")
    assert figures_right(figure) == [["239", "700–1,000", "350"]]
    assert not figure.layout.shapes


def test_the_title_tells_the_dearest_quote_and_compares_it_with_no_average() -> None:
    _, fields = told("rare_earths", "prices.quote", quotes.quotes_caption(QUOTES).finding)
    assert fields == {"name": "Dysprosium", "range": "700–1,000", "day": "6 May 2025"}


def test_the_alternative_text_writes_places_with_a_capital() -> None:
    text = quotes.quotes_caption(QUOTES).alt
    assert "single quote, Europe" in text
    assert "year's average, from China" in text


def test_a_figure_two_editions_share_is_written_once_and_a_revised_one_twice() -> None:
    rows = pd.DataFrame(
        [
            average(DY, "Dy", 2023, 330, "MCS2025"),
            average(DY, "Dy", 2024, 260, "MCS2025"),
            average(DY, "Dy", 2023, 330),
            average(DY, "Dy", 2024, 257),
        ]
    )
    lines = {line.name: line for line in prices.product_lines(rows, LIGHT).data}
    old, new = lines["MCS2025"], lines["MCS2026"]
    assert list(new.text) == ["330", "257"]
    assert list(old.text) == ["", "260"]


def test_the_highest_year_of_an_edition_is_not_called_that_of_all_shown() -> None:
    """The 2025 edition prints cerium oxide at $2 for 2021, the 2026 edition 1.54, and 1.71 for 2025."""
    cerium = "Cerium oxide, 99.5% minimum"
    rows = [average(cerium, "Ce", 2021, 2.0, "MCS2025")]
    rows += [average(cerium, "Ce", year, usd) for year, usd in ((2021, 1.54), (2025, 1.71))]
    case, fields = told("rare_earths", "prices.product", prices.product_caption(pd.DataFrame(rows)).finding)
    assert (case, fields["edition"]) == ("highest_estimated", "2026")
