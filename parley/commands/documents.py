"""Documents made from the code: every command with its options, and which folder asks which."""

import argparse
import ast
import functools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from parley.tables.place import ROOT

PACKAGE = ROOT / "parley"
WIDTH = 100
FEWEST = 5  # imports from one folder to another that the picture shows
COMMANDS_HEAD = """# Commands

`parley COMMAND`, or `python -m parley COMMAND`. Made by `python -m parley docs`. The status is 0 where all went well,
1 where a check failed or an input was refused, 2 where the command was called wrongly or a package is missing, 130
where the keyboard stopped it, 3 where rows of a list for landed have faults; `docs/large.md` and `docs/refresh.md` say
when solve-many and refresh end with 3.
"""
PICTURE_HEAD = """# Which folder asks which

Drawn from the imports of `parley/` by `python -m parley docs`: an arrow leads from who asks to who is asked. Arrows
that a longer way replaces are left out, and those of fewer than five imports. `tests/test_architecture.py` holds who
may ask whom.
"""


def commands(every: Mapping[str, argparse.ArgumentParser]) -> str:
    """``docs/generated/commands.md``: the help of each command."""
    wide = functools.partial(argparse.HelpFormatter, width=WIDTH)
    parts = []
    for name, command in every.items():
        command.formatter_class = wide
        parts.append(f"\n## {name}\n\n```text\n{command.format_help().rstrip()}\n```\n")
    return COMMANDS_HEAD + "".join(parts)


def picture() -> str:
    """``docs/generated/imports.md``: the folders of the package and their imports, in Mermaid."""
    arrows = "\n".join(f"    {_node(a)} --> {_node(b)}" for a, b in sorted(shortest_set(_imports())))
    return f"{PICTURE_HEAD}\n```mermaid\nflowchart TD\n{arrows}\n```\n"


def _node(folder: str) -> str:
    return f"{folder.replace('/', '_')}[{folder}]"


def _folder(parts: tuple[str, ...]) -> str:
    """Where a module lies: in a folder of the package; of the app in the kit, what serves, or a page."""
    if parts[0] != "app":
        return parts[0]
    return f"app/{parts[1]}" if len(parts) > 1 and parts[1] in ("kit", "serving") else "app/pages"


def _imports() -> Counter[tuple[str, str]]:
    """From folder to folder, how many imports lead."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if len(parts) > 1:
            counts.update((_folder(parts), to) for to in _asked_by(path))
    return Counter({pair: count for pair, count in counts.items() if pair[0] != pair[1] and count >= FEWEST})


def _asked_by(path: Path) -> list[str]:
    """The folder of each module or name that a file imports from the package."""
    modules = [
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE.name
        for alias in node.names
    ]
    parts = [tuple(module.split(".")[1:]) for module in modules]
    return [_folder(names) for names in parts if (PACKAGE / names[0]).is_dir()]


def shortest_set(imports: Counter[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows that no longer way replaces; of two folders that ask each other, the way more imports go."""
    arrows = {(a, b) for (a, b), count in imports.items() if count > imports[b, a]}
    return {(a, b) for a, b in arrows if not _leads(arrows - {(a, b)}, a, b)}


def _leads(arrows: set[tuple[str, str]], start: str, end: str) -> bool:
    reached, new = {start}, {start}
    while new:
        new = {b for a, b in arrows if a in new} - reached
        reached |= new
    return end in reached
