"""Averages of several providers stand side by side and are never one line."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from parley import read_table
from parley.recipes import average_tariffs


@pytest.fixture(scope="module")
def averages() -> pd.DataFrame:
    return read_table("average_tariffs")


def test_each_provider_gives_as_many_figures_as_were_taken_over(averages: pd.DataFrame) -> None:
    rows = averages.groupby(["provider", "method"]).size().to_dict()
    assert rows == {
        ("PIIE", "piie"): 42,
        ("Yale", "yale"): 92,
        ("Waugh", "waugh"): 1173,
        ("WTO", "wto_lines"): 18,
        ("Waugh", "hs6_simple"): 19,
        ("Waugh", "hs6_weighted"): 31,
    }


def test_the_four_recalled_figures_are_marked(averages: pd.DataFrame) -> None:
    unverified = averages[averages["verification"] == "unverified"]
    assert sorted(unverified["rate_pct"]) == [31.9, 47.5, 57.6, 147.6]


def test_china_has_two_levels_before_2025_and_they_are_not_joined(averages: pd.DataFrame) -> None:
    january = averages[(averages["importer_iso3"] == "CHN") & averages["date"].between("2025-01-01", "2025-01-20")]
    levels = january[january["weighting"] != "simple"].set_index("provider")["rate_pct"].round(1).to_dict()
    assert levels == {"PIIE": 21.2, "WTO": 15.6}


def test_on_9_june_2025_only_what_was_printed_by_then_is_known() -> None:
    then = read_table("average_tariffs", as_of=date(2025, 6, 9))
    assert set(then.loc[then["date"] > "2024-12-31", "provider"]) == {"PIIE"}
    latest = then[(then["date"] == "2025-05-14")].set_index("importer_iso3")["rate_pct"].to_dict()
    assert latest == {"USA": 51.1, "CHN": 32.6}


def test_waughs_partner_levels_are_the_rate_of_2024_plus_the_increase(averages: pd.DataFrame) -> None:
    china = averages[(averages["method"] == "waugh") & (averages["exporter_iso3"] == "CHN")]
    # 10.866 in 2024 and the 20 points of the fentanyl duties in the first line of the file
    assert china.loc[china["date"] == "2025-02-04", "rate_pct"].item() == pytest.approx(30.866, abs=5e-4)
    assert averages.loc[averages["method"] == "waugh", "exporter_iso3"].nunique() == 51


def test_a_duty_proposed_or_scheduled_is_not_called_law(averages: pd.DataFrame) -> None:
    """The manifest of 9 November 2026 prints 11.2 for that day and 11.4 with the rise scheduled for December."""
    proposed = averages[averages["concept"] == "proposed"]
    assert proposed.groupby("date").size().to_dict() == {pd.Timestamp("2026-07-26"): 8, pd.Timestamp("2026-11-09"): 1}
    newest = averages[averages["date"].eq("2026-11-09")].set_index("concept")["rate_pct"].round(1)
    assert newest[["statutory", "proposed"]].to_list() == [11.2, 11.4]


def test_the_edition_of_8_april_2026_is_known_from_its_day() -> None:
    def of_april(day: date) -> list[float]:
        rows = read_table("average_tariffs", as_of=day)
        return rows.loc[rows["source_id"].eq("budget_lab_state_of_tariffs_2026_04_08"), "rate_pct"].to_list()

    assert (of_april(date(2026, 4, 7)), of_april(date(2026, 4, 8))) == ([], [11.8])


@pytest.mark.raw
def test_codes_matched_without_the_map_give_the_known_means_on_79_percent_of_value(raw: Path) -> None:
    lines = pd.read_csv(raw / average_tariffs.WAUGH_US_LINES, dtype={"hs6": str})
    imports = average_tariffs.us_imports_from_china(raw)
    means = average_tariffs.weighted_mean(lines.rename(columns={"time_of_tariff": "date"}), imports)
    known = {"2018-09-24": 12.14, "2019-09-01": 20.86, "2020-02-14": 18.80}
    assert means[list(known)].round(2).to_dict() == known
    # 4.68 on 2018-01-01 is printed too: it counts the 38 codes without an ordinary duty as free
    as_free = average_tariffs.weighted_mean(
        lines.fillna({"tariff": 0.0}).rename(columns={"time_of_tariff": "date"}), imports
    )
    assert as_free["2018-01-01"] == pytest.approx(4.68, abs=0.005) != means["2018-01-01"]
    assert imports[imports.index.isin(lines["hs6"])].sum() / imports.sum() == pytest.approx(0.79, abs=0.005)
