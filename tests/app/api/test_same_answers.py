"""What the interface answers is what print, Python and the command say, to the last digit, with sources and limits."""

import csv
import json

import pytest

import parley
from parley.__main__ import main
from parley.app.api import routes
from parley.app.api.questions import MOST_LINES
from parley.app.serving.limits import Buckets
from parley.tables.place import ROOT
from parley.tables.read import compiled_on, read_table
from tests.app.serving.asgi import Server

PRINTED = ROOT / "tests" / "printed" / "law_of_china.csv"
LAW = "/api/v1/law"
PLENTY = 1e9


@pytest.fixture(scope="module")
def server() -> Server:
    return Server(routes.routes(buckets=Buckets(PLENTY)))


def command(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_law_of_china_is_that_in_print(server: Server) -> None:
    with PRINTED.open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    lines = [{"code": case["code"], "on": case["on"]} for case in printed]
    answers = server.post(LAW, {"lines": lines}).json()["answer"]
    wrong = [
        (case, each)
        for case, each in zip(printed, answers, strict=True)
        if abs(each["answer"]["sum_pct"]["central"] - float(case["sum_pct"])) > 0.05
    ]
    assert wrong == [] and len(printed) == 55


@pytest.mark.parametrize(
    ("code", "origin", "day"), [("8507.60", "CHN", "2026-10-01"), ("6110202079", "MEX", "2025-06-09")]
)
def test_one_line_is_that_of_python_and_command(
    server: Server, capsys: pytest.CaptureFixture[str], code: str, origin: str, day: str
) -> None:
    answer = server.get(f"{LAW}?code={code}&from={origin}&on={day}").json()
    assert answer["answer"] == json.loads(json.dumps(parley.law(code, origin, day).to_dict()))
    assert answer["answer"] == command(capsys, "law", code, "--from", origin, "--on", day)
    assert answer["known_until"] == answer["answer"]["known_until"]
    layers = [layer.source_id for line in parley.law(code, origin, day).lines for layer in line.layers]
    assert {*filter(None, layers)} <= {each["source_id"] for each in answer["sources"]}
    assert all(each["licence"] and each["title"] for each in answer["sources"])
    assert "No ruling" in answer["no_ruling"] and "no legal advice" in answer["no_ruling"]


def test_a_real_entry_to_the_cent(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """Entry summary under HTS 2026 revision 19: 7326.90.8688 of China, 14,172 dollars, 77.90% in all."""
    whole = server.get("/api/v1/landed?code=7326.90.8688&from=CHN,VNM&value=14172&on=2026-09-15").json()
    assert whole["answer"][0]["duty_usd"]["central"] == 11_039.99
    words = ("landed", "7326.90.8688", "--from", "CHN,VNM", "--value", "14172", "--on", "2026-09-15")
    assert whole["answer"] == command(capsys, *words)
    text = "code,value_usd,on\n7326.90.8688,14172,2026-09-15\n0703.20.0015,49167,2018-04-15\n"
    first, second = server.post("/api/v1/landed", text, content_type="text/csv").json()["answer"]
    assert first["answer"] == whole["answer"][0]
    assert second["answer"] is None and second["fault"]["field"] == "quantity"


@pytest.mark.parametrize(("model", "draws"), [("world", 0), ("world", 8), ("product", 0)])
def test_a_scenario_is_solved_as_by_command(
    server: Server, capsys: pytest.CaptureFixture[str], model: str, draws: int
) -> None:
    question = {"scenario": "geneva_truce", "model": model, "draws": draws}
    whole = server.post("/api/v1/solve", question).json()
    by_command = command(capsys, "solve", "geneva_truce", "--model", model, "--draws", f"{draws}")
    assert isinstance(by_command, dict)
    assert whole["table_names"] == list(by_command["tables"])
    wanted = [name for name in by_command["tables"] if name == whole["table_names"][0] or "bands" in name]
    assert whole["answer"]["tables"] == {name: by_command["tables"][name] for name in wanted}
    assert whole["answer"]["notes"] == by_command["notes"]
    assert len(whole["sources"]) >= 3


def test_a_document_is_the_scenario_of_its_file(server: Server) -> None:
    change = {"importer": "United States", "exporter": "China", "rate_pct": 60, "kind": "absolute"}
    document = {"as_of": "2026-11-24", "tariffs": [change]}
    whole = server.post("/api/v1/solve", {"scenario": {"parley_scenario": 1, "scenario": document}}).json()
    expected = parley.solve(parley.scenario([change], as_of="2026-11-24"), "world").tables["by_economy"]
    rows = whole["answer"]["tables"]["by_economy"]
    assert [row["real_income_change_pct"] for row in rows] == pytest.approx(
        expected["real_income_change_pct"].to_list(), rel=1e-14
    )


def test_search_is_that_of_the_command(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    whole = server.get("/api/v1/find?q=toys%20from%20Vietnam&as_of=2025-06-09").json()
    assert whole["answer"] == command(capsys, "find", "toys", "from", "Vietnam", "--on", "2025-06-09")


@pytest.mark.parametrize("day", [None, "2025-06-09"])
def test_pages_of_rows_make_the_table_as_it_was(server: Server, day: str | None) -> None:
    as_of = f"&as_of={day}" if day else ""
    rows: list[dict[str, object]] = []
    offset: int | None = 0
    while offset is not None:
        page = server.get(f"/api/v1/tables/tariff_layers?importer_iso3=CHN&limit=7&offset={offset}{as_of}").json()
        rows, offset = rows + page["answer"], page["next_offset"]
    table = read_table("tariff_layers", day)
    table = table[table["importer_iso3"] == "CHN"]
    assert [row["rate_pct"] for row in rows] == table["rate_pct"].astype(object).where(
        table["rate_pct"].notna(), None
    ).to_list()
    licences = read_table("sources").set_index("source_id")["licence"]
    assert len(rows) == len(table) > 7 and all(row["licence"] == licences[f"{row['source_id']}"] for row in rows)


def test_dates_ahead_and_changes_are_those_of_the_tables(server: Server) -> None:
    before, now = (server.get(f"/api/v1/dates{query}").json()["answer"] for query in ("?as_of=2025-08-01", ""))
    assert all(row["date"] > "2025-08-01" and row["announced_on"] <= "2025-08-01" for row in before)
    assert any(row["date"] == "2025-08-12" for row in before)  # the pause of ninety days of Geneva
    assert all(row["date"] > compiled_on().isoformat() for row in now) and now
    table = read_table("changes")
    day = table["changed_on"].max()
    newest = server.get(f"/api/v1/changes?since={day:%Y-%m-%d}").json()["answer"]
    assert len(newest) == (table["changed_on"] == day).sum()


def test_a_list_may_have_two_hundred_lines(server: Server) -> None:
    lines = [{"code": "8507.60"}] * (MOST_LINES + 1)
    assert len(server.post(LAW, lines[1:]).json()["answer"]) == MOST_LINES
    refused = server.post(LAW, lines)
    assert refused.status_code == 400 and refused.json()["field"] == "lines"
