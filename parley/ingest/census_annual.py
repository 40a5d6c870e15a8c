"""US imports of a year by ten-digit line and country, as tables of the Census Bureau's interface saved as Parquet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from parley.ingest.files import IngestError, Numbers, chapter_of, crc_of, refuse_twice
from parley.ingest.form import Advance, Source, in_order

ROWS = 200_000  # at once
NAME = re.compile(r".*?((?:19|20)\d\d)\.parquet", re.IGNORECASE)
EDITION = "annual totals"
MONEY = {  # the name in the file: ours
    "consumption_value_usd": "value_usd",
    "dutiable_value_usd": "dutiable_value_usd",
    "calculated_duty_usd": "duty_usd",
    "general_value_usd": "general_value_usd",
}
ASKED = ("cty_code", "hts10", *MONEY)


def sources(paths: Sequence[Path], iso3: Mapping[str, str]) -> list[Source]:
    """The years of the files, in order; ``iso3``: ISO code by the Census Bureau's. Raises IngestError."""
    return in_order(_source(path, iso3) for path in paths)


def _source(path: Path, iso3: Mapping[str, str]) -> Source:
    named = NAME.fullmatch(path.name)
    if named is None:
        raise IngestError(str(path), "its name does not end in a year, such as us_imports_hts10_country_2024.parquet.")
    if not path.is_file():
        raise IngestError(str(path), "it is not there.")

    def read(advance: Advance) -> Iterator[pa.Table]:
        try:
            yield from rows_of(path, iso3, advance)
        except (pa.ArrowException, OSError) as error:
            raise IngestError(str(path), f"it cannot be read ({error}). Fetch it again.") from error

    return Source(named[1], int(named[1]), EDITION, crc_of(path), path.stat().st_size, read)


def rows_of(path: Path, iso3: Mapping[str, str], advance: Advance) -> Iterator[pa.Table]:
    """The rows in parts; a code without a country keeps it, as C8220. Raises IngestError naming file and row."""
    with pq.ParquetFile(path) as file:
        lacking = [name for name in ASKED if name not in file.schema_arrow.names]
        if lacking:
            raise IngestError(str(path), f"it has no column {lacking[0]}. Save the year with {', '.join(ASKED)}.")
        first, size, keys = 1, path.stat().st_size, list[Numbers]()
        for batch in file.iter_batches(ROWS, columns=list(ASKED)):
            yield _rows(batch, path, first, iso3)
            line, code = (pc.cast(batch[name].cast(pa.string()), pa.int64()) for name in ("hts10", "cty_code"))
            keys.append(line.to_numpy() * 10_000 + code.to_numpy())
            first += len(batch)
            advance(size * len(batch) // file.metadata.num_rows)
    refuse_twice(keys, str(path), "the same line and country", first=1)


def _rows(batch: pa.RecordBatch, path: Path, first: int, iso3: Mapping[str, str]) -> pa.Table:
    line, code = (batch[name].cast(pa.string()) for name in ("hts10", "cty_code"))
    tests = [
        ("hts10", pc.match_substring_regex(line, r"^\d{10}$"), line),
        ("cty_code", pc.match_substring_regex(code, r"^\d{4}$"), code),
        *((name, pc.greater_equal(batch[name], 0), batch[name]) for name in MONEY),
    ]
    for name, fits, cells in tests:
        bad = pc.index(pc.fill_null(fits, False), False).as_py()
        if bad >= 0:
            raise IngestError(str(path), f"{name} cannot be {cells[bad].as_py()!r}.", first + bad)
    return pa.table(
        {
            "hts10": line,
            "exporter_iso3": pa.array([iso3.get(one, f"C{one}") for one in code.to_pylist()]),
            **{ours: batch[theirs].cast(pa.int64()) for theirs, ours in MONEY.items()},
            "chapter": chapter_of(line),
        }
    )
