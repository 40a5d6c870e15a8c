"""The catalogue as rows: nothing of a schema, the register or the parameters is left out."""

import ast
import functools
import inspect
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.app.kit.source_lines import source_name
from parley.app.sources import dictionary, subjects
from parley.measures import duty_stages
from parley.refresh import feeds as every
from parley.tables import build
from parley.tables import read as tables
from parley.tables.document import as_of_words
from parley.tables.parameters import parameters, section_parameter_names
from parley.tables.schema import load_schema, table_names
from tests.wording import told


def test_every_table_is_listed_with_its_rows_and_key() -> None:
    listed = dictionary.table_list().set_index("table")
    assert sorted(listed.index) == table_names()
    assert listed.loc["tariff_layers", "rows"] == len(read_table("tariff_layers"))
    assert listed.loc["countries", "one_row_per"] == "iso3"


def test_what_renews_and_rebuilds_a_table_is_what_the_clients_do() -> None:
    renewed: dict[str, list[str]] = {}
    for feed in every.FEEDS:
        for name in feed.tables:
            renewed.setdefault(name, []).append(feed.name)
    told = dictionary.renewals()
    assert {name: sorted(words.split(", ")) for name, words in told["renewed"].items()} == {
        name: sorted(feeds) for name, feeds in renewed.items()
    }
    assert sorted(told["rebuilt"]["tables"]) == sorted(n for f in every.FEEDS if not f.is_copy for n in f.rebuilds)
    assert sorted(told["copied"]) == sorted(name for feed in every.FEEDS if feed.is_copy for name in feed.rebuilds)
    listed = [*told["rebuilt"]["tables"], *told["copied"], *told["typed"]["tables"], *told["why"]]
    assert sorted(listed) == table_names()  # each in one of the four


def test_a_table_typed_here_is_one_whose_recipe_reads_no_file() -> None:
    recipes = {name: textwrap.dedent(inspect.getsource(build.recipe(name).build)) for name in table_names()}
    reads = {
        name
        for name, text in recipes.items()
        if any(
            isinstance(node, ast.Name) and node.id == "raw" and isinstance(node.ctx, ast.Load)
            for node in ast.walk(ast.parse(text))
        )
    }
    assert set(dictionary.renewals()["typed"]["tables"]) == set(table_names()) - reads


def test_every_table_that_nothing_here_rebuilds_says_what_it_needs() -> None:
    rows = dictionary.origins().set_index("table")
    assert sorted(rows.index) == table_names()
    is_rebuilt = rows["rebuilt_from_publishers_answers"] | rows["rebuilt_from_the_repository"]
    is_rebuilt |= rows["rebuilt_from_copies"] != ""
    assert ((rows["still_needs"] == "") == is_rebuilt).all()
    assert "first print of 2024" in rows.loc["us_imports_hs6_2024", "still_needs"].lower()
    assert "OECD" in rows.loc["icio_use", "still_needs"]


def test_what_the_as_of_date_reads_is_said_in_words() -> None:
    assert as_of_words(load_schema("countries")).startswith("not dated")
    assert "of forecast_editions" in as_of_words(load_schema("forecasts"))
    assert "end_announced_on" in as_of_words(load_schema("tariff_layers"))


def test_every_column_has_its_type_and_meaning() -> None:
    for name in table_names():
        columns = dictionary.columns_of(name)
        assert list(columns["column"]) == load_schema(name).columns, name
        assert (columns["meaning"].str.len() > 0).all(), name
        assert set(columns.loc[columns["key"], "column"]) == set(load_schema(name).primary_key), name


def test_every_source_is_listed_with_its_licence_and_its_tables() -> None:
    listed = dictionary.source_list()
    assert set(listed["source_id"]) == set(read_table("sources")["source_id"])
    assert listed["licence"].notna().all()
    customs = listed[listed["source_id"] == "china_customs_cited"].iloc[0]
    assert "china_customs" in customs["used_in"].split(", ")


def test_a_source_is_told_from_the_others_by_its_name() -> None:
    names = [source_name(record) for record in read_table("sources").to_dict("records")]
    assert len(set(names)) == len(names)


def test_a_record_says_what_the_register_holds_and_nothing_of_what_it_does_not() -> None:
    register = read_table("sources").set_index("source_id")
    words = subjects.record_words(register.loc["curated_event_timeline"].to_dict(), ["tariff_layers"])
    assert "- **Read from:** White House documents" in words
    assert "- **Tables:** `tariff_layers`" in words
    assert words.endswith(f"- {subjects.SAY('sources.no_address')}")
    words = subjects.record_words(register.loc["usgs_mcs_2026"].to_dict(), [])
    assert "(https://doi.org/10.5066/P1WKQ63T)" in words
    assert "Tables" not in words
    assert "nan" not in words.lower() and "NaT" not in words


def test_a_source_that_may_not_be_passed_on_is_used_in_no_table_and_named_as_missing() -> None:
    listed = dictionary.source_list()
    kept_out = listed[listed["shipped"] == dictionary.SHIPPED["no"]]
    assert list(kept_out["used_in"].unique()) in ([], [""])
    missing = dictionary.gaps()["missing"]
    assert missing.str.startswith("Not shipped").sum() == len(kept_out)


def test_every_model_number_is_listed_and_assumptions_come_first() -> None:
    listed = dictionary.assumptions()
    assert set(listed["parameter"]) == {*parameters(), *section_parameter_names()}
    assert list(listed["status"]) == sorted(listed["status"])
    assert (listed["low"] <= listed["high"]).all()


