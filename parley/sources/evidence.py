"""What was asked and what came: every answer by its SHA-256, one JSON line a request, no key in either."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from parley.tables.files import writing

REQUESTS = "requests.jsonl"


@dataclass(frozen=True)
class Exchange:
    """One request and its answer as kept: the address without key, and where the body is found by its ``sha256``."""

    provider: str
    url: str
    status: int
    etag: str
    last_modified: str
    content_type: str
    sha256: str
    bytes: int
    asked_at: str


def sha256_of(body: bytes) -> str:
    """The SHA-256 of a body in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


class Evidence:
    """The folder of all answers. A body is written once, whatever number of requests brought it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._last: dict[str, Exchange] | None = None

    def keep(self, exchange: Exchange, body: bytes) -> None:
        """Write the body aside under its hash and then the line of the request. Raises NotWrittenError."""
        path = self.body_path(exchange.sha256)
        with writing(path):
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                aside = path.with_suffix(".part")
                aside.write_bytes(body)
                aside.replace(path)
        with writing(self.folder / REQUESTS), (self.folder / REQUESTS).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(exchange), ensure_ascii=False) + "\n")
        self.last()[exchange.url] = exchange

    def last(self) -> dict[str, Exchange]:
        """The newest exchange of each address whose body is here whole."""
        if self._last is None:
            self._last = {exchange.url: exchange for exchange in self.exchanges()}
        return self._last

    def exchanges(self) -> list[Exchange]:
        """Every exchange, the oldest first."""
        path = self.folder / REQUESTS
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [exchange for line in lines if (exchange := _exchange(line)) is not None]

    def body(self, exchange: Exchange) -> bytes | None:
        """The body of an exchange; None where it is not here or not what it was."""
        path = self.body_path(exchange.sha256)
        content = path.read_bytes() if path.exists() else None
        return content if content is not None and sha256_of(content) == exchange.sha256 else None

    def body_path(self, sha256: str) -> Path:
        """Where the body of this hash lies."""
        return self.folder / "bodies" / sha256[:2] / sha256


def _exchange(line: str) -> Exchange | None:
    """A line as an exchange; None for the last line of a process that was killed while it wrote."""
    try:
        return Exchange(**json.loads(line))
    except (ValueError, TypeError):
        return None
