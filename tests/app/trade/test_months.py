"""The charts of the Trade page: words computed from rows, gaps kept, labels apart, colours of the palette."""

import math
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import terms
from parley.app.trade import china_customs, header, mirror_gap, months, who_took_the_place
from parley.charts import labels
from parley.charts.theme import DARK, LIGHT
from tests.sent_charts import checked
from tests.wording import told

NAMES = {"CHN": "China", "EU27": "European Union", "TWN": "Taiwan", "JPN": "Japan"}
NO_EVENTS = pd.DataFrame({"date": pd.to_datetime([])})


def plain(text: str) -> str:
    return text.replace(terms.NBSP, " ")


def month_rows(flow: str, basis: str, values: dict[str, float], vintage: str = "2026-10-31") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "month": pd.to_datetime(list(values)),
            "flow": flow,
            "basis": basis,
            "value_usd": [v * 1e9 for v in values.values()],
            "vintage": pd.Timestamp(vintage),
        }
    )


MONTHS = pd.concat(
    [
        month_rows("import", "general", {"2025-01-01": 40.0, "2025-02-01": 20.0, "2025-04-01": 30.0}),
        month_rows("export", "fas", {"2025-01-01": 10.0, "2025-02-01": 11.0, "2025-04-01": 12.0}),
    ],
    ignore_index=True,
)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=12), st.floats(0.1, 5))
def test_labels_keep_their_distance_their_order_and_their_middle(values: list[float], gap: float) -> None:
    placed = labels.apart(values, gap)
    order = sorted(range(len(values)), key=values.__getitem__)
    steps = [placed[b] - placed[a] for a, b in pairwise(order)]
    assert all(step >= gap - 1e-9 for step in steps)
    assert math.isclose(sum(placed), sum(values), abs_tol=1e-9 * len(values) * 50)


def test_labels_with_room_stay_where_they_are() -> None:
    assert labels.apart([10.0, 1.0, 5.0], 2.0) == [10.0, 1.0, 5.0]
    assert labels.apart([3.0, 3.0], 2.0) == [2.0, 4.0]


def test_money_axes_start_at_nothing_and_carry_the_unit_once() -> None:
    axis = labels.money_ticks(52.0)
    assert axis["range"][0] == 0
    assert axis["range"][1] > 52
    assert axis["tickvals"][0] == 0
    assert len(axis["tickvals"]) <= 4
    assert [plain(t).endswith("bn") for t in axis["ticktext"]] == [False] * (len(axis["tickvals"]) - 1) + [True]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_two_flows_keep_the_hue_of_where_the_goods_come_from(palette) -> None:
    figure = checked(months.months_lines(MONTHS, NO_EVENTS, palette))
    assert {t.name: t.line.color for t in figure.data} == {"Imports": palette.china, "Exports": palette.us}
    assert figure.layout.yaxis.range[0] == 0


def test_a_missing_month_is_a_gap_and_not_a_line() -> None:
    figure = checked(months.months_lines(MONTHS, NO_EVENTS, LIGHT))
    (line,) = [trace for trace in figure.data if trace.name == "Imports"]
    assert [None if math.isnan(v) else v for v in line.y] == [40.0, 20.0, None, 30.0]
    assert line.connectgaps is None


def test_events_are_numbered_lines_on_their_days() -> None:
    days = pd.to_datetime(["2025-02-04", "2025-04-10"])
    figure = checked(months.months_lines(MONTHS, pd.DataFrame({"date": days}), LIGHT))
    assert [pd.Timestamp(shape.x0) for shape in figure.layout.shapes] == list(days)
    assert [a.text for a in figure.layout.annotations if a.yref == "paper"] == ["<b>1</b>", "<b>2</b>"]


def test_the_caption_of_the_months_compares_the_newest_with_the_peak() -> None:
    caption = months.months_caption(MONTHS, summed=False)
    case, fields = told("trade", "months.finding", caption.finding)
    assert case == "month_below"
    assert (fields["value"], fields["month"]) == ("$30.0bn", "April 2025")
    assert (fields["fall"], fields["peak"]) == ("25%", "January 2025")
    assert "Exports $12.0bn" in plain(caption.alt)
    summed = months.months_caption(MONTHS, summed=True)
    assert told("trade", "months.finding", summed.finding)[0] == "sum_below"
    assert told("trade", "months.measure", summed.measure)[0] == "sum"
    rising = months.months_caption(month_rows("import", "general", {"2025-01-01": 1.0, "2025-02-01": 2.0}), False)
    assert told("trade", "months.finding", rising.finding)[0] == "month_highest"


def test_a_chart_of_several_releases_says_where_its_line_breaks() -> None:
    figure = months.months_of.__wrapped__(header.MONTHLY, "Since 2015", date(2026, 11, 27))
    assert figure.rows["vintage"].nunique() > 1
    assert figure.note == months.SAY("months.note")


