"""Hostile shapes of scenario files: each is read or refused, with little memory and in little time."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.models.scenario import ScenarioError
from parley.results.scenario.files import MOST_BYTES, MOST_LEVELS, MOST_SIGNS, from_bytes
from tests.seeds import seed
from tests.servers import HANG_SECONDS, ROOT

SEED, TIMES = seed(20261201), 150
BEGUN = "as_of = 2025-06-09\n"
KEYS = ("a", "'b'", '"c"', '"d\\"e"', "f-1", '""', "1")
DOTS = (".", " . ", ".\t")
# What ends a string early or late for a reader less careful than TOML's: quotes before the end, a quote in a comment.
HIDES = ('x = """ a""""\n', "x = ''' a'''''\n", '# "\n', "y = '\\'\n", 'z = "\\\\"\n', "")


def deep_key(draw: random.Random) -> str:
    return draw.choice(DOTS).join(draw.choices(KEYS, k=draw.randint(2_000, 40_000)))


TOML: tuple[Callable[[random.Random], str], ...] = (
    lambda draw: f"{deep_key(draw)} = 1",
    lambda draw: f"[{deep_key(draw)}]",
    lambda draw: f"[[{deep_key(draw)}]]\nx = 1",
    lambda draw: f"x = {{ a = 1, {deep_key(draw)} = 1 }}",
    lambda draw: f"x = [ {{ {deep_key(draw)} = 1 }} ]",
    lambda draw: "x = " + "[" * draw.randint(10, 60_000),
    lambda draw: "x = " + "{a=" * draw.randint(10, 20_000),
    lambda draw: "".join(f"a{number}.b.c.d.e.f = 1\n" for number in range(4_000)),
    lambda draw: "".join(f"[a.b.c.d.e.f{number}]\nx.x.x.x.x = 1\n" for number in range(2_000)),
    lambda draw: "[[a]]\n" * 10_000,
    lambda draw: "x = [" + "{}," * 20_000 + "]",
    lambda draw: "x = " + draw.choice("159") * draw.randint(100, 60_000),
    lambda draw: "x = 0x" + "f" * draw.randint(100, 60_000),
    lambda draw: "x = 1_" + "0_" * draw.randint(100, 30_000) + "0",
    lambda draw: "x = 1." + "0" * draw.randint(100, 60_000),
    lambda draw: "k" * draw.randint(100, 60_000) + " = 1",
    lambda draw: 'x = "' + "\\u0041" * 10_000,
    lambda draw: 'x = """' + '\\"""' * 15_000,
    lambda draw: "x = '''" + "''" * 30_000,
)
JSON: tuple[Callable[[random.Random], str], ...] = (
    lambda draw: "[" * draw.randint(10, 60_000),
    lambda draw: '{"a":' * draw.randint(10, 12_000) + "1",
    lambda draw: '{"as_of": ' + "9" * draw.randint(100, 60_000) + "}",
    lambda draw: '{"as_of": 0.' + "9" * draw.randint(100, 60_000) + "}",
    lambda draw: '{"' + "k" * draw.randint(100, 60_000) + '": 1}',
    lambda draw: '{"tariffs": [' + "{}," * 20_000 + "{}]}",
    lambda draw: json.dumps({"as_of": "2025-06-09", "title": "[{" * 90, "x": {"[" * 20_000: 1}}),
    lambda draw: '{"x": "' + "\\" * draw.randint(100, 60_000),
)


def test_no_shape_of_a_file_takes_much_memory_or_time(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    for number in range(TIMES):
        toml, shape = TOML[number % len(TOML)], JSON[number % len(JSON)]
        hides = "".join(draw.choices(HIDES, k=draw.randint(0, 3)))
        text = draw.choice((BEGUN, "")) + hides + toml(draw) + "\n"
        (tmp_path / f"{number:03}.toml").write_bytes(text.encode()[:MOST_BYTES])
        (tmp_path / f"{number:03}.json").write_bytes(shape(draw).encode()[:MOST_BYTES])
    ran = subprocess.run(
        [sys.executable, "-m", "tests.results.shapes_read", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_SECONDS,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("hides", HIDES)
@pytest.mark.parametrize("dot", DOTS)
def test_a_key_of_seven_levels_is_refused_by_its_line(hides: str, dot: str) -> None:
    line = hides.count("\n") + 2
    for key in (dot.join(["a"] * (MOST_LEVELS + 1)), dot.join(["'a'", '"b"'] * 4)):
        for shape in (f"{key} = 1", f"[{key}]", f"q = {{ {key} = 1 }}"):
            with pytest.raises(ScenarioError, match=f"theirs.toml: line {line} is nested too deeply; at most 6 levels"):
                from_bytes(f"{BEGUN}{hides}{shape}".encode(), "theirs.toml")


@pytest.mark.parametrize("title", ["U.S. v. V.O.S. Selections, a.b.c.d.e.f.g", "[[[[[[[", "# 'a", "x" * 200, "é\\\\"])
def test_a_title_may_hold_what_a_key_may_not(title: str) -> None:
    for quote in ('"', "'", '"""', "'''"):
        if not (quote == "'" and "'" in title):
            from_bytes(f"{BEGUN}title = {quote}{title}{quote}\n".encode(), "theirs.toml")


def test_a_key_of_64_signs_is_read_and_one_of_65_refused() -> None:
    for name, text in (("theirs.toml", "{key} = 1"), ("theirs.json", '{{"{key}": 1}}'), ("theirs.toml", '"{key}" = 1')):
        with pytest.raises(ScenarioError, match="has no field"):
            from_bytes(text.format(key="k" * MOST_SIGNS).encode(), name)
        with pytest.raises(ScenarioError, match=r"(has|of) 65 signs"):
            from_bytes(text.format(key="k" * (MOST_SIGNS + 1)).encode(), name)
