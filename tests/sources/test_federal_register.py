import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parley.sources import failures
from parley.sources import federal_register as source
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from tests.sources.answers import answer, sample


def act(number: str, on: str = "2026-10-09") -> dict[str, Any]:
    return {"document_number": number, "title": "A tariff", "html_url": f"https://x/{number}", "publication_date": on}


def test_pages_are_joined_and_an_act_stands_once() -> None:
    pages = [answer(json.dumps({"count": 3, "results": [act(n) for n in names]})) for names in ("ab", "bc")]
    assert sorted(source.acts(pages)["document_number"]) == ["a", "b", "c"]


def test_no_result_has_no_results() -> None:
    assert len(source.acts([answer('{"count": 0}')])) == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"count": 1, "results": [{"number": "a"}]}', failures.SchemaDriftError),
        ('{"count": 1, "documents": [{"document_number": "a"}]}', failures.SchemaDriftError),
        ('{"errors": {}}', failures.SchemaDriftError),
        ("<!DOCTYPE html><title>Request Access</title>", failures.HtmlInsteadOfDataError),
        ('{"count": 2, "results": [{"docu', failures.TruncatedError),
    ],
)
def test_a_broken_answer_is_refused(body: str, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.acts([answer(body)])


def test_a_span_at_the_cap_is_cut_in_two_until_no_part_reaches_it(httpserver: HTTPServer, tmp_path: Path) -> None:
    spans: list[tuple[str, str]] = []

    def documents(request: Request) -> Response:
        first, last = (request.args[f"conditions[publication_date][{end}]"] for end in ("gte", "lte"))
        spans.append((first, last))
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        body = {"count": min(days * 4, 10), "total_pages": 1, "results": [act(f"{first}", first)]}
        return Response(json.dumps(body), content_type="application/json")

    httpserver.expect_request("/www.federalregister.gov/api/v1/documents.json").respond_with_handler(documents)
    httpserver.expect_request(f"/www.federalregister.gov{source.INSPECTION}").respond_with_json({"count": 0})
    client = Client(Evidence(tmp_path), {}, httpserver.url_for("").rstrip("/"))
    answers = source.request(client, date(2026, 10, 1), date(2026, 10, 8), cap=10)
    whole = [s for s in spans if (date.fromisoformat(s[1]) - date.fromisoformat(s[0])).days < 2]
    assert whole == [(f"2026-10-0{n}", f"2026-10-0{n + 1}") for n in (1, 3, 5, 7)]
    assert len(source.acts(answers[:-1])) == 4


@pytest.mark.raw
def test_recorded_acts_have_the_day_they_were_signed(raw: Path) -> None:
    acts = source.acts([sample(raw, "federal_register/documents_2024_cut.json")]).set_index("document_number")
    signed = acts.loc["2023-28995"]  # Proclamation 10691, signed 28 December 2023, printed 3 January 2024
    assert (signed["signing_date"], signed["publication_date"]) == ("2023-12-28", "2024-01-03")


@pytest.mark.raw
def test_recorded_acts_to_come_are_chosen_by_agency(raw: Path) -> None:
    recorded = sample(raw, "federal_register/public_inspection_2026-10-09_cut.json")
    assert len(source.coming(recorded)) == 0
    assert source.coming(recorded, ["Army Department"])["publication_date"].tolist() == ["2026-10-13"]
