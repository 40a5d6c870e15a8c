"""Which lines of the measures and results no test would miss: ``python -m tests.mutants [--count N] [--seed N]``.

One place in the code is changed at a time: a comparison, a sign, a number, a truth. Then the tests that import the
changed file run until one fails. A change that no test notices survives, and is printed with its line. The places are
drawn with a seed. The tests run in a process forked from one that has loaded the libraries, so a change costs a
second or two, and no file on disk is touched; the tools for this copy the tree and start Python anew for each.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import io
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pandas  # noqa: F401  # loaded once, before the first fork
import pyarrow.parquet  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("parley/measures", "parley/results")
NO_TEST, KILLED, SURVIVED = "no test", "killed", "survived"
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def code() -> list[Path]:
    """The files that are changed."""
    return sorted(path for place in PLACES for path in (ROOT / place).rglob("*.py"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@dataclass(frozen=True)
class Mutant:
    """A file and the number of the node that is changed in it, as ``ast.walk`` counts them."""

    path: Path
    node: int

    def tree(self) -> tuple[ast.Module, int, str, str]:
        """The changed file, the line, and its expression before and after."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        found = list(ast.walk(tree))[self.node]
        before = ast.unparse(found)
        after = changed(found)
        assert after is not None
        vars(found).update(vars(after))
        return tree, getattr(found, "lineno", 0), before, ast.unparse(found)


def changed(node: ast.AST) -> ast.AST | None:
    """The node after the one change made to its kind; None where none is."""
    other = copy.deepcopy(node)
    match other:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            other.ops = [COMPARED[type(op)]()]
        case ast.BinOp(op=op) if type(op) in COUNTED:
            other.op = COUNTED[type(op)]()
        case ast.BoolOp(op=op):
            other.op = ast.Or() if isinstance(op, ast.And) else ast.And()
        case ast.Constant(value=bool()):
            other.value = not other.value
        case ast.Constant(value=int() | float()):
            other.value += 1
        case _:
            return None
    return other


def mutants() -> Iterator[Mutant]:
    """Every change there is, in order; formatted texts and decorators (the size of a cache) are left out."""
    for path in code():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        left = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        left += [decorator for node in ast.walk(tree) for decorator in getattr(node, "decorator_list", ())]
        left_out = {id(inner) for node in left for inner in ast.walk(node)}
        for number, node in enumerate(ast.walk(tree)):
            if id(node) not in left_out and changed(node) is not None:
                yield Mutant(path, number)


def importing(module: str, files: Iterable[Path]) -> list[Path]:
    """Those of the files that import a module by name."""
    package, _, name = module.rpartition(".")
    asked = re.compile(rf"\b{re.escape(module)}\b|from {re.escape(package)} import [^\n]*\b{name}\b")
    return [path for path in files if asked.search(path.read_text(encoding="utf-8"))]


def tests_of(module: str) -> list[Path]:
    """The test files that import a module, nearest first, or where none does, those of the modules that rest on it.

    Tests of pages are too slow to be asked.
    """
    files = [p for p in (ROOT / "tests").rglob("test_*.py") if not {"app", "browser"} & set(p.parts)]
    found: list[Path] = []
    asked, seen = {module}, set[str]()
    while asked and not found:
        found = [path for name in asked for path in importing(name, files)]
        seen |= asked
        asked = {module_of(path) for name in asked for path in importing(name, code())} - seen
    _, folder, *_, name = module.split(".")
    return sorted(set(found), key=lambda path: (path.stem != f"test_{name}", path.parent.name != folder, path.name))


class Changed(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Gives one module its changed code instead of the file's."""

    def __init__(self, module: str, path: Path, tree: ast.Module):
        super().__init__(module, str(path))
        self._tree = tree

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> object:
        if fullname != self.name:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=self.path, is_package=False)

    def get_code(self, fullname: str) -> object:
        return compile(ast.fix_missing_locations(self._tree), self.path, "exec")


def fate(mutant: Mutant) -> str:
    """Whether a test fails with the change: told by a forked process, which ends."""
    module = module_of(mutant.path)
    files = tests_of(module)
    if not files:
        return NO_TEST
    child = os.fork()
    if not child:
        sys.meta_path.insert(0, Changed(module, mutant.path, mutant.tree()[0]))
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *map(str, files)])
        os._exit(int(status != pytest.ExitCode.OK))
    return KILLED if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) else SURVIVED


def main() -> int:
    """Draw changes, try each and print those that no test noticed."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--count", type=int, default=60, help="how many changes are drawn")
    reader.add_argument("--seed", type=int, default=20250609)
    asked = reader.parse_args()
    every = list(mutants())
    for place in PLACES:
        assert any(mutant.path.is_relative_to(ROOT / place) for mutant in every), f"nothing in {place} can be changed"
    drawn = random.Random(asked.seed).sample(every, min(asked.count, len(every)))
    fates = []
    for mutant in sorted(drawn, key=lambda m: (m.path, m.node)):
        fates.append(fate(mutant))
        if fates[-1] != KILLED:
            _, line, before, after = mutant.tree()
            place = f"{mutant.path.relative_to(ROOT)}:{line}"
            print(f"{fates[-1]}: {place}\n    {before[:110]}\n    {after[:110]}", flush=True)
    told = ", ".join(f"{fates.count(kind)} {kind}" for kind in (KILLED, SURVIVED, NO_TEST))
    print(f"{len(drawn)} of {len(every)} changes: {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
