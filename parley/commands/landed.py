"""What the command landed does: one shipment by origin, or a list of them in pieces; loaded when it is asked."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from tqdm import tqdm

from parley.results.law import landed_file
from parley.results.law.answer import LandedError
from parley.results.law.landed import landed
from parley.results.law.landed_words import as_text
from parley.results.law.tables import tables

ALL_ANSWERED, SOME_WITH_FAULTS = 0, 3
ENDS = (".csv", ".txt")


def run(options: argparse.Namespace) -> int:
    """Print what a shipment owes, as text or as JSON, or work out a list of shipments. Raises LandedError."""
    if options.code.lower().endswith(ENDS):
        return run_list(Path(options.code), options)
    if options.out:
        raise LandedError("out", "one shipment is printed, and no file written; give a list, FILE.csv, to write one.")
    answers = landed(options.code, options.origins, options.value, options.quantity, options.by, options.on)
    if options.json:
        print(json.dumps([answer.to_dict() for answer in answers], ensure_ascii=False, allow_nan=False))
    else:
        print(as_text(answers, tables()))
    return ALL_ANSWERED


def run_list(source: Path, options: argparse.Namespace) -> int:
    """Work out a list into the file named; 3 where rows have faults. Raises LandedError."""
    if not options.out:
        raise LandedError("out", "name the file for the answers with --out FILE.")
    if options.out.resolve() == source.resolve():
        raise LandedError("out", "the answers would overwrite the list; give another name.")
    if len(options.origins) > 1:
        raise LandedError("origins", "a list has one origin a row, in its column origin, and one default.")
    shared = landed_file.Shared(options.origins[0], options.by, options.on or date.today())
    done = landed_file.Done(0, 0)
    with tqdm(total=len(landed_file.read(source)), unit="row", disable=None) as bar:
        for done in landed_file.write(source, options.out, shared):
            bar.update(done.rows - bar.n)
    print(f"{done.rows - done.faults:,} of {done.rows:,} rows have an answer: {options.out}")
    if done.faults:
        print("The column fault says why the others have none.", file=sys.stderr)
    return SOME_WITH_FAULTS if done.faults else ALL_ANSWERED
