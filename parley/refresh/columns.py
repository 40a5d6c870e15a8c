"""Columns that an answer has and the last one of its address had not: no fault, but a person should know of them."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from parley.sources.client import Answer
from parley.sources.evidence import Evidence, Exchange

LARGEST = 8_000_000  # bytes; larger bodies are not read a second time for this
ROWS = ("data", "results")  # under which services put their rows


def added(evidence: Evidence, before: Mapping[str, Exchange], answers: Sequence[Answer]) -> list[str]:
    """A sentence for each answer with a new column. ``before``: the newest exchange of each address before this run."""
    notes = []
    for answer in answers:
        exchange = before.get(answer.url)
        old = evidence.body(exchange) if exchange is not None and exchange.sha256 != answer.sha256 else None
        if old is None:
            continue
        had = _before(old)
        new = [name for name in columns_of(answer.body) if name not in had]
        if had and new:
            notes.append(f"New columns at {answer.url.partition('?')[0]}: {', '.join(new)}.")
    return list(dict.fromkeys(notes))


def _before(body: bytes) -> list[str]:
    """The columns of a body that is kept; none of one that was refused as it cannot be read."""
    try:
        return columns_of(body)
    except (ValueError, zipfile.BadZipFile):
        return []


def columns_of(body: bytes) -> list[str]:
    """The names of the columns of a workbook, of rows in JSON, or of a CSV; none of a body that is none of them."""
    if len(body) > LARGEST:
        return []
    if body.startswith(b"PK"):
        return _of_workbook(body) if "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist() else []
    text = body.decode("utf-8-sig", "replace").lstrip()
    if text.startswith(("[", "{")):
        return _of_json(json.loads(text))
    if text.startswith("<") or not text:
        return []
    return next(csv.reader(io.StringIO(text[: text.index("\n")] if "\n" in text else text)), [])


def _of_workbook(body: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    first = next(iter(book.worksheets[0].iter_rows(max_row=1, values_only=True)), ())
    return [str(name) for name in first if name is not None]


def _of_json(body: Any) -> list[str]:
    """Of a list of rows with its head first, of a list of records, or of either in an envelope."""
    if isinstance(body, dict):
        return next((_of_json(body[name]) for name in ROWS if isinstance(body.get(name), list)), [])
    if not isinstance(body, list) or not body:
        return []
    if all(isinstance(cell, str) for cell in body[0]) and isinstance(body[0], list):
        return list(dict.fromkeys(body[0]))
    records = body[-1] if isinstance(body[-1], list) else body
    return list(records[0]) if records and isinstance(records[0], dict) else []
