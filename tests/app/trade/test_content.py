"""Chinese content: the page's marks are the results', jobs stand where both sources cut industries alike."""

import pandas as pd
import pytest

from parley import read_table
from parley.app.trade import content
from parley.results.answers import content as results
from tests import apps
from tests.wording import told

SUBJECT = {"trade_section": "Chinese content"}


def opened(**query: str) -> apps.AppTest:
    app = apps.at_address("trade", {**SUBJECT, **query})
    assert [fault.message for fault in app.exception] == []
    return app


def test_the_marks_are_direct_and_total_content_of_goods_industries() -> None:
    charts = apps.charts(opened())
    rows = results.us_industries()
    rows = rows[rows["is_goods"]].head(content.SHOWN)
    marks = {t["name"]: t["x"] for t in charts[0].shown["data"] if t["mode"] == "markers"}
    assert marks[content.MARKS[0]] == pytest.approx(list(rows["direct_pct"]))
    assert marks[content.MARKS[1]] == pytest.approx(list(rows["with_suppliers_pct"]))
    assert (rows["direct_pct"] < rows["with_suppliers_pct"]).all()


def test_jobs_are_those_of_the_last_month_known_and_missing_where_industries_differ() -> None:
    table = read_table("employment_by_industry")
    last = table[table["month"] == table["month"].max()].set_index("naics3")["employees_thousand"]
    rows = content.industry_rows(apps.date_of(opened())).set_index("sector")
    assert rows.at["C28", "employees_thousand"] == last["333"]
    assert rows.at["C17_18", "employees_thousand"] == pytest.approx(last["322"] + last["323"])
    assert rows.loc[["C29", "C20", "F"], "employees_thousand"].isna().all()
    assert not rows.index.duplicated().any()


def test_third_countries_are_told_for_the_set_shown_with_the_largest_first() -> None:
    app = opened()
    rows = results.third_countries()
    rows = rows[rows["goods_to_us_usd"] >= content.LEAST_USD]
    document = apps.documents(app)[-1]
    _, fields = told("trade", "content.countries", document["finding"])
    assert fields["share"] == f"{rows['chinese_value_added_pct'].max():.0f}%"
    (marks,) = [t["x"] for t in apps.charts(app)[1].shown["data"] if t["mode"] == "markers"]
    assert marks == pytest.approx(list(rows["chinese_value_added_pct"].head(content.SHOWN)))
    assert {"USA", "CHN"}.isdisjoint(content.country_rows()["economy"])


def test_whom_us_customs_put_above_five_billion_is_a_larger_seller() -> None:
    """Cambodia, $12bn by customs in 2022 and 4 bn by these tables, holds the most Chinese value."""
    trade = (
        read_table("trade_monthly")
        .sort_values("vintage")
        .drop_duplicates(["partner_iso3", "month", "flow", "basis"], keep="last")
    )
    general = trade[(trade["basis"] == "general") & (pd.to_datetime(trade["month"]).dt.year == results.YEAR)]
    recorded = general.groupby("partner_iso3")["value_usd"].sum()
    rows = content.country_rows()
    rows = rows[rows["economy"].isin(recorded[recorded > 5e9].index)]
    (marks,) = [t["x"] for t in apps.charts(opened())[1].shown["data"] if t["mode"] == "markers"]
    assert marks == pytest.approx(list(rows["chinese_value_added_pct"].head(content.SHOWN)))
    assert told("trade", "content.countries", apps.documents(opened())[-1]["finding"])[1]["country"] == "Cambodia"


def test_before_the_tables_year_was_over_nothing_is_shown() -> None:
    app = opened(as_of="2018-07-10")
    assert apps.charts(app) == []
    assert told("trade", "content.unknown", apps.hints(app)[0])


def test_codes_of_economies_are_headed_as_codes_where_their_names_stand_beside_them() -> None:
    content = {"trade_section": "Chinese content"}
    views = {name: "Table" for name in apps.choices(apps.at_address("trade", content)) if name.endswith("_view")}
    tables = apps.tables(apps.at_address("trade", {**content, **views}))
    heads = [table.heads for table in tables if "AGO" in str(table.rows)]
    assert heads and all("Economy, code" in row for row in heads)
