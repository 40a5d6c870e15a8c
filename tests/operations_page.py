"""The blocks of code of docs/operations.md, which tests run as they stand."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operations.md"


def section(name: str) -> list[tuple[str, str]]:
    """Language and text of each block of code of a section of the operations page."""
    _, _, after = PAGE.read_text(encoding="utf-8").partition(f"\n## {name}\n")
    return re.findall(r"```(\w+)\n(.*?)```", after.partition("\n## ")[0], re.S)
