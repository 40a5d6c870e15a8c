"""Which engine answers, where its rows lie, and how much of the machine an answer may take."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from parley.explore.errors import EngineError

SECONDS = 20
SPILL_GB = 8  # beside an ingested folder, whose answers may be larger than memory


@dataclass(frozen=True)
class Settings:
    """``engine``: duckdb, or the address of a Spark; ``bulk``: an ingested folder.

    ``seconds``: the longest an answer may work, ``stream_seconds`` all rows; ``memory_mb``, ``threads`` and
    ``spill_gb``: what DuckDB may take, the last on disk for what does not fit in memory.
    """

    engine: str = "duckdb"
    bulk: Path | None = None
    seconds: float = SECONDS
    stream_seconds: float = 600
    memory_mb: int = 256
    threads: int = 2
    spill_gb: int = 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """``PARLEY_ENGINE``, ``PARLEY_BULK`` and ``PARLEY_SECONDS``. Raises EngineError naming what is wrong."""
        told = os.environ if environment is None else environment
        named = {name: told.get(f"PARLEY_{name}", "").strip() for name in ("ENGINE", "BULK", "SECONDS")}
        folder = Path(named["BULK"]).expanduser().absolute() if named["BULK"] else None
        if folder is not None and not folder.is_dir():
            raise EngineError(
                f"PARLEY_BULK: {folder} is no folder. Make it with parley ingest, or leave the setting out."
            )
        if not re.fullmatch("([1-9][0-9]{0,3})?", named["SECONDS"]):
            raise EngineError(f"PARLEY_SECONDS: {named['SECONDS']!r} is no whole number from 1 to 9999.")
        spill = SPILL_GB if folder else 0
        return cls(named["ENGINE"] or "duckdb", folder, float(named["SECONDS"] or SECONDS), spill_gb=spill)
