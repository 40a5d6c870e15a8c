"""The stories as typed in ``stories.toml``: their steps in order."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

FILE = Path(__file__).with_name("stories.toml")


@dataclass(frozen=True)
class Step:
    """A step: a ``claim`` and ``words``, all ``published`` by that day, or a ``statement`` of the Briefing.

    ``name``: what the button to it says; of a statement the Briefing says it. ``page`` and ``figure``: the one shown
    beside the words, with ``choices`` as an address writes them; empty where there is none.
    """

    name: str = ""
    published: date = date.min
    claim: str = ""
    words: str = ""
    statement: str = ""
    page: str = ""
    figure: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """A story: its name in the address, its title, what stands above every claim, its steps."""

    name: str
    title: str
    above: str
    steps: tuple[Step, ...]


@functools.cache
def stories() -> dict[str, Story]:
    """Every story by its name, in the order of the file. Raises TypeError where a step has a key that no step has."""
    return {
        name: Story(name, typed["title"], typed["above"], tuple(Step(**step) for step in typed["steps"]))
        for name, typed in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
    }