SHARES = pd.DataFrame(
    [
        ("CHN", 2017, 21.6),
        ("CHN", 2018, 21.0),
        ("CHN", 2019, 18.0),
        ("EU27", 2017, 16.0),
        ("EU27", 2019, 18.0),
        ("TWN", 2017, 2.0),
        ("TWN", 2018, 2.0),
        ("TWN", 2019, 3.0),
        ("JPN", 2017, 2.0),
        ("JPN", 2019, 1.9),
    ],
    columns=["partner_iso3", "year", "share_pct"],
)
CHANGE = pd.Series({"EU27": 2.0, "TWN": 1.0, "JPN": -0.1, "CHN": -3.6})


def test_the_slope_joins_the_first_and_the_last_year_and_its_words_do_not_touch() -> None:
    figure = checked(who_took_the_place.slope(SHARES, NAMES, LIGHT))
    lines = {t.name: t for t in figure.data}
    assert list(lines["China"].y) == [21.6, 18.0]
    assert lines["China"].line.color == LIGHT.china
    assert {lines[n].line.color for n in ("European Union", "Taiwan", "Japan")} == {LIGHT.grey}
    assert list(figure.layout.xaxis.ticktext) == ["<b>2017</b>", "<b>2019</b>"]
    low, high = figure.layout.yaxis.range
    per_px = (high - low) / (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b)
    for side in (0, 1):
        places = sorted(a.y for a in figure.layout.annotations if a.x == side)
        assert len(places) == 4
        assert min(b - a for a, b in pairwise(places)) > 14 * per_px


def test_a_year_without_a_share_is_a_gap_in_the_lines_by_year() -> None:
    figure = checked(who_took_the_place.by_year(SHARES, NAMES, LIGHT))
    union = next(t for t in figure.data if t.name == "European Union")
    assert [math.isnan(v) for v in union.y] == [False, True, False]
    assert figure.layout.yaxis.range[0] == 0


def test_the_caption_of_the_shares_names_the_fall_and_the_gains() -> None:
    caption = who_took_the_place.shares_caption(SHARES, CHANGE, NAMES)
    case, fields = told("trade", "shares.finding", caption.finding)  # no room for both years beside the Union's name
    assert (case, fields["after"]) == ("fell_gain_to", "18.0%")
    assert fields["winner"] == f"the {NAMES[str(CHANGE.drop('CHN').idxmax())]}"
    short = {**NAMES, str(CHANGE.drop("CHN").idxmax()): "Taiwan"}
    briefly = who_took_the_place.shares_caption(SHARES, CHANGE, short, who_took_the_place.ALL_GOODS)
    case, fields = told("trade", "shares.finding", briefly.finding)
    assert case == "fell_gain"
    assert (fields["before"], fields["first"], fields["after"], fields["winner"]) == (
        "21.6%",
        "2017",
        "18.0%",
        "Taiwan",
    )
    _, fields = told("trade", "shares.measure", caption.measure)
    assert (fields["first"], fields["last"]) == ("2017", "2019")
    assert "Japan 2.0 to 1.9" in caption.alt


def rate(
    start: str,
    end: str,
    flow: str,
    change: float,
    partner: str = "WLD",
    status: str = "as_reported",
    verification: str = "secondary",
) -> dict:
    return {
        "verification": verification,
        "period_start": pd.Timestamp(start),
        "period_end": pd.Timestamp(end),
        "partner_iso3": partner,
        "flow": flow,
        "change_pct": change,
        "value_usd": float("nan"),
        "status": status,
    }


def test_growth_is_worded_as_printed_and_two_months_stay_together() -> None:
    rows = pd.DataFrame(
        [
            rate("2025-01-01", "2025-02-28", "export", 2.3),
            rate("2025-03-01", "2025-03-31", "export", 12.4),
            rate("2025-03-01", "2025-03-31", "import", -4.3),
        ]
    )
    caption = china_customs.rates_caption(rows)
    case, fields = told("trade", "customs.finding", caption.finding)
    assert (case, fields["period"]) == ("world_both_compared", "March 2025")
    assert told("trade", "customs.moved", fields["exports"]) == ("rose", {"size": "12.4%"})
    assert told("trade", "customs.moved", fields["imports"]) == ("fell", {"size": "4.3%"})
    assert "January and February 2025 exports +2.3%" in plain(caption.alt)
    figure = checked(china_customs.rate_marks(rows, LIGHT))
    assert {t.mode for t in figure.data} == {"markers"}
    assert {t.name: t.marker.color for t in figure.data} == {"Exports": LIGHT.china, "Imports": LIGHT.muted}


