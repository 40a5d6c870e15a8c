"""Files that never change, for who rebuilds the tables from them: asked with ``--raw`` and renewing nothing."""

import gzip
from collections.abc import Mapping
from datetime import date

from parley.refresh.feed import Feed, Found, Stored
from parley.sources import fixed_files as source
from parley.sources.client import Answer, Client

PACKED = ".gz"


def feed(holding: source.Holding) -> Feed:
    """The feed of one holding of files."""

    def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
        """Nothing: the tables have these files."""
        return []

    def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
        """Every file."""
        return source.fetch(client, holding)

    def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
        """The files in their places, packed where the recipe reads them so."""
        return {
            file.place: gzip.compress(answer.body, mtime=0) if file.place.endswith(PACKED) else answer.body
            for file, answer in zip(holding.files, answers, strict=bool(answers))
        }

    def find(stored: Stored, answers: list[Answer], on: date) -> Found:
        """Nothing new; where nothing was asked, how to ask."""
        if answers:
            return Found()
        return Found(
            notes=[f"These files never change. refresh {holding.name} --raw DIR fetches them for build --raw DIR."]
        )

    return Feed(
        holding.provider,
        (),
        fetch,
        find,
        tuple(file.url for file in holding.files),
        raw_files=raw_files,
        fetch_raw=fetch_raw,
        rebuilds=holding.tables,
        is_copy=holding.is_copy,
        needs_raw=True,
    )


FEEDS = tuple(feed(holding) for holding in source.holdings())