def test_a_cited_model_number_names_the_work_not_its_key() -> None:
    listed = dictionary.assumptions()
    works = listed.loc[listed["citation"] != "", "citation"]
    assert not works.str.contains(r"\b[a-z]+_[a-z_0-9]+\b").any()
    assert works.str.contains(r"\((?:\d{4}|n\.d\.)\)").all()


def test_what_the_dictionary_calls_unverified_in_the_layers_is_what_the_rows_call_so() -> None:
    layers = read_table("tariff_layers")
    unverified = layers.loc[layers["verification"] == "unverified", "valid_from"]
    told = next(gap for gap in load_schema("tariff_layers").gaps if "unverified" in gap)
    months = [f"{day:%B %Y}" for day in sorted(unverified.unique())]
    assert [month for month in months if month in told] == months
    assert "2020" not in told


@pytest.mark.parametrize(
    ("name", "column", "last"),
    [
        ("china_tariff_on_us_chapters", "date", "1 May 2026"),
        ("us_customs_deposits_monthly", "last_day", "24 September 2026"),
    ],
)
def test_the_end_of_a_series_is_told_among_the_gaps(name: str, column: str, last: str) -> None:
    day = read_table(name)[column].max()
    assert last in {f"{day.day} {day:%B %Y}", f"{day:%B %Y}"}
    assert any(last in gap for gap in load_schema(name).gaps)


def test_every_gap_of_a_schema_is_told() -> None:
    told = dictionary.gaps()
    for name in table_names():
        assert list(told.loc[told["table"] == name, "missing"]) == list(load_schema(name).gaps)


def test_methods_are_the_docstrings_of_the_public_functions() -> None:
    listed = dictionary.method_list()
    told = listed[listed["subject"] == "duty_stages"]
    public = [n for n, f in inspect.getmembers(duty_stages, inspect.isfunction) if f.__module__ == duty_stages.__name__]
    assert set(told["function"]) == {name for name in public if not name.startswith("_")}
    assert (listed["gives"].str.len() > 10).all()
    assert set(listed["kind"]) == {"measure", "model"}


def test_sources_are_not_asked_of_tables_without_them() -> None:
    assert isinstance(dictionary.users()["census_country_codes"], list)
    assert pd.Series(dictionary.users()).map(len).min() >= 1


def test_every_gap_stands_below_the_name_of_its_table_or_source() -> None:
    holes = pd.DataFrame(
        {
            "table": ["events", "events", ""],
            "title": ["Events", "Events", "WTO, lines"],
            "missing": ["A.", "B.", "C in hs_map."],
        }
    )
    told = "**Events** (`events`)\n\n- A.\n- B.\n\n**WTO, lines**\n\n- C in `hs_map`."
    assert subjects.gap_words(holes) == told


FEW = "facts_only"


@functools.cache
def facts_only() -> set[tuple[str, str]]:
    """Table and source of every row whose source allows cited figures only, from the tables themselves."""
    register = read_table("sources").set_index("source_id")
    names = [n for n in table_names() if n != "sources" and "source_id" in load_schema(n).columns]
    pairs = {(n, s) for n in names for s in read_table(n, columns=["source_id"])["source_id"].dropna().unique()}
    return {(n, source_name(register.loc[s])) for n, s in pairs if register.at[s, "may_redistribute"] == FEW}


def test_what_is_withheld_is_listed_by_table_and_source_with_the_terms() -> None:
    told = dictionary.withheld()
    assert set(zip(told["table"], told["source"], strict=True)) == facts_only()
    assert len(told) == len(facts_only())
    comtrade = told[told["table"] == "china_feed_imports"]
    assert comtrade["terms"].tolist() == ["UN Comtrade: no re-dissemination; figures cited as facts"]
    assert comtrade["withheld"].tolist() == [load_schema("china_feed_imports").withheld]


def test_a_table_says_what_it_withholds_where_its_sources_ask_it_to() -> None:
    assert {n for n in table_names() if load_schema(n).withheld} == {table for table, _ in facts_only()}


def test_a_schema_that_cannot_be_read_costs_its_own_lines_alone(data_copy: Path) -> None:
    before, holes = dictionary.table_list(), dictionary.gaps()
    (data_copy / "schemas" / "events.json").write_text("{", encoding="utf-8")
    load_schema.cache_clear()
    after = dictionary.table_list()
    broken = after["table"] == "events"
    assert "data/schemas/events.json is not valid JSON" in after.loc[broken, "as_of_reads"].item()
    pd.testing.assert_frame_equal(after[~broken], before[~broken])
    told = dictionary.gaps()
    assert told.loc[told["table"] == "events", "missing"].str.contains("is not valid JSON").tolist() == [True]
    assert told[told["table"] != "events"].to_dict("list") == holes[holes["table"] != "events"].to_dict("list")


def test_a_lost_table_costs_no_line_of_the_register(data_copy: Path) -> None:
    before = dictionary.source_list()
    (data_copy / "events.parquet").unlink()
    tables.forget()
    pd.testing.assert_frame_equal(dictionary.source_list(), before)


@pytest.mark.parametrize(("count", "case", "rest"), [(4, "all", None), (5, "one", None), (7, "several", "three")])
def test_of_many_producers_the_first_four_are_named(count: int, case: str, rest: str | None) -> None:
    names = [f"Office {letter}" for letter in "ABCDEFG"[:count]]
    found, fields = told("sources", "renewed.copies", dictionary._copied(names))
    assert (found, fields["names"], fields.get("count")) == (case, "; ".join(names[:4]), rest)
