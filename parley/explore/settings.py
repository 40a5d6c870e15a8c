"""Which engine answers, where its rows lie, and how much of the machine an answer may take."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from parley.explore.errors import EngineError

SPILL_GB = 8  # beside an ingested folder, whose answers may be larger than memory


@dataclass(frozen=True)
class Settings:
    """``engine``: duckdb, or the address of a Spark, ClickHouse or Trino; ``bulk``: an ingested folder.

    ``seconds``: the longest an answer may work, ``stream_seconds`` all rows; ``memory_mb``, ``threads`` and
    ``spill_gb``: what DuckDB may take, the last on disk for what does not fit in memory.
    """

    engine: str = "duckdb"
    bulk: Path | None = None
    seconds: float = 20
    stream_seconds: float = 600
    memory_mb: int = 256
    threads: int = 2
    spill_gb: int = 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """``PARLEY_ENGINE`` and ``PARLEY_BULK``. Raises EngineError."""
        told = os.environ if environment is None else environment
        bulk = told.get("PARLEY_BULK", "").strip()
        folder = Path(bulk).expanduser().absolute() if bulk else None
        if folder is not None and not folder.is_dir():
            raise EngineError(
                f"PARLEY_BULK: {folder} is no folder. Make it with parley ingest, or leave the setting out."
            )
        return cls(told.get("PARLEY_ENGINE", "").strip() or "duckdb", folder, spill_gb=SPILL_GB if folder else 0)
