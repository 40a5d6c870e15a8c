"""The US goods balance by partner, from the newest months that partner and year before both have."""

from datetime import date

import pandas as pd
import pytest

from parley import read_table
from parley.measures.deficit import balances

VINTAGE = pd.Timestamp("2026-10-31")


def trade(*cells: tuple[str, str, str, float]) -> pd.DataFrame:
    rows = pd.DataFrame(cells, columns=["partner_iso3", "month", "flow", "value_usd"])
    basis = rows["flow"].map({"import": "general", "export": "fas"})
    return rows.assign(
        month=pd.to_datetime(rows["month"]), basis=basis, reporter_iso3="USA", vintage=VINTAGE, source_id="s"
    )


def year(partner: str, year: int, months: int, imports: float, exports: float) -> list[tuple[str, str, str, float]]:
    days = [f"{year}-{m:02}-01" for m in range(1, months + 1)]
    return [(partner, day, flow, v) for day in days for flow, v in (("import", imports), ("export", exports))]


def test_sums_run_from_january_to_the_newest_month_of_both_years() -> None:
    table = trade(*year("CHN", 2025, 12, 5, 1), *year("CHN", 2026, 3, 4, 1), *year("VNM", 2025, 12, 2, 1))
    table = pd.concat([table, trade(*year("VNM", 2026, 3, 9, 1), *year("WLD", 2026, 3, 99, 1))], ignore_index=True)
    found = balances(table, ["EU27"])
    assert found is not None
    assert (found.first, found.last) == (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-03-01"))
    told = found.rows.set_index("partner_iso3")
    assert told["balance_usd"].to_dict() == {"VNM": -24, "CHN": -9}
    assert told["year_before_usd"].to_dict() == {"VNM": -3, "CHN": -12}


def test_a_partner_that_lacks_a_month_is_left_out_and_so_are_groups() -> None:
    whole = [*year("CHN", 2025, 2, 5, 1), *year("CHN", 2026, 2, 4, 1)]
    gap = [*year("VNM", 2025, 2, 5, 1), *year("VNM", 2026, 1, 4, 1)]
    union = [*year("EU27", 2025, 2, 5, 1), *year("EU27", 2026, 2, 4, 1)]
    found = balances(trade(*whole, *gap, *union), ["EU27"])
    assert found is not None
    assert found.rows["partner_iso3"].tolist() == ["CHN"]


def test_without_exports_or_a_year_before_there_is_no_balance() -> None:
    assert balances(trade(("CHN", "2026-01-01", "import", 5.0)), []) is None
    assert balances(trade(*year("CHN", 2026, 2, 5, 1)), []) is None


def test_china_came_first_in_2018_and_2025_and_does_not_in_2026() -> None:
    def ranking(day: date) -> list[str]:
        found = balances(read_table("trade_monthly", day), ["EU27"])
        assert found is not None
        return found.rows["partner_iso3"].tolist()

    assert ranking(date(2019, 3, 1))[0] == "CHN"
    assert ranking(date(2025, 6, 9))[0] == "CHN"
    assert ranking(date(2026, 11, 24))[0] != "CHN"


def test_chinas_deficit_of_2024_is_imports_less_exports_of_the_census() -> None:
    found = balances(read_table("trade_monthly", date(2025, 2, 20)), ["EU27"])
    assert found is not None
    china = found.rows.set_index("partner_iso3").loc["CHN"]
    assert found.last == pd.Timestamp("2024-12-01")
    assert china["balance_usd"] / 1e9 == pytest.approx(143.3 - 440.3, abs=0.1)
