"""Tables on the page: heads and cells in words, units and names as they are written, figures as they are."""

import json

import pandas as pd
import pytest

from parley.app.kit.shown_tables import answered, column_label, printed, readable
from tests.apps import at_address


@pytest.mark.parametrize(
    ("column", "head"),
    [
        ("rate_pct_baseline", "Rate baseline, %"),
        ("oecd_mean_abs_error_pp", "OECD mean abs error, pp"),
        ("us_effective_tariff_rate_pct", "US effective tariff rate, %"),
        ("exporter_iso3", "Exporter country"),
        ("share_china_pct", "Share China, %"),
        ("gdp_usd", "GDP, US$"),
        ("on_9_june_2025", "On 9 June 2025"),
        ("mean_loss_cobb_douglas_pct", "Mean loss Cobb Douglas, %"),
        ("published_on", "Published on"),
        ("hts10", "HTS code (10 digits)"),
        ("source_id", "Source record"),
        ("oecd_source_id", "Source record, OECD"),
        ("is_us_cn_headline", "In the headline rate"),
        ("is_projection", "Projection"),
    ],
)
def test_a_column_is_headed_by_words(column: str, head: str) -> None:
    assert column_label(column) == head


def shown(name: str, *values: object) -> list[object]:
    cells = readable(pd.DataFrame({name: list(values)}))[name]
    return [None if pd.isna(cell) else cell for cell in cells]


def test_cells_are_in_words_and_what_is_missing_stays_missing() -> None:
    assert shown("authority", "section_232", "ieepa_fentanyl", None) == [
        "Section 232",
        "Emergency powers, fentanyl",
        None,
    ]
    assert shown("horizon_kind", "long_run", "by year 3") == ["Long run", "by year 3"]
    assert shown("exporter_iso3", "CHN", "ROW", None) == ["China", "Rest of the world", None]
    assert shown("vintage", "2026-06-20", "April 2025") == ["20\u00a0Jun\u00a02026", "April 2025"]
    assert shown("edition", "IEO_2025_03", "EO117") == ["Interim\u00a0Mar\u00a02025", "EO117"]


def test_a_month_is_shown_as_a_month_and_not_as_its_first_day() -> None:
    app = at_address("trade", {"trade_months_view": "Table"})
    formats = {
        name: column["type_config"].get("format")
        for name, column in json.loads(app.dataframe[0].proto.columns).items()
        if column.get("type_config", {}).get("type") == "date"
    }
    assert formats == {"month": "MMM YYYY", "vintage": "D MMM YYYY", "released_on": "D MMM YYYY"}


def test_a_column_of_nothing_but_days_sorts_as_days() -> None:
    days = readable(pd.DataFrame({"vintage": ["2026-10-01", "2026-09-30", None]}))["vintage"]
    assert list(days.sort_values()) == [pd.Timestamp("2026-09-30"), pd.Timestamp("2026-10-01"), pd.NaT]


def test_names_a_reader_looks_rows_up_by_stay_as_they_are() -> None:
    assert shown("source_id", "usgs_mcs_2026") == ["usgs_mcs_2026"]
    assert shown("table", "tariff_layers") == ["tariff_layers"]
    assert shown("source_url", "https://example.org/a_b") == ["https://example.org/a_b"]


def test_true_is_yes_and_false_is_nothing_but_counts_stay_counts() -> None:
    assert shown("is_projection", True, False, None) == ["yes", "", None]
    assert shown("count", 1, 0) == [1, 0]


def test_money_is_told_in_the_unit_of_its_largest_figure() -> None:
    assert shown("value_usd", 11_130_420_891, 790_000_000) == pytest.approx([11.130420891, 0.79])
    assert shown("value_usd", 790_000_000.0, 1_000.0) == pytest.approx([790.0, 0.001])
    assert shown("price_usd_per_kg", 910.0) == [910.0]


def test_what_is_shown_is_not_what_is_given_away() -> None:
    rows = pd.DataFrame({"authority": ["section_232"], "value_usd": [2e9]})
    readable(rows)
    assert rows.to_dict("list") == {"authority": ["section_232"], "value_usd": [2e9]}


