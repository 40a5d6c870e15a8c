"""The questions that ``docs/api.md`` prints are answered as it prints below them."""

import re
import shlex

import pytest

from parley.app.api.openapi import document
from parley.tables.place import ROOT
from tests.app.serving.asgi import Server
from tests.app.serving.test_addresses_page import cut

PAGE = ROOT / "docs" / "api.md"
PRINTED = re.findall(r"```sh\n(curl [^\n]+)\n```\n\n```text\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.S)
PLACE = "http://localhost:8501"


def asked_of(command: str) -> str:
    """What a line with curl prints: an address, or a body of a type for one, and a cut."""
    curl, _, pipe = command.partition(" | ")
    words = shlex.split(curl.replace("$'", "'"))
    path = words[-1].removeprefix(PLACE)
    if "--data-binary" in words:
        body = words[words.index("--data-binary") + 1].replace("\\n", "\n")
        kind = words[words.index("-H") + 1].partition(": ")[2]
        return cut(Server().post(path, body, content_type=kind).content, pipe)
    return cut(Server().get(path).content, pipe).rstrip("\n")


def test_every_question_of_the_description_has_an_example() -> None:
    shown = {
        (re.findall(rf"'{PLACE}([^?']+)", command)[0], "post" if "--data" in command else "get")
        for command, _ in PRINTED
    }
    every = {(path, method) for path, methods in document()["paths"].items() for method in methods}
    every = {(path.replace("{name}", "tariff_layers"), method) for path, method in every}
    assert every - shown == {("/api/v1/landed", "post")}  # as that of the law, which is shown


@pytest.mark.parametrize(("command", "answer"), PRINTED, ids=[f"{number}" for number in range(len(PRINTED))])
def test_a_question_is_answered_as_the_page_prints(command: str, answer: str) -> None:
    assert asked_of(command) == answer
