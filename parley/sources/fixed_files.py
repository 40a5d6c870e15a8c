"""Files that never change, at the addresses of those who publish or keep them, each held against its SHA-256.

Files that never change, for who rebuilds the tables from them: asked with ``--raw`` and renewing nothing.
"""

import functools
import gzip
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from parley.refresh.feed import Feed, Found, Stored
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import refuse_html


@dataclass(frozen=True)
class File:
    """One file: its place in the folder that ``build --raw`` reads, its address, and the SHA-256 of what comes."""

    place: str
    url: str
    sha256: str


@dataclass(frozen=True)
class Holding:
    """Files that go together and the tables built from them; ``is_copy``: another keeps one than who published it."""

    name: str
    title: str
    is_copy: bool
    tables: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def provider(self) -> Provider:
        """Whom a request names."""
        return Provider(self.name, self.title)


@functools.cache
def holdings() -> tuple[Holding, ...]:
    """What ``fixed_files.toml`` lists."""
    typed = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        Holding(
            name,
            about["title"],
            about["is_copy"],
            tuple(about["tables"]),
            tuple(File(place, **at) for place, at in about["files"].items()),
        )
        for name, about in typed.items()
    )


def request(client: Client, holding: Holding) -> list[Answer]:
    """Every file of a holding, in its order.

    Raises EditionMovedError for a file that is not the one listed, HtmlInsteadOfDataError for a page in its place.
    """
    answers = []
    for file in holding.files:
        answer = client.get(holding.provider, file.url)
        refuse_html(answer)
        if answer.sha256 != file.sha256:
            raise failures.EditionMovedError(
                f"{file.url} is not the file that the tables here were built from: its SHA-256 begins with "
                f"{answer.sha256[:12]}, not with {file.sha256[:12]}."
            )
        answers.append(answer)
    return answers


PACKED = ".gz"


def feed(holding: Holding) -> Feed:
    """The feed of one holding of files."""

    def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
        """Nothing: the tables have these files."""
        return []

    def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
        """Every file."""
        return request(client, holding)

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


FEEDS = tuple(feed(holding) for holding in holdings())