def test_codes_of_countries_stay_where_another_column_names_them() -> None:
    rows = pd.DataFrame(
        {"exporter_iso3": ["CHN", "VNM"], "partner": ["China", "Vietnam"], "importer_iso3": ["USA"] * 2}
    )
    cells = readable(rows)
    assert list(cells["exporter_iso3"]) == ["CHN", "VNM"]
    assert list(cells["importer_iso3"]) == ["United States"] * 2


def test_a_law_or_programme_of_one_word_is_said_as_a_reader_knows_it() -> None:
    rows = pd.DataFrame(
        {"authority": ["mfn", "section_301"], "programme": ["metals", "list_1"], "kind": ["metals", "mfn"]}
    )
    shown = readable(rows)
    assert list(shown["authority"]) == ["Ordinary duty (MFN)", "Section 301"]
    assert list(shown["programme"]) == ["Steel, aluminium", "List 1"]
    assert list(shown["kind"]) == ["metals", "mfn"]  # another column's words


def test_the_months_that_a_row_sums_are_shown_as_months() -> None:
    day = pd.Timestamp("2025-11-01")
    rows = pd.DataFrame({"last_month": [day], "last_month_before": [day], "valid_from": [day]})
    cells = [words.replace("\u00a0", " ") for words in printed(rows).iloc[0]]
    assert cells == ["November 2025", "November 2025", "1 Nov 2025"]


ANSWERS = pd.DataFrame(
    {
        "section": ["XVI", "XVII"],
        "rate_pct": [27.53, 12.5],
        "from_china_usd_baseline": [138.21e9, 12.34e9],
        "buyers_loss_usd": [-24.43e9, -5.4334e9],
        "buyers_loss_low_usd": [-42.12e9, -9.2e9],
        "buyers_loss_high_usd": [-16.22e9, -3.1e9],
        "import_price_change_pct": [0.312, -5.4334],
        "model": "product partial equilibrium",
    }
)


def test_a_table_shows_an_answer_as_exactly_as_its_range_and_the_file_whole() -> None:
    cells = printed(ANSWERS).iloc[:, [1, 2, 3, 4, 5, 6]].to_numpy().tolist()
    assert cells == [
        ["27.53", "138.2", "\u221224", "\u221242", "\u221216", "0.31"],
        ["12.50", "12.34", "\u22125.4", "\u22129.2", "\u22123.1", "\u22125.4"],
    ]
    assert readable(ANSWERS)["buyers_loss_usd"].tolist() == [-24.43, -5.4334]


def test_parameters_levels_and_what_others_printed_are_no_answers() -> None:
    names = ["parameter_low", "parameter_high", "at_low", "at_high", "central", "low_pct", "middle_pct", "high_pct"]
    kept = ["published_low_pct", "published_pct", "published_high_pct", "value_usd_baseline", "value_usd"]
    assert answered(pd.DataFrame(columns=[*names, *kept, "model"])) == set(names[2:])
    assert answered(pd.DataFrame(columns=["low", "high", "central_pct", "value", "model"])) == {"central_pct"}
    assert answered(pd.DataFrame(columns=["value_usd", "low_usd", "high_usd", "model"])) == {
        "value_usd",
        "low_usd",
        "high_usd",
    }
    assert answered(pd.DataFrame(columns=["rate_pct", "low_pct", "high_pct"])) == set()


@pytest.mark.parametrize(
    ("page", "asked", "answer"),
    [
        (
            "what_if_product",
            {"us_XVI": "60", "what_if_section": "Who pays", "what_if_bearers_view": "Table"},
            "gain_usd",
        ),
        ("what_if_world", {"world_us": "60", "world_real_income_change_view": "Table"}, "real_income_change_pct"),
        (
            "rare_earths",
            {"rare_destinations_of": "If licences stop", "rare_what_if_bounds_view": "Table"},
            "middle_pct",
        ),
    ],
)
def test_the_table_of_a_what_if_has_two_figures_in_its_answers(page: str, asked: dict[str, str], answer: str) -> None:
    shown = [json.loads(table.proto.columns) for table in at_address(page, asked).dataframe]
    (column,) = [columns[answer] for columns in shown if answer in columns]
    assert column["type_config"]["format"] == "%.2g"
