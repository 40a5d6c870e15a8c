"""Put changed tables in place again and again, killed each time at another step; run as a program of its own.

``PARLEY_DATA=FOLDER killed.py SEED POINTS`` prints a JSON line a point: the step, and
whether all is old, new, or what else.
"""

import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
from datetime import date
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from parley.refresh import writing
from parley.tables import integrity, lock, schema
from parley.tables import read as tables

NAMES = ("reserves", "demand_by_use", "mine_production")
LONG_S = 120
CLEAN = multiprocessing.get_context("forkserver")
CLEAN.set_forkserver_preload(["tests.refresh.killed"])
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "shutil.rmtree", "tempfile.mkdtemp")


def put(folder: Path, arrows: dict[str, pa.Table]) -> None:
    with lock.locked(folder, wait_s=0):
        writing.put(folder, arrows, {}, date(2026, 11, 27), is_dry_run=False, beside_them={})


def at_step(number: int) -> list[int]:
    """Have this process killed at its step ``number``; the list holds the steps so far."""
    count = [0]

    def hook(event: str, _: object) -> None:
        if event in STEPS:
            count[0] += 1
            if count[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return count


def put_until_killed(number: int, folder: Path, steps: Connection) -> None:
    """Put the tables, killed at the step; tell how many steps it took."""
    shorter = {name: pq.read_table(schema.SHIPPED / f"{name}.parquet") for name in NAMES}
    shorter = {name: table.slice(0, table.num_rows - 1).replace_schema_metadata() for name, table in shorter.items()}
    count = at_step(number)
    put(folder, shorter)
    steps.send(count[0])


def in_a_child(number: int, folder: Path) -> int:
    """Put the tables in a process that is killed at the step; how many steps it took, 0 where it was killed.

    The process is a copy of one that has loaded the libraries and has no threads: a copy of this one, whose Arrow has
    read tables with several, may wait for ever for one that was not copied.
    """
    reads, writes = CLEAN.Pipe(duplex=False)
    child = CLEAN.Process(target=put_until_killed, args=(number, folder, writes))
    child.start()
    writes.close()
    child.join(LONG_S)
    if child.is_alive():
        child.kill()
        raise TimeoutError(f"step {number} has not ended after {LONG_S} s")
    if child.exitcode not in (0, -signal.SIGKILL):
        raise ChildProcessError(f"step {number} ended with {child.exitcode}")
    return int(reads.recv()) if child.exitcode == 0 else 0


def state(folder: Path, rows: dict[str, int]) -> str:
    """What readers find once the next command has begun."""
    with lock.locked(folder, wait_s=0):
        pass
    left = [p.name for p in folder.iterdir() if p.name.startswith(".refresh")]
    torn = integrity.differing(list(NAMES))
    if left or torn:
        return f"left {left}, torn {torn}"
    now = {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in NAMES}
    if now == rows:
        return "old"
    return "new" if now == {name: count - 1 for name, count in rows.items()} else f"mixed {now}"


def fresh(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in (*(f"{n}.parquet" for n in (*NAMES, "sources")), "datapackage.json"):
        shutil.copy2(schema.SHIPPED / name, folder)
    shutil.copytree(schema.SHIPPED / "schemas", folder / "schemas")
    tables.forget()
    tables.forget_catalogue()


def main(seed: int, points: int) -> None:
    folder = schema.DATA
    rows = {name: pq.read_metadata(schema.SHIPPED / f"{name}.parquet").num_rows for name in NAMES}
    fresh(folder)
    steps = in_a_child(0, folder)
    draw, count = random.Random(seed), min(points, steps)
    ends = [number * steps // count for number in range(count + 1)]
    for number in [draw.randint(first + 1, last) for first, last in pairwise(ends)]:  # one of each stretch of the way
        fresh(folder)
        in_a_child(number, folder)
        journal = (folder / tables.JOURNAL).exists()
        print(json.dumps({"step": number, "of": steps, "journal": journal, "state": state(folder, rows)}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
