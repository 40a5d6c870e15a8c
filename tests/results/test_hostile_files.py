"""What strangers send as a scenario: damaged files, nested nonsense, damaged links; each is read or refused in words.

Drawn with a seed, so that a failure comes back; nothing may raise anything but ScenarioError.
"""

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from parley.models.scenario import ScenarioError
from parley.results.scenario.files import from_bytes, to_json
from parley.results.scenario.sentence import sentence
from parley.results.scenario.text import decode, encode
from tests.results.test_scenario_text import FULL
from tests.seeds import seed

SEED, TIMES = seed(20261128), 2000
TOML = (
    'as_of = 2025-06-09\ntitle = "Theirs"\nregime = "geneva_truce"\n\n'
    '[[tariffs]]\nimporter = "USA"\nexporter = "China"\nkind = "absolute"\nrate_pct = 60.5\ngoods = "section XVI"\n\n'
    '[[exports]]\nexporter = "CHN"\nimporter = "all"\n'
    'limit_pct = 25\ngoods = "stage magnet"\n'
)
TITLES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{7*7}} ${7*7} {title}",
    "'; DROP TABLE sources; --",
    "../../../etc/passwd",
    '=HYPERLINK("http://x")',
    "# head\u2028[link](javascript:alert(1))",
    "\u202egnihton",
    "𝕿𝖎𝖙𝖑𝖊 🐉",
    "%00%0a",
    "x" * 200,
]


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Some bytes changed, lost, doubled or moved."""
    found = bytearray(data)
    for _ in range(draw.randint(1, 5)):
        if not found:
            break
        place, length = draw.randrange(len(found)), draw.randint(1, 12)
        piece = bytes(found[place : place + length])
        found[place : place + length] = draw.choice(
            (
                b"",
                bytes([draw.randrange(256)]),
                piece * 2,
                piece[::-1],
                draw.choice((b"null", b"[[", b"{}", b"-1e400", b'"')),
            )
        )
    return bytes(found)


def outcomes(tries: list[Any], read: Callable[[Any], object], begins: str) -> Counter[bool]:
    """How many were read; each refusal is a sentence of its own that is not long."""
    counted: Counter[bool] = Counter()
    for tried in tries:
        try:
            read(tried)
        except ScenarioError as error:
            assert str(error).startswith(begins) and len(str(error)) < 700, tried
            counted[False] += 1
        else:
            counted[True] += 1
    return counted


@pytest.mark.parametrize(("name", "whole"), [("theirs.json", to_json(FULL).encode()), ("theirs.toml", TOML.encode())])
def test_damaged_files_are_read_or_refused_with_their_name(name: str, whole: bytes) -> None:
    draw = random.Random(SEED)
    from_bytes(whole, name)
    tries = [damaged(whole, draw) for _ in range(TIMES)]
    counted = outcomes(tries, lambda data: from_bytes(data, name), f"{name}: ")
    assert counted[False] > TIMES / 2 and counted[True] > 10


def anything(draw: random.Random, depth: int = 0) -> object:
    """A value of any JSON type, of any size and form."""
    kinds: list[Callable[[], object]] = [
        lambda: None,
        lambda: draw.choice((True, False)),
        lambda: draw.choice((0, -1, 10**30, 2**63, 1e308, -0.0, 1e-320)),
        lambda: draw.choice((*TITLES, "", "2025-06-09", "USA", "all", "China", "absolute", "\x00", "9" * 400)),
    ]
    if depth < 4:
        kinds += [
            lambda: [anything(draw, depth + 1) for _ in range(draw.randint(0, 4))],
            lambda: {str(anything(draw, 4)): anything(draw, depth + 1) for _ in range(draw.randint(0, 3))},
        ]
    return draw.choice(kinds)()


def test_a_field_may_hold_anything_and_is_refused_in_words() -> None:
    draw, tries = random.Random(SEED), []
    for _ in range(TIMES):
        raw: Any = json.loads(json.dumps(FULL.to_dict()))
        place = raw
        if draw.random() < 0.5:
            place = draw.choice(raw["tariffs"])
        place[draw.choice([*place, "__class__", "goods", "as_of"])] = anything(draw)
        tries.append(json.dumps(raw).encode())
    counted = outcomes(tries, lambda data: from_bytes(data, "theirs.json"), "theirs.json: ")
    assert counted[False] > TIMES / 2 and counted[True] > 10


def test_damaged_links_are_read_or_refused() -> None:
    draw, whole = random.Random(SEED), encode(FULL)
    tries = []
    for _ in range(TIMES):
        letters = list(whole)
        for _ in range(draw.randint(1, 3)):
            place = draw.randrange(len(letters))
            letters[place] = draw.choice(("", chr(draw.randrange(32, 0x3000)), letters[place] * 2, whole[:40]))
        tries.append("".join(letters))
    counted = outcomes([t for t in tries if t != whole], decode, "The scenario in the link")
    assert counted[False] > TIMES / 2


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back_as_it_is_or_is_refused_and_is_no_part_of_the_sentence(title: str) -> None:
    data = json.dumps({"as_of": "2025-06-09", "title": title}).encode()
    if not title.isprintable():
        with pytest.raises(ScenarioError, match="title must be one line"):
            from_bytes(data, "theirs.json")
        return
    read = from_bytes(data, "theirs.json")
    assert read.title == title
    assert decode(encode(read)) == read
    assert title not in sentence(read)
