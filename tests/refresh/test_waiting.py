"""What is new and breaks a rule waits by name while the rest enters; a person lets it in, or takes out what entered."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.__main__ import main
from parley.refresh import judging, new_rows, rules, run, taking_out, waiting
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables import schema
from parley.tables.catalogue import read_catalogue
from parley.tables.read import read_table
from parley.tables.schema import table_names
from tests import mirror_fred
from tests.apps import at_address, said
from tests.mirror import Mirror, treasury_json
from tests.refresh import breaks, subjects
from tests.refresh.conftest import Command
from tests.refresh.test_feeds import TREASURY

PRICES, RATES, SERIES = "us_import_prices_monthly", "exchange_rates_monthly", "CHNTOT"
NAME = f"{PRICES} 2026-09"


@pytest.fixture
def right(mirror: Mirror) -> str:
    """Every series answered as the tables are now; the right answer of the one that is broken."""
    mirror_fred.every_series(mirror)
    return mirror_fred.series(SERIES)


def series_times(mirror: Mirror, factor: float, right: str) -> None:
    """Have one series of prices say so many times its newest figure; ``right``: its right answer."""
    others = mirror.bodies[mirror_fred.PLACE]

    def give(request: Request) -> Response:
        if request.args["id"] != SERIES:
            return others(request)
        *lines, last = right.splitlines()
        day, _, figure = last.partition(",")
        return Response("\n".join([*lines, f"{day},{float(figure) * factor}", ""]), content_type="application/csv")

    mirror.bodies[mirror_fred.PLACE] = give


def newest(table: str) -> str:
    return f"{read_table(table)['month'].max():%Y-%m}"


def index() -> float:
    rows = read_table(PRICES, where={"series_id": [SERIES]}).sort_values("month")
    return float(rows["price_index"].iloc[-1])


def test_a_month_that_breaks_a_rule_waits_and_the_rest_of_the_source_enters(
    command: Command, mirror: Mirror, right: str, capsys: pytest.CaptureFixture[str]
) -> None:
    series_times(mirror, 2, right)
    status, report = command("fred")
    (outcome,) = report["outcomes"]
    assert (status, outcome["state"]) == (1, "changed")
    assert (newest(PRICES), newest(RATES)) == ("2026-08", "2026-09")
    (wait,) = outcome["waits"]
    assert (wait["table"], wait["unit"]) == (PRICES, "2026-09") and "times the last figures" in wait["sentence"]
    assert f'--accept "{NAME}: REASON"' in capsys.readouterr().out
    assert NAME in (command.home / "refresh_report.html").read_text(encoding="utf-8")
    (listed,) = read_catalogue()["waiting"]
    assert (listed["table"], listed["unit"], listed["feed"]) == (PRICES, "2026-09", "fred")
    shown = " ".join(" ".join(words) for words in said(at_address("sources", {})))
    assert wait["sentence"] in shown and schema.load_schema(PRICES).title in shown and NAME in shown
    assert command("fred")[1]["outcomes"][0]["waits"] == [wait]  # the same answers are judged again


def test_what_waits_is_let_in_by_its_name_alone_and_the_right_answer_takes_its_place(
    command: Command, mirror: Mirror, right: str
) -> None:
    series_times(mirror, 2, right)
    before = index()
    assert command("fred", "--accept", "some reason")[0] == 1 and newest(PRICES) == "2026-08"
    assert command("fred", "--accept", f"{PRICES} 2026-07: read")[0] == 3 and newest(PRICES) == "2026-08"
    status, report = command("fred", "--accept", f"{NAME}: read in the release")
    assert status == 0 and report["outcomes"][0]["accepted"] == f"{NAME}: read in the release"
    assert index() == pytest.approx(before * 2) and read_catalogue()["waiting"] == []
    series_times(mirror, 1, right)
    assert command("fred", "--replace", PRICES, "--since", "2026-09")[0] == 0
    assert index() == pytest.approx(before)
    told = read_table("changes").query("kind == 'corrected' and table_name == @PRICES")
    assert told["row_count"].tolist() == [12] and told["period"].tolist() == ["since 2026-09"]


def test_the_right_answer_after_one_that_waits_enters(command: Command, mirror: Mirror, right: str) -> None:
    series_times(mirror, 100, right)
    assert command("fred")[0] == 1
    series_times(mirror, 1, right)
    assert command("fred")[0] == 0
    assert newest(PRICES) == "2026-09" and read_catalogue()["waiting"] == []


def test_an_infinite_figure_is_refused_by_name_and_the_report_is_written(
    command: Command, mirror: Mirror, right: str
) -> None:
    told = json.loads(treasury_json())
    told["data"][-1]["current_month_gross_rcpt_amt"] = "1e999"
    mirror.gives(TREASURY, json.dumps(told), "application/json")
    series_times(mirror, 1, right)
    status, report = command("treasury", "fred")
    by_feed = {outcome["feed"]: outcome for outcome in report["outcomes"]}
    assert status == 1 and by_feed["treasury"]["word"] == "WrongType" and "'1e999'" in by_feed["treasury"]["sentence"]
    assert PRICES in report["replaced"]
    told["data"][-1]["current_month_gross_rcpt_amt"] = float("inf")
    mirror.gives(TREASURY, json.dumps(told), "application/json")
    status, report = command("treasury")
    assert (status, report["outcomes"][0]["word"]) == (3, "WrongType")
    assert "Infinity" in report["outcomes"][0]["sentence"]


def test_one_half_of_taking_out_is_named(command: Command) -> None:
    with pytest.raises(SystemExit):
        main(["refresh", "--replace", PRICES, "--since", "September"])
    assert main(["refresh", "--replace", PRICES]) != 0


def force(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no rule refuse and none hold back, as if the wrong had entered before there were any."""
    monkeypatch.setattr(judging, "faults", lambda *_: {})
    monkeypatch.setattr(judging, "refuse_infinite", lambda part: None)
    monkeypatch.setattr(rules, "RULES", ())


