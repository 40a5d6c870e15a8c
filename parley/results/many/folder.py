"""The folder of many scenarios' answers: what is solved, the scenarios, and the answers in parts.

| file | holds |
|---|---|
| run.json | model, table, number of scenarios, and checksums of the scenarios, the tables and the parameters |
| scenarios.parquet | a row a scenario: scenario (its number from 0), name, title, as_of, json |
| answers/part-000000.parquet ... | the rows of the answers, scenario and fault beside them |
| answers/.part-000000.sha256 ... | the checksum of each part under its name |

Every file is written aside and renamed, so whoever reads finds it whole.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from threadpoolctl import threadpool_limits

from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers import sectors, world
from parley.results.answers.solution import SOLVERS, Model, solve
from parley.results.many.arguments import ManyError
from parley.results.scenario.files import to_json
from parley.tables import parameters, schema
from parley.tables.files import writing, written_aside
from parley.tables.integrity import checksum
from parley.tables.read import compiled_on

# One part of many scenarios: their answers as one Arrow table, scenario by scenario.
#
# A scenario without an answer has one row, whose ``fault`` says why; nothing else stands in that row. Nothing here
# writes a file, so a part can be solved in any process, on any machine that has Parley and the same tables.

# What every model is asked for where nobody names a table.
FIRST_TABLE: Mapping[Model, str] = {
    "product": "summary",
    "world": "by_economy",
    "sectors": "by_economy",
    "critical_input": "by_stage",
    "all": "reconciled",
}
NUMBER, FAULT = "scenario", "fault"
# The answer alone, without what is told beside it: no path over time, no studies.
POINTS: Mapping[str, Callable[[Scenario], object]] = {"world": world.point, "sectors": sectors.point}


def table_of(scenario: Scenario, model: Model, table: str) -> pd.DataFrame:
    """One table of a model's answer, no more of it solved than the table needs.

    Raises as ``solve`` does, and ScenarioError where the answer has no such table.
    """
    if model in POINTS:
        rows = getattr(POINTS[model](scenario), table, None)
        if isinstance(rows, pd.DataFrame):
            return rows
    tables = solve(scenario, model).tables
    if table not in tables:
        raise ScenarioError(f"The model {model} answers this scenario without a table {table!r}: {', '.join(tables)}.")
    return tables[table]


def form(model: str, table: str | None) -> tuple[Model, str, pa.Schema]:
    """The model and table asked for, and the columns of every part. Raises ScenarioError for an unknown name."""
    model_name = next((name for name in SOLVERS if name == model), None)
    if model_name is None:
        raise ScenarioError(f"The model {model!r} is not known; use {', '.join(SOLVERS)}.")
    name = FIRST_TABLE[model_name] if table is None else table
    limit = ExportChange("CHN", "all", Goods("stage", "magnet"), limit_pct=50)
    sample = Scenario(compiled_on(), exports=[limit] if model_name == "critical_input" else [])
    columns = _plain(pa.Table.from_pandas(table_of(sample, model_name, name).head(0), preserve_index=False)).schema
    return model_name, name, pa.schema([(NUMBER, pa.int64()), *columns, (FAULT, pa.string())])


def solve_part(model: Model, table: str, columns: pa.Schema, first: int, scenarios: Sequence[Scenario]) -> pa.Table:
    """The answers to ``scenarios``, whose numbers begin with ``first``, in ``columns``.

    On one thread, as other parts are solved beside it. Raises TableError when a table is missing or broken: that is no
    scenario's fault.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        if (model, table) == ("world", "by_economy"):
            parts = _worlds(first, scenarios)
        else:
            parts = [_part(number, s, model, table) for number, s in enumerate(scenarios, first)]
    rows = pa.concat_tables([_in(columns, part) for part in parts]).combine_chunks()
    return rows.take(np.argsort(rows.column(NUMBER).to_numpy(), kind="stable"))


def _part(number: int, scenario: Scenario, model: Model, table: str) -> pa.Table:
    try:
        rows = _plain(pa.Table.from_pandas(table_of(scenario, model, table), preserve_index=False))
    except world.WITHOUT_ANSWER as error:
        return _fault(number, error)
    return rows.append_column(NUMBER, pa.array(np.full(len(rows), number)))


