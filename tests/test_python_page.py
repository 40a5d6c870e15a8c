"""The lines of Python in the documents give what the documents print."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("file", ["README.md", "docs/python.md"])
def test_the_lines_print_what_the_page_says(file: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / file).read_text(encoding="utf-8"), re.S)
    page = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, file, file, 0)
    assert len(page.examples) >= 4 and any(example.want for example in page.examples)
    told: list[str] = []
    doctest.DocTestRunner().run(page, out=told.append)
    assert told == []
