"""Each feed through the command: what comes enters the right rows, and what is stored stays."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.recipes import mean_tariffs
from parley.refresh.feed import with_raw
from parley.sources import world_bank
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables.integrity import differing
from parley.tables.read import read_table
from parley.tables.schema import table_names
from tests import mirror as mirrors
from tests.mirror import Mirror
from tests.refresh.conftest import Command

OECD = "sdmx.oecd.org/public/rest/data/OECD.ECO.MAD,DSD_EO@DF_EO,1"
TREASURY = "api.fiscaldata.treasury.gov"
CUSTOMS = "english.customs.gov.cn"


def outlook(mirror: Mirror, next_is_out: bool) -> None:
    mirror.gives(f"{OECD}.5", mirrors.oecd_csv(5), "text/csv")
    if next_is_out:
        mirror.gives(f"{OECD}.6", mirrors.oecd_csv(6, 0.5), "text/csv", Last_Modified="Wed, 02 Dec 2026 10:00:00 GMT")


def test_without_a_new_outlook_nothing_changes(command: Command, mirror: Mirror) -> None:
    outlook(mirror, next_is_out=False)
    status, report = command("oecd")
    assert (status, report["replaced"]) == (0, [])
    assert report["outcomes"][0]["state"] == "unchanged"
    assert report["outcomes"][0]["differences"][0]["revised"] == 0


def test_a_new_outlook_is_a_new_edition_and_leaves_the_old_one(command: Command, mirror: Mirror) -> None:
    outlook(mirror, next_is_out=True)
    old = read_table("forecasts")
    status, report = command("oecd")
    assert status == 0, report["outcomes"]
    assert report["outcomes"][0]["editions"] == ["Economic Outlook 120"]
    new = read_table("forecasts")
    fresh = new[new["edition"] == "EO120"]
    assert len(new) == len(old) + len(fresh)
    assert fresh["horizon_years"].between(0, 2).all() and fresh["target_year"].min() == 2026
    edition = read_table("forecast_editions").set_index("edition").loc["EO120"]
    assert edition["published_on"] == pd.Timestamp("2026-12-02")
    actuals = read_table("gdp_actuals")
    recorded = actuals[actuals["vintage"] == "EO120"]
    assert set(recorded.loc[recorded["year"] == 2025, "status"]) == {"actual"}
    assert differing(table_names()) == []


def test_a_new_outlook_without_an_area_is_refused(command: Command, mirror: Mirror) -> None:
    outlook(mirror, next_is_out=True)
    lines = mirrors.oecd_csv(6, 0.5).splitlines(keepends=True)
    mirror.gives(f"{OECD}.6", "".join(line for line in lines if ",CHN," not in line), "text/csv")
    status, report = command("oecd")
    assert (status, report["outcomes"][0]["word"], report["replaced"]) == (3, "CoverageShrunk", [])


def test_a_stored_edition_with_other_figures_is_refused(command: Command, mirror: Mirror) -> None:
    text = mirrors.oecd_csv(5)
    at = text.index(",GDPV_ANNPCT")
    line_end = text.index("\n", at)
    start = text.rindex(",", at, line_end) + 1
    moved = text[:start] + f"{float(text[start:line_end]) + 0.1}" + text[line_end:]
    mirror.gives(f"{OECD}.5", moved, "text/csv")
    status, report = command("oecd")
    assert (status, report["outcomes"][0]["word"]) == (3, "FirstReleaseChanged")


def test_a_month_of_receipts_enters_and_the_others_stay(command: Command, mirror: Mirror) -> None:
    mirror.gives(TREASURY, mirrors.treasury_json(), "application/json")
    old = read_table("us_customs_revenue_monthly")
    status, report = command("treasury")
    assert status == 0, report["outcomes"]
    new = read_table("us_customs_revenue_monthly")
    assert len(new) == len(old) + 1
    last = new.sort_values("month").iloc[-1]
    assert last["month"] == pd.Timestamp("2026-09-01") and pd.isna(last["imports_usd"])
    both = new.merge(old, on="month", suffixes=("", "_old"))
    assert (both["customs_duties_usd"] == both["customs_duties_usd_old"]).all()


def test_a_fiscal_year_enters_once_its_twelve_months_are_here(command: Command, mirror: Mirror) -> None:
    mirror.gives(TREASURY, mirrors.treasury_json(), "application/json")
    old = read_table("us_customs_receipts_fiscal_year")
    command("treasury")
    new, months = (read_table(f"us_customs_{name}") for name in ("receipts_fiscal_year", "revenue_monthly"))
    assert list(new["fiscal_year"]) == [*old["fiscal_year"], 2026]
    of_2026 = months[months["month"].between("2025-10-01", "2026-09-01")]
    assert new.iloc[-1]["net_receipts_usd"] == pytest.approx(of_2026["customs_duties_usd"].sum())
    stays = new[new["fiscal_year"] == 2025].iloc[0]
    assert (stays["net_receipts_usd"], stays["source_id"]) == (194.866e9, "us_customs_receipts_2024_2026")  # in print


def test_receipts_in_millions_are_refused(command: Command, mirror: Mirror) -> None:
    mirror.gives(TREASURY, mirrors.treasury_json(1, 1e-6), "application/json")
    status, report = command("treasury")
    assert status == 3
    assert report["outcomes"][0]["word"] == "UnitSuspect"
    assert "x1e-06" in report["outcomes"][0]["sentence"]


@pytest.fixture
def customs(mirror: Mirror) -> Mirror:
    pages = {9: f"http://{CUSTOMS}/Statics/nine.html"}
    for path in ("preliminary", "monthly"):
        mirror.gives(f"{CUSTOMS}/statics/report/{path}.html", mirrors.gacc_index(pages), "text/html")
    mirror.gives(f"{CUSTOMS}/Statics/nine.html", mirrors.gacc_page(2026, 9), "text/html")
    return mirror


def test_a_bulletin_enters_once(command: Command, customs: Mirror) -> None:
    old = read_table("china_customs")
    status, report = command("gacc")
    assert status == 0, report["outcomes"]
    new = read_table("china_customs")
    assert len(new) == len(old) + 18  # three names, three flows, a month and a sum
    september = new[(new["period_start"] == pd.Timestamp("2026-09-01")) & (new["partner_iso3"] == "USA")]
    assert september.set_index("flow")["value_usd"].to_dict() == {"total": 130e9, "export": 70e9, "import": 60e9}
    customs.asked.clear()
    assert command("gacc")[1]["replaced"] == []
    assert not any("nine" in request.path for request in customs.asked)


def test_a_challenge_is_named_and_not_worked_around(command: Command, customs: Mirror) -> None:
    shell = "<html><head><script>$_ts=window['$_ts'];</script></head></html>"
    customs.bodies[f"{CUSTOMS}/Statics/nine.html"] = lambda request: Response(shell, 412)
    status, report = command("gacc")
    assert (status, report["outcomes"][0]["word"]) == (3, "Challenged")
    assert len([r for r in customs.asked if "nine" in r.path]) == 1


def acts(request: Request) -> Response:
    act = {
        "document_number": "2026-99999",
        "title": "Modifying duties on products of China",
        "html_url": "https://www.federalregister.gov/documents/2026/11/20/2026-99999/modifying",
        "publication_date": "2026-11-20",
        "signing_date": "2026-11-17",
        "effective_on": None,
        "citation": "91 FR 70000",
    }
    return Response(json.dumps({"count": 1, "total_pages": 1, "results": [act]}), content_type="application/json")


def test_an_act_is_proposed_and_never_a_row(
    command: Command, mirror: Mirror, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror.bodies["www.federalregister.gov/api/v1/documents.json"] = acts
    mirror.gives("www.federalregister.gov/api/v1/public-inspection", '{"count": 0}', "application/json")
    before = (command.data / "events.parquet").read_bytes()
    status, report = command("federal_register")
    assert status == 0, report["outcomes"]
    (proposal,) = report["outcomes"][0]["proposals"]
    assert proposal["row"]["announced_on"] == "2026-11-17"
    assert proposal["row"]["valid_from"] == "the day the text gives"
    assert "2026-99999" in capsys.readouterr().out
    assert (command.data / "events.parquet").read_bytes() == before


CENSUS = "api.census.gov/data/timeseries/intltrade/imports/hs"
SECRET = "f00dfacecafe0123456789"


def test_with_a_key_consumption_and_duty_of_every_partner_enter_and_the_key_stays_out(
    command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", SECRET)

    def of_a_year(request: Request) -> Response:
        assert request.args["key"] == SECRET
        year = request.args["time"][5:9]
        rows = json.loads(mirrors.census_json())
        kept = [rows[0], *(row for row in rows[1:] if row[5].startswith(year))]
        return Response(json.dumps(kept), content_type="application/json")

    mirror.bodies[CENSUS] = of_a_year
    status, report = command("census.trade")
    assert status == 0, report["outcomes"]
    assert report["keys"] == ["CENSUS_API_KEY"]
    table = read_table("trade_monthly")
    new = table[(table["month"] == pd.Timestamp("2026-09-01")) & (table["basis"] == "consumption")]
    assert len(new) > 100 and new["duty_usd"].notna().all()
    assert (table["partner_iso3"].eq("WLD") & table["month"].eq(pd.Timestamp("2026-09-01"))).any()
    told = "".join(capsys.readouterr())
    home = command.home.parent
    assert SECRET not in told
    for file in home.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_without_a_key_the_month_s_file_does(command: Command, mirror: Mirror) -> None:
    old = read_table("trade_monthly")
    august = old[(old["month"] == pd.Timestamp("2026-07-01")) & (old["basis"] == "consumption")]
    august = august.drop_duplicates("partner_iso3", keep="last").set_index("partner_iso3")
    countries = (
        read_table("countries").dropna(subset="census_code").set_index("iso3")["census_code"].str.split(";").str[0]
    )
    records = [
        ("8471300100", countries[iso3], int(row["value_usd"]), int(row["duty_usd"]))
        for iso3, row in august.drop(["WLD", "EU27"], errors="ignore").iterrows()
    ]
    mirror.gives(
        "www.census.gov/trade/downloads/2026/Merch/im_m/IMDB2609.ZIP",
        mirrors.census_file("2026-09", records),
        "application/zip",
    )
    status, report = command("census.trade")
    assert status == 0, report["outcomes"]
    new = read_table("trade_monthly")
    fresh = new[new["source_id"] == "census_bulk_imports"]
    assert len(fresh) == len(records) + 1
    world = fresh[fresh["partner_iso3"] == "WLD"]
    assert world["is_derived"].all() and world["value_usd"].item() == sum(r[2] for r in records)


def test_a_year_of_growth_enters_with_its_vintage(command: Command, mirror: Mirror) -> None:
    mirror.gives("api.worldbank.org", mirrors.world_bank_json(), "application/json")
    old = read_table("gdp_actuals")
    status, report = command("world_bank")
    assert status == 0, report["outcomes"]
    new = read_table("gdp_actuals")
    fresh = new[new["source_id"] == "world_bank_wdi_growth"]
    assert set(fresh["year"]) == {2024} and set(fresh["vintage"]) == {"WDI2026-10-28"}
    assert len(new) == len(old) + len(fresh)


def test_the_means_of_duties_are_rebuilt_without_the_broken_year(mirror: Mirror, tmp_path: Path) -> None:
    table = read_table("mfn_means")
    columns = {"SM.FN": "mfn_simple_pct", "WM.FN": "mfn_weighted_pct", "WM.AR": "applied_weighted_pct"}

    def give(request: Request) -> Response:
        kind = request.path.rpartition("TM.TAX.MRCH.")[2].removesuffix(".ZS")
        if kind not in columns:
            return Response(mirrors.world_bank_json())
        rows = table.dropna(subset=columns[kind])
        rows = rows if kind == "WM.AR" else rows[rows["iso3"] != "EU27"]
        told = list(zip(rows["iso3"].replace("EU27", "EUU"), rows["year"], rows[columns[kind]], strict=True))
        refused = [("EGY", 2019, 60.0), ("ARB", 2021, 5.0)]  # the broken year after Egypt's last, and a group
        return Response(mirrors.world_bank_rows(f"TM.TAX.MRCH.{kind}.ZS", told + refused))

    mirror.bodies["api.worldbank.org"] = give
    client = Client(Evidence(tmp_path / "answers"), {}, mirror.url)
    answers = world_bank.fetch_raw(client, read_table, date(2026, 11, 28))
    assert {r.args["date"] for r in mirror.asked if "TM.TAX" in r.path} == {"2000:2022"}
    built = mean_tariffs.mfn_means(with_raw(world_bank.raw_files(answers), tmp_path / "raw"))
    pd.testing.assert_frame_equal(built[table.columns], table, check_dtype=False)
    assert len(world_bank.find(read_table, answers, date(2026, 11, 28)).parts) == 1  # growth alone
