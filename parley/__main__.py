"""The command line, ``parley`` or ``python -m parley``: ``run``, ``law``, ``solve``, ``build`` and others."""

import argparse
import functools
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from parley import terms
from parley.calibration.product_market import CalibrationError
from parley.commands import arguments
from parley.commands.arguments import SettingError
from parley.ingest.files import IngestError
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.scenario import ScenarioError
from parley.recipes import RawMissingError
from parley.refresh import arguments as refresh_arguments
from parley.refresh.arguments import NotRenewedError
from parley.results.law.answer import LawError
from parley.results.many import arguments as many_arguments
from parley.results.many.arguments import ManyError
from parley.tables import schema
from parley.tables.catalogue import read_catalogue
from parley.tables.files import NotWrittenError, written_aside
from parley.tables.integrity import changed_tables
from parley.tables.lock import WAIT_S, BuildHeldError, finish_replacement, locked
from parley.tables.parameters import ParameterError, parameters
from parley.tables.place import IS_CLONE, ROOT, VERSION
from parley.tables.read import FIRST_DAY, TableError, last_day
from parley.tables.schema import SchemaError, TableInvalidError, load_schema, table_names

Add = Callable[..., argparse.ArgumentParser]
REFUSED = (
    SettingError,
    ParameterError,
    SchemaError,
    TableError,
    TableInvalidError,
    RawMissingError,
    NotWrittenError,
    BuildHeldError,
    ScenarioError,
    CalibrationError,
    ModelInputError,
    NotConvergedError,
    LawError,
    ManyError,
    IngestError,
)
STOPPED = 130  # the status of what the keyboard stopped
WITHOUT_TABLES = ("run", "refresh", "ingest")  # the app says what is missing, a refresh fills an empty folder
DOCS = ROOT / "docs"
VALIDATION, GENERATED = DOCS / "validation.md", DOCS / "generated"
NEEDS_BUILD = (
    'This command needs what building needs: pip install ".[build]" in the folder of the project, '
    "or the file of the wheel with [build] behind its name"
)
NEEDS_MCP = (
    'This command needs the package mcp: pip install ".[mcp]" in the folder of the project, or the file of the wheel '
    "with [mcp] behind its name"
)
NEEDS_CLONE = "This command writes the documents of the project's folder, which is not installed; run it in that folder"


