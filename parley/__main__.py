"""The command line: ``python -m parley build`` and ``python -m parley check``."""

import argparse
import sys
from pathlib import Path

from parley.recipes import RawMissingError
from parley.schema import SchemaError, TableInvalidError, load_schema, table_names
from parley.tables import TableError

NEEDS_DEV = "This command needs the packages of requirements-dev.txt: pip install -r requirements-dev.txt"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it succeeded, 1 when a check failed, 2 when it was called wrongly."""
    parser = argparse.ArgumentParser(prog="python -m parley", description="Build and check the curated tables.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build tables from raw folders and typed facts")
    build.add_argument("tables", nargs="*", metavar="TABLE", help="tables to build (default: all)")
    build.add_argument("--raw", type=Path, required=True, metavar="DIR", help="folder with the raw data")
    check = commands.add_parser("check", help="validate the shipped tables and the figures they must reproduce")
    check.add_argument("tables", nargs="*", metavar="TABLE", help="tables to check (default: all)")
    options = parser.parse_args(arguments)
    try:
        for name in options.tables:
            load_schema(name)
        names = options.tables or table_names()
        return run_build(names, options.raw) if options.command == "build" else run_check(names)
    except (SchemaError, TableError, TableInvalidError, RawMissingError) as error:
        print(f"parley: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"parley: {error}. {NEEDS_DEV}", file=sys.stderr)
        return 2


def run_build(names: list[str], raw: Path) -> int:
    """Build the tables in order, with a progress bar, then print rows, dates covered, changed or not."""
    from tqdm import tqdm

    from parley.build import PublishedFigureError, build_order, build_table

    if not raw.is_dir():
        raise RawMissingError(
            f"the raw folder {raw} does not exist; give the folder that holds the raw data with --raw DIR"
        )
    reports, faults = [], []
    for name in tqdm(build_order(names), unit="table", disable=None):
        try:
            reports.append(build_table(name, raw))
        except (TableInvalidError, PublishedFigureError, RawMissingError) as error:
            faults.append(f"{name}: {error}")
    for r in reports:
        print(f"{r.table:32} {r.rows:>9,} rows  {'changed' if r.changed else 'unchanged':9}  {r.covers}")
    for fault in faults:
        print(f"refused  {fault}", file=sys.stderr)
    return 1 if faults else 0


def run_check(names: list[str]) -> int:
    """Check the shipped tables and print each published figure beside what the table gives."""
    from parley.build import PublishedFigureError, check_table

    faults = 0
    for name in names:
        try:
            figures = check_table(name)
        except (TableInvalidError, PublishedFigureError, TableError) as error:
            faults += 1
            print(f"{name:32} FAILED  {error}")
            continue
        print(f"{name:32} ok, {len(figures)} published figures reproduced")
        for figure, value in figures:
            print(f"    {figure.what}: published {figure.expected:g}, table {value:.6g} ({figure.source})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
