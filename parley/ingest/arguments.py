"""The arguments of ``python -m parley ingest``; apart, so that other commands load nothing of it."""

import argparse
from pathlib import Path

from parley import arguments

KINDS = ("census", "baci")


def add_to(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("kind", choices=KINDS, help="census: US imports of months or years; baci: world trade")
    told = "census: IMDByymm.ZIP, or one .parquet per year; baci: BACI_HSnn_Vyyyymm.zip or .csv"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=told)
    parser.add_argument(
        "--to",
        type=arguments.folder,
        required=True,
        metavar="DIR",
        help="folder to write to, new or one with earlier files",
    )
