"""The command ``python -m parley solve-many``: scenarios of a file or folder in, a folder of answers out."""

import argparse
import sys

from parley.results.many import solve_many
from parley.results.many_files import read

ALL_ANSWERED, SOME_WITHOUT_ANSWER, STOPPED = 0, 3, 130


def run(options: argparse.Namespace) -> int:
    """Solve all scenarios; 0 when each has an answer, 3 when some have none, 130 when stopped from the keyboard.

    Raises ScenarioError naming file and row before anything is solved; ManyError, NotWrittenError.
    """
    asked = read(options.source)
    scenarios, names = [one.scenario for one in asked], [one.name for one in asked]
    try:
        found = solve_many(
            scenarios, options.model, out=options.out, table=options.table, part=options.part, names=names,
            workers=options.workers,
        )  # fmt: skip
    except KeyboardInterrupt:
        print(f"parley: stopped. What is solved stays in {options.out}; run it again to go on.", file=sys.stderr)
        return STOPPED
    print(f"{found.count - found.without_answer:,} of {found.count:,} scenarios have an answer: {found.folder}")
    if found.mended:
        parts = ", ".join(map(str, found.mended))
        print(f"Damaged, and worked out again: part {parts}.", file=sys.stderr)
    if found.without_answer:
        print("The column fault says why the others have none.", file=sys.stderr)
    return SOME_WITHOUT_ANSWER if found.without_answer else ALL_ANSWERED
