"""Files that never change, at the addresses of those who publish or keep them, each held against its SHA-256."""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

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
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        Holding(
            name,
            about["title"],
            about["is_copy"],
            tuple(about["tables"]),
            tuple(File(place, **at) for place, at in about["files"].items()),
        )
        for name, about in told.items()
    )


def fetch(client: Client, holding: Holding) -> list[Answer]:
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
