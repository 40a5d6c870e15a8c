"""Acts of the Federal Register as proposals for ``events``: a person reads them and types the rate."""

from datetime import date, timedelta

from parley.refresh.feed import Feed, Found, Proposal, Stored
from parley.sources import federal_register as source
from parley.sources.client import Answer, Client

OVERLAP = timedelta(days=30)


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Acts printed since the newest event here, less a month, and those filed now."""
    newest = stored("events")["announced_on"].max().date()
    return source.fetch(client, min(newest, on) - OVERLAP, on)


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Acts that no event here cites, by document number or address; corrections are acts of their own.

    Raises SourceError.
    """
    *pages, inspection = answers
    events = stored("events")
    cited = " ".join([*events["citation"].dropna(), *events["source_url"].dropna()])
    proposals = []
    for act in source.acts(pages).to_dict("records"):
        number = str(act["document_number"])
        if number not in cited:
            proposals.append(
                Proposal(str(act["title"]), str(act["html_url"]), str(act["publication_date"]), _row(act, number))
            )
    coming = source.coming(inspection)
    proposals += [
        Proposal(f"Coming: {one['title']}", str(one["html_url"]), str(one["publication_date"]), {})
        for one in coming.to_dict("records")
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


FEED = Feed(source.PROVIDER, (), fetch, find, (f"{source.BASE}{source.DOCUMENTS}", f"{source.BASE}{source.INSPECTION}"))
