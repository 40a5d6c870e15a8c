"""``docs/adding.md`` is followed to the letter in a copy of the app: the subject opens and its chart is drawn."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "adding.md"
PART = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPEN = """
import json
from parley.search.pages import QUESTIONS
from tests import apps

app = apps.at_address("trade", {"trade_section": "Share by year"})
(card,) = [told for told in apps.documents(app, "whole") if told["name"] == "trade_share"]
told = {
    "title": apps.title(app),
    "questions": [each.question for each in QUESTIONS if each.query.get("trade_section") == "Share by year"],
    "messages": apps.messages(app),
    "finding": card["finding"],
    "source": "".join(words for words, _ in card["source"]),
    "bars": [t for t in apps.Chart(card["figure"], card["alt"]).shown["data"] if t["type"] == "bar"][0],
}
print(json.dumps(told))
"""


def follow(parts: list[tuple[str, str, str]], copy: Path) -> None:
    """Write each part of the guide where it says: a new file, lines after those a change begins with, or at the end."""
    for kind, name, text in parts:
        file = copy / name
        if kind == "python":
            assert not file.exists(), f"{name} is there already"
            file.write_text(text, encoding="utf-8")
        elif kind == "diff":
            changed = file.read_text(encoding="utf-8")
            for before, added in re.findall(r"((?:^ .*\n)+)((?:^\+.*\n)+)", text, re.MULTILINE):
                place, lines = (re.sub(r"^.", "", told, flags=re.MULTILINE) for told in (before, added))
                assert changed.count(place) == 1, f"{name} has not once: {place}"
                changed = changed.replace(place, place + lines)
            file.write_text(changed, encoding="utf-8")
        else:
            file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app with what the guide adds."""
    folder = tmp_path_factory.mktemp("adding")
    for name in ("parley", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("dashboard.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("data", "static", "assets"):
        (folder / name).symlink_to(ROOT / name)
    follow(PART.findall(GUIDE.read_text(encoding="utf-8")), folder)
    return folder


def test_the_guide_names_every_file_it_adds_to() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert len(PART.findall(text)) == text.count("\n```\n") == 4


def test_the_subject_of_the_guide_opens_and_draws_its_chart(copy: Path) -> None:
    """Imports and shares are the Census Bureau's, as the South China Morning Post printed them on 8 February 2024."""
    path = os.pathsep.join([str(copy), str(ROOT)])  # the app from the copy, the helpers of the tests from here
    ran = subprocess.run(
        [sys.executable, "-c", OPEN],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    bars = told["bars"]
    assert told["messages"] == []
    assert told["title"] == told["finding"]
    assert told["questions"] == ["How much of US imports comes from China?"]
    said = [words.split("<br>") for words in bars["customdata"]]
    marks = {year: (round(value, 1), part) for (year, part), value in zip(said, bars["x"], strict=True)}
    assert (marks["2017"][1], marks["2023"]) == ("21.6%", (427.2, "13.9%"))
    assert max(marks) in told["finding"] and marks[max(marks)][1] in told["finding"]
    assert "Census" in told["source"]


def test_the_code_of_the_guide_is_as_the_linter_wants_it(copy: Path) -> None:
    names = [name for kind, name, _ in PART.findall(GUIDE.read_text(encoding="utf-8")) if kind != "toml"]
    for command in (["check"], ["format", "--check"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", *names],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
