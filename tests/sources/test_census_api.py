from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.sources import census_api as source
from parley.sources import failures
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from tests.mirror import Body, Mirror, census_json, names_of
from tests.sources.answers import answer, sample

PLACE = "api.census.gov/data/timeseries/intltrade/imports/hs"
MONTHS = list(pd.date_range("2026-07-01", "2026-09-01", freq="MS"))


def client(mirror: Mirror, folder: Path, key: str = "secret") -> Client:
    return Client(Evidence(folder), {"CENSUS_API_KEY": key}, mirror.url, sleep=lambda seconds: None)


def test_a_name_that_comes_twice_is_read_where_it_comes_first() -> None:
    table = source.table_of(answer('[["A","time","A"],\n["1","2026-01","9"]]'), ["A", "time"])
    assert table.to_dict("records") == [{"A": "1", "time": "2026-01"}]


def test_countries_are_kept_and_groups_are_not() -> None:
    rows = source.totals([answer(census_json())])
    assert "0014" not in set(rows["census_code"]) and "-" in set(rows["census_code"])
    world = rows[(rows["census_code"] == "-") & (rows["month"] == pd.Timestamp("2026-08-01"))]
    # US Census Bureau: duty of 6.87% of imports for consumption in August 2026
    assert (world["duty_usd"] / world["value_usd"] * 100).item() == pytest.approx(6.87, abs=0.005)


def test_without_a_key_nothing_is_asked(mirror: Mirror, tmp_path: Path) -> None:
    with pytest.raises(failures.KeyMissingError, match="CENSUS_API_KEY"):
        source.fetch_totals(client(mirror, tmp_path, ""), MONTHS)
    assert mirror.asked == []


KEY_PAGE = "<html><head><title>Missing Key</title></head><body>A valid <em>key</em> must be included</body></html>"


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (Response("", 302, {"Location": "https://api.census.gov/data/missing_key.html"}), failures.KeyMissingError),
        (Response(KEY_PAGE, 200, content_type="text/html"), failures.KeyMissingError),
        (Response("<html><title>Invalid Key</title></html>", 200), failures.KeyInvalidError),
        (Response("error: unknown variable 'CAL_DUT_MO'", 400), failures.SchemaDriftError),
        (Response("", 204), failures.NotYetPublishedError),
        (Response("", 302, {"Location": "https://login.gov/"}), failures.RedirectedAwayError),
    ],
)
def test_what_the_source_says_of_keys_months_and_names(
    response: Response, kind: type[failures.SourceError], mirror: Mirror, tmp_path: Path
) -> None:
    mirror.bodies[PLACE] = lambda request: response
    with pytest.raises(kind):
        source.fetch_totals(client(mirror, tmp_path), MONTHS)


def test_names_are_looked_up_before_figures_are_asked_for_and_without_the_key(mirror: Mirror, tmp_path: Path) -> None:
    mirror.bodies[PLACE] = lambda request: Response(census_json(), content_type="application/json")
    source.fetch_totals(client(mirror, tmp_path), MONTHS)
    first, second = mirror.asked
    assert first.path.endswith("/imports/hs/variables.json") and "key" not in first.args
    assert second.args["key"] == "secret" and second.args["get"].split(",")[2] == "CON_VAL_MO"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (names_of(PLACE, without="CAL_DUT_MO"), failures.SchemaDriftError),
        (lambda request: Response('{"variables": []}'), failures.WrongTypeError),
        (lambda request: Response("[]"), failures.WrongTypeError),
        (lambda request: Response('{"variables": {'), failures.TruncatedError),
        (lambda request: Response("<html></html>"), failures.HtmlInsteadOfDataError),
    ],
)
def test_without_the_names_no_figure_is_asked_for(
    body: Body, kind: type[failures.SourceError], mirror: Mirror, tmp_path: Path
) -> None:
    mirror.bodies[f"{PLACE}/{source.NAMES}"] = body
    with pytest.raises(kind):
        source.fetch_totals(client(mirror, tmp_path), MONTHS)
    assert [r.path.rpartition("/")[2] for r in mirror.asked] == [source.NAMES]


def test_a_query_too_large_is_asked_month_by_month(mirror: Mirror, tmp_path: Path) -> None:
    def by_month(request: Request) -> Response:
        time = request.args["time"]
        if time.startswith("from"):
            return Response("There was an error while running your query.", 500)
        return Response("", 204) if time == "2026-09" else Response(f'[["A"],["{time}"]]')

    mirror.bodies[PLACE] = by_month
    answers = source.fetch_totals(client(mirror, tmp_path), MONTHS)
    assert [source.table_of(a, ["A"])["A"].item() for a in answers] == ["2026-07", "2026-08"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('[["CTY_CODE","time"],["5700","2026-08"]]', failures.SchemaDriftError),
        ('[["CTY_CODE"]]', failures.NoDataError),
        ('[["A","B"],["1"]]', failures.TruncatedError),
        ('{"error": 1}', failures.WrongTypeError),
        (census_json()[:-200], failures.TruncatedError),
        (census_json().replace('"2026-08"', '"August"'), failures.WrongTypeError),
    ],
)
def test_a_broken_answer_is_refused(text: str, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.totals([answer(text)])


@pytest.mark.raw
@pytest.mark.parametrize(
    ("place", "column", "value"),
    [
        ("census/imports_hs_one_month_2020-01.json", "GEN_VAL_MO", "1624108686"),
        ("census/imports_naics_2013-01.json", "NAICS", "334413"),
    ],
)
def test_recorded_answers_are_tables_of_text(place: str, column: str, value: str, raw: Path) -> None:
    assert source.table_of(sample(raw, place), [column])[column].tolist() == [value]


@pytest.mark.raw
def test_the_recorded_page_on_keys_is_known(raw: Path) -> None:
    with pytest.raises(failures.KeyMissingError):
        source.judge(sample(raw, "census/missing_key.html"))
