"""Exports by chapter and imports from Taiwan: missing years enter; months by chapter and years here are rebuilt."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.recipes import trade_monthly, us_imports
from parley.refresh.feed import with_raw
from parley.sources import census_chapters as feed
from parley.sources import census_chapters as source
from parley.sources import failures
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_census import HS, chapters, from_taiwan, year
from tests.mirror_census import exports as exports_of
from tests.refresh.conftest import Command
from tests.sources.answers import answer

KEY = "0a1b2c3d4e5f60718293"
CHINA_AND_GAZA = {("5700", "88"): 700, ("5082", "88"): 20, ("5083", "88"): 3, ("-", "88"): 723}


def of_months(flow: str, known: dict[str, str], years: dict[str, str]) -> Callable[[Request], Response]:
    """Answers by month (with the figures of which month here) and by year; all others are not out."""

    def give(request: Request) -> Response:
        time = request.args["time"]
        if "_YR" in request.args["get"]:
            return Response(years[time]) if time in years else Response("", 204)
        return Response(chapters(flow, time, known[time])) if time in known else Response("", 204)

    return give


def test_missing_years_enter_and_the_key_stays_out(
    command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", KEY)
    taiwan = {"2018-12": from_taiwan("2018", 2017)}
    exports = {"2025-12": exports_of("2025", 2024)}
    mirror.bodies[HS.format("imports")] = of_months("import", {}, taiwan)
    mirror.bodies[HS.format("exports")] = of_months("export", {}, exports)
    status, report = command("census.chapters")
    assert status == 0, report["outcomes"]
    for name, key, new, old in (
        ("us_exports_hs2_annual", ["partner_iso3", "chapter"], 2025, 2024),
        ("us_imports_taiwan_hs6", ["hs6"], 2018, 2017),
    ):
        years = read_table(name).groupby("year")
        a, b = (years.get_group(n).set_index(key)["value_usd"].sort_index() for n in (new, old))
        assert len(a) > 3000 and a.equals(b)
    asked = [r for r in mirror.asked if r.args.get("CTY_CODE")]
    assert {r.args["COMM_LVL"] for r in asked} == {"HS6"} and {r.args["CTY_CODE"] for r in asked} == {"5830"}
    for file in command.home.parent.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


def test_the_months_and_years_here_are_rebuilt_by_the_recipes(mirror: Mirror, tmp_path: Path) -> None:
    months = read_table("us_trade_hs2_monthly", where={"month": [pd.Timestamp("2018-07-01")]})
    from_taiwan = read_table("us_imports_taiwan_hs6", where={"year": [2024]})
    here = {"us_trade_hs2_monthly": months, "us_imports_taiwan_hs6": from_taiwan}
    bought = {("5830", row.hs6): row.value_usd for row in from_taiwan.itertuples()}
    of_2024 = {"2024-12": year("I_COMMODITY", "CON_VAL_YR", "2024", bought)}
    mirror.bodies[HS.format("imports")] = of_months("import", {"2018-07": "2018-07-01"}, of_2024)
    mirror.bodies[HS.format("exports")] = of_months("export", {"2018-07": "2018-07-01"}, {})
    client = Client(Evidence(tmp_path / "answers"), {"CENSUS_API_KEY": KEY}, mirror.url)
    answers = feed.fetch_raw(client, here.__getitem__, date(2026, 11, 28))
    raw = with_raw(feed.raw_files(answers), tmp_path / "raw")
    key = ["flow", "chapter", "partner_iso3", "month"]
    for build, table in (
        (trade_monthly.us_trade_hs2_monthly, months),
        (us_imports.us_imports_taiwan_hs6, from_taiwan),
    ):
        columns = [c for c in table.columns if c not in ("released_on", "date_basis")]
        order = [c for c in (*key, "hs6") if c in columns]
        built = build(raw)[columns].sort_values(order, ignore_index=True)
        pd.testing.assert_frame_equal(built, table[columns].sort_values(order, ignore_index=True), check_dtype=False)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda text: text.replace("ALL_VAL_YR", "ALL_VAL"), failures.SchemaDriftError),
        (lambda text: text.replace('"88"', '"8802"'), failures.WrongTypeError),
        (lambda text: text.replace('"700"', '"70"'), failures.CoverageShrunkError),
        (lambda text: text.replace('"-", "88"', '"-", "99"'), failures.CoverageShrunkError),
        (lambda text: text.replace("2025-12", "2025"), failures.WrongTypeError),
        (lambda text: text[:-30], failures.TruncatedError),
    ],
)
def test_a_broken_year_of_exports_is_refused(change: Callable[[str], str], kind: type[failures.SourceError]) -> None:
    text = year("E_COMMODITY", "ALL_VAL_YR", "2025", CHINA_AND_GAZA)
    assert len(source.read([answer(text)], "E_COMMODITY", source.YEAR_OF_EXPORTS, 2, is_whole=True)) == 4
    with pytest.raises(kind):
        source.read([answer(change(text))], "E_COMMODITY", source.YEAR_OF_EXPORTS, 2, is_whole=True)
