"""The arguments of ``python -m parley refresh``; apart, so that other commands load nothing of it."""

import argparse
from datetime import datetime

from parley.commands import arguments


class NotRenewedError(ValueError):
    """The command was asked for a table or source that no client renews."""


def _month(words: str) -> datetime:
    """A month such as 2026-09. Raises argparse.ArgumentTypeError."""
    try:
        return datetime.strptime(words, "%Y-%m")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words!r} is not a month such as 2026-09") from None


def add_to(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="tables or sources to renew (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="fetch and check, but leave the tables as they are")
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="REASON",
        help="accept the changes that need a person's word, for this reason; 'TABLE PERIOD: REASON' lets in what waits",
    )
    parser.add_argument(
        "--replace",
        metavar="TABLE",
        help="take out what earlier refreshes brought into this table, and ask for it anew",
    )
    parser.add_argument("--since", type=_month, metavar="MONTH", help="with --replace: from which month on (2026-09)")
    parser.add_argument(
        "--record", type=arguments.folder, metavar="DIR", help="folder for every request and answer, without keys"
    )
    parser.add_argument(
        "--raw", type=arguments.folder, metavar="DIR", help="folder for the answers as the files that build reads"
    )
    parser.add_argument("--baci", type=arguments.file, metavar="FILE", help="BACI archive downloaded from CEPII")
    parser.add_argument(
        "--list", action="store_true", help="list what would be asked, the keys it needs, and the newest day held here"
    )
    parser.add_argument("--proposals", action="store_true", help="list acts and editions for a person to read")
    parser.add_argument(
        "--report", type=arguments.folder, metavar="DIR", help="folder for the report, as HTML and JSON"
    )
    parser.add_argument(
        "--timeout",
        type=arguments.seconds(0.1),
        default=30.0,
        metavar="S",
        help="seconds to wait for each part of an answer (default: %(default)g)",
    )
