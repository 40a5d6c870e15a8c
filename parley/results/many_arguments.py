"""The arguments of ``python -m parley solve-many``; apart, so that other commands load nothing of it."""

import argparse
from pathlib import Path

PART = 100  # scenarios


class ManyError(RuntimeError):
    """Many scenarios cannot be solved into this folder, or were stopped; the message says why and what to do."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("source", type=Path, metavar="FILE.csv|DIR", help="a row a change, or a file a scenario")
    parser.add_argument("--model", default="world", metavar="MODEL", help="as for solve (default: world)")
    parser.add_argument("--table", metavar="TABLE", help="which table of the answers (default: the model's first)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the answers")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--part", type=int, default=PART, metavar="N", help="scenarios in a file (%(default)s)")
