"""China's customs figures: growth as printed, dates as released."""

from datetime import date

import pandas as pd
import pytest

from parley.tables.read import read_table


def dollars(as_of: date | None = None) -> pd.DataFrame:
    return read_table("china_customs", as_of).query("currency == 'USD'")


def month(frame: pd.DataFrame, first: str, flow: str, partner: str = "WLD") -> pd.DataFrame:
    start = pd.Timestamp(first)
    end = start + pd.offsets.MonthEnd()
    rows = frame[(frame["period_start"] == start) & (frame["period_end"] == end)]
    return rows[(rows["flow"] == flow) & (rows["partner_iso3"] == partner)]


def test_growth_is_the_printed_rate_and_not_the_ratio_of_two_printed_levels() -> None:
    """316.10 over the first release of May 2024, 302.35, is 4.5 %; customs printed 4.8 on a revised base."""
    now, before = month(dollars(), "2025-05-01", "export"), month(dollars(), "2024-05-01", "export")
    ratio = (now["value_usd"].item() / before["value_usd"].item() - 1) * 100
    assert ratio == pytest.approx(4.5, abs=0.05)
    assert now["change_pct"].item() == 4.8


def test_the_balance_of_may_2025_is_exports_less_imports() -> None:
    export, imported, balance = (
        month(dollars(), "2025-05-01", flow)["value_local"].item() for flow in ("export", "import", "balance")
    )
    assert balance == pytest.approx(export - imported, abs=0.005)


def test_the_figures_of_may_2025_are_known_on_the_day_of_their_release() -> None:
    """Six of the pages give only the month; with its last day the ninth of June would have no figures."""
    ninth, eighth = dollars(date(2025, 6, 9)), dollars(date(2025, 6, 8))
    may = pd.Timestamp("2025-05-31")
    assert (ninth["period_end"] == may).sum() == 7
    assert (eighth["period_end"] == may).sum() == 0


def test_january_and_february_come_only_together() -> None:
    table = read_table("china_customs")
    single = table[table["period_end"] - table["period_start"] < pd.Timedelta(days=32)]
    assert not single["period_start"].dt.month.isin([1, 2]).any()


def test_yuan_figures_have_no_value_in_dollars() -> None:
    table = read_table("china_customs")
    yuan = table["currency"] == "CNY"
    assert table.loc[yuan, "value_usd"].isna().all()
    assert yuan.sum() == 270 + 6  # by partner, and six headlines of August 2026
    assert table.loc[yuan, "partner_iso3"].nunique() == 30


def test_exports_and_imports_of_each_partner_add_to_the_total() -> None:
    yuan = read_table("china_customs").query("currency == 'CNY'")
    wide = yuan.pivot(index=["partner_iso3", "period_start", "period_end"], columns="flow", values="value_local")
    # printed to a tenth of 100 million yuan, each on its own
    gap = (wide["export"] + wide["import"] - wide["total"]).abs().dropna()
    assert len(gap) == 90 + 1  # 30 partners in three periods, and the headline of January to August 2026
    assert (gap < 0.16).all()


def test_april_2025_is_known_from_the_day_of_its_release_not_of_the_page_of_12_may() -> None:
    eighth, ninth = dollars(date(2025, 5, 8)), dollars(date(2025, 5, 9))
    assert month(eighth, "2025-04-01", "export").empty
    assert month(ninth, "2025-04-01", "export")["change_pct"].item() == 8.1


def test_one_figure_alone_is_not_confirmed_imports_of_june_2026() -> None:
    table = read_table("china_customs")
    (row,) = table[table["verification"] == "unverified"].to_dict("records")
    assert (row["period_end"], row["flow"], row["change_pct"]) == (pd.Timestamp("2026-06-30"), "import", 36.0)
    assert row["note"]


def test_the_half_year_of_2026_by_area_is_within_the_world_and_in_no_month() -> None:
    areas = read_table("china_customs").query("source_id == 'gacc_june_2026'")
    assert len(areas) == 12
    wide = areas.pivot(index="partner_iso3", columns="flow", values="value_usd")
    assert set(wide.index) == {"WLD", "ASEAN", "EU27", "USA", "AFR", "BRI"}
    apart = wide.loc[["ASEAN", "EU27", "USA"]].sum()
    assert (apart < wide.loc["WLD"]).all()
    assert (areas["period_end"] - areas["period_start"]).dt.days.eq(180).all()
