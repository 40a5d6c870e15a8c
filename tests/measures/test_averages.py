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
        ("Geneva truce", "Yale, reconstructed", 40.43),
        ("Geneva truce", "PIIE", 51.1),
        ("London talks", "Yale, reconstructed", 41.53),
        ("London talks", "Yale, July 2026", 41.49),
        ("Busan", "Yale, July 2026", 32.2),
        ("After the court ruling", "Yale, reconstructed", 20.74),
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
    assert july.loc["Yale, reconstructed", "is_projection"]
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


def on_all_imports(on: date) -> pd.DataFrame:
    return averages.all_imports(read_table("average_tariffs", on), read_table("us_tariff_average", on), on)


def by_law(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["concept"].isin(averages.BY_LAW)]


@pytest.mark.parametrize(
    ("series", "rate_pct"),
    [("Yale, tracker release", 13.16), ("Yale, reconstructed", 13.69), ("Waugh", 15.29)],
)
@pytest.mark.parametrize("on", [LATEST, LONDON])
def test_the_average_on_all_imports_is_that_of_each_edition(on: date, series: str, rate_pct: float) -> None:
    marked = averages.marks(by_law(on_all_imports(on)), averages.SINCE_2025, on)
    assert mark(marked, "London talks", series) == [pytest.approx(rate_pct, abs=0.005)]


def test_of_the_newest_edition_on_all_imports_only_the_law_in_force_is_compared() -> None:
    """11.2 is in force by the release; 11.35, printed as 11.4, has the rise scheduled for December in it."""
    rows = on_all_imports(LATEST)
    newest = rows[rows["series"].eq("Yale, State of Tariffs")].set_index("concept")["rate_pct"].round(2)
    assert newest.to_dict() == {
        "statutory": 11.2,
        "proposed": 11.35,
        "after_non_compliance": 10.42,
        "after_substitution": 8.51,
    }
    marked = averages.marks(by_law(rows), averages.SINCE_2025, LATEST)
    assert mark(marked, "Newest law", "Yale, State of Tariffs") == [11.35, 11.2]
    last = averages.spreads(marked).iloc[-1]
    assert (last["regime"], last["alone"], last["series"]) == ("Newest law", "Yale, State of Tariffs", 1)
    assert (last["low_pct"], last["high_pct"]) == (11.2, 11.2)
    before = on_all_imports(date(2026, 11, 8)).query("series == 'Yale, State of Tariffs'")
    assert before[["date", "concept", "rate_pct"]].values.tolist() == [
        [pd.Timestamp("2026-04-06"), "after_non_compliance", 11.8]
    ]


def test_on_all_imports_no_step_is_joined_to_another_edition_and_later_law_is_a_projection() -> None:
    rows = on_all_imports(LATEST)
    steps = rows[rows["last_day"] > rows["date"]]
    assert not (steps["date"] <= steps.groupby("series")["last_day"].shift()).any()
    assert (rows.groupby("series")[["method", "weighting", "source_id"]].nunique() == 1).all(axis=None)
    first = rows[rows["is_projection"].astype(bool)].groupby("series")["date"].min()
    assert {name: f"{day:%Y-%m-%d}" for name, day in first.items()} == {
        "Waugh": "2026-08-19",  # published 23 July 2026, a day before the duty it knew
        "Yale, reconstructed": "2026-07-24",
        "Yale, tracker release": "2026-07-24",
        "Yale, State of Tariffs": "2026-11-09",  # with the rise scheduled for December
    }


def test_a_day_with_projections_only_is_no_regime(us: pd.DataFrame) -> None:
    regimes = list(averages.marks(us, averages.SINCE_2025, LATEST)["regime"].unique())
    assert regimes[-1] == "Section 301 duty"
    assert averages.marks(us[us["is_projection"].astype(bool)], averages.SINCE_2025).empty


def test_half_of_the_gap_at_the_peak_is_the_rate_waugh_counts_for_one_order(us: pd.DataFrame) -> None:
    """The orders set a reciprocal duty of 34, 84 and 125 points; Waugh's steps stand as 34, 84 and 105."""
    waugh = us[us["series"].eq("Waugh")].set_index("date")["rate_pct"]
    added = {day: waugh[f"2025-04-{day}"] - waugh["2025-04-03"] for day in ("05", "08", "09", "11")}
    assert added["08"] / added["05"] == pytest.approx(84 / 34, abs=1e-5)
    assert added["09"] / added["05"] == pytest.approx(105 / 34, abs=1e-5)
    missing = added["11"] * 20 / 105
    assert missing == pytest.approx(13, abs=0.5)
    peak = averages.spreads(averages.marks(us, averages.SINCE_2025)).set_index("regime").loc["Peak"]
    assert missing / peak["gap_pp"] == pytest.approx(0.5, abs=0.02)


def test_on_9_june_2025_only_what_was_published_and_the_reconstruction_are_shown() -> None:
    shown = known("USA", "CHN", LONDON)
    recent = averages.in_period(shown, averages.SINCE_2025)
    assert set(recent["series"]) == {"PIIE", "Yale, reconstructed"}
    assert not recent["is_projection"].any()
    assert shown[["date", "last_day"]].max().max() <= pd.Timestamp(LONDON)


def test_the_as_of_day_is_a_regime_of_its_own_only_where_a_figure_holds_on_it() -> None:
    on = date(2025, 4, 8)
    marked = averages.marks(known("USA", "CHN", on), averages.SINCE_2025, on)
    assert list(marked["regime"]) == ["Before the new duties", averages.THIS_DAY]
    assert marked["phrase"].iloc[-1].split("\u00a0")[-1] == str(marked["regime_on"].iloc[-1].year)  # the day is named
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


def test_a_step_holds_to_the_day_before_the_next_and_a_point_for_its_own_day(us: pd.DataFrame) -> None:
    following = us.groupby("series")["date"].shift(-1)
    steps = us[us["series"].isin(["Waugh", "Yale, rebuilt"]) & following.notna()]
    assert len(steps)
    assert (steps["last_day"] == following[steps.index] - pd.Timedelta(days=1)).all()
    points = us[us["series"].isin(["PIIE", "Yale, July 2026"])]
    assert len(points) and (points["last_day"] == points["date"]).all()


def test_a_regime_since_2025_begins_on_the_first_day_of_a_duty() -> None:
    """But the day before them all, that of the talks and the newest one."""
    begins = set(read_table("tariff_layers")["valid_from"].dt.date)
    regimes = [regime for regime in averages.REGIMES if regime.period == averages.SINCE_2025]
    others = {regime.name for regime in regimes if regime.on not in begins}
    assert others == {"Before the new duties", "London talks", "Newest law"}


@pytest.mark.parametrize(("ahead", "is_projection"), [(7, False), (8, True)])
def test_a_step_is_a_projection_from_the_eighth_day_after_it_was_published(ahead: int, is_projection: bool) -> None:
    steps = read_table("us_tariff_average", LATEST)
    early = steps.assign(published_on=steps["valid_from"] - pd.Timedelta(days=ahead))
    rows = averages.all_imports(read_table("average_tariffs", LATEST), early, LATEST)
    of_steps = rows["series"].isin(averages.ON_ALL_IMPORTS.values())
    assert set(rows.loc[of_steps, "is_projection"]) == {is_projection}
    printed = rows[~of_steps]  # printed figures are none, but for law that is only scheduled
    assert set(printed.loc[printed["is_projection"].astype(bool), "concept"]) == {"proposed"}
