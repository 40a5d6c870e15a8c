"""Charts of the Tariffs page's subjects: words from the rows, colours from the palette, axes from zero."""

import math

import pandas as pd
import pytest

from parley import terms
from parley.app.tariffs import acts, money, partners, programmes, said_law_paid
from parley.charts import colours as shades
from parley.charts.figure import Caption
from parley.charts.theme import DARK, LIGHT, Palette
from tests.sent_charts import checked

NB = "\u00a0"


def plain(caption: Caption) -> Caption:
    return Caption(*(part.replace(NB, " ") for part in (caption.finding, caption.measure, caption.alt)))


def dated(rows: list[tuple[object, ...]], columns: list[str], days: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in days})


MEASURES = dated(
    [
        ("Announced extra duty", "2025-04-10", "2025-05-13", 145.0, True),
        ("Announced extra duty", "2025-05-14", "2025-06-09", 30.0, False),
        ("Average by law, all duties", "2025-04-10", "2025-06-09", 116.7, True),
        ("Collected, all duties", "2025-04-01", "2025-04-30", 38.6, True),
    ],
    ["series", "date", "last_day", "rate_pct", "is_confirmed"],
    ["date", "last_day"],
)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_three_measures_are_never_joined(palette: Palette) -> None:
    figure = checked(said_law_paid.three_series(MEASURES, palette))
    modes = [(t.name, t.mode, t.line.dash) for t in figure.data]
    assert modes == [
        ("Announced extra duty", "lines", "solid"),
        ("Announced extra duty", "lines", "5px,3px"),
        ("Average by law, all duties", "lines", "solid"),
        ("Collected, all duties", "markers", None),
    ]
    assert [t.line.color for t in figure.data[:3]] == [
        palette.us,
        palette.us,
        palette.grey,
    ]  # two blues are one to many
    assert figure.layout.yaxis.range[0] == 0
    assert "yaxis2" not in figure.layout


def test_the_highest_of_each_measure_is_told() -> None:
    caption = plain(said_law_paid.measures_caption(MEASURES))
    peaks = {"announced": "145%", "statutory": "116.7%"}
    assert caption.finding == said_law_paid.SAY("three.title", "all", **peaks, collected="38.6%")
    without = plain(said_law_paid.measures_caption(MEASURES[MEASURES["series"] != said_law_paid.COLLECTED]))
    assert without.finding == said_law_paid.SAY("three.title", "without_collected", **peaks)


def test_the_law_s_average_says_where_it_ends_and_what_is_not_confirmed_is_called_so() -> None:
    whole = plain(said_law_paid.measures_caption(MEASURES))
    ends = "by law to 13 May 2025"
    assert "13 May" not in whole.measure
    assert "newest 30.0% from 14 May 2025, not confirmed" in whole.alt
    assert "116.7% from 10 Apr 2025;" in whole.alt
    cut = MEASURES.assign(
        last_day=MEASURES["last_day"].mask(MEASURES["series"] == "Average by law, all duties", "2025-05-13")
    )
    measure = plain(said_law_paid.measures_caption(cut)).measure
    assert measure.endswith(ends)


PROGRAMMES = dated(
    [
        ("section_301", "list_3", "2018-09-24", "2019-05-09", 10.0, 10.0, "in_force", "Ten"),
        ("section_301", "list_3", "2019-05-10", "2026-08-21", 25.0, 25.0, "in_force", "Raised"),
        ("section_301", "list_3", "2026-08-22", "2026-11-24", 25.0, 25.0, "not_confirmed", "Raised"),
        ("section_232", "copper", "2025-08-01", "2026-04-05", 50.0, 50.0, "in_force", "Copper"),
    ],
    ["authority", "programme", "valid_from", "valid_to", "low_pct", "high_pct", "state", "title"],
    ["valid_from", "valid_to"],
)
COURSES = {("section_301", "list_3"): [(10.0, 10.0), (25.0, 25.0)], ("section_232", "copper"): [(50.0, 50.0)]}


def test_programmes_have_a_row_each_and_the_unconfirmed_days_are_hatched() -> None:
    figure = checked(programmes.timeline(PROGRAMMES, COURSES, LIGHT))
    assert [t.split("<br>")[0] for t in figure.layout.yaxis.ticktext] == ["301 List 3", "232 Copper"]
    assert "10 → 25" in figure.layout.yaxis.ticktext[0]
    colours = {t.name: set(t.marker.color) for t in figure.data if t.name != "Not confirmed"}
    assert colours == {"Section 301": {LIGHT.s301}, "Section 232": {LIGHT.muted}}
    (unsure,) = [t for t in figure.data if t.name == "Not confirmed"]
    assert unsure.marker.pattern.shape == "/"
    assert sum(bool(t.showlegend) for t in figure.data) == 3  # each name once, though the axis is in two parts


