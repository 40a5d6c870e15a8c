"""Scenarios from files and presets: JSON as a page saves it, TOML as people write it, or the name of a regime."""

import json
import tomllib
from pathlib import Path
from typing import Any

from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.parameters import presets
from parley.tables import compiled_on

MOST_BYTES = 1_000_000


def preset(name: str) -> Scenario:
    """The named regime against the duties in force on the latest date. Raises ScenarioError naming those there are."""
    for known in presets():
        if known.name == name:
            return Scenario(as_of=compiled_on(), title=known.title, regime=known.name)
    raise ScenarioError(f"There is no preset {name!r}; there are {', '.join(known.name for known in presets())}.")


def load(source: str) -> Scenario:
    """The scenario of a .toml or .json file, or of a preset.

    Raises ScenarioError naming the file and the field at fault.
    """
    path = Path(source)
    if path.suffix not in (".toml", ".json"):
        return preset(source)
    try:
        return Scenario.from_dict(_read(path))
    except ScenarioError as error:
        raise ScenarioError(f"{path.name}: {error}") from error


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError(f"the file has more than {MOST_BYTES // 1_000_000} MB; a scenario has a few lines.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(f"the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ScenarioError("the file is no text in UTF-8.") from error
    try:
        return tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ScenarioError(f"the file is no {path.suffix[1:].upper()} ({error}).") from error
