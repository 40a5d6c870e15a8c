"""Answers to questions on trade from whatever engine holds the rows; no text of SQL is taken."""

import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
import pyarrow as pa

from parley.explore import bulk
from parley.explore.datasets import Dataset, shipped
from parley.explore.limits import BusyError, EngineError, Settings, Stop
from parley.explore.question import Question, QuestionError
from parley.tables import read as tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

AT_ONCE = 2  # answers, and as many streams of rows; others wait


class Runner(Protocol):
    """What runs the SQL of one dialect."""

    dialect: str

    def batches(self, sql: str, schema: pa.Schema, stop: Stop) -> Iterator[pa.RecordBatch]:
        """The rows of a query in this schema, as they come. Raises EngineError, TooLongError, CancelledError."""

    def close(self) -> None:
        """Let go of what is held."""


class Engine:
    """The datasets and who answers for them; for several threads at once."""

    def __init__(self, runner: Runner, datasets: Sequence[Dataset], settings: Settings):
        self._runner, self._settings = runner, settings
        self.seconds = settings.seconds  # the longest an answer may work
        self._datasets = {dataset.name: dataset for dataset in datasets}
        self._answers, self._streams = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(AT_ONCE)

    def datasets(self) -> list[Dataset]:
        """What can be asked, the first as an example to open with."""
        return list(self._datasets.values())

    def dataset(self, name: str) -> Dataset:
        """The dataset of this name. Raises QuestionError."""
        if name not in self._datasets:
            raise QuestionError("data", f"{name!r} is none.", tuple(self._datasets))
        return self._datasets[name]

    def answer(self, question: Question, as_of: date | None = None, stop: Stop | None = None) -> pa.Table:
        """The rows shown and one more for the others, as known on the day; ``queries.answer`` lists the columns.

        Raises QuestionError; TableError for a table that is lost or damaged; BusyError, TooLongError after
        ``Settings.seconds``, CancelledError, EngineError.
        """
        from parley.explore import queries

        dataset = self._asked(question)
        with self._turn(self._answers):
            return self._table(queries.answer(dataset.holding(question.dimensions), question, as_of), stop)

    def rows(
        self, question: Question, as_of: date | None = None, stop: Stop | None = None
    ) -> Generator[pa.RecordBatch, None, None]:
        """Every row of the question, part after part: never all in memory at once. Raises as ``answer`` does.

        What can be refused is refused at the call, the rest while reading. Who does not take all of them closes it.
        """
        from parley.explore import queries

        dataset = self._asked(question)
        return self._stream(queries.rows(dataset.holding(question.dimensions), question, as_of), stop)

    def members(self, data: str, dimension: str, as_of: date | None = None, stop: Stop | None = None) -> list[str]:
        """The values a dimension has, in order. Raises as ``answer`` does."""
        from parley.explore import queries

        dataset = self.dataset(data)
        if dimension not in dataset.dimensions:
            raise QuestionError("rows", f"{data} has no {dimension}.", dataset.dimensions)
        _refuse_damaged(dataset)
        smallest = dataset.holding([dimension])
        with self._turn(self._answers):
            values: list[str] = self._table(queries.members(smallest, dimension, as_of), stop)[dimension].to_pylist()
            return [value for value in values if value is not None]

    def sql(self, question: Question, as_of: date | None = None) -> str:
        """What the engine is asked for ``answer``. Raises QuestionError."""
        from parley.explore import queries

        dataset = self._asked(question).holding(question.dimensions)
        return _compiled(queries.answer(dataset, question, as_of), self._runner.dialect)

    def python(self, question: Question, as_of: date | None = None) -> str:
        """Lines of Python that run as they are and give ``answer``. Raises QuestionError."""
        self._asked(question)
        day = "" if as_of is None else f', date.fromisoformat("{as_of}")'
        return "\n".join(
            [
                *(["from datetime import date"] if day else []),
                "from parley.explore import Question, open_engine",
                f"question = {question!r}",
                "with open_engine() as engine:",
                f"    print(engine.answer(question{day}).to_pandas().to_string())",
            ]
        )

    def close(self) -> None:
        """Let go of what the engine holds."""
        self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _asked(self, question: Question) -> Dataset:
        dataset = self.dataset(question.data)
        dataset.refuse(question)
        _refuse_damaged(dataset)
        return dataset

    def _table(self, expression: "Table", stop: Stop | None = None) -> pa.Table:
        schema = expression.schema().to_pyarrow()
        table = pa.Table.from_batches(self._batches(expression, schema, stop), schema)
        # in room of its own: DuckDB's has 1 MB a column for however few rows, and answers are kept
        return table.take(np.arange(len(table)))

    def _stream(self, expression: "Table", stop: Stop | None) -> Generator[pa.RecordBatch, None, None]:
        stop = stop or Stop(self._settings.stream_seconds)
        with self._turn(self._streams):
            yield from self._batches(expression, expression.schema().to_pyarrow(), stop)

    def _batches(self, expression: "Table", schema: pa.Schema, stop: Stop | None) -> Iterator[pa.RecordBatch]:
        sql = _compiled(expression, self._runner.dialect)
        return self._runner.batches(sql, schema, stop or Stop(self._settings.seconds))

    @contextmanager
    def _turn(self, places: threading.BoundedSemaphore) -> Iterator[None]:
        if not places.acquire(timeout=self._settings.seconds):
            raise BusyError("Others are being answered. Try again in a moment.")
        try:
            yield
        finally:
            places.release()


def _refuse_damaged(dataset: Dataset) -> None:
    """Raise TableError where a shipped table is not there or not the catalogue's."""
    if dataset.source:
        tables.require_whole(dataset.name)


def _compiled(expression: "Table", dialect: str) -> str:
    import ibis

    backend = getattr(ibis, dialect)  # loading it sets options that compiling reads
    return str(backend.compile(expression, pretty=True))


def open_engine(settings: Settings | None = None) -> Engine:
    """The engine of the settings, by default of the environment, with its datasets.

    Raises EngineError, SchemaError.
    """
    settings = settings or Settings.from_environment()
    datasets = [*(bulk.datasets(settings.bulk) if settings.bulk else []), *shipped()]
    files = [each for dataset in datasets for each in (dataset, *dataset.sums)]
    scheme = settings.engine.partition("://")[0]
    if scheme == "duckdb":
        from parley.explore.duck import Duck

        return Engine(Duck(files, settings, 2 * AT_ONCE), datasets, settings)
    if scheme == "spark":
        from parley.explore.spark import Spark

        return Engine(Spark(settings.engine, files), datasets, settings)
    raise EngineError(f"PARLEY_ENGINE: {scheme!r} is none. Set duckdb or spark://host:7077.")
