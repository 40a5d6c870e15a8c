"""The arguments of ``python -m parley solve-many``; apart, so that other commands load nothing of it."""

import argparse
from pathlib import Path

from parley.commands import arguments

PART = 100  # scenarios


class ManyError(RuntimeError):
    """Many scenarios cannot be solved into this folder, or were stopped; the message says why and what to do."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "source",
        type=Path,
        metavar="FILE.csv|DIR",
        help="table with one row per change, or folder with one file per scenario",
    )
    parser.add_argument("--model", default="world", metavar="MODEL", help="as for solve (default: %(default)s)")
    parser.add_argument("--table", metavar="TABLE", help="table of the answers to write (default: the model's first)")
    parser.add_argument("--out", type=arguments.folder, required=True, metavar="DIR", help="folder for the answers")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (default: one per core)")
    parser.add_argument("--part", type=int, default=PART, metavar="N", help="scenarios per file (default: %(default)s)")
