"""Cards and words as they were sent to the browser, for the page tests."""

import json
import re
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest

from parley.app.kit import sheet


@dataclass(frozen=True)
class Sheet:
    """An element that draws cards and words: its ``key`` and its ``lines``, those of cards by their key.

    ``follows``, ``goes_on``: whether it says that it follows another, that another follows it.
    """

    key: str
    lines: list[tuple[str, Any]]
    follows: bool
    goes_on: bool


def sheets(app: AppTest) -> list[Sheet]:
    """What draws the cards of the page, from top to bottom."""
    drawn = [part.proto for part in app.get("bidi_component") if part.proto.component_name == sheet.NAME]
    return [
        Sheet(
            re.sub(r".*?-(?=card-|sheet-)", "", sent.id),
            _lines(sent.bytes),
            follows=sent.bytes.startswith(b"\n"),
            goes_on=sent.bytes.endswith(b"\n"),
        )
        for sent in drawn
    ]


def _lines(sent: bytes) -> list[tuple[str, Any]]:
    """Cards and words as a sheet is sent them."""
    lines = [line.split("\t") for line in sent.decode().strip("\n").split("\n")]
    return [(key, json.loads(told or "null")) for key, _, told in lines]
