"""Answers for the readers of bodies: from bytes, and from the folder of recorded official answers."""

from pathlib import Path

from parley.sources.client import Answer
from parley.sources.evidence import sha256_of

SAMPLES = "official_samples"
FRAME = "<iframe src=/wps/office></iframe></html>"  # of a page that only frames a document


def answer(body: bytes | str, url: str = "https://example.org/data", **headers: str) -> Answer:
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("test", url, 200, content, sha256_of(content), named)


def sample(raw: Path, place: str) -> Answer:
    """A recorded answer of the raw folder."""
    return answer((raw / SAMPLES / place).read_bytes(), f"https://example.org/{place}")
