"""A list of one's own codes, a CSV with a shipment in each row, worked out in pieces that a later run goes on from.

Columns: ``code`` and ``value_usd``; ``origin``, ``quantity``, ``by`` and ``on`` where they differ from the defaults. A
row that cannot be worked out comes back with its ``fault``, which names the field; the others are not held up by it.
"""

import csv
import io
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from parley.results.law import landed_words
from parley.results.law.answer import LandedError
from parley.results.law.landed import landed
from parley.results.law.landed_answer import LandedAnswer

NEEDED, OPTIONAL = ("code", "value_usd"), ("origin", "quantity", "by", "on")
ECHOED = ("row", "code", "origin", "value_usd", "quantity", "by", "on")
ANSWERED = (
    "line",
    "rate_pct",
    "duty_low_usd",
    "duty_usd",
    "duty_high_usd",
    "fees_usd",
    "total_usd",
    "orders",
    "next_change_on",
    "next_change",
    "fault",
)
COLUMNS = (*ECHOED, *ANSWERED)
PIECE = 200  # rows written at once
MOST_BYTES = 200_000_000
MANY_ORDERS = 20
Cells = Mapping[str, str]


class Shared(NamedTuple):
    """What a row has that leaves a cell empty."""

    origin: str
    by: str
    on: date


def rows_of(text: str) -> list[Cells]:
    """The rows of a CSV by column, each cell stripped. Raises LandedError for a header or a row that cannot be read."""
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [[cell.strip() for cell in line] for line in reader]
    except csv.Error as error:
        raise LandedError("file", f"line {reader.line_num} cannot be read ({error}).") from None
    names = [name.lower() for name in (lines[0] if lines else [])]
    if missing := [name for name in NEEDED if name not in names]:
        raise LandedError("file", f"the first line names no column {' and no '.join(missing)}.")
    if unknown := [name for name in names if name not in (*NEEDED, *OPTIONAL)]:
        raise LandedError("file", f"column {unknown[0]!r} is none of {', '.join((*NEEDED, *OPTIONAL))}.")
    filled = [line for line in lines[1:] if any(line)]
    if not filled:
        raise LandedError("file", "there is no row below the header.")
    return [dict(itertools.zip_longest(names, line[: len(names)], fillvalue="")) for line in filled]


def read(source: Path) -> list[Cells]:
    """``rows_of`` a file. Raises LandedError."""
    try:
        if source.stat().st_size > MOST_BYTES:
            raise LandedError("file", f"{source.name} has more than {MOST_BYTES // 1_000_000} MB; split it.")
        return rows_of(source.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise LandedError("file", f"{source.name} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise LandedError("file", f"{source.name} is not text in UTF-8 (byte {error.start + 1:,}).") from None


def answered(number: int, cells: Cells, shared: Shared) -> dict[str, str]:
    """A row with its answer, or its fault, as text. ``number``: of the row, the header being row 1."""
    echo = echoed(number, cells, shared)
    try:
        (answer,) = landed(
            echo["code"],
            echo["origin"],
            _number("value_usd", echo["value_usd"]),
            _number("quantity", echo["quantity"]),
            echo["by"],
            echo["on"],
        )
    except LandedError as error:
        return dict.fromkeys(COLUMNS, "") | echo | {"fault": _fault(error, echo["code"])}
    return echo | _columns(answer) | {"fault": ""}


def echoed(number: int, cells: Cells, shared: Shared) -> dict[str, str]:
    """What a row asks, with the defaults in its empty cells."""
    typed = {name: cells.get(name, "") for name in ECHOED[1:]}
    usual = {"origin": shared.origin, "by": shared.by, "on": shared.on.isoformat()}
    return {"row": f"{number}"} | typed | {name: typed[name] or value for name, value in usual.items()}


def _fault(error: LandedError, code: str) -> str:
    dropped = error.field == "code" and code.isdigit() and len(code) % 2 == 1
    return f"{error} A spreadsheet may have dropped its first zero." if dropped else str(error)


def _number(field: str, text: str) -> float | None:
    plain = text.replace("$", "").replace(",", "").replace(" ", "")
    try:
        return float(plain) if plain else None
    except ValueError:
        raise LandedError(field, f"{text!r} is not a number.") from None


def _columns(answer: LandedAnswer) -> dict[str, str]:
    low, central, high = map(_money, answer.duty_usd)
    change, rate = answer.next_change, answer.rate_pct.central
    cases = None if answer.orders is None else [order.case_number for order in answer.orders[:MANY_ORDERS]]
    return {
        "line": answer.line,
        "rate_pct": "" if rate is None else f"{rate:.4f}".rstrip("0").rstrip("."),
        "duty_low_usd": low,
        "duty_usd": central,
        "duty_high_usd": high,
        "fees_usd": _money(answer.fees_usd),
        "total_usd": _money(answer.total_usd),
        "orders": "not held" if cases is None else " ".join(cases),
        "next_change_on": change.on.isoformat() if change else "",
        "next_change": landed_words.changes(change) if change else "",
    }


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


class Done(NamedTuple):
    """How many rows a file has, and how many of them have a fault."""

    rows: int
    faults: int


def write(source: Path, out: Path, shared: Shared) -> Iterator[Done]:
    """Work out every row of ``source`` into ``out``, in pieces; a file begun before is gone on with.

    Yields what is done after each piece, first what was done before. Raises LandedError for a source that cannot be
    read, and for an ``out`` that is of another list or other defaults.
    """
    rows = read(source)
    before = _begun(out, rows, shared)
    faults = sum(1 for row in before if row["fault"])
    yield Done(len(before), faults)
    for first in range(len(before), len(rows), PIECE):
        worked_out = [
            answered(number, cells, shared) for number, cells in enumerate(rows[first : first + PIECE], first + 2)
        ]
        with out.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, COLUMNS, lineterminator="\n").writerows(worked_out)
            file.flush()
            os.fsync(file.fileno())
        faults += sum(1 for row in worked_out if row["fault"])
        yield Done(first + len(worked_out), faults)


def _begun(out: Path, rows: Sequence[Cells], shared: Shared) -> list[dict[str, str]]:
    """The whole rows that a run before wrote; what it left half written is cut off. A new file gets its header."""
    head = f"{','.join(COLUMNS)}\n"
    text = out.read_text(encoding="utf-8") if out.exists() else ""
    if text and not text.startswith(head):
        raise LandedError("out", f"{out.name} is no list that this command wrote; give another name.")
    whole = text[: text.rfind("\n") + 1] or head
    before = list(csv.DictReader(io.StringIO(whole, newline="")))
    questions = (echoed(place, cells, shared) for place, cells in enumerate(rows, 2))
    for row, echo in zip(before, questions, strict=False):
        if any(row[name] != echo[name] for name in ECHOED):
            raise LandedError("out", f"row {row['row']} of {out.name} is of another list or day; give another name.")
    if len(before) > len(rows):
        raise LandedError("out", f"{out.name} has more rows than the list; give another name.")
    if whole != text:
        out.write_text(whole, encoding="utf-8", newline="")
    return before
