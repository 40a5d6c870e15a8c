"""Monthly trade: vintages, effective duty, sums of twelve months, shares and changes."""

import pandas as pd
import pytest

from parley.measures.trade import (
    effective_duty,
    latest_vintage,
    partner_shares,
    twelve_month_sum,
    year_to_date_change,
)
from parley.tables.read import read_table


def rows(
    partner: str,
    values: dict[str, float],
    *,
    flow: str = "import",
    basis: str = "general",
    vintage: str = "2026-01-31",
    duties: dict[str, float] | None = None,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "reporter_iso3": "USA",
            "partner_iso3": partner,
            "month": pd.to_datetime(list(values)),
            "flow": flow,
            "basis": basis,
            "value_usd": [float(value) for value in values.values()],
            "duty_usd": [(duties or {}).get(month, float("nan")) for month in values],
            "vintage": pd.Timestamp(vintage),
            "source_id": "specimen",
        }
    )


def months(year: int, count: int, value: float) -> dict[str, float]:
    return {f"{year}-{number:02}-01": value for number in range(1, count + 1)}


def test_the_newest_vintage_of_each_month_is_kept_and_a_month_known_only_before_stays() -> None:
    older = rows("CHN", {"2025-01-01": 10, "2025-02-01": 20}, vintage="2025-03-31")
    newer = rows("CHN", {"2025-01-01": 11}, vintage="2025-06-30")
    kept = latest_vintage(pd.concat([newer, older], ignore_index=True))
    assert kept["value_usd"].tolist() == [11, 20]


def test_two_rows_of_one_vintage_are_refused() -> None:
    twice = pd.concat([rows("CHN", {"2025-01-01": 10})] * 2, ignore_index=True)
    with pytest.raises(ValueError, match="row 1: several rows of one vintage share"):
        latest_vintage(twice)


def test_duty_is_divided_by_consumption_imports_and_never_by_general_imports() -> None:
    consumption = rows("CHN", {"2025-05-01": 200}, basis="consumption", duties={"2025-05-01": 50})
    general = rows("CHN", {"2025-05-01": 100})
    duty = effective_duty(pd.concat([general, consumption], ignore_index=True))
    assert duty["effective_rate_pct"].tolist() == [25]
    assert duty["value_usd"].tolist() == [200]


def test_a_month_without_imports_has_no_effective_rate() -> None:
    none = rows("CHN", {"2025-05-01": 0}, basis="consumption", duties={"2025-05-01": 0})
    assert effective_duty(none)["effective_rate_pct"].isna().all()


def test_twelve_months_are_added_and_an_incomplete_dozen_is_missing() -> None:
    values = months(2024, 12, 1) | months(2025, 3, 2)
    sums = twelve_month_sum(rows("CHN", values)).set_index("month")["sum_usd"]
    assert sums[: pd.Timestamp("2024-11-01")].isna().all()
    assert sums[pd.Timestamp("2024-12-01") :].tolist() == [12, 13, 14, 15]


def test_a_hole_makes_every_dozen_that_contains_it_missing() -> None:
    values = months(2024, 12, 1) | months(2025, 12, 1) | months(2026, 6, 1)
    del values["2025-04-01"]
    sums = twelve_month_sum(rows("CHN", values)).set_index("month")["sum_usd"]
    assert sums[pd.Timestamp("2025-03-01")] == 12
    assert sums[pd.Timestamp("2025-04-01") : pd.Timestamp("2026-03-01")].isna().all()
    assert sums[pd.Timestamp("2026-04-01")] == 12


def test_series_are_not_added_to_each_other() -> None:
    both = pd.concat([rows("CHN", months(2024, 12, 1)), rows("VNM", months(2024, 12, 5))], ignore_index=True)
    last = twelve_month_sum(both).dropna().set_index("partner_iso3")["sum_usd"]
    assert last.to_dict() == {"CHN": 12, "VNM": 60}


def test_a_share_needs_every_month_of_partner_and_world() -> None:
    world = rows("WLD", months(2024, 12, 10) | months(2025, 11, 10))
    china = rows("CHN", months(2024, 12, 2) | months(2025, 12, 1))
    vietnam = rows("VNM", months(2024, 11, 1))
    shares = partner_shares(pd.concat([world, china, vietnam], ignore_index=True)).set_index(["partner_iso3", "year"])
    assert shares.loc[("CHN", 2024), "share_pct"] == 20
    assert shares.loc[("CHN", 2025), "value_usd"] == 12
    assert pd.isna(shares.loc[("CHN", 2025), "share_pct"])
    assert pd.isna(shares.loc[("VNM", 2024), "value_usd"])
    assert "WLD" not in shares.index.get_level_values("partner_iso3")


def test_shares_name_the_source_of_the_partner_and_of_the_world() -> None:
    shares = partner_shares(read_table("trade_monthly")).set_index(["partner_iso3", "year"])
    named = shares[["source_id", "world_source_id"]]
    assert named.loc[("VNM", 2017)].tolist() == ["census_country_totals", "budgetlab_import_shares"]
    assert named.loc[("CHN", 2025)].tolist() == ["census_country_2023_2026", "budgetlab_import_shares"]


def test_shares_of_part_of_a_year_compare_the_same_months() -> None:
    world = rows("WLD", months(2024, 12, 10) | months(2025, 3, 10))
    china = rows("CHN", months(2024, 12, 2) | months(2025, 3, 1))
    shares = partner_shares(pd.concat([world, china], ignore_index=True), through_month=3)
    assert shares["share_pct"].tolist() == [20, 10]


def test_the_year_to_date_stops_at_the_first_missing_month() -> None:
    values = months(2024, 12, 10) | months(2025, 6, 8)
    del values["2024-05-01"]
    so_far = year_to_date_change(rows("CHN", values), "CHN", "import", "general")
    assert so_far is not None
    assert so_far.last_month == pd.Timestamp("2025-04-01")
    assert (so_far.value_usd, so_far.year_before_usd) == (32, 40)
    assert so_far.change_pct == pytest.approx(-20)


def test_without_a_january_to_compare_there_is_no_change() -> None:
    assert year_to_date_change(rows("CHN", months(2025, 6, 8)), "CHN", "import", "general") is None
    assert year_to_date_change(rows("CHN", months(2025, 6, 8)), "VNM", "import", "general") is None


def test_chinas_share_of_imports_more_than_halved_from_2017_to_2025() -> None:
    """Census: 505.165 of 2,339.591 bn in 2017, that is 21.6%; no total of all partners is there for 2026."""
    shares = partner_shares(read_table("trade_monthly")).set_index(["partner_iso3", "year"])["share_pct"]["CHN"]
    assert shares[2017] == pytest.approx(21.6, abs=0.05)
    assert shares[2025] < shares[2017] / 2
    assert pd.isna(shares[2026])


def test_the_effective_duty_on_china_peaked_in_may_2025() -> None:
    """Census: 48.2% in May 2025 in the release of May 2026, after 11.0 in January; revised since."""
    table = read_table("trade_monthly")
    china = table[table["partner_iso3"] == "CHN"]
    duty = effective_duty(china[china["vintage"] == pd.Timestamp("2026-05-05")]).set_index("month")[
        "effective_rate_pct"
    ]
    assert duty.idxmax() == pd.Timestamp("2025-05-01")
    assert duty.max() == pytest.approx(48.2, abs=0.05)
    newest = effective_duty(china).set_index("month")
    assert newest["effective_rate_pct"].idxmax() == pd.Timestamp("2025-05-01")
    assert set(newest.loc["2025-01-01":, "vintage"]) == {pd.Timestamp("2026-10-06")}
