"""A whole refresh against a mirror of every source, one period on."""

import pytest

from parley import __main__ as main_module
from parley.__main__ import main
from parley.search import shipped
from parley.tables.catalogue import read_catalogue
from parley.tables.integrity import differing
from parley.tables.read import read_table
from parley.tables.schema import table_names
from tests.mirror import Mirror
from tests.refresh.conftest import Command
from tests.whole_mirror import EDITION, everything

SAID = main_module._said


def test_a_whole_run_renews_every_table_and_proposes_the_rest(
    command: Command, index_renewed: None, mirror: Mirror, workbook: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", "0123456789abcdef")
    monkeypatch.setattr(main_module, "_said", SAID)
    everything(mirror, workbook)
    status, report = command()
    assert status == 0, [o for o in report["outcomes"] if o["state"] == "refused"]
    by_feed = {outcome["feed"]: outcome for outcome in report["outcomes"]}
    renewed = {d["table"] for o in report["outcomes"] for d in o["differences"] if d["added"]}
    assert renewed == {
        "trade_monthly",
        "china_customs",
        "forecasts",
        "forecast_editions",
        "gdp_actuals",
        "us_customs_revenue_monthly",
        "us_customs_receipts_fiscal_year",
        "us_customs_deposits_monthly",
        "china_customs_commodities",
        "china_rare_earth_exports",
        "reserves",
        "us_imports_naics3_monthly",
        "us_exports_hs2_annual",
        "us_imports_taiwan_hs6",
        "us_import_prices_monthly",
        "exchange_rates_monthly",
        "us_tariff_average",
        "average_tariffs",
    }
    assert set(report["replaced"]) == renewed | {"sources", "changes"}
    schedule = by_feed["usitc.hts"]
    assert EDITION in schedule["notes"][0]
    titles = [p["title"] for p in schedule["proposals"]]
    assert any("revision 22" in t and "91 Fed. Reg. 70000" in t for t in titles)
    assert any("01012900" in t and "9.9%" in t for t in titles)
    assert differing(table_names()) == []
    with shipped.opened() as index:  # refuses one that is not the catalogue's
        found = index.execute("SELECT count(*) FROM entries WHERE id = 'world_bank_wdi_growth'").fetchone()
    assert found == (1,)
    assert main(["check", *sorted(report["replaced"])]) == 0
    assert read_catalogue()["version"] == report["version_after"] > report["version"]
    told = read_table("changes")
    assert set(told["kind"]) == {"added", "edition", "corrected"}
    differently = {one["place"]: one for one in report["headlines"]}
    assert "September 2026" in differently["Models"]["after"] and "July 2026" in differently["Models"]["before"]
    assert [place for place in differently if not place.startswith("Table ")] == ["Models"]
    assert all(one["may_move"] for one in report["headlines"])  # the Briefing stands on its own day
    trade = differently["Table US goods trade by partner, monthly"]
    assert trade["before"] < "known until 2026-11-05" <= trade["after"]  # the day of the workbook
    held = {(c["table"], c["what"]): c for o in report["outcomes"] for c in o["checks"]}
    anchor = held["us_imports_naics3_monthly", "effective duty on China, 2025-05, %"]
    assert anchor["published"] == 48.2 and abs(anchor["gives"] - 48.2) < 0.05  # no refresh may change it
    assert "published figures hold" in (command.home / "refresh_report.html").read_text(encoding="utf-8")
    again = command()[1]
    assert {o["feed"]: o["state"] for o in again["outcomes"] if o["state"] != "unchanged"} == {}
