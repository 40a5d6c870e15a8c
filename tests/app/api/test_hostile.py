"""Whatever is asked, the interface answers in the form it describes: an answer, or a problem that names the field."""

import json
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from starlette.applications import Starlette

from parley.app.api import openapi, routes
from parley.app.serving.limits import Buckets
from tests.app.serving.asgi import Answer, Server

EXAMPLES = 1_100  # of each of nine questions; the short set has a share of them
ROUTES = routes.routes(buckets=Buckets(1e9))
# A code of the right form need not be in the schedule, nor a name among the tables.
FORM_ALONE = {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404", "422"]}}}
SCHEMA = schemathesis.openapi.from_asgi(
    f"{openapi.ADDRESS}/openapi.json", Starlette(routes=ROUTES), config=SchemathesisConfig.from_dict(FORM_ALONE)
)
LAW, LANDED, SOLVE = (f"/api/v1/{name}" for name in ("law", "landed", "solve"))


@pytest.fixture(scope="module")
def server() -> Server:
    return Server(ROUTES)


def problem(answer: Answer) -> dict[str, object]:
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["status"] == answer.status_code and told["title"] and "Traceback" not in told["detail"]
    return dict(told)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("law", "code"),
        ("law?code=8507", "code"),
        ("law?code=999999", "code"),
        ("law?code=8507.60&from=USA", "from"),
        ("law?code=8507.60&from=DROP%20TABLE", "from"),
        ("law?code=8507.60&on=2017-12-31", "on"),
        ("law?code=8507.60&on=1700000000", "on"),
        ("law?code=8507.60&on=2026-02-30", "on"),
        ("law?code=8507.60&code=8507.60", "code"),
        ("law?code=8507.60&as_of=2026-01-01", "as_of"),
        ("law?code=8507.60&origin=VNM", "origin"),
        ("law?code=8507.60&value=5", "quantity"),
        ("law?code=8507.60&value=nan&quantity=1", "value"),
        ("landed?code=8507.60", "value"),
        ("landed?code=8507.60&value=-1", "value"),
        ("landed?code=8507.60&value=1e400", "value"),
        ("landed?code=8507.60&value=1&by=rocket", "by"),
        ("landed?code=8507.60&value=1&from=CHN,XYZ", "from"),
        ("landed?code=0703.20.0015&value=1", "quantity"),
        ("find", "q"),
        ("find?q=x&kinds=product,spell", "kinds.1"),
        ("find?q=x&as_of=1999-01-01", "as_of"),
        ("find?q=x&limit=51", "limit"),
        ("dates?as_of=tomorrow", "as_of"),
        ("changes?since=2026", "since"),
        ("tables/events?no_such=1", "no_such"),
        ("tables/events?columns=event_id,password", "password"),
        ("tables/events?valid_from=spring", "valid_from"),
        ("tables/events?limit=1001", "limit"),
        ("tables/events?offset=-1", "offset"),
        ("tables/events?form=exe", "form"),
        ("tables/events?actor=" + "A" * 201, "actor"),
        ("find?q=" + "a" * 4001, "query"),
        ("find?q=%FF", "query"),
        ("find?" + "&".join(f"p{n}=1" for n in range(61)), "query"),
    ],
)
def test_a_parameter_at_fault_is_named(server: Server, path: str, field: str) -> None:
    answer = server.get(f"/api/v1/{path}")
    assert answer.status_code == 400 and problem(answer)["field"] == field


@pytest.mark.parametrize(
    ("path", "body", "kind", "status", "field"),
    [
        (LAW, "", "application/json", 400, "body"),
        (LAW, "[" * 2000, "application/json", 400, "body"),
        (LAW, "{}", "application/json", 400, "lines"),
        (LAW, "[]", "application/json", 400, "lines"),
        (LAW, b"\xff\xfe", "application/json", 400, "body"),
        (LAW, "x" * 64_001, "application/json", 413, "body"),
        (LAW, "<law/>", "application/xml", 415, "content-type"),
        (LAW, "origin\nCHN\n", "text/csv", 400, "code"),
        (LAW, "code,code\n1,2\n", "text/csv", 400, "code"),
        (LAW, "code\n1,2\n", "text/csv", 400, "lines"),
        (LAW, 'code\n"1\n', "text/csv", 400, "body"),
        (SOLVE, "[]", "application/json", 400, "question"),
        (SOLVE, "{}", "application/json", 400, "scenario"),
        (SOLVE, '{"scenario": "none"}', "application/json", 400, "scenario"),
        (SOLVE, '{"scenario": "../../etc/passwd.toml"}', "application/json", 400, "scenario"),
        (SOLVE, '{"scenario": {"as_of": 5}}', "application/json", 400, "scenario"),
        (SOLVE, '{"scenario": "geneva_truce", "draws": 4096}', "application/json", 400, "draws"),
        (SOLVE, '{"scenario": "geneva_truce", "draws": 64, "model": "sectors"}', "application/json", 400, "draws"),
        (SOLVE, '{"scenario": "geneva_truce", "tables": ["x"]}', "application/json", 400, "tables"),
        (SOLVE, '{"scenario": "geneva_truce", "scenario": "geneva_truce"}', "application/json", 400, "body"),
    ],
)
def test_a_body_at_fault_is_named(
    server: Server, path: str, body: str | bytes, kind: str, status: int, field: str
) -> None:
    answer = server.post(path, body, content_type=kind)
    assert (answer.status_code, problem(answer)["field"]) == (status, field)


def test_a_line_at_fault_does_not_hold_up_the_others(server: Server) -> None:
    lines = [{"code": "8507.60"}, {"code": 850760}, {"code": "8507.60", "on": "x"}, {"code": "8507.60", "way": 1}, None]
    answers = server.post(LAW, lines).json()["answer"]
    assert answers[0]["answer"]["code"] == "850760" and answers[0]["fault"] is None
    assert [each["fault"]["field"] for each in answers[1:]] == ["code", "on", "way", "question"]


def test_other_addresses_and_methods(server: Server) -> None:
    assert problem(server.get("/api/v1/tables/..%2f..%2fetc"))["status"] == 404
    assert problem(server.get("/api/v1/nothing"))["status"] == 404
    refused = server.get("/api/v1/solve")
    assert problem(refused)["status"] == 405 and refused.headers["allow"] == "POST"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_words_may_be_searched_for(server: Server, words: str) -> None:
    answer = server.get(f"/api/v1/find?q={quote(words)}")
    assert answer.status_code in (200, 400)
    assert json.loads(answer.content)


@pytest.mark.parametrize("label", [each.ok().label for each in SCHEMA.get_all_operations()])
def test_answers_are_as_described(label: str, share: float) -> None:
    """Questions made from the description, valid and not: no fault of the server, each answer of its form."""
    (operation,) = [each.ok() for each in SCHEMA.get_all_operations() if each.ok().label == label]

    @settings(max_examples=max(3, int(EXAMPLES * share)), deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()
