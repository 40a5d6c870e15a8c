"""Providers' averages: each series under its own name, marks only where the provider has a figure for the day."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import averages

LATEST = date(2026, 11, 24)
LONDON = date(2025, 6, 9)


def known(importer: str, exporter: str, on: date) -> pd.DataFrame:
    tables = read_table("average_tariffs", on), read_table("us_tariff_partner_steps", on)
    return averages.figures(*tables, importer, exporter, on)


@pytest.fixture(scope="module")
def us() -> pd.DataFrame:
    return known("USA", "CHN", LATEST)


def mark(marked: pd.DataFrame, regime: str, series: str) -> list[float]:
    chosen = marked["regime"].eq(regime) & marked["series"].eq(series)
    return list(marked.loc[chosen, "rate_pct"].round(2))


@pytest.mark.parametrize(
    ("regime", "series", "rate_pct"),
    [
        ("Geneva truce", "Yale, rebuilt", 40.43),
        ("Geneva truce", "PIIE", 51.1),
        ("London talks", "Yale, rebuilt", 41.53),
        ("London talks", "Yale, July 2026", 41.49),
        ("Busan", "Yale, July 2026", 32.2),
        ("After the court ruling", "Yale, rebuilt", 20.74),
        ("After the court ruling", "Yale, July 2026", 21.52),
    ],
)
def test_a_mark_is_the_figure_the_provider_prints(us: pd.DataFrame, regime: str, series: str, rate_pct: float) -> None:
    assert mark(averages.marks(us, averages.SINCE_2025), regime, series) == [pytest.approx(rate_pct, abs=0.005)]


def test_a_printed_point_stands_on_its_own_day_only(us: pd.DataFrame) -> None:
    assert mark(averages.marks(us, averages.SINCE_2025), "London talks", "PIIE") == []


def test_a_step_past_the_law_its_source_knew_is_a_projection_and_outside_the_spread(us: pd.DataFrame) -> None:
    marked = averages.marks(us, averages.SINCE_2025)
    july = marked[marked["regime"].eq("Section 301 duty")].set_index("series")
    assert july.loc["Yale, rebuilt", "is_projection"]
    spread = averages.spreads(marked).set_index("regime")
    assert spread.loc["Section 301 duty", "low_pct"] == july.loc["Waugh", "rate_pct"]
    assert spread.loc["Section 301 duty", "series"] == 1


def test_figures_nobody_could_check_and_unweighted_means_are_left_out() -> None:
    table = read_table("average_tariffs")
    pair = table["importer_iso3"].eq("CHN") & table["exporter_iso3"].eq("USA")
    left_out = table[pair & (table["verification"].eq("unverified") | table["weighting"].eq("simple"))]
    shown = known("CHN", "USA", LATEST)
    assert len(left_out) > 0
    assert 147.6 in set(left_out["rate_pct"])
    assert 147.6 not in set(shown["rate_pct"])
    assert "simple" not in set(shown["weighting"])


@pytest.mark.parametrize(("importer", "exporter"), [("USA", "CHN"), ("CHN", "USA")])
def test_no_series_holds_two_methods_or_two_weightings(importer: str, exporter: str) -> None:
    shown = known(importer, exporter, LATEST)
    assert (shown.groupby("series")[["method", "weighting"]].nunique() == 1).all(axis=None)
    steps = shown[shown["last_day"] > shown["date"]].sort_values(["series", "date"])
    overlap = steps["date"] <= steps.groupby("series")["last_day"].shift()
    assert not overlap.any()


def test_on_9_june_2025_only_what_was_published_and_the_reconstruction_are_shown() -> None:
    shown = known("USA", "CHN", LONDON)
    recent = averages.in_period(shown, averages.SINCE_2025)
    assert set(recent["series"]) == {"PIIE", "Yale, rebuilt"}
    assert not recent["is_projection"].any()
    assert shown[["date", "last_day"]].max().max() <= pd.Timestamp(LONDON)


def test_the_as_of_day_is_a_regime_of_its_own_only_where_a_figure_holds_on_it() -> None:
    on = date(2025, 4, 8)
    marked = averages.marks(known("USA", "CHN", on), averages.SINCE_2025, on)
    assert list(marked["regime"]) == ["Before the new duties", averages.THIS_DAY]
    assert marked["rate_pct"].iloc[-1] == pytest.approx(55.54, abs=0.005)
    late = averages.marks(known("USA", "CHN", LATEST), averages.SINCE_2025, LATEST)
    assert averages.THIS_DAY not in set(late["regime"])


def test_the_periods_part_the_figures_and_nothing_lies_between(us: pd.DataFrame) -> None:
    early, late = (averages.in_period(us, p) for p in (averages.FIRST_WAR, averages.SINCE_2025))
    assert len(early) + len(late) == len(us)
    assert early["last_day"].max() < pd.Timestamp("2021-01-01")
    assert averages.latest_period(us) == averages.SINCE_2025
    assert averages.latest_period(early) == averages.FIRST_WAR


def test_the_newest_figure_comes_from_the_first_series_that_has_one(us: pd.DataFrame) -> None:
    newest = averages.latest(us, "none such", "Waugh")
    assert newest is not None
    assert (newest["date"], newest["is_projection"]) == (pd.Timestamp("2026-07-24"), False)
    assert averages.latest(us, "none such") is None