def test_before_2025_the_programmes_stand_on_one_axis() -> None:
    early = PROGRAMMES.head(2).assign(valid_to=pd.to_datetime(["2019-05-09", "2020-01-01"]))
    figure = checked(programmes.timeline(early, {("section_301", "list_3"): [(10, 10), (25, 25)]}, LIGHT))
    assert {t.xaxis for t in figure.data} == {"x"}
    assert figure.layout.xaxis.domain is None


def test_programmes_that_ended_are_not_counted_as_standing() -> None:
    on = pd.Timestamp("2026-11-24")
    caption = plain(programmes.programmes_caption(PROGRAMMES, COURSES, "USA", on))
    told = {"count": "two", "standing": "One"}
    assert caption.finding == programmes.SAY("programmes.title", "some", who="US", goods="Chinese goods", **told)
    assert "301 List 3: 10%, then 25%" in caption.alt
    china = plain(programmes.programmes_caption(PROGRAMMES, COURSES, "CHN", on))
    assert china.finding == programmes.SAY("programmes.title", "some", who="Chinese", goods="US goods", **told)


@pytest.mark.parametrize(
    ("going", "count", "case"), [(0, 3, "none"), (1, 3, "some"), (3, 3, "all"), (1, 1, "one"), (0, 1, "none")]
)
def test_programmes_that_stand_are_told_by_how_many_there_are(going: int, count: int, case: str) -> None:
    names = [f"list_{number}" for number in range(count)]
    on = pd.Timestamp("2026-11-24")
    ends = [on if number < going else on - pd.Timedelta(days=1) for number in range(count)]
    rows = pd.DataFrame({"authority": "section_301", "programme": names, "valid_to": ends})
    caption = programmes.programmes_caption(rows, {("section_301", name): [(10, 10)] for name in names}, "USA", on)
    counts = {"count": terms.counted(count), "standing": terms.capital(terms.counted(going))}
    assert caption.finding == programmes.SAY("programmes.title", case, who="US", goods="Chinese goods", **counts)


TILES = pd.DataFrame(
    {
        "partner": ["China", "Vietnam", "Kenya"],
        "exporter_iso3": ["CHN", "VNM", "KEN"],
        "iso2": ["CN", "VN", "KE"],
        "rate_pct": [116.66, 14.6, 8.9],
    }
)


def test_every_tile_has_its_place_to_itself() -> None:
    assert len(set(partners.WORLD.places.values())) == len(partners.WORLD.places) > 100
    assert {len(line.split()) for line in partners.GRID.strip().splitlines()} == {partners.WORLD.columns}
    assert "USA" not in partners.WORLD.places


def test_a_tile_carries_two_letters_and_its_rate_china_has_an_edge_and_a_key_tells_the_colours() -> None:
    figure = checked(partners.tile_map(TILES, LIGHT))
    map_, letters, *key = figure.data
    column, row = partners.WORLD.places["CHN"]
    assert letters.text[list(letters.y).index(row)] == "CN<br>117"
    assert map_.z[row][column] == len(partners.SHADES) - 1
    filled = [value for line in map_.z for value in line if value is not None]
    assert len(filled) == 3  # a country without a rate has no colour, not that of zero
    assert letters.textfont.size >= 11
    (edge,) = figure.layout.shapes
    assert (edge.x0 < column < edge.x1, edge.y0 < row < edge.y1, edge.line.color) == (True, True, LIGHT.china)
    names = ["under 5%", "5–10", "10–15", "15–20", "20–30", "30 and more"]
    assert [mark.name.replace(NB, " ") for mark in key] == names
    assert [step[1] for step in map_.colorscale] == [mark.marker.color for mark in key]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_words_of_every_tile_are_legible(palette: Palette) -> None:
    for _, shade in partners.SHADES:
        fill = shades.fill(shade, palette, palette.us)
        assert shades.contrast(shades.legible(fill, palette), fill) >= 4.5


def test_the_end_of_a_step_belongs_to_the_next() -> None:
    assert [partners.step_of(rate) for rate in (0.0, 4.99, 5.0, 29.9, 30.0, 145.0)] == [0, 0, 1, 4, 5, 5]


