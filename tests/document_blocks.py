"""The blocks of code of the documents, which tests run as they stand."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


def section(file: str, name: str) -> list[tuple[str, str]]:
    """Language and text of each block of code of a section of a document."""
    _, _, after = (DOCS / file).read_text(encoding="utf-8").partition(f"\n## {name}\n")
    return re.findall(r"```(\w+)\n(.*?)```", after.partition("\n## ")[0], re.S)