TAKEN_OUT = {
    "census.trade": ("trade_monthly", "x 100, new"),
    "census.products": ("us_imports_naics3_monthly", "half the rows, new"),
    "treasury": ("us_customs_revenue_monthly", "x 0.01, new"),
    "oecd": ("forecasts", "x 0.01, all"),
    "imf": ("forecasts", "zeros, all"),
    "world_bank": ("gdp_actuals", "1 years on, new"),
    "fred": (PRICES, "half the rows, new"),
    "gacc": ("china_customs", "columns swapped, new"),
    "waugh": ("average_tariffs", "half the areas, new"),
}


@pytest.mark.parametrize("name", TAKEN_OUT)
def test_the_right_answer_enters_after_a_wrong_one_that_entered(
    name: str, mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = subjects.subject_of(name, mirror, b"", tmp_path / "asked")
    right = subjects.taken_up(subject, subject.answers, tmp_path / "right")
    table, way = TAKEN_OUT[name]
    sheet = subject.sheets[-1] if name != "fred" else subject.sheets[0]
    answers = sheet.answer(subject.answers, dict(breaks.broken(sheet))[way])
    with monkeypatch.context() as patched:
        force(patched)
        wrong = subjects.taken_up(subject, answers, tmp_path / "wrong")
    assert subjects.is_wrong(subjects.new_rows(wrong, subject), subjects.new_rows(right, subject)), wrong.outcomes
    run.add_changes(wrong)
    work = run.Work(base=wrong.stored)
    feed = subjects.answering(subject, subject.answers)
    client = Client(Evidence(tmp_path / "again"), {}, "http://127.0.0.1:9")
    since = taking_out.Wrong(table, pd.Timestamp("2024-01-01"))
    run.take_up([feed], client, subject.on, work, wrong=since)
    assert work.outcomes[0].state == "changed", work.outcomes[0]
    for one in right.frames:
        if one not in ("sources", "changes"):
            assert rows(work.stored(one)) == rows(right.frames[one]), one


def rows(table: pd.DataFrame) -> Any:
    """The rows in any order, as text."""
    return sorted(map(tuple, table.astype(object).map(str).to_numpy().tolist()))


def test_every_table_that_a_feed_renews_has_rules_and_an_unknown_rule_is_named(data_copy: Path) -> None:
    from parley.refresh import feeds

    renewed = {table for feed in feeds.FEEDS for table in feed.tables} - {"world_trade_2023"}  # which verifies only
    assert {name for name in table_names() if new_rows.rules_of(name) is not None} == renewed
    for name in renewed:
        told = new_rows.rules_of(name)
        assert told is not None
        columns = set(schema.load_schema(name).columns)
        series = [column.partition(":")[0] for column in (*told.series, *told.among)]
        pairs = [column for pair in told.below for column in pair]
        assert {told.period, told.unit, told.since, *told.until, *told.by, *series, *told.recent, *pairs} <= columns
    path = schema.SCHEMAS / "trade_monthly.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"gap"', '"gaps"'), encoding="utf-8")
    with pytest.raises(schema.SchemaError, match="gaps"):
        new_rows.rules_of("trade_monthly")


def test_where_a_source_fails_what_waited_of_it_stays_listed(command: Command, mirror: Mirror, right: str) -> None:
    series_times(mirror, 2, right)
    command("fred")
    mirror.bodies[mirror_fred.PLACE] = lambda request: Response("no", 500)
    command("fred")
    assert [one["unit"] for one in waiting.listed()] == ["2026-09"]