def test_exports_and_imports_that_both_rose_share_one_verb() -> None:
    rows = pd.DataFrame(
        [rate("2026-01-01", "2026-02-28", "export", 21.8), rate("2026-01-01", "2026-02-28", "import", 19.8)]
    )
    case, fields = told("trade", "customs.alike", china_customs.rates_caption(rows).finding)
    assert (case, fields["size"]) == ("world", "19.8%")
    assert told("trade", "customs.moved", fields["exports"]) == ("rose", {"size": "21.8%"})


def test_a_rate_published_as_a_whole_number_gets_no_decimal() -> None:
    rows = pd.DataFrame([rate("2025-09-01", "2025-09-30", "export", -27.0, "USA", "yoy_rounded")])
    caption = china_customs.rates_caption(rows)
    case, fields = told("trade", "customs.finding", caption.finding)
    assert case == "us_export"
    assert told("trade", "customs.moved", fields["exports"]) == ("fell", {"size": "27%"})
    _, fields = told("trade", "customs.measure", caption.measure)
    assert fields["span"] == "September 2025"  # not from September to September


def test_a_rate_that_is_not_confirmed_is_an_open_mark_and_named_so() -> None:
    rows = pd.DataFrame(
        [
            rate("2026-06-01", "2026-06-30", "export", 27.0),
            rate("2026-06-01", "2026-06-30", "import", 36.0, verification="unverified"),
        ]
    )
    figure = checked(china_customs.rate_marks(rows, LIGHT))
    assert {t.name: list(t.marker.symbol) for t in figure.data} == {"Exports": ["circle"], "Imports": ["diamond-open"]}
    caption = china_customs.rates_caption(rows)
    _, fields = told("trade", "customs.finding", caption.finding)
    assert told("trade", "customs.moved", fields["exports"])[0] == "rose"
    assert told("trade", "customs.moved", fields["imports"])[0] == "rose_unverified"
    assert china_customs.open_marks(rows) == china_customs.SAY("customs.open")
    assert china_customs.open_marks(rows.head(1)) == ""


def test_months_of_both_sides_are_two_lines_named_at_the_newest_month_of_both() -> None:
    starts = pd.date_range("2026-05-01", "2026-07-01", freq="MS")
    rows = pd.DataFrame(
        [(m, "CHN", 39e9 + i * 4e9) for i, m in enumerate(starts[:2])] + [(m, "USA", 25e9) for m in starts],
        columns=["month", "reporter_iso3", "value_usd"],
    ).assign(vintage=pd.NaT)
    figure = checked(mirror_gap.month_lines(rows, LIGHT))
    assert {t.name: len(t.x) for t in figure.data} == {"China's customs": 2, "US Census": 3}
    beside = {t.name: list(t.text) for t in figure.data}
    assert beside == {"China's customs": ["", ""], "US Census": ["", "25.0", ""]}  # China's label stands at its end
    ends = [note.text.partition("<br>")[2] for note in figure.layout.annotations]
    assert ends == ["43.0 in Jun", "25.0 in Jul"]
    of_two_releases = rows.assign(vintage=pd.to_datetime([None, None, "2026-09-03", "2026-09-03", "2026-10-06"]))
    assert sorted(len(t.x) for t in mirror_gap.month_lines(of_two_releases, LIGHT).data) == [1, 2, 2]
    caption = mirror_gap.months_caption(rows)
    _, fields = told("trade", "mirror.finding", caption.finding)
    assert fields == {"china": "$43.0bn", "us": "$25.0bn", "when": "June 2026"}


def test_mirror_bars_start_at_nothing_and_carry_the_hue_of_who_records() -> None:
    rows = pd.DataFrame(
        [
            ("CHN", "CHN", "export", 420.0),
            ("CHN", "USA", "import", 300.0),
            ("USA", "CHN", "import", 140.0),
            ("USA", "USA", "export", 106.0),
        ],
        columns=["from_iso3", "reporter_iso3", "flow", "value_usd"],
    ).assign(period_start=pd.Timestamp("2025-01-01"), period_end=pd.Timestamp("2025-12-31"))
    rows["value_usd"] *= 1e9
    figure = checked(mirror_gap.period_bars(rows, LIGHT))
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.x) == [420, 300, 140, 106]
    assert list(bars.marker.color) == [LIGHT.china, LIGHT.us, LIGHT.china, LIGHT.us]
    assert figure.layout.xaxis.range[0] == 0
    _, fields = told("trade", "mirror.finding", mirror_gap.bars_caption(rows).finding)
    assert fields == {"china": "$420bn", "us": "$300bn", "when": "2025"}
    half = mirror_gap.bars_caption(rows.assign(period_end=pd.Timestamp("2025-06-30")))
    assert told("trade", "mirror.finding", half.finding)[1]["when"] == "Jan\u2013Jun 2025"
