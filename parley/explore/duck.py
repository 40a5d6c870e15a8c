"""DuckDB inside the process, locked: it reads the files of the datasets and reaches nothing else."""

import logging
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from queue import SimpleQueue

import duckdb
import pyarrow as pa

from parley.explore.datasets import Dataset
from parley.explore.limits import EngineError, Settings, Stop, watched

LOG = logging.getLogger("parley")
BATCH = 122_880  # rows
CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",  # a name in a query is never a variable of the program
    "enable_external_file_cache": "false",  # the system keeps files that are read often, once for all replicas
    "preserve_insertion_order": "false",  # every query says its order; so less is held at once
    "allocator_flush_threshold": "1MB",  # what an answer took is given back,
    "allocator_background_threads": "true",  # in a moment without work
}
# Of each cursor, before the lock: how far a question is can be asked, and no bar is drawn on the terminal.
TOLD = {"enable_progress_bar": "true", "enable_progress_bar_print": "false", "progress_bar_time": "0"}


class Duck:
    """One database in memory for all who ask; each question has a cursor of its own while it is answered."""

    dialect = "duckdb"

    def __init__(self, datasets: Sequence[Dataset], settings: Settings, at_once: int):
        """Open the files of ``datasets``; one that cannot be read is told when it is asked. Raises EngineError.

        ``at_once``: how many questions are answered at the same time; one more waits.
        What does not fit in memory is laid in a folder that only this user reads, where the settings allow any.
        """
        self._spill = tempfile.TemporaryDirectory(prefix="parley-explore-") if settings.spill_gb else None
        self._opening = threading.Lock()
        self._database = duckdb.connect(
            ":memory:",
            config={
                **CLOSED,
                "memory_limit": f"{settings.memory_mb}MB",
                "threads": settings.threads,
                "temp_directory": self._spill.name if self._spill else "",
                "max_temp_directory_size": f"{settings.spill_gb}GB",
            },
        )
        try:
            # else it reads all rows twice to put the sum of its group beside each cell
            self._database.execute("SET disabled_optimizers = 'window_self_join'")
            self._views = {d.name: f"CREATE VIEW {_name(d.name)} AS {_scan(d)}" for d in datasets}
            files = [str(file) for dataset in datasets for file in dataset.files]
            self._database.execute(f"SET allowed_paths = {_list(files)}")
            self._database.execute("SET enable_external_access = false")
            self._free: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
            for _ in range(at_once):
                self._free.put(self._cursor())
            self._database.execute("SET lock_configuration = true")
            self._open_views()
        except duckdb.Error as error:
            self.close()
            raise EngineError(f"The data cannot be opened: {error}") from error

    def batches(self, sql: str, schema: pa.Schema, stop: Stop) -> Iterator[pa.RecordBatch]:
        """The rows of a query in this schema, as they come. Raises EngineError, TooLongError, CancelledError."""
        self._open_views()
        with ExitStack() as borrowed:
            cursor = self._free.get()
            borrowed.callback(self._free.put, cursor)

            def begin() -> pa.RecordBatchReader:
                return borrowed.enter_context(cursor.execute(sql).to_arrow_reader(BATCH))

            try:
                if [statement.type for statement in cursor.extract_statements(sql)] != [duckdb.StatementType.SELECT]:
                    raise EngineError("Only one question is answered at a time, and nothing is written.")
                for batch in watched(begin, stop, cursor.interrupt, partial(_share, cursor)):
                    yield batch.cast(schema)
            except duckdb.OutOfMemoryException as error:
                problem = "The answer needs more memory than is allowed. Ask for fewer goods or places."
                raise EngineError(problem) from error
            except (duckdb.Error, pa.ArrowException) as error:
                stop.refuse_ended()
                raise EngineError(f"The data cannot be read: {error}") from error

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._database.cursor()
        for name, value in TOLD.items():
            cursor.execute(f"SET {name} = {value}")
        return cursor

    def _open_views(self) -> None:
        """Make the views that are not there yet: a file may have been lost or damaged, and come back since."""
        with self._opening:
            for name, view in list(self._views.items()):
                try:
                    self._database.execute(view)
                    del self._views[name]
                except duckdb.Error as error:
                    LOG.warning("%s cannot be asked: %s", name, error)

    def close(self) -> None:
        """Let go of the files and of what was laid aside."""
        self._database.close()
        if self._spill is not None:
            self._spill.cleanup()


def _share(cursor: duckdb.DuckDBPyConnection) -> float | None:
    percent = cursor.query_progress()  # in percent; below zero before it is known
    return percent / 100 if percent >= 0 else None


def _scan(dataset: Dataset) -> str:
    types = {"year": "SMALLINT", "chapter": "VARCHAR"}
    columns = ", ".join(f"{_text(name)}: {types[name]}" for name in dataset.partitions)
    hive = f", hive_partitioning = true, hive_types = {{{columns}}}" if columns else ""
    return f"SELECT * FROM read_parquet({_list([str(file) for file in dataset.files])}{hive})"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(value: str) -> str:
    quoted = value.replace("'", "''")
    return f"'{quoted}'"


def _name(value: str) -> str:
    quoted = value.replace('"', '""')
    return f'"{quoted}"'
