"""Imports by line and by industry: what is new enters through the recipes, a year once it is out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.recipes import trade_monthly, us_imports
from parley.recipes.countries import iso3_by_census_code
from parley.refresh.feed import with_raw
from parley.refresh.merging import merge
from parley.sources import census_products as feed
from parley.sources import census_products as source
from parley.sources import failures
from parley.sources.census_api import BASE, IMPORTS
from parley.sources.client import Answer, Client
from parley.sources.evidence import Evidence
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.mirror_census import INDUSTRIES, as_table, chapter, months
from tests.refresh.conftest import Command
from tests.sources.answers import answer

KEY = "0a1b2c3d4e5f60718293"
CHINA_AND_GAZA = {"5700": (1000, 250), "5082": (10, 1), "5083": (5, 0)}


def of_year(year: int) -> list[Answer]:
    url = f"{BASE}{IMPORTS}?get=CTY_CODE&time={year}-12"
    return [answer(chapter(number, year, CHINA_AND_GAZA), url) for number in source.CHAPTERS]


def test_a_new_year_enters_by_line_and_by_subheading() -> None:
    found = feed.find(read_table, of_year(2026), date(2027, 4, 1))
    lines, subheadings = (merge(read_table(part.table), part) for part in found.parts)
    assert len(lines.added) == len(subheadings.added) == 2 * len(source.CHAPTERS)  # Gaza Strip and West Bank are one
    new = lines.table[lines.table["year"] == 2026].set_index(["hts10", "exporter_iso3"])
    assert new.loc[("8501000000", "CHN"), "duty_usd"] == 250
    assert new.loc[("8501000000", "PSE"), "value_usd"] == 15
    assert set(new["released_on"]) == {pd.Timestamp("2027-02-09")}  # the end of December and 40 days
    assert (lines.table["year"] < 2026).sum() == len(read_table("us_imports_hts10_annual"))


def test_the_years_and_months_here_are_rebuilt_by_the_recipes(tmp_path: Path) -> None:
    """Of the lines those of three exporters, which have some in every chapter."""
    exporters, newest = ["CAN", "CHN", "MEX"], read_table("us_imports_naics3_monthly")["month"].max()
    here = read_table("us_imports_hts10_annual", where={"year": [2024], "exporter_iso3": exporters})
    urls = [f"{BASE}{IMPORTS}?get=CTY_CODE&time=2024-12", f"{BASE}{source.INDUSTRIES_PATH}?time={newest:%Y-%m}"]
    bodies = [year_of_lines(here), months(f"{newest:%Y-%m-%d}", 1)]
    raw = with_raw(feed.raw_files([answer(b, url) for b, url in zip(bodies, urls, strict=True)]), tmp_path)
    lines, industries = us_imports.of_years(raw, [2024]), trade_monthly.us_imports_naics3_monthly(raw)
    subheadings = read_table("us_imports_hs6", where={"year": [2024], "exporter_iso3": exporters})
    by_industry = read_table("us_imports_naics3_monthly", where={"month": [newest]})
    for built, table, key in (
        (lines, here, ["hts10", "exporter_iso3"]),
        (us_imports.of_lines(lines), subheadings, ["hs6", "exporter_iso3"]),
        (industries, by_industry, ["naics3", "partner_iso3"]),
    ):
        columns = [c for c in table.columns if c not in ("released_on", "date_basis")]
        ours, theirs = (f[columns].sort_values(key, ignore_index=True) for f in (built, table))
        pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)


def year_of_lines(rows: pd.DataFrame) -> str:
    """The interface's answer for a year of these rows, with the row of all countries of each line."""
    code = {iso3: number for number, iso3 in iso3_by_census_code(read_table("countries")).items()}
    values = ["general_value_usd", "value_usd", "dutiable_value_usd", "duty_usd"]
    every = rows.groupby("hts10", as_index=False)[values].sum().assign(cty_code="-")
    both = pd.concat([rows.assign(cty_code=rows["exporter_iso3"].map(code)), every])
    told = both[["cty_code", "hts10", *values]].astype(str).assign(level="DET", time="2024-12")
    return as_table([*source.OF_LINES, "time"], told.to_numpy().tolist())


def test_a_year_is_asked_for_once_it_is_out(mirror: Mirror, tmp_path: Path) -> None:
    def of_chapter(request: Request) -> Response:
        told = chapter(request.args["I_COMMODITY"][:2], 2026, CHINA_AND_GAZA)
        return Response(told, content_type="application/json")

    mirror.bodies[INDUSTRIES] = lambda request: Response("", 204)
    mirror.bodies["api.census.gov"] = of_chapter
    client = Client(Evidence(tmp_path), {"CENSUS_API_KEY": KEY}, mirror.url)
    assert feed.fetch(client, read_table, date(2027, 2, 20)) == []
    asked = feed.fetch(client, read_table, date(2027, 3, 1))
    assert len(asked) == 98 and KEY not in asked[0].url
    calls = [r for r in mirror.asked if r.path.endswith("/hs")]
    assert {r.args["COMM_LVL"] for r in calls} == {"HS10"} and {r.args["time"] for r in calls} == {"2026-12"}


def test_months_by_industry_enter_with_the_partners_kept_and_the_key_stays_out(
    command: Command, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", KEY)

    def of_a_year(request: Request) -> Response:
        is_last = request.args["time"].startswith("from 2025-12")
        return Response(months("2025-12-01", 1), 200) if is_last else Response("", 204)

    mirror.bodies[INDUSTRIES] = of_a_year
    old = read_table("us_imports_naics3_monthly")
    status, report = command("census.products")
    assert status == 0, report["outcomes"]
    new = read_table("us_imports_naics3_monthly")
    fresh = new[new["month"] == pd.Timestamp("2025-12-01")]
    newest = old[old["month"] == old["month"].max()]
    assert len(new) == len(old) + len(newest)
    assert fresh["value_usd"].sum() == newest["value_usd"].sum()
    assert set(fresh["source_id"]) == {"census_api_industries"}
    for file in command.home.parent.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


def test_without_a_key_the_word_is_said(command: Command, mirror: Mirror) -> None:
    assert command("census.products")[1]["outcomes"][0]["word"] == "KeyMissing"


BROKEN: list[tuple[Callable[[str], str], type[failures.SourceError]]] = [
    (lambda text: text.replace("CAL_DUT_YR", "CAL_DUT"), failures.SchemaDriftError),
    (lambda text: text.replace("8501000000", "850100"), failures.WrongTypeError),
    (lambda text: text.replace('"250"', '"a"'), failures.WrongTypeError),
    (lambda text: text.replace('"1000"', '"500"'), failures.CoverageShrunkError),
    (lambda text: text[:-30], failures.TruncatedError),
    (lambda text: text.replace("DET", "CGP"), failures.CoverageShrunkError),
    (lambda text: "<html>", failures.HtmlInsteadOfDataError),
]


@pytest.mark.parametrize(("change", "kind"), BROKEN)
def test_a_broken_chapter_is_refused(change: Callable[[str], str], kind: type[failures.SourceError]) -> None:
    text = chapter("85", 2026, CHINA_AND_GAZA)
    assert len(source.lines([answer(text)], ["85"])) == 3
    with pytest.raises(kind):
        source.lines([answer(change(text))], ["85"])


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda text: text.replace("CON_VAL_MO", "CON_VAL"), failures.SchemaDriftError),
        (lambda text: text.replace("2025-12", "2025"), failures.WrongTypeError),
    ],
)
def test_a_broken_year_by_industry_is_refused(change: Callable[[str], str], kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.industries([answer(change(months("2025-12-01", 1)))])
