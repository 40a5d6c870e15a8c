"""All rows of a question as a file in parts: its address, and the parts as they are read."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal
from urllib.parse import urlencode

import pyarrow as pa

from parley.app.explore import data
from parley.app.kit import controls, downloads
from parley.explore import Question, QuestionError, Stop
from parley.tables.read import compiled_on

Form = Literal["csv", "parquet"]
FORMS: dict[Form, str] = {"csv": "CSV", "parquet": "Parquet"}
NAME = "explore_rows"
SOURCE, OWN_SOURCE = "source_id", "source"  # the record in the register; of data without one, who made them
LIMIT_S = 600  # of work, the time a slow line takes apart


@dataclass(frozen=True)
class File:
    """A file to send: its name, its parts and the rows these are made of; ``stop`` ends the work on them."""

    name: str
    parts: Generator[bytes]
    rows: Generator[pa.RecordBatch]
    stop: Stop

    def close(self) -> None:
        """Let go of what the file is read from, whether all of it was taken or not."""
        self.stop.cancel()
        self.parts.close()
        self.rows.close()  # where no part was taken, closing the parts leaves them open from Python 3.13 on


def path(form: Form) -> str:
    """Where a server gives all rows of questions."""
    return f"/{NAME}.{form}"


def query(question: Question, as_of: date) -> str:
    """What is asked there for a question on a day."""
    return urlencode({**question.as_parameters(), controls.AS_OF: as_of.isoformat()})


def file_of(parameters: Mapping[str, str], form: Form) -> File:
    """The file of an address: what ``query`` gives, by name.

    Raises QuestionError for what is no question or no day, and as ``Engine.rows`` does; while the parts are read too.
    """
    fields = {name: text for name, text in parameters.items() if name != controls.AS_OF}
    question, as_of = Question.of(fields), _day(parameters.get(controls.AS_OF, ""))
    stop = Stop(LIMIT_S)
    batches = data.engine().rows(question, data.bound(as_of), stop)
    first = next(batches, None) if data.is_out(question.data, as_of) else None
    if first is None:
        raise QuestionError("where", "no such trade was out by this day.")
    dataset = data.engine().dataset(question.data)
    source = (SOURCE, dataset.source) if dataset.source else (OWN_SOURCE, dataset.producer)
    about = {"title": dataset.title, "as_of": as_of.isoformat(), "source": source[1]}
    parts = downloads.streamed(form, _schema(first, source[0]), _with_source(chain([first], batches), *source), about)
    return File(downloads.file_name(NAME, as_of, form), parts, batches, stop)


def _day(text: str) -> date:
    """The as-of date of an address: the latest where it names none. Raises QuestionError."""
    day = controls.day_of(text) if text else compiled_on()
    if day is None:
        raise QuestionError(controls.AS_OF, f"{text!r} is no day these tables cover; write it as 2025-06-09.")
    return day


def _schema(batch: pa.RecordBatch, column: str) -> pa.Schema:
    schema: pa.Schema = batch.schema.append(pa.field(column, pa.string()))
    return schema


def _with_source(batches: Iterable[pa.RecordBatch], column: str, source: str) -> Iterator[pa.RecordBatch]:
    """Each row with its source."""
    for batch in batches:
        columns = [*batch.columns, pa.repeat(source, batch.num_rows)]
        yield pa.RecordBatch.from_arrays(columns, schema=_schema(batch, column))
