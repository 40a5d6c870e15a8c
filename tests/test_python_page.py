"""The lines of Python in the documents give what the documents print."""

import doctest
import re
from pathlib import Path

import pytest

import parley

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("file", ["README.md", "docs/python.md"])
def test_the_lines_print_what_the_page_says(file: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / file).read_text(encoding="utf-8"), re.S)
    page = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, file, file, 0)
    assert len(page.examples) >= 4 and any(example.want for example in page.examples)
    told: list[str] = []
    doctest.DocTestRunner().run(page, out=told.append)
    assert told == []


def test_every_public_name_is_listed_and_shown() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", page, re.M)
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == parley.__all__
    shown = set(re.findall(r"parley\.(\w+)", "".join(re.findall(r"```python\n(.*?)```", page, re.S))))
    assert shown == set(parley.__all__)