def _worlds(first: int, scenarios: Sequence[Scenario]) -> list[pa.Table]:
    """``by_economy`` of every scenario, from arrays: a frame of pandas each would take as long as the model."""
    parts, answered = [], []
    for number, point in enumerate(world.points(scenarios), first):
        if isinstance(point, world.WorldPoint):
            answered.append((number, point))
        else:
            parts.append(_fault(number, point))
    if answered:
        orders = [world.by_size(point.before) for _, point in answered]
        outcomes = [world.outcomes(point.before, point.after) for _, point in answered]
        columns = {
            NUMBER: np.repeat([number for number, _ in answered], [len(order) for order in orders]),
            "economy": [
                point.before.economy.names[n] for (_, point), o in zip(answered, orders, strict=True) for n in o
            ],
        }
        for name in outcomes[0]:
            columns[name] = np.concatenate([values[name][o] for values, o in zip(outcomes, orders, strict=True)])
        parts.append(pa.table(columns))
    return parts


def _fault(number: int, error: Exception) -> pa.Table:
    return pa.table({NUMBER: pa.array([number]), FAULT: pa.array([str(error)])})


def _in(columns: pa.Schema, part: pa.Table) -> pa.Table:
    """The part with these columns in their order; a column it lacks is empty. Raises ValueError for one too many."""
    odd = set(part.column_names) - set(columns.names)
    if odd:
        raise ValueError(f"the answer has the column {min(odd)}, which the first answer lacks")
    empty = {field.name: pa.nulls(len(part), field.type) for field in columns}
    by_name = {name: part.column(name) for name in part.column_names}
    return pa.table({**empty, **by_name}).select(columns.names).cast(columns)


def _plain(table: pa.Table) -> pa.Table:
    """Texts as texts: categories differ from part to part."""
    fields = [
        pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) or pa.types.is_large_string(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields)).replace_schema_metadata()


RUN, SCENARIOS, ANSWERS, LOCK = "run.json", "scenarios.parquet", "answers", ".solving.lock"
FORM = 1
ASIDE = re.compile(r"\.[a-z0-9_]{8}")  # a folder of ``written_aside``
PART_NAME = re.compile(r"part-\d{6,}\.parquet")


@dataclass(frozen=True)
class Plan:
    """What is solved: a folder goes on with the same plan and with no other. The last three are checksums."""

    form: int
    model: str
    table: str
    part: int
    count: int
    scenarios: str
    tables: str
    parameters: str


TOLD = {
    "form": "another version of Parley",
    "model": "another model",
    "table": "another table",
    "part": "parts of another size",
    "count": "another number of scenarios",
    "scenarios": "other scenarios",
    "tables": "other tables of data",
    "parameters": "other parameters or regimes",
}


def scenario_rows(scenarios: Sequence[Scenario], names: Sequence[str] | None) -> pa.Table:
    """A row a scenario. Raises ScenarioError where the names are not as many as the scenarios."""
    named = [""] * len(scenarios) if names is None else [str(name) for name in names]
    if len(named) != len(scenarios):
        raise ScenarioError(f"There are {len(scenarios):,} scenarios and {len(named):,} names; give a name to each.")
    return pa.table(
        {
            NUMBER: pa.array(range(len(scenarios)), pa.int64()),
            "name": pa.array(named, pa.string()),
            "title": pa.array([s.title for s in scenarios], pa.string()),
            "as_of": pa.array([s.as_of for s in scenarios], pa.date32()),
            "json": pa.array([to_json(s) for s in scenarios], pa.string()),
        }
    )


def plan_of(model: str, table: str, part: int, rows: pa.Table) -> Plan:
    """The plan of a run on the tables and parameters of now."""
    digest = sha256()
    for name in ("name", "json"):
        digest.update(json.dumps(rows.column(name).to_pylist()).encode())
    numbers = b"".join(
        path.read_bytes() for path in (parameters.PARAMETERS, *sorted(parameters.PRESETS.glob("*.toml")))
    )
    tables = checksum(schema.CATALOGUE.read_bytes())
    return Plan(FORM, model, table, part, len(rows), f"sha256:{digest.hexdigest()}", tables, checksum(numbers))


