"""Partners: the European Union as the mean of its members, ranking, the last day known."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures import partners

JULY = "budget_lab_july_2026_spot_values"


@pytest.fixture(scope="module")
def member_weights() -> pd.Series:
    """Shares in US general imports from the EU of 2022, the last year of the table with every member."""
    countries, trade = read_table("countries"), read_table("trade_monthly")
    of_members = trade["partner_iso3"].isin(countries.loc[countries["is_eu27"], "iso3"]) & (
        trade["month"].dt.year == 2022
    )
    kind = trade["reporter_iso3"].eq("USA") & trade["flow"].eq("import") & trade["basis"].eq("general")
    sums = trade[of_members & kind].groupby("partner_iso3", observed=True)["value_usd"].sum()
    assert len(sums) == 27
    assert sums.sum() / 1e9 == pytest.approx(553.3, abs=0.1)  # Census prints 553,255 million for the Union
    return sums / sums.sum()


@pytest.mark.parametrize("on", ["2025-01-01", "2025-06-09", "2025-11-10", "2026-02-20"])
def test_the_mean_over_the_members_is_the_rate_yale_prints_for_the_union(on: str, member_weights: pd.Series) -> None:
    day = pd.Timestamp(on)
    printed = read_table("average_tariffs").query("source_id == @JULY and exporter_iso3 == 'EU27' and date == @day")
    totals = partners.totals_by_law(read_table("us_tariff_partner_steps"), day).set_index("exporter_iso3")["rate_pct"]
    assert (totals * member_weights).sum() == pytest.approx(printed["rate_pct"].item(), abs=0.1)


def test_the_partners_stand_by_their_total_and_duties_of_nothing_are_left_out() -> None:
    cells = {"valid_from": pd.Timestamp("2025-01-01"), "vintage": pd.Timestamp("2026-06-20"), "source_id": "s"}
    rates = pd.DataFrame(
        [
            {"exporter_iso3": "VNM", "authority": "mfn", "rate_pct": 4.0, **cells},
            {"exporter_iso3": "CHN", "authority": "mfn", "rate_pct": 2.0, **cells},
            {"exporter_iso3": "CHN", "authority": "section_301", "rate_pct": 9.0, **cells},
            {"exporter_iso3": "CHN", "authority": "section_122", "rate_pct": 0.0, **cells},
            {"exporter_iso3": "FRA", "authority": "mfn", "rate_pct": 50.0, **cells},
        ]
    )
    rows = partners.ranked(rates, ["CHN", "VNM"], {"CHN": "China", "VNM": "Vietnam"})
    assert list(zip(rows["partner"], rows["rate_pct"], strict=True)) == [
        ("China", 2.0),
        ("China", 9.0),
        ("Vietnam", 4.0),
    ]


def test_the_last_day_known_is_8_june_2026_and_never_after_the_as_of_date() -> None:
    steps = read_table("us_tariff_partner_steps")
    assert partners.last_known_day(steps, date(2026, 11, 24)) == pd.Timestamp("2026-06-08")
    assert partners.last_known_day(steps, date(2025, 6, 9)) == pd.Timestamp("2025-06-09")


def test_the_largest_suppliers_hold_the_partners_of_the_dispute() -> None:
    largest = partners.largest_suppliers(read_table("us_imports_hs6_2024"))
    assert len(largest) == 15
    assert {"CHN", "EU27", "MEX", "CAN", "VNM", "JPN"} <= set(largest)


@pytest.mark.parametrize(
    ("on", "last"),
    [
        ("2026-02-19", "2026-02-19"),
        ("2026-02-20", "2026-02-19"),  # the ruling; customs collected the emergency-power duties to 23 February
        ("2026-02-23", "2026-02-19"),
        ("2026-02-24", "2026-02-24"),
    ],
)
def test_between_the_ruling_and_the_end_of_its_duties_the_law_before_stands(on: str, last: str) -> None:
    steps = read_table("us_tariff_partner_steps")
    assert partners.last_known_day(steps, date.fromisoformat(on)) == pd.Timestamp(last)
    events = read_table("events").set_index("event_id")["valid_from"]
    assert (events["scotus"], events["us-ieepa-end"]) == (partners.RULING, partners.ENDED)
