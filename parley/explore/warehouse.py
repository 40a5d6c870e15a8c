"""ClickHouse and Trino: the same questions over tables named as the datasets. Compiled by tests, not run here."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from parley.explore.errors import EngineError
from parley.explore.stops import Stop, watched

if TYPE_CHECKING:
    from ibis.backends.sql import SQLBackend

NEEDS = "{name} needs its package: pip install -r requirements-cluster.txt."


class Warehouse:
    """A server that holds the tables; each question has a connection of its own, which its end closes."""

    def __init__(self, address: str):
        """``address``: clickhouse://user:password@host:port/database or trino://user@host:port/catalog/schema."""
        self.dialect = address.partition("://")[0]
        self._address, self._faults = address, _faults(self.dialect)
        self.tables: frozenset[str] = frozenset()
        self._connected().disconnect()

    def batches(self, sql: str, schema: pa.Schema, stop: Stop) -> Iterator[pa.RecordBatch]:
        """The rows of a query in this schema, as they come. Raises EngineError, TooLongError, CancelledError."""
        import ibis

        connection = self._connected()

        def begin() -> Iterator[pa.RecordBatch]:
            asked = connection.sql(sql, schema=ibis.Schema.from_pyarrow(schema))
            return iter(connection.to_pyarrow_batches(asked))

        try:
            for batch in watched(begin, stop, connection.disconnect):
                yield batch.cast(schema)
        except self._faults as error:
            stop.refuse_ended()
            raise EngineError(f"{self.dialect} did not answer: {type(error).__name__}: {error}") from error
        finally:
            connection.disconnect()

    def close(self) -> None:
        """Nothing is held between questions."""

    def _connected(self) -> "SQLBackend":
        """A connection that answers: some come about without asking the server. Raises EngineError."""
        import ibis

        try:
            connection = ibis.connect(self._address)
            self.tables = frozenset(connection.list_tables())
        except self._faults as error:
            raise EngineError(f"{self.dialect} cannot be reached: {type(error).__name__}.") from error
        return connection


def _faults(dialect: str) -> tuple[type[Exception], ...]:
    """The errors of a server's package. Raises EngineError where the package is not installed."""
    from ibis.common.exceptions import IbisError

    try:
        if dialect == "clickhouse":
            from clickhouse_connect.driver.exceptions import Error as OwnError
        else:
            from trino.exceptions import Error as OwnError
    except ModuleNotFoundError:
        raise EngineError(NEEDS.format(name=dialect)) from None
    return OwnError, IbisError, OSError
