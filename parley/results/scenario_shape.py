"""What shape a scenario may have: the limits of its text before it is parsed, and of what it was parsed to.

Parsers take far more memory than the text they read: tomllib holds every beginning of a key with dots, so that 40 kB of
``a.a.a…`` became 2 GB. Text is therefore looked at first, in one pass that keeps nothing.
"""

import re
from collections.abc import Mapping, Sequence

from parley.models.scenario import ScenarioError

MOST_BYTES = 64_000
MOST_LEVELS = 6  # a saved scenario has three
MOST_SIGNS = 64  # of a key, or of a number
# Strings of TOML, which JSON's are too. A word is a bare key or a number.
STRING = (
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'{1,2}(?!'))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
)
PIECE = re.compile(rf"(?P<string>{STRING})|(?P<comment>\#[^\n]*+)|(?P<word>[\w+-]++)|\S", re.DOTALL)


def refuse_text(text: str) -> None:
    """Refuse JSON or TOML whose brackets or keys with dots lie deeper than six levels, or with a key or number of more
    than 64 signs. Raises ScenarioError that says where and what to do.
    """
    depth = dots = 0
    after_dot = True  # whether the next piece belongs to the key before it
    for piece in PIECE.finditer(text):
        sign, kind = piece[0], piece.lastgroup
        if kind == "comment":
            continue
        if kind == "word" and len(sign) > MOST_SIGNS:
            told = f"{_at(text, piece.start())} has a key or number of {len(sign):,} signs"
            raise ScenarioError(f"{told}; at most {MOST_SIGNS} are allowed. Shorten it.")
        if kind or sign == ".":
            if sign == ".":
                dots += 1
            elif not after_dot:
                dots = 0
            after_dot = sign == "."
        else:
            dots, after_dot = 0, False
            depth += (sign in "[{") - (sign in "]}")
        if max(depth, dots + 1) > MOST_LEVELS:
            raise ScenarioError(f"{_at(text, piece.start())} is nested too deeply; {_flatter()}")


def refuse_shape(raw: object, level: int = 1) -> None:
    """Refuse a scenario of JSON or TOML types deeper than six levels, or with a key or whole number of more than 64
    signs. Raises ScenarioError that names the key.
    """
    if isinstance(raw, int) and abs(raw) >= 10**MOST_SIGNS:
        raise ScenarioError(f"a number has more than {MOST_SIGNS} digits. Shorten it.")
    if isinstance(raw, str) or not isinstance(raw, Mapping | Sequence):
        return
    if level > MOST_LEVELS:
        raise ScenarioError(f"the scenario is nested too deeply; {_flatter()}")
    for key in raw if isinstance(raw, Mapping) else ():
        if isinstance(key, str) and len(key) > MOST_SIGNS:
            told = f"the key {key[: MOST_SIGNS // 2]!r}… has {len(key):,} signs"
            raise ScenarioError(f"{told}; at most {MOST_SIGNS} are allowed. Shorten it.")
    for part in raw.values() if isinstance(raw, Mapping) else raw:
        refuse_shape(part, level + 1)


def _flatter() -> str:
    return f"at most {MOST_LEVELS} levels are allowed, and a scenario needs three. Write its fields beside each other."


def _at(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1:,}"