def main(command_line: list[str] | None = None) -> int:
    """Run one command: 0 when it succeeded, 1 when a check failed, 2 when it was called wrongly or lacks a package.

    Commands with more to say have a status of their own; ``docs/generated/commands.md`` lists them.
    """
    parser, _ = _parsers()
    try:
        options = parser.parse_args(command_line)
        schema.require_named(may_be_empty=options.command in WITHOUT_TABLES)
        finish_replacement()
        status = _run(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read the output has gone, as ``| head`` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to write goes nowhere
        return 1
    except KeyboardInterrupt:
        print("parley: stopped from the keyboard; every file is whole, as before or new", file=sys.stderr)
        return STOPPED
    except NotRenewedError as error:
        print(f"parley: {error}", file=sys.stderr)
        return 2
    except REFUSED as error:
        print(f"parley: {schema.with_folder(str(error))}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"parley: {error}. {NEEDS_BUILD}", file=sys.stderr)
        return 2


class _Version(argparse.Action):
    """Prints both versions and ends; that of the program also where the tables cannot be read."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print(f"parley {VERSION}")
        print(f"tables {read_catalogue()['version']}")
        parser.exit()


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The parser of the command line, and by name those of its commands."""
    parser = argparse.ArgumentParser(
        prog="parley", description="Run the app, build and check its tables, ask the law and the models."
    )
    parser.add_argument(
        "--version", action=_Version, nargs=0, help="print the versions of the program and of its tables"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    every: dict[str, argparse.ArgumentParser] = {}

    def add(name: str, help: str) -> argparse.ArgumentParser:
        every[name] = commands.add_parser(name, help=help, description=f"{help[:1].upper()}{help[1:]}.")
        return every[name]

    served = add("run", help="start the app and print its address")
    served.add_argument(
        "--port", type=arguments.port, default=8501, metavar="N", help="port it listens on (default: %(default)s)"
    )
    served.add_argument(
        "--address", default="localhost", metavar="HOST", help="address it listens on (default: %(default)s)"
    )
    _commands_on_tables(add)
    _commands_on_models(add)
    return parser, every


def _commands_on_tables(add: Add) -> None:
    build = add("build", help="build tables from the raw data and the typed facts")
    build.add_argument("tables", nargs="*", metavar="TABLE", help="tables to build (default: all)")
    build.add_argument("--raw", type=arguments.folder, required=True, metavar="DIR", help="folder with the raw data")
    build.add_argument(
        "--wait",
        type=arguments.seconds(0),
        default=WAIT_S,
        metavar="S",
        help="seconds to wait for another build (default: %(default)g)",
    )
    check = add("check", help="check the shipped tables: rules, checksums and published figures")
    check.add_argument("tables", nargs="*", metavar="TABLE", help="tables to check (default: all)")
    exported = add(
        "export", help="write the pages of the latest day into a folder: HTML and CSV, to be read without a server"
    )
    exported.add_argument("folder", type=arguments.folder, metavar="DIR", help="folder to write, new or empty")
    exported.add_argument(
        "--live",
        type=arguments.web_address,
        metavar="URL",
        help="address of a running app, for links to it",
    )
    add("docs", help="write docs/generated/ from schemas, glossary, commands and imports")
    law = add("law", help="say what duty US law sets on a product from an origin on a day")
    law.add_argument("code", metavar="CODE", help="code of 6, 8 or 10 digits, with or without dots")
    law.add_argument(
        "--from", dest="origin", default="CHN", metavar="ISO3", help="origin, as VNM or EU27 (default: %(default)s)"
    )
    law.add_argument(
        "--on", type=arguments.day, metavar="DATE", help="day from 2018-01-01 to 2027-12-31 (default: today)"
    )
    law.add_argument(
        "--value", type=arguments.amount, metavar="USD", help="value of a shipment, to work out a duty by quantity"
    )
    law.add_argument(
        "--quantity", type=arguments.amount, metavar="N", help="its quantity, in the unit of the ordinary duty"
    )
    law.add_argument("--json", action="store_true", help="print the answer as JSON")
    shipment = add("landed", help="work out what a shipment owes in dollars, by origin, or a CSV with one in each row")
    shipment.add_argument("code", metavar="CODE|FILE.csv", help="code of 6, 8 or 10 digits, or a list of shipments")
    shipment.add_argument(
        "--from",
        dest="origins",
        type=arguments.listed,
        default=["CHN"],
        metavar="ISO3,ISO3",
        help="origins, as CHN,VNM,MEX (default: CHN); of a list, where a row names none",
    )
    shipment.add_argument("--value", type=arguments.amount, metavar="USD", help="customs value of the shipment")
    shipment.add_argument(
        "--quantity", type=arguments.amount, metavar="N", help="its quantity, in the unit of the ordinary duty"
    )
    shipment.add_argument("--by", default="sea", metavar="WAY", help="sea, air or land (default: %(default)s)")
    shipment.add_argument(
        "--on", type=arguments.day, metavar="DATE", help="day of entry, 2018-01-01 to 2027-12-31 (default: today)"
    )
    shipment.add_argument("--json", action="store_true", help="print the answers as JSON")
    shipment.add_argument(
        "--out", type=Path, metavar="FILE", help="of a list: file to write, gone on with where a run stopped"
    )
    sought = add("find", help="find goods, economies, laws, minerals, pages, terms and sources")
    sought.add_argument("words", nargs="+", metavar="WORD", help="words, or the digits of a product")
    sought.add_argument("--on", type=arguments.day, metavar="DATE", help="as known on this day (default: today)")
    sought.add_argument("--all", action="store_true", help="all results, not the first few of each kind")
    sought.add_argument("--json", action="store_true", help="print the candidates as JSON")
    add("mcp", help="answer agents over standard input and output (Model Context Protocol)")
    add("index", help="rebuild the index of the search from the tables")
    renewed = add(
        "refresh", help="fetch new figures from the official sources, check them, and replace the tables or refuse"
    )
    refresh_arguments.add_to(renewed)
    ingest = add("ingest", help="turn large files of trade into a folder of Parquet that Explore can ask")
    kinds = "census: US imports of months or years; baci: world trade"
    ingest.add_argument("kind", choices=("census", "baci"), help=kinds)
    names = "census: IMDByymm.ZIP, or one .parquet per year; baci: BACI_HSnn_Vyyyymm.zip or .csv"
    ingest.add_argument("files", nargs="+", type=Path, metavar="FILE", help=names)
    ingest.add_argument(
        "--to",
        type=arguments.folder,
        required=True,
        metavar="DIR",
        help="folder to write to, new or one with earlier files",
    )


def _commands_on_models(add: Add) -> None:
    solve = add("solve", help="solve a scenario with a model")
    solve.add_argument(
        "scenario", metavar="FILE|PRESET", help="scenario: a .toml or .json file, or the name of a regime"
    )
    solve.add_argument(
        "--model",
        default="product",
        metavar="MODEL",
        help="product, world, sectors, critical_input or all (default: %(default)s)",
    )
    solve.add_argument(
        "--draws", type=int, default=0, metavar="N", help="draws of the parameters for the ranges (default: none)"
    )
    solve.add_argument(
        "--out", type=arguments.folder, metavar="DIR", help="folder for every table as CSV and for solution.json"
    )
    solve.add_argument("--json", action="store_true", help="print the whole solution as JSON")
    many = add("solve-many", help="solve thousands of scenarios into a folder, or go on where a run stopped")
    many_arguments.add_to(many)
    borne = add("household", help="estimate what a scenario costs households, by category and by income")
    borne.add_argument(
        "scenario", metavar="FILE|PRESET", help="scenario: a .toml or .json file, or the name of a regime"
    )
    add("content", help="estimate the Chinese content of US industries and of other countries' sales")
    add("backtest", help="compare the product model with what customs recorded")
    add("short-run", help="fit the short-run model to published effects and print fit, houses and rows")
    validate = add("validate", help="compare the models with published results")
    validate.add_argument(
        "--raw", type=arguments.folder, metavar="DIR", help="folder with the raw data, for inputs that do not ship"
    )
    validate.add_argument("--write", action="store_true", help="write docs/validation.md too")


def _run(options: argparse.Namespace) -> int:
    if not IS_CLONE and (options.command == "docs" or getattr(options, "write", False)):
        print(f"parley: {NEEDS_CLONE}.", file=sys.stderr)
        return 2
    if options.command in ("build", "check"):
        for name in options.tables:
            load_schema(name)
        names = options.tables or table_names()
    runs: dict[str, Callable[[], int]] = {
        "run": lambda: run_app(options),
        "build": lambda: run_build(names, options.raw, options.wait),
        "check": lambda: run_check(names, with_parameters=not options.tables),
        "law": lambda: run_law(options),
        "landed": lambda: run_landed(options),
        "find": lambda: run_find(options),
        "index": run_index,
        "mcp": run_mcp,
        "solve": lambda: _model_commands().run_solve(options),
        "solve-many": lambda: _model_commands().run_solve_many(options),
        "validate": lambda: run_validate(options.raw, options.write),
        "backtest": lambda: _model_commands().run_backtest(),
        "short-run": lambda: _model_commands().run_short_run(),
        "content": lambda: _model_commands().run_content(),
        "household": lambda: _model_commands().run_household(options.scenario),
        "export": lambda: run_export(options),
        "docs": run_docs,
        "refresh": lambda: run_refresh(options),
        "ingest": lambda: run_ingest(options),
    }
    return runs[options.command]()


def run_app(options: argparse.Namespace) -> int:
    """Start the app; only what keeps it from starting comes back. Raises NotServedError."""
    from parley.commands.run import run_app

    return run_app(options.address, options.port)


def run_build(names: list[str], raw: Path, wait_s: float = WAIT_S) -> int:
    """Build the tables in order, with a progress bar, then print rows, dates covered, changed or not."""
    from tqdm import tqdm

    from parley.search import index
    from parley.tables.build import build_tables

    if not raw.is_dir():
        raise RawMissingError(
            f"the raw folder {raw} does not exist; give the folder that holds the raw data with --raw DIR"
        )
    bar = functools.partial(tqdm, unit="table", disable=None)
    reports, faults = build_tables(names, raw, wait_s, lambda words: print(f"parley: {words}", file=sys.stderr), bar)
    for r in reports:
        print(f"{r.table:32} {r.rows:>9,} rows  {'changed' if r.changed else 'unchanged':9}  {r.covers}")
    if index.MADE_FROM & {r.table for r in reports if r.changed}:
        run_index(wait_s)
    for fault in faults:
        print(f"refused  {fault}", file=sys.stderr)
    return 1 if faults else 0


def run_index(wait_s: float = WAIT_S) -> int:
    """Write the index of the search anew from the tables where its content changed. Raises BuildHeldError."""
    from parley.search import shipped

    with locked(schema.DATA, wait_s, lambda words: print(f"parley: {words}", file=sys.stderr)):
        is_changed = shipped.renew()
    print(f"{shipped.NAME:32} {shipped.path().stat().st_size:>9,} bytes {'changed' if is_changed else 'unchanged'}")
    return 0


def run_find(options: argparse.Namespace) -> int:
    """Print the candidates for words, each with its page, as text or as JSON; 1 when there is none.

    1 too on a day that our tables do not cover.
    """
    from parley.search.find import find, find_all

    last = last_day()
    if options.on is not None and not FIRST_DAY <= options.on <= last:
        problem = f"--on {options.on} is outside {FIRST_DAY} to {last}, the days our tables cover"
        print(f"parley: {problem}.", file=sys.stderr)
        return 1
    hits = (find_all if options.all else find)(" ".join(options.words), options.on)
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


def run_check(names: list[str], with_parameters: bool = False) -> int:
    """Check the shipped tables and their checksums, and print each published figure beside what the table gives.

    ``with_parameters``: list the numbers of the models that are assumptions, not read in a source.
    """
    from parley.tables.build import PublishedFigureError, check_table

    faults = changed_tables(names)
    for name in names:
        try:
            figures = [] if name in faults else check_table(name)
        except (TableInvalidError, PublishedFigureError, TableError) as error:
            faults[name] = str(error)
        if name in faults:
            print(f"{name:32} FAILED  {schema.with_folder(faults[name])}")
            continue
        print(f"{name:32} ok, {len(figures)} published figures reproduced")
        for figure, value in figures:
            print(f"    {figure.what}: published {figure.expected:g}, table {value:.6g} ({figure.source})")
    if with_parameters:
        assumed = [entry for entry in parameters().values() if entry.status == "assumption"]
        print(f"\n{len(assumed)} numbers of the models are assumptions:")
        for entry in assumed:
            print(f"    {entry.name}: {entry.value:g} ({entry.low:g} to {entry.high:g} {entry.unit}), {entry.title}")
    return 1 if faults else 0


def run_refresh(options: argparse.Namespace) -> int:
    """Refresh the tables; 0 all done, 1 some refused, 3 nothing done."""
    from parley.refresh.command import run

    return run(options, _said)


def run_ingest(options: argparse.Namespace) -> int:
    """Take files up into a folder; 0 when all of them are in it, 130 when stopped from the keyboard."""
    from parley.ingest.command import run

    return run(options)


def _said(on: date) -> Mapping[str, str]:
    """What the app says; loaded where tables changed alone, as it is slow to load."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that it does not run
    from parley.app.said import said

    return said(on)


def run_mcp() -> int:
    """Answer agents until they close the input; 2 where the extra is not installed."""
    try:
        from parley.agents import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        print(f"parley: {NEEDS_MCP}.", file=sys.stderr)
        return 2
    return server.run()


def run_export(options: argparse.Namespace) -> int:
    """Write the pages into a folder. Raises SettingError where it is not empty, NotWrittenError."""
    from parley.commands import export

    return export.run(options.folder, options.live or "")


def run_law(options: argparse.Namespace) -> int:
    """Print what a product owes under US law, as text or as JSON. Raises LawError."""
    from parley.results.law.lines import law
    from parley.results.law.tables import tables
    from parley.results.law.words import as_text

    answer = law(options.code, options.origin, options.on, options.value, options.quantity)
    if options.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        print(as_text(answer, tables().names[answer.origin]))
    return 0


def run_landed(options: argparse.Namespace) -> int:
    """Print what a shipment owes by origin, or work out a list; 3 where rows have faults. Raises LandedError."""
    from parley.commands import landed

    return landed.run(options)


def _model_commands() -> ModuleType:
    """Loaded for its commands alone: it loads the models."""
    from parley.commands import solve as commands

    return commands


def run_validate(raw: Path | None, write: bool) -> int:
    """Print every printed case beside ours, and write the document where asked; 1 when one is off by too much."""
    from parley.results.validation.validation_report import case_table, document

    if raw is not None and not raw.is_dir():
        raise RawMissingError(f"the raw folder {raw} does not exist")
    table = case_table(raw)
    print(table.to_string(index=False))
    if write:
        with written_aside(VALIDATION) as aside:
            aside.write_text(document(table), encoding="utf-8")
    return int((table["agrees"] == "**no**").any())


def run_docs() -> int:
    """Write what is made from schemas, glossary and code: ``docs/generated/``. Raises GlossaryError."""
    from parley.commands import documents
    from parley.tables import glossary
    from parley.tables.document import document

    _, every = _parsers()
    texts = {
        "tables": document(),
        "glossary": glossary.document(),
        "commands": documents.commands(every),
        "imports": documents.picture(),
    }
    for name, text in texts.items():
        with written_aside(GENERATED / f"{name}.md") as aside:
            aside.write_text(text, encoding="utf-8")
        print(f"docs/generated/{name}.md: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
