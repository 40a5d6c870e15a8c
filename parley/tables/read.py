"""Reading the curated tables, whole or as they were known on a date."""

import functools
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from parley.tables import schema
from parley.tables.catalogue import CatalogueError, read_catalogue, stamp, version
from parley.tables.integrity import changed_tables
from parley.tables.schema import DATA, AsOf, SchemaError, load_schema

_held: dict[str, pd.DataFrame] = {}
_instead: dict[str, pd.DataFrame] = {}
_compared: dict[str, tuple[object, str]] = {}  # file and catalogue of a table as last compared, and what is wrong
LOG = logging.getLogger("parley")
FIRST_DAY = date(2017, 1, 1)  # the earliest date the app can be set to; ``compiled_on`` is the latest
JOURNAL = ".refresh.journal"  # beside the tables while several are being replaced


class TableError(Exception):
    """A curated table cannot be read; the message is a sentence a visitor may see."""


class TableMissingError(TableError):
    """The Parquet file is not there."""


class TableDamagedError(TableError):
    """The Parquet file is there and cannot be read, lacks columns of its schema or is not the catalogue's."""


def read_table(
    name: str,
    as_of: date | str | None = None,
    where: Mapping[str, object] | None = None,
    columns: Sequence[str] = (),
) -> pd.DataFrame:
    """One curated table; with ``as_of``, only what was known on that date.

    ``where`` keeps the rows whose columns hold the value or one of the values given, ``columns`` these columns alone.
    Such a part is read from the file each time and not held, so a large table need not be in memory whole.

    Two rules: a row is visible when its known date (schema ``asOf.known``, first one filled) is not after ``as_of``;
    an end date is visible only once it had been announced (or had passed, where no announcement is recorded).
    Dates are datetime64; percent stays percent. Raises TableMissingError, TableDamagedError or SchemaError, and
    SchemaError too for a column the table does not have and for an ``as_of`` that is neither a day nor text such as
    2026-05-01.
    """
    on = None if as_of is None else _day(as_of)
    rules = load_schema(name).as_of
    if where or columns:
        _refuse_unknown(name, [*(where or ()), *columns])
        needed = dict.fromkeys([*columns, *(where or ()), *_as_of_columns(rules)]) if columns else ()
        frame = _read(name, {column: _values(wanted) for column, wanted in (where or {}).items()}, list(needed))
    else:
        frame = _load(name)
    if on is not None and rules is not None:
        frame = _known_on(frame, rules, on)
    return frame[list(columns)] if columns else frame


