"""The command ``python -m parley find``: words in, candidates out."""

import argparse
import json
import sys
from urllib.parse import urlencode

from parley import terms
from parley.search.find import find
from parley.tables import FIRST_DAY, last_day


def run(options: argparse.Namespace) -> int:
    """Print the candidates for words, each with its page, as text or as JSON; 1 when there is none.

    1 too on a day that our tables do not cover.
    """
    last = last_day()
    if options.on is not None and not FIRST_DAY <= options.on <= last:
        told = f"--on {options.on} is outside {FIRST_DAY} to {last}, the days our tables cover"
        print(f"parley: {told}.", file=sys.stderr)
        return 1
    hits = find(" ".join(options.words), options.on)
    for remark in hits.remarks:
        print(f"parley: {remark}", file=sys.stderr)
    if options.json:
        print(json.dumps([hit.to_dict() for hit in hits], ensure_ascii=False, allow_nan=False))
        return 0
    for hit in hits:
        value = "" if hit.value_usd is None else f"  US imports {terms.usd(hit.value_usd)}"
        address = f"{hit.page}?{urlencode(hit.query)}" if hit.query else hit.page
        print(f"{hit.kind:8} {hit.title}{value}\n         {address}")
    if not hits:
        print(f"parley: Nothing found for “{' '.join(options.words)}”. Try fewer or other words.", file=sys.stderr)
    return 0 if hits else 1