def test_the_map_counts_countries_above_ten_percent() -> None:
    caption = plain(partners.tiles_caption(TILES, pd.Timestamp("2026-06-08"), reconstructed=True, is_behind=False))
    told = {"above": "Two", "count": "three", "limit": "10%", "median": "14.6%"}
    assert caption.finding == partners.SAY("map.title", "now", **told)
    behind = partners.tiles_caption(TILES, pd.Timestamp("2026-06-08"), reconstructed=True, is_behind=True)
    assert plain(behind).finding == partners.SAY("map.title", "then", **told)
    assert caption.measure == partners.SAY("map.measure", "reconstructed", day="8 Jun 2026")
    assert "Highest: China 116.7" in caption.alt


REVENUE = pd.DataFrame(
    {
        "month": pd.date_range("2025-01-01", periods=14, freq="MS"),
        "customs_duties_usd": [7e9] * 12 + [27e9, -20e9],
        "gross_receipts_usd": [math.nan] * 3 + [8e9] * 9 + [29e9, 28e9],
        "refunds_usd": [math.nan] * 3 + [1e9] * 9 + [2e9, 48e9],
        "net_12_months_usd": [80e9] * 12 + [290e9, 240e9],
        "gross_12_months_usd": [math.nan] * 13 + [304e9],
        "refunds_12_months_usd": [math.nan] * 13 + [60e9],
        "effective_rate_pct": [2.6] * 12 + [10.0, math.nan],
        "china_rate_pct": [10.9] * 12 + [31.0, math.nan],
        "china_rate_vintage": pd.Timestamp("2026-10-06"),
        "vintage": pd.Timestamp("2026-09-29"),
        "rate_vintage": pd.to_datetime(["2025-10-01"] * 12 + ["2026-10-06"] * 2),
    }
)


def test_what_was_received_stands_above_zero_and_what_was_paid_back_below() -> None:
    figure = checked(money.revenue_panels(REVENUE, LIGHT))
    drawn = money.revenue_panels(REVENUE, LIGHT).data
    bars = {trace.name: [float(v) for v in trace.y] for trace in drawn if trace.type == "bar"}
    assert set(bars) == {"Received", "Refunded", "Received less refunded"}
    assert bars["Received"][-1] == pytest.approx(28)
    assert bars["Refunded"][-1] == pytest.approx(-48)
    assert len(bars["Received less refunded"]) == 3  # the months whose parts are not known
    assert figure.layout.yaxis.range[0] < -48


def test_the_rate_has_a_panel_of_its_own_and_breaks_where_the_release_changes() -> None:
    figure = checked(money.revenue_panels(REVENUE, LIGHT))
    lines = [trace for trace in figure.data if trace.yaxis == "y2"]
    assert [(line.name, len(line.x)) for line in lines] == [("All goods", 12), ("All goods", 1), ("Chinese goods", 13)]
    assert [line.mode for line in lines] == ["lines", "markers", "lines"]  # a month alone would be no line
    assert [line.line.color for line in lines[::2]] == [LIGHT.ink, LIGHT.china]
    assert figure.layout.yaxis2.range[0] == 0
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert figure.layout.yaxis2.overlaying is None  # panels, not a second scale


def test_without_rates_there_is_one_panel() -> None:
    figure = checked(money.revenue_panels(REVENUE.assign(effective_rate_pct=None, china_rate_pct=None), LIGHT))
    assert figure.layout.yaxis.domain == (0, 1)
    assert {trace.type for trace in figure.data} == {"bar"}


def test_revenue_is_told_by_twelve_months_and_the_share_by_its_own_last_month() -> None:
    caption = plain(money.revenue_caption(REVENUE))
    assert "$304bn" in caption.finding
    assert "$60.0bn" in caption.finding
    assert "$48.0bn in February 2026" in caption.alt
    assert "10.0% in January 2026" in caption.alt and "31.0% in January 2026" in caption.alt
    earlier = plain(money.revenue_caption(REVENUE.head(13)))
    assert "$290bn" in earlier.finding
    assert "$80.0bn" in money.year_before(REVENUE.head(13))


def test_the_orders_are_counted_by_side() -> None:
    orders = pd.DataFrame({"actor": ["USA", "USA", "CHN"], "valid_from": pd.to_datetime(["2025-02-04"] * 3)})
    caption = acts.orders_caption(orders)
    assert caption.finding == acts.SAY("orders.title", "both", count="Three", us="two")
    one = acts.SAY("orders.title", "one", who="the United States")
    assert acts.orders_caption(orders[:1]).finding == one
    several = acts.SAY("orders.title", "two", count="Two", who="the United States")
    assert acts.orders_caption(orders[:2]).finding == several