def _values(value: object) -> Sequence[object]:
    """The values of a filter: a text or another single value is one, not its letters."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes) else [value]


def _day(as_of: object) -> pd.Timestamp:
    try:
        return pd.Timestamp(date.fromisoformat(as_of if isinstance(as_of, str) else str(as_of)[:10]))
    except ValueError:
        raise SchemaError(f"as_of: {as_of!r} is not a date; write it as 2026-05-01") from None


def _refuse_unknown(name: str, columns: Sequence[str]) -> None:
    unknown = [c for c in columns if c not in load_schema(name).columns]
    if unknown:
        raise SchemaError(f"table {name} has no column {unknown[0]!r}")


def _as_of_columns(rules: AsOf | None) -> list[str]:
    """The columns of the table itself that the as-of rules read."""
    if rules is None:
        return []
    columns = rules.edition_key if rules.edition_of else rules.known
    ends = [c for c in (rules.end, rules.end_announced, rules.hindsight_on) if c]
    return [*columns, *ends, *rules.hindsight]


def _load(name: str) -> pd.DataFrame:
    cached = None if _compared.get(name, (None, ""))[1] else _held.get(name)
    if cached is None:  # another thread may let go of it at any moment (``forget``)
        cached = _held[name] = _read(name)
    return cached


def _read(name: str, where: Mapping[str, Sequence[object]] | None = None, columns: Sequence[str] = ()) -> pd.DataFrame:
    if name in _instead:
        part = _instead[name]
        for column, values in (where or {}).items():
            part = part[part[column].isin(list(values))]
        return part[list(columns) or load_schema(name).columns]
    require_whole(name)
    path = DATA / f"{name}.parquet"
    spec = load_schema(name)
    try:
        table = _rows(path, where or {}, columns)
    except FileNotFoundError:
        raise TableMissingError(_absent(name)) from None
    except (pa.ArrowException, OSError) as error:
        raise TableDamagedError(_damaged(name, error)) from error
    wanted = list(columns) or spec.columns
    missing = [c for c in wanted if c not in table.column_names]
    if missing:
        raise TableDamagedError(f"The table {name} lacks the column {missing[0]}. Rebuild it from its recipe.")
    try:
        frame: pd.DataFrame = table.select(wanted).to_pandas(date_as_object=False)
    except (pa.ArrowException, ValueError) as error:  # bytes that are no text, a day outside the calendar
        raise TableDamagedError(_damaged(name, error)) from error
    return frame


@contextmanager
def read_instead(frames: Mapping[str, pd.DataFrame]) -> Iterator[None]:
    """Inside, reading one of these tables gives its frame: tables that are checked against others not yet in place.

    For one command in a process of its own; no server uses it.
    """
    _instead.update(frames)
    forget(*frames)
    try:
        yield
    finally:
        _instead.clear()
        forget(*frames)


def require(name: str) -> None:
    """Raise TableMissingError where the file of a table is not there; nothing of it is read."""
    if not (DATA / f"{name}.parquet").is_file():
        raise TableMissingError(_absent(name))


def require_whole(name: str) -> None:
    """Raise as ``require`` does, and TableDamagedError where the file is not the catalogue's.

    Its checksum is compared where the file or the catalogue has another size, time or place than when it last was.
    """
    require(name)
    if fault := _changed(name):
        raise TableDamagedError(fault)


def _changed(name: str) -> str:
    """A sentence where the file of a table is not the one in the catalogue; empty, too, where there is no catalogue."""
    now = _seen(name)
    before, fault = _compared.get(name, (None, ""))
    if before != now:
        try:
            fault = changed_tables([name]).get(name, "")
        except CatalogueError:  # every page says so
            fault = ""
        _compared[name] = now, fault
    return fault


def _seen(name: str) -> object:
    return stamp(DATA / f"{name}.parquet"), version()


def _absent(name: str) -> str:
    return f"The table {name} cannot be read: data/{name}.parquet is missing. Build it or restore it."


def _damaged(name: str, error: Exception) -> str:
    return f"The table {name} cannot be read: data/{name}.parquet is damaged ({error}). Restore it."


def refuse(faults: Mapping[str, str]) -> None:
    """Reading one of these tables raises TableDamagedError with its sentence until its file or the catalogue is new."""
    _compared.update({name: (_seen(name), fault) for name, fault in faults.items()})
    for name in faults:
        forget(name)


def _rows(path: Path, where: Mapping[str, Sequence[object]], columns: Sequence[str]) -> pa.Table:
    """The rows and columns wanted of a file, part after part. ``pq.read_table`` does it with 7 MB of code more."""
    read = [*dict.fromkeys([*columns, *where])] if columns else None
    with pq.ParquetFile(path) as file:
        parts = range(file.num_row_groups) if where else ()
        matching = [_matching(file.read_row_group(part, read), where) for part in parts]
        return pa.concat_tables(matching) if matching else file.read(read)


def _matching(table: pa.Table, where: Mapping[str, Sequence[object]]) -> pa.Table:
    for column, values in where.items():
        wanted = pa.array(list(values), from_pandas=True).cast(table.schema.field(column).type)
        table = table.filter(pc.is_in(table[column], value_set=wanted))
    return table


def forget(*names: str) -> None:
    """Drop tables held in memory, all if none is named: after a file was replaced, or when no one will ask again."""
    for name in names or tuple(_held):
        _held.pop(name, None)


def _known_on(frame: pd.DataFrame, rules: AsOf, on: pd.Timestamp) -> pd.DataFrame:
    visible = frame[known_date(frame, rules) <= on]
    if rules.hindsight_on is not None:
        visible = _shown_where(visible, rules.hindsight, visible[rules.hindsight_on] <= on)
    if rules.end is None:
        return visible
    announced = visible[rules.end]
    if rules.end_announced is None:
        return _shown_where(visible, (rules.end,), announced <= on)
    announced = visible[rules.end_announced].fillna(announced)
    return _shown_where(visible, (rules.end, rules.end_announced), announced <= on)


def _shown_where(frame: pd.DataFrame, columns: tuple[str, ...], is_known: pd.Series) -> pd.DataFrame:
    """The frame with these columns empty in the rows where they were not known."""
    return frame.assign(**{column: frame[column].where(is_known) for column in columns})


def known_date(frame: pd.DataFrame, rules: AsOf) -> pd.Series:
    """The date each row became known; from the editions table where the rows carry none."""
    if rules.edition_of is not None:
        key = list(rules.edition_key)
        editions = _load(rules.edition_of)[[*key, *rules.known]]
        joined = frame[key].merge(editions, on=key, how="left", validate="many_to_one")
        dates = joined.set_index(frame.index)
    else:
        dates = frame
    dated = dates[rules.known[0]]
    for column in rules.known[1:]:
        dated = dated.fillna(dates[column])
    return dated


def known_days(name: str) -> pd.Series:
    """The days on which rows of a table became known; none where it has no rule for that."""
    rules = load_schema(name).as_of
    if rules is None:
        return pd.Series(dtype="datetime64[ms]")
    return known_date(read_table(name, columns=_as_of_columns(rules)), rules).drop_duplicates()


def change_days(name: str) -> pd.Series:
    """The days from which on a table shows more or other than the day before, sorted; none without an as-of rule."""
    rules = load_schema(name).as_of
    if rules is None:
        return pd.Series(dtype="datetime64[ms]")
    frame = read_table(name, columns=list(dict.fromkeys(_as_of_columns(rules))))
    columns = [known_date(frame, rules)]
    if rules.hindsight_on is not None:
        columns.append(frame[rules.hindsight_on])
    if rules.end is not None:
        ends = frame[rules.end]
        columns.append(ends if rules.end_announced is None else frame[rules.end_announced].fillna(ends))
    days: pd.Series = pd.concat(columns)
    return days.dropna().drop_duplicates().sort_values()


def replaced_since() -> int:
    """When a replacement began that goes on, or ended with its process, in nanoseconds; 0 where there is none."""
    try:
        return (schema.DATA / JOURNAL).stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return 0


@functools.cache
def catalogue() -> dict[str, Any]:
    """``read_catalogue``, read once. Raises CatalogueError."""
    return read_catalogue()


def forget_catalogue() -> None:
    """Have it read anew where it is asked for next."""
    catalogue.cache_clear()
    _last_known.cache_clear()


def catalogue_fault() -> str:
    """What is wrong with the catalogue, as a sentence; empty when nothing is."""
    try:
        catalogue()
    except CatalogueError as fault:
        return str(fault)
    return ""


def compiled_on() -> date:
    """The newest day the compiled tables know of: the one the app opens with.

    The newest ``knownUntil`` of the catalogue, never after the day it was made; where no entry has one, that day. Where
    there is no catalogue, the last day on which a source was read, with a warning in the log. Raises TableError when
    the register of sources cannot be read either.
    """
    try:
        return _last_known()
    except CatalogueError as fault:
        return _last_read(str(fault))


def last_day() -> date:
    """The last day that may be chosen: today, for law set in advance applies by then; never before ``compiled_on``."""
    return max(compiled_on(), date.today())


@functools.cache
def _last_known() -> date:
    days = [date.fromisoformat(r["knownUntil"]) for r in catalogue()["resources"] if "knownUntil" in r]
    return min([max(days), made_on()]) if days else made_on()


def made_on() -> date:
    """The day the catalogue was made, as citations give it. Raises TableError as ``compiled_on`` does."""
    try:
        return datetime.fromisoformat(catalogue()["created"]).date()
    except CatalogueError as fault:
        return _last_read(str(fault))


@functools.cache
def _last_read(fault: str) -> date:
    day: date = _load("sources")["accessed_on"].max().date()
    LOG.warning("%s Until then the latest day is %s, when a source was last read.", fault, day)
    return day


def source_records(source_ids: list[str]) -> pd.DataFrame:
    """The rows of ``sources`` for these ids, in their order. Raises TableDamagedError on an unknown id."""
    register = _load("sources").set_index("source_id")
    unknown = [s for s in source_ids if s not in register.index]
    if unknown:
        raise TableDamagedError(f"The source {unknown[0]} has no record in the sources table.")
    return register.loc[source_ids].reset_index()
