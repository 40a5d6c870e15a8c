"""A scenario as a short text that fits into an address: base64url of compressed JSON, its form as the first letter."""

import base64
import json
import re
import zlib
from collections.abc import Mapping

from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.solution import Model
from parley.results.scenario.files import FORM, MOST_BYTES, from_json, from_raw

MOST_LETTERS = 8_000  # what servers and browsers surely take in an address
NO_HEADER = -15  # a deflate stream alone: six bytes less
SHAPE = re.compile(r"([0-9])([A-Za-z0-9_-]+)")


def encode(scenario: Scenario) -> str:
    """The whole scenario as letters, digits, ``-`` and ``_``. Raises ScenarioError when it is too long for a link."""
    plain = json.dumps(scenario.to_dict(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    packer = zlib.compressobj(9, zlib.DEFLATED, NO_HEADER)
    packed = packer.compress(plain.encode("utf-8")) + packer.flush()
    text = f"{FORM}{base64.urlsafe_b64encode(packed).decode('ascii').rstrip('=')}"
    if len(text) > MOST_LETTERS or len(plain.encode()) > MOST_BYTES:
        raise ScenarioError("The scenario has too many changes for a link; save it as a file.")
    return text


def decode(text: str) -> Scenario:
    """The scenario of a text made by ``encode``. Raises ScenarioError with a sentence for whatever is wrong with it."""
    if len(text) > MOST_LETTERS:
        raise ScenarioError("The scenario in the link is too long.")
    shape = SHAPE.fullmatch(text)
    if shape is None:
        raise ScenarioError("The scenario in the link is damaged: it may have been cut when it was copied.")
    form, body = shape.groups()
    if int(form) != FORM:
        raise ScenarioError(f"The scenario in the link has format {form}, but this version of Parley reads {FORM}.")
    try:
        return from_raw(from_json(_unpacked(body)))
    except ScenarioError as error:
        raise ScenarioError(f"The scenario in the link: {error}") from error


def _unpacked(body: str) -> str:
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(NO_HEADER)
        plain = unpacker.decompress(packed, MOST_BYTES)
        if not unpacker.eof and unpacker.unconsumed_tail:
            raise ScenarioError("it is longer than any scenario.")
        if not unpacker.eof or unpacker.unused_data:
            raise ScenarioError("it is damaged; it may have been cut when it was copied.")
        return plain.decode("utf-8")
    except (ValueError, zlib.error) as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError("it is damaged; it may have been cut when it was copied.") from error


# A model's answer in six lines of Python that run as they are and give the central figures shown.

FIRST: Mapping[Model, str] = {
    "product": "summary",
    "world": "by_economy",
    "sectors": "by_economy",
    "critical_input": "by_destination",
    "all": "reconciled",
}


def python(scenario: Scenario, model: Model) -> str:
    """The lines: the scenario as plain data, the model, and the table whose figures stand first on its page."""
    return "\n".join(
        [
            "from parley import Scenario, solve",
            f"asked = {scenario.to_dict()!r}",
            "scenario = Scenario.from_dict(asked)",
            f'answer = solve(scenario, "{model}")',
            f'table = answer.tables["{FIRST[model]}"]',
            "print(table.to_string())",
        ]
    )
