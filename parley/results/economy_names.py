"""Economies by name beside their codes, wherever a scenario is written."""

import difflib
import functools
from collections.abc import Mapping
from typing import Any

from parley.models.policy_parts import ECONOMY
from parley.models.policy_scenario import CHANGES
from parley.models.scenario import ScenarioError
from parley.tables import read_table

ROLES = ("importer", "exporter")
LIKE, MOST_NEAR = 0.7, 3  # of names that may be meant: likeness of letters, and how many are told


def economy(name: str) -> str:
    """The code of an economy: ISO 3166 alpha-3, EU27 or ``all``, from itself or from its name in any case.

    Raises ScenarioError with the nearest names where there is none.
    """
    if ECONOMY.fullmatch(name):
        return name
    asked = name.strip().casefold()
    if asked in _known():
        return _known()[asked][0]
    held = [known for known in _known() if asked and asked in known]
    near = held or difflib.get_close_matches(asked, _known(), cutoff=LIKE)
    named = ", ".join(f"{own} ({code})" for code, own in (_known()[known] for known in near[:MOST_NEAR]))
    meant = f" Names like it: {named}." if near else ""
    raise ScenarioError(f"{name[:60]!r} is not the name of an economy in our tables.{meant} Give a code or a name.")


def _with_codes(change: Mapping[str, Any], where: str) -> dict[str, Any]:
    try:
        return {
            name: economy(value) if name in ROLES and isinstance(value, str) else value
            for name, value in change.items()
        }
    except ScenarioError as error:
        raise ScenarioError(f"{where}: {error}") from error


@functools.cache
def _known() -> dict[str, tuple[str, str]]:
    """Code and name by the name in lower case."""
    countries = read_table("countries")
    pairs = zip(countries["iso3"], countries["name"], strict=True)
    return {str(name).casefold(): (str(code), str(name)) for code, name in pairs}


def with_codes(raw: object) -> object:
    """A scenario of JSON or TOML types with codes in the place of names; what is no scenario stays as it is.

    Raises ScenarioError naming the list and the change.
    """
    if not isinstance(raw, Mapping):
        return raw
    changed = dict(raw)
    for name in CHANGES:
        if isinstance(raw.get(name), list):
            changed[name] = [
                _with_codes(change, f"{name}, change {number}") if isinstance(change, Mapping) else change
                for number, change in enumerate(raw[name], start=1)
            ]
    return changed
