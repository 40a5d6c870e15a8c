"""Spark on a cluster: the same questions over the same files, which every worker must reach under the same path."""

import itertools
import shutil
import socket
import uuid
from collections.abc import Iterator, Sequence
from os import environ
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from parley.explore.datasets import Dataset
from parley.explore.limits import EngineError, Stop, watched

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BATCH = 50_000  # rows
SCHEME, DEFAULT_PORT, CONNECT_S = "spark", 7077, 5.0
TYPES = {"string": "STRING", "int16": "SMALLINT", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE"}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.scheduler.mode": "FAIR",  # one long answer does not hold up the next
}
NEEDS_PYSPARK = "Spark needs the package pyspark: pip install -r requirements-cluster.txt."
NEEDS_JAVA = "Spark needs Java 17 or 21 here too: sudo apt-get install --yes default-jre-headless, or set JAVA_HOME."


class Spark:
    """One session of the cluster for all who ask; further settings come from Spark's own files (SPARK_CONF_DIR)."""

    dialect = "pyspark"

    def __init__(self, master: str, datasets: Sequence[Dataset]):
        """Connect to ``master`` (spark://host:port). Raises EngineError, with what to install where it lacks."""
        self._session = _session(master)
        for dataset in datasets:
            columns = ", ".join(f"`{f.name}` {TYPES[str(f.type)]}" for f in dataset.columns)
            read = self._session.read.schema(columns)
            if dataset.partitions:
                read = read.option("basePath", str(dataset.files[0].parents[len(dataset.partitions)]))
            read.parquet(*map(str, dataset.files)).createOrReplaceTempView(dataset.name)

    def batches(self, sql: str, schema: pa.Schema, stop: Stop) -> Iterator[pa.RecordBatch]:
        """The rows of a query in this schema, a part at a time. Raises EngineError, TooLongError, CancelledError."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        group, context = uuid.uuid4().hex, self._session.sparkContext
        context.setJobGroup(group, "parley explore", interruptOnCancel=True)
        try:
            rows = self._session.sql(sql)
            for part in watched(lambda: _parts(rows.toLocalIterator()), stop, lambda: context.cancelJobGroup(group)):
                columns = [pa.array(cells, f.type) for cells, f in zip(zip(*part, strict=True), schema, strict=True)]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)
        except (PySparkException, Py4JError, OSError, EOFError) as error:
            stop.refuse_ended()
            raise EngineError(f"Spark did not answer: {_first(error)}") from error

    def close(self) -> None:
        """End the session; its executors are free again."""
        self._session.stop()


def _first(error: Exception) -> str:
    return f"{error}".strip().partition("\n")[0]


def _parts(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while part := list(itertools.islice(rows, BATCH)):
        yield part


def _refuse_unreachable(master: str) -> None:
    """Raise EngineError where nothing listens at spark://host:port,host:port; Spark itself tries for a minute."""
    faults = []
    for place in master.removeprefix(f"{SCHEME}://").split(","):
        parts = urlsplit(f"{SCHEME}://{place}")
        try:
            with socket.create_connection((parts.hostname or "", parts.port or DEFAULT_PORT), CONNECT_S):
                return
        except (OSError, ValueError) as error:
            faults.append(f"{error}")
    raise EngineError(f"Spark at {master} cannot be reached: {faults[0]}. Check PARLEY_ENGINE and start the master.")


def _session(master: str) -> "SparkSession":
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise EngineError(NEEDS_PYSPARK) from None
    if not environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise EngineError(NEEDS_JAVA)
    _refuse_unreachable(master)
    builder = SparkSession.builder.master(master).appName("parley explore")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise EngineError(f"Spark at {master} cannot be reached: {_first(error)}") from error
