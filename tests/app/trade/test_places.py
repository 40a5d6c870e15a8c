"""Charts of who took China's place and of goods: words from the rows, bars from zero."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table, terms
from parley.app.trade import china_customs, exports, goods, industry_flows, who_took_the_place
from parley.charts import labels
from parley.charts.theme import DARK, LIGHT
from tests.sent_charts import checked, figures_right, marks
from tests.wording import told

NAMES = {"CHN": "China", "VNM": "Vietnam", "TWN": "Taiwan", "MEX": "Mexico"}
NO_EVENTS = pd.DataFrame({"date": pd.to_datetime([])})
FLOWS = pd.DataFrame(
    [
        ("334", "VNM", 60e9),
        ("334", "TWN", 100e9),
        ("337", "VNM", 20e9),
        ("other", "ROW", 5e9),
    ],
    columns=["naics3", "partner_iso3", "flow_usd"],
)


def plain(text: str) -> str:
    return text.replace(terms.NBSP, " ")


def test_the_caption_of_the_flows_names_sum_industry_and_winners() -> None:
    caption = industry_flows.flow_caption(industry_flows.flow_lists(FLOWS, NAMES), terms.year_to(11, 2025), 2017)
    _, fields = told("trade", "flow.finding", caption.finding)
    assert fields == {"base": "2017", "value": "$185bn", "when": "Jan\u2013Nov 2025"}
    assert told("trade", "flow.measure", caption.measure)[1] == {"base": "2017", "when": "Jan\u2013Nov 2025"}
    assert "Gained by: Taiwan +$100bn; Vietnam +$80bn; All others +$5.0bn." in plain(caption.alt)


def test_industries_where_china_s_share_rose_are_told_for_they_would_turn_the_sum() -> None:
    """January to July 2018: 2.2 bn were lost where the share fell, and 4.6 bn won where it rose."""
    figure = industry_flows.flow_of.__wrapped__(2018, date(2018, 9, 30))
    table = read_table("us_imports_naics3_monthly")
    table = table[table["month"].dt.month <= 7].assign(year=table["month"].dt.year)
    sums = table.groupby(["partner_iso3", "naics3", "year"])["value_usd"].sum().unstack("year")
    china, world = sums.loc["CHN"], sums.loc["WLD"]
    change = china[2018] - china[2017] / world[2017] * world[2018]
    assert figure.note == industry_flows.SAY("place", "assumed_net", risen=terms.usd(change[change > 0].sum()))
    fields = told("trade", "flow.finding", figure.caption.finding)[1]
    assert plain(terms.usd(-change[change < 0].sum())) == fields["value"]
    assert change.sum() > 0


INDUSTRIES = pd.DataFrame(
    [("334", 45.8, 9.1, -36.7), ("337", 56.0, 21.6, -34.4)],
    columns=["naics3", "share_before_pct", "share_pct", "change_pp"],
)


def test_china_s_shares_stand_hollow_and_filled_on_one_axis_from_zero() -> None:
    figure = checked(industry_flows.share_pairs(INDUSTRIES, LIGHT, 2017, 2025))
    marks = {t.name: t for t in figure.data if t.mode == "markers"}
    assert list(marks["2017"].x) == [45.8, 56.0]
    assert marks["2017"].marker.color == LIGHT.background
    assert marks["2025"].marker.color == LIGHT.china
    assert figure.layout.xaxis.tickvals[0] == 0 >= figure.layout.xaxis.range[0]
    assert [plain(said) for said in marks["2017"].customdata][1] == "<b>56.0%</b> 2017<br>Furniture"
    assert figures_right(figure) == [["45.8%", "56.0%"], ["9.1%", "21.6%"], ["−36.7", "−34.4"]]
    assert plain(figure.layout.yaxis.ticktext[0]).replace("<br>", " ") == "Computers, electronics"
    caption = industry_flows.shares_caption(INDUSTRIES, 2024, 2017)
    _, fields = told("trade", "industries.finding", caption.finding)
    assert fields["industry"] == "computers, electronics"
    assert (fields["before"], fields["after"]) == ("45.8%", "9.1%")


def line_rows(china: float, vietnam: float) -> pd.DataFrame:
    months = pd.to_datetime(["2025-01-01", "2025-03-01"])
    return pd.DataFrame(
        {
            "partner_iso3": ["CHN", "CHN", "VNM", "VNM"],
            "month": [*months, *months],
            "value_usd": [20e9, china * 1e9, 5e9, vietnam * 1e9],
        }
    )


def test_only_china_has_a_hue_and_a_missing_month_is_a_gap() -> None:
    figure = checked(who_took_the_place.partner_lines(line_rows(8, 12), ["CHN", "VNM"], NAMES, NO_EVENTS, LIGHT))
    lines = {t.name: t for t in figure.data}
    assert lines["China"].line.color == LIGHT.china
    assert lines["Vietnam"].line.color == LIGHT.muted
    assert [pd.isna(v) for v in lines["China"].y] == [False, True, False]
    assert figure.layout.yaxis.range[0] == 0


def test_the_caption_of_the_months_says_who_leads() -> None:
    overtaken = who_took_the_place.lines_caption(line_rows(8, 12), NAMES, "furniture", False)
    case, fields = told("trade", "suppliers.finding", overtaken.finding)
    assert (case, fields["leader"], fields["month"]) == ("month_other", "Vietnam", "March 2025")
    assert (fields["value"], fields["china"]) == ("$12.0bn", "$8.00bn")
    leading = who_took_the_place.lines_caption(line_rows(18, 12), NAMES, "furniture", True)
    case, fields = told("trade", "suppliers.finding", leading.finding)
    assert (case, fields["china"], fields["count"]) == ("sum_china", "$18.0bn", "two")


def test_a_year_without_a_share_keeps_its_place_in_the_lines() -> None:
    shares = pd.DataFrame(
        [("CHN", 2017, 37.4), ("CHN", 2024, 20.1), ("VNM", 2017, 2.0), ("VNM", 2024, 7.6)],
        columns=["partner_iso3", "year", "share_pct"],
    )
    change = pd.Series({"VNM": 5.6, "CHN": -17.3})
    chosen = who_took_the_place.Goods("US machinery imports")
    caption = who_took_the_place.shares_caption(shares, change, NAMES, chosen)
    case, fields = told("trade", "shares.finding", caption.finding)
    assert (case, fields["after"], fields["winner"]) == ("fell_gain_to", "20.1%", "Vietnam")
    assert fields["goods"] == "US machinery imports"
    assert "China 37.4 to 20.1" in caption.alt
    assert told("trade", "shares.measure", caption.measure)[1]["goods"] == "US machinery imports"
    figure = checked(who_took_the_place.by_year(shares, NAMES, LIGHT))
    china = next(t for t in figure.data if t.name == "China")
    assert len(china.x) == 8  # 2018 to 2023 are there and empty
    assert china.mode == "lines+markers"


BARS = pd.DataFrame(
    {
        "name": ["85 Electrical machinery and equipment and parts thereof; sound recorders", "84 Machinery"],
        "value_usd": [119e9, 79e9],
        "effective_rate_pct": [7.2, 9.5],
        "change_pct": [12.0, float("nan")],
    }
)


def test_bars_of_goods_start_at_zero_and_name_value_and_duty() -> None:
    figure = checked(goods.import_bars(BARS, ["CHN", "VNM"], LIGHT))
    (colours,) = [list(trace.marker.color) for trace in figure.data if trace.type == "bar"]
    assert colours == [LIGHT.china, LIGHT.grey]
    assert [[plain(t).strip() for t in trace.text] for trace in figure.data if trace.text] == [
        ["$119bn", "$79.0bn"],
        ["7.2%", "9.5%"],
    ]
    assert figure.layout.xaxis.range[0] == 0


def test_a_chapter_without_a_base_year_shows_no_change() -> None:
    _, change, bars = checked(exports.export_bars(BARS, 2020, DARK)).data
    assert [plain(t).strip() for t in change.text] == ["+12%", "n/a"]
    assert bars.marker.color == DARK.us


def test_the_caption_of_goods_gives_the_largest_and_its_part() -> None:
    caption = goods.imports_caption(BARS, 198e9, 12, "US imports of section XVI from China", "chapter", 2024)
    case, fields = told("trade", "goods.finding", caption.finding)
    assert (case, fields["name"]) == ("goods", "Electrical machinery and equipment")
    assert (fields["part"], fields["year"]) == ("60%", "2024")
    case, fields = told("trade", "goods.measure", caption.measure)
    assert (case, fields["count"]) == ("largest", "two")
    whole = goods.imports_caption(BARS, 198e9, 2, "US imports", "chapter", 2024)
    assert told("trade", "goods.measure", whole.measure)[0] == "all"


@pytest.mark.parametrize(
    ("largest_usd", "in_all", "imports", "name", "part"),
    [
        (190e9, 12, "works", "Electrical machinery and equipment", "96%"),
        (197.5e9, 12, "works", "Electrical machinery and equipment", "over 99.5%"),  # it said 100%
        (190e9, 12, "machinery and electronics", "Electrical machinery and equipment", "96%"),  # no room for a code
        (198e9, 1, "works", None, None),  # that all of a section is of its one chapter is no finding
    ],
)
def test_a_part_of_goods_is_no_whole(
    largest_usd: float, in_all: int, imports: str, name: str | None, part: str | None
) -> None:
    rows = BARS.head(in_all).assign(value_usd=[largest_usd, 198e9 - largest_usd][:in_all])
    caption = goods.imports_caption(rows, 198e9, in_all, f"US imports of {imports}", "chapter", 2024)
    found, fields = told("trade", "goods.finding", caption.finding)
    assert (fields.get("name"), fields.get("part")) == (name, part)
    if in_all == 1:
        assert found == "only"
        assert (fields["code"], fields["value"]) == ("chapter 85", "$198bn")


def test_titles_of_a_part_of_a_year_say_so() -> None:
    """Shares of January to November were told as those of 2017 and 2025."""
    caption = industry_flows.shares_caption(INDUSTRIES, 2025, 2017, 11)
    _, fields = told("trade", "industries.measure", caption.measure)
    assert (fields["base"], fields["year"]) == ("Jan\u2013Nov 2017", "Jan\u2013Nov 2025")
    shares = pd.DataFrame(
        [("CHN", 2017, 37.4), ("CHN", 2025, 20.1), ("VNM", 2017, 2.0), ("VNM", 2025, 7.6)],
        columns=["partner_iso3", "year", "share_pct"],
    )
    chosen = who_took_the_place.Goods("US imports of furniture", months=7)
    caption = who_took_the_place.shares_caption(shares, pd.Series({"VNM": 5.6, "CHN": -17.3}), NAMES, chosen)
    _, fields = told("trade", "shares.measure", caption.measure)
    assert (fields["first"], fields["last"]) == ("Jan\u2013Jul 2017", "Jan\u2013Jul 2025")


def test_product_groups_are_pairs_in_the_us_hue() -> None:
    rows = pd.DataFrame(
        {
            "phase_one_product": ["Oilseeds", "Coal", "Meat"],
            "phase_one_group": ["agriculture", "energy", "agriculture"],
            "value_base_usd": [11.8e9, 0.4e9, 0.2e9],
            "value_usd": [13.9e9, 0.2e9, 0.1e9],
        }
    )
    figure = checked(exports.product_pairs(rows, 2017, 2020, LIGHT))
    assert {t.marker.line.color for t in figure.data if t.mode == "markers"} == {LIGHT.us}
    names = [plain(name) for name in figure.layout.yaxis.ticktext]
    assert names == ["<b>Agriculture</b>", "Oilseeds", "Meat", "<b>Energy</b>", "Coal"]
    (filled,) = [t for t in figure.data if t.mode == "markers" and t.name == "2020"]
    assert list(filled.x) == pytest.approx([13.9, 0.1, 0.2])
    caption = exports.products_caption(rows, 2017, 2020)
    case, fields = told("trade", "exports.agreement", caption.finding)
    assert (case, fields["value"], fields["change"]) == ("above", "$14.2bn", "15%")


def test_commodities_rise_and_fall_from_one_zero() -> None:
    rows = pd.DataFrame(
        {
            "commodity": ["Toys", "Fertilizers"],
            "month": pd.Timestamp("2026-05-01"),
            "change_pct": [-12.6, 23.4],
            "value_year_to_date_usd": [12.2e9, 3.3e9],
            "is_change_estimated": False,
        }
    )
    figure = checked(china_customs.change_bars(rows, LIGHT))
    assert [list(trace.x) for trace in figure.data if trace.type == "bar"] == [[-12.6, 23.4]]
    assert any(shape.x0 == shape.x1 == 0 for shape in figure.layout.shapes)
    case, fields = told("trade", "commodities.finding", china_customs.changes_caption(rows).finding)
    assert (case, fields["best"], fields["count"], fields["rise"]) == ("rose", "fertilizers", "two", "23.4%")
    span = told("trade", "commodities.measure", china_customs.changes_caption(rows).measure)[1]["span"]
    assert span == "January to May 2026"
    only_fall = china_customs.changes_caption(rows[rows["commodity"] == "Toys"]).finding
    assert told("trade", "commodities.finding", only_fall) == (
        "fell_briefly",
        {"worst": "toys", "when": "Jan–May 2026", "fall": "12.6%"},
    )


def test_rates_that_are_not_confirmed_are_hatched_and_the_title_says_so() -> None:
    rows = pd.DataFrame(
        {
            "commodity": ["Mobile phones", "Integrated circuits"],
            "month": pd.Timestamp("2026-06-01"),
            "change_pct": [9.2, 96.1],
            "value_year_to_date_usd": [54.3e9, 177.3e9],
            "is_change_estimated": True,
        }
    )
    figure = checked(china_customs.change_bars(rows, LIGHT))
    assert [set(trace.marker.pattern.shape) for trace in marks(figure) if trace.type == "bar"] == [{"/"}]
    caption = china_customs.changes_caption(rows)
    assert told("trade", "commodities.finding", caption.finding)[0] == "rose_unverified"
    assert told("trade", "commodities.measure", caption.measure)[0] == "unverified"


def test_names_are_cut_at_a_word() -> None:
    assert labels.short("Copper and articles thereof") == "Copper and articles thereof"
    assert labels.short("Suit-cases, hand bags and similar containers", 30) == "Suit-cases, hand bags and…"


def test_a_finding_names_whole_clauses() -> None:
    long = "Electrical machinery and equipment and parts thereof; sound recorders and reproducers"
    assert labels.clauses(long) == "Electrical machinery and equipment and parts thereof"
    assert labels.clauses("Metals; n.e.c., cermets") == "Metals; n.e.c., cermets"
    assert labels.clauses("Optical, measuring and checking instruments; parts", 10).endswith("instruments")
