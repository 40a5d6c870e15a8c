"""The addresses that ``docs/addresses.md`` prints answer what it prints below them."""

import re

import pytest

from parley.tables.place import ROOT
from tests.app.serving.asgi import Server

PAGE = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
PRINTED = re.findall(
    r"```sh\ncurl -s 'http://localhost:8501([^']+)'(?: \| ([^\n]+))?\n```\n\n```text\n(.*?)\n```", PAGE, re.S
)


def cut(content: bytes, pipe: str) -> str:
    """What ``head -n``, ``head -c`` or ``cut -c 1-`` leaves."""
    if not pipe:
        return content.decode("utf-8-sig")
    command, number = re.fullmatch(r"(head -n |head -c |cut -c 1-)(\d+)", pipe).groups()  # type: ignore[union-attr]
    if command == "head -c ":
        return content[: int(number)].decode()
    text = content.decode("utf-8-sig")
    return "\n".join(text.split("\n")[: int(number)]) if command == "head -n " else text[: int(number)]


def test_six_addresses_are_printed() -> None:
    assert len(PRINTED) == PAGE.count("```sh") == 6


@pytest.mark.parametrize(("path", "pipe", "answer"), PRINTED, ids=[path for path, *_ in PRINTED])
def test_an_address_answers_what_the_page_prints(path: str, pipe: str, answer: str) -> None:
    got = cut(Server().get(path).content, pipe)
    assert got.replace("http://here", "http://localhost:8501") == answer
