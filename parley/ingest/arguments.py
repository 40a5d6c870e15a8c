"""The arguments of ``python -m parley ingest``; apart, so that other commands load nothing of it."""

import argparse
from pathlib import Path

KINDS = ("census", "baci")


def add_to(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("kind", choices=KINDS, help="US imports of months or years, or BACI")
    told = "IMDByymm.ZIP or a .parquet a year; BACI_HSnn_Vyyyymm.zip or .csv"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=told)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder, new or with what it holds")
