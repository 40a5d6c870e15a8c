"""China's major goods and the Daily Treasury Statement through the command."""

from pathlib import Path

import pandas as pd
import pytest

from parley.sources import treasury_daily
from parley.tables import build
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_customs import daily_json, goods_index, goods_page
from tests.refresh.conftest import Command

HOST = "english.customs.gov.cn"
INDEX, PAGE = f"{HOST}/statics/report/preliminary.html", f"{HOST}/Statics/goods.html"
DAILY = f"api.fiscaldata.treasury.gov{treasury_daily.PATH}"
DEPOSITS = "us_customs_deposits_monthly"


def goods(mirror: Mirror, page: str, month: int = 9) -> None:
    mirror.gives(INDEX, goods_index({"Export": {month: f"http://{PAGE}"}}), "text/html")
    mirror.gives(PAGE, page, "text/html")


def test_a_page_of_goods_enters_once_with_the_weight_of_rare_earths(command: Command, mirror: Mirror) -> None:
    goods(mirror, goods_page(2026, 9))
    old, weights = read_table("china_customs_commodities"), read_table("china_rare_earth_exports")
    status, report = command("china_customs_commodities")
    assert status == 0, report["outcomes"]
    new, now = read_table("china_customs_commodities"), read_table("china_rare_earth_exports")
    assert len(new) == len(old) + 17 and len(now) == len(weights) + 2
    machines = new[new["commodity"].eq("Mechanical and electrical products") & new["month"].eq("2026-09-01")]
    assert machines["value_usd"].item() == pytest.approx(240_950.9e6)
    added = now[now["period_end"] == pd.Timestamp("2026-09-30")].set_index("period_start")["quantity_t"]
    assert added.to_dict() == {pd.Timestamp("2026-09-01"): 5490.4, pd.Timestamp("2026-01-01"): 25378.0}
    mirror.asked.clear()
    assert command("gacc.commodities")[1]["replaced"] == []
    assert not any("goods" in request.path for request in mirror.asked)


def test_a_weight_that_a_report_here_has_is_not_entered_again(command: Command, mirror: Mirror) -> None:
    goods(mirror, goods_page(), 5)  # May 2026, which the table has from the same page
    weights = read_table("china_rare_earth_exports")
    assert command("gacc.commodities")[0] == 0
    assert len(read_table("china_rare_earth_exports")) == len(weights)


def test_a_page_of_goods_in_another_unit_is_refused(command: Command, mirror: Mirror) -> None:
    goods(mirror, goods_page(2026, 9).replace("USD1 Million", "US$1,000"))
    status, report = command("gacc.commodities")
    assert (status, report["outcomes"][0]["word"]) == (3, "UnitSuspect")


def test_the_month_that_ran_is_closed_and_the_next_one_runs(command: Command, mirror: Mirror) -> None:
    mirror.gives(DAILY, daily_json(), "application/json")
    old = read_table(DEPOSITS).set_index("month")
    status, report = command(DEPOSITS)
    assert status == 0, report["outcomes"]
    new = read_table(DEPOSITS).set_index("month")
    assert len(new) == len(old) + 1
    assert new["is_partial_month"].tail(2).tolist() == [False, True]
    september, october = new.loc[pd.Timestamp("2026-09-01")], new.loc[pd.Timestamp("2026-10-01")]
    assert september["customs_deposits_usd"] == 25_105e6 + 4 * 1000e6  # four working days after 24 September
    assert october[["customs_deposits_usd", "cbp_withdrawals_usd"]].tolist() == [7 * 1000e6, 7 * 800e6]
    assert october["released_on"] == pd.Timestamp("2026-10-10")
    assert command(DEPOSITS)[1]["replaced"] == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (daily_json(factor=1000), "UnitSuspect"),  # against the last whole month
        (daily_json(last_day="2026-09-10"), "CoverageShrunk"),
    ],
)
def test_days_that_cannot_be_are_refused(body: str, word: str, command: Command, mirror: Mirror) -> None:
    mirror.gives(DAILY, body, "application/json")
    status, report = command("treasury.daily")
    assert (status, report["outcomes"][0]["word"]) == (3, word)


def test_the_days_since_2024_rebuild_the_table(command: Command, mirror: Mirror, tmp_path: Path) -> None:
    mirror.gives(DAILY, daily_json("2026-09-24", since="2024-01-01"), "application/json")
    old = read_table(DEPOSITS)
    status, report = command("treasury.daily", "--raw", str(tmp_path / "raw"))
    assert status == 0, report["outcomes"]
    assert build.build_table(DEPOSITS, tmp_path / "raw").rows == len(old)
    columns = ["month", "is_partial_month", "customs_deposits_usd", "cbp_withdrawals_usd"]
    pd.testing.assert_frame_equal(read_table(DEPOSITS)[columns], old[columns])
