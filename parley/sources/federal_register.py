"""Acts printed in the Federal Register, and those filed and not yet printed.

Acts of the Federal Register as proposals for ``events``: a person reads them and types the rate.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from parley.refresh.feed import Feed, Found, Proposal, Stored
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import json_of

BASE = "https://www.federalregister.gov"
DOCUMENTS, INSPECTION = "/api/v1/documents.json", "/api/v1/public-inspection-documents/current.json"
PROVIDER = Provider("federal_register", "Federal Register", pause_s=0.25)
FIELDS = (
    "document_number", "type", "subtype", "title", "publication_date", "signing_date", "effective_on",
    "executive_order_number", "proclamation_number", "citation", "docket_ids", "html_url", "correction_of",
)  # fmt: skip
TYPES = ("PRESDOCU", "NOTICE", "RULE")
AGENCIES = (
    "trade-representative-office-of-united-states",
    "industry-and-security-bureau",
    "u-s-customs-and-border-protection",
    "executive-office-of-the-president",
)
AGENCY_NAMES = (
    "Trade Representative, Office of United States",
    "Industry and Security Bureau",
    "U.S. Customs and Border Protection",
    "Executive Office of the President",
)
CAP, PER_PAGE = 10_000, 1000
TERM = "tariff"


def request(client: Client, since: date, until: date, cap: int = CAP) -> list[Answer]:
    """All pages of the acts printed from ``since`` to ``until``, both included, and the list of those to come.

    A span of days that comes back at the ``cap`` is cut in two: the count itself stops there. Raises TruncatedError
    where one day alone reaches it.
    """
    return [*_span(client, since, until, cap), client.get(PROVIDER, f"{BASE}{INSPECTION}")]


def _span(client: Client, since: date, until: date, cap: int) -> list[Answer]:
    params = [
        ("conditions[term]", TERM),
        ("conditions[publication_date][gte]", f"{since}"),
        ("conditions[publication_date][lte]", f"{until}"),
        *(("conditions[type][]", kind) for kind in TYPES),
        *(("conditions[agencies][]", agency) for agency in AGENCIES),
        *(("fields[]", name) for name in FIELDS),
        ("per_page", f"{PER_PAGE}"),
        ("order", "newest"),
    ]
    answers = [client.get(PROVIDER, f"{BASE}{DOCUMENTS}", params)]
    envelope = _told(answers[0])
    if int(envelope["count"]) >= cap:
        if since == until:
            raise failures.TruncatedError(f"The Federal Register gives {cap:,} acts at most; {since} has that many.")
        middle = since + timedelta(days=(until - since).days // 2)
        return [
            *_span(client, since, middle, cap),
            *_span(client, middle + timedelta(days=1), until, cap),
        ]
    for page in range(2, int(envelope.get("total_pages") or 1) + 1):
        answers.append(client.get(PROVIDER, f"{BASE}{DOCUMENTS}", [*params, ("page", f"{page}")]))
    return answers


def _told(answer: Answer) -> dict[str, Any]:
    envelope = json_of(answer)
    if not isinstance(envelope, dict) or "count" not in envelope:
        raise failures.SchemaDriftError(
            DOCUMENTS, ["count", "results"], list(envelope) if isinstance(envelope, dict) else []
        )
    if envelope["count"] and not envelope.get("results"):  # absent where there is none
        raise failures.SchemaDriftError(DOCUMENTS, ["results"], [name for name in envelope if name != "results"])
    return envelope


def acts(answers: Sequence[Answer]) -> pd.DataFrame:
    """The acts of all pages, newest first, each once; columns are ``FIELDS``. ``results`` is absent where none is.

    Raises SourceError.
    """
    rows: list[dict[str, Any]] = []
    for answer in answers:
        results = _told(answer).get("results", [])
        if results and any(name not in results[0] for name in ("document_number", "title", "html_url")):
            raise failures.SchemaDriftError(DOCUMENTS, FIELDS, list(results[0]))
        rows += [{name: one.get(name) for name in FIELDS} for one in results]
    table = pd.DataFrame(rows, columns=list(FIELDS)).drop_duplicates("document_number")
    ordered: pd.DataFrame = table.sort_values("publication_date", ascending=False, ignore_index=True)
    return ordered


def coming(answer: Answer, agencies: Sequence[str] = AGENCY_NAMES) -> pd.DataFrame:
    """Acts filed and not yet printed, of these agencies; columns document_number, title, publication_date, html_url.

    Raises SourceError.
    """
    results = _told(answer).get("results", [])
    of_agencies = [one for one in results if set(one.get("agency_names") or ()) & set(agencies)]
    columns = ["document_number", "title", "publication_date", "filed_at", "html_url"]
    return pd.DataFrame([{name: one.get(name) for name in columns} for one in of_agencies], columns=columns)


OVERLAP = timedelta(days=30)


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Acts printed since the newest event here, less a month, and those filed now."""
    newest = stored("events")["announced_on"].max().date()
    return request(client, min(newest, on) - OVERLAP, on)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Acts that no event here cites, by document number or address; corrections are acts of their own.

    Raises SourceError.
    """
    *pages, inspection = answers
    events = stored("events")
    cited = " ".join([*events["citation"].dropna(), *events["source_url"].dropna()])
    proposals = []
    for act in acts(pages).to_dict("records"):
        number = str(act["document_number"])
        if number not in cited:
            proposals.append(
                Proposal(str(act["title"]), str(act["html_url"]), str(act["publication_date"]), _row(act, number))
            )
    proposals += [
        Proposal(f"Coming: {one['title']}", str(one["html_url"]), str(one["publication_date"]), {})
        for one in coming(inspection).to_dict("records")
    ]
    return Found(proposals=proposals, notes=[f"Acts that no event here cites: {len(proposals)}."])


def _row(act: dict[object, object], number: str) -> dict[str, str]:
    """The start of a row of ``data/facts/events.csv``; no rate stands in the list, so none is proposed."""
    announced = act.get("signing_date") or act.get("publication_date")
    return {
        "title": str(act["title"]),
        "announced_on": str(announced),
        "valid_from": str(act.get("effective_on") or "the day the text gives"),
        "citation": f"{act.get('citation') or 'FR'} (FR doc {number})",
        "source_url": str(act["html_url"]),
        "verification": "unverified",
    }


FEED = Feed(PROVIDER, (), fetch, find, (f"{BASE}{DOCUMENTS}", f"{BASE}{INSPECTION}"))