@dataclass(frozen=True)
class ManyFolder:
    """The files of one run below ``path``."""

    path: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out; the lock ends with the process. Raises ManyError, NotWrittenError."""
        with writing(self.path / LOCK):
            self._parts.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / LOCK)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                raise ManyError(f"Another run writes into {self.path}. Wait for it or name another folder.") from None
        try:
            yield
        finally:
            lock.release()

    def begin(self, plan: Plan, rows: pa.Table) -> None:
        """Write down what is solved, or go on with it. Raises ManyError where the folder holds something else."""
        standing = self._plan()
        wanted = asdict(plan)
        other = [what for name, what in TOLD.items() if standing is not None and standing.get(name) != wanted[name]]
        if other:
            raise ManyError(f"{self.path} holds the answers of {other[0]}. Name another folder, or delete this one.")
        there = [each for each in self._parts.iterdir() if each.is_dir() or not each.name.startswith(".")]
        left = [each for each in there if each.is_dir() and ASIDE.fullmatch(each.name)]
        parts = [each for each in there if each.is_file() and PART_NAME.fullmatch(each.name)]
        foreign = there if standing is None else sorted(set(there) - {*left, *parts})
        if foreign:
            raise ManyError(f"{foreign[0]} is no part of this run. Move it away or name another folder.")
        for unfinished in left:  # of a killed process
            shutil.rmtree(unfinished)
        if not (self.path / SCENARIOS).is_file():
            with written_aside(self.path / SCENARIOS) as aside:
                pq.write_table(rows, aside)
        if standing is None:
            with written_aside(self.path / RUN) as aside:
                aside.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")

    def has(self, part: int) -> bool:
        """Whether a file of a part is there, whole or not."""
        return self._file(part).is_file()

    def is_whole(self, part: int, columns: pa.Schema) -> bool:
        """Whether the file of a part is the one that was written under its name, in these columns: a disk may lose
        bytes of it, and whoever copies a folder may swap two.
        """
        return _is_whole(self._file(part)) and bool(pq.read_schema(self._file(part)).equals(columns))

    def write(self, part: int, rows: pa.Table) -> None:
        """Write a part whole, its checksum before it. Raises NotWrittenError."""
        file = self._file(part)
        with written_aside(file) as aside, written_aside(_sum_of(file)) as beside:
            pq.write_table(rows, aside)
            beside.write_text(_sum(file.name, aside.read_bytes()), encoding="ascii")

    def answers(self) -> pd.DataFrame:
        """All rows written so far, in the order of the scenarios. Raises ManyError naming a part that is not whole."""
        for file in sorted(self._parts.glob("part-*.parquet")):
            if not _is_whole(file):
                raise ManyError(f"{file} is damaged: its checksum differs. Run the same scenarios again to mend it.")
        rows: pd.DataFrame = pq.read_table(self._parts).to_pandas()
        return rows

    def scenarios(self) -> pd.DataFrame:
        """A row a scenario."""
        rows: pd.DataFrame = pq.read_table(self.path / SCENARIOS).to_pandas()
        return rows

    def count_without_answer(self) -> int:
        """How many scenarios have a fault in place of an answer."""
        faults = pq.read_table(self._parts, columns=[FAULT]).column(FAULT)
        return len(faults) - int(pc.sum(pc.is_null(faults)).as_py() or 0)

    @property
    def _parts(self) -> Path:
        return self.path / ANSWERS

    def _file(self, part: int) -> Path:
        return self._parts / f"part-{part:06d}.parquet"

    def _plan(self) -> dict[str, Any] | None:
        try:
            plan: Any = json.loads((self.path / RUN).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (ValueError, OSError) as error:
            raise ManyError(f"{self.path / RUN} is damaged ({error}). Name another folder.") from error
        if not isinstance(plan, dict):
            raise ManyError(f"{self.path / RUN} is damaged (it holds no plan). Name another folder.")
        return plan


def _sum_of(file: Path) -> Path:
    """Where the checksum of a part lies; readers of the whole folder pass files with a point before their name."""
    return file.with_name(f".{file.stem}.sha256")


def _sum(name: str, content: bytes) -> str:
    return checksum(name.encode() + content)


def _is_whole(file: Path) -> bool:
    try:
        return _sum_of(file).read_text(encoding="ascii", errors="replace") == _sum(file.name, file.read_bytes())
    except FileNotFoundError:
        return False
