"""One part of many scenarios: their answers as one Arrow table, scenario by scenario.

A scenario without an answer has one row, whose ``fault`` says why; nothing else stands in that row. Nothing here writes
a file, so a part can be solved in any process, on any machine that has Parley and the same tables.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
from threadpoolctl import threadpool_limits

from parley.models.policy_parts import ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results import sectors, world
from parley.results.solution import SOLVERS, Model, solve
from parley.tables import compiled_on

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
        found = getattr(POINTS[model](scenario), table, None)
        if isinstance(found, pd.DataFrame):
            return found
    tables = solve(scenario, model).tables
    if table not in tables:
        raise ScenarioError(f"The model {model} answers this scenario without a table {table!r}: {', '.join(tables)}.")
    return tables[table]


def form(model: str, table: str | None) -> tuple[Model, str, pa.Schema]:
    """The model and table asked for, and the columns of every part. Raises ScenarioError for an unknown name."""
    known = next((name for name in SOLVERS if name == model), None)
    if known is None:
        raise ScenarioError(f"The model {model!r} is not known; use {', '.join(SOLVERS)}.")
    name = FIRST_TABLE[known] if table is None else table
    limit = ExportChange("CHN", "all", Goods("stage", "magnet"), limit_pct=50)
    sample = Scenario(compiled_on(), exports=[limit] if known == "critical_input" else [])
    columns = _plain(pa.Table.from_pandas(table_of(sample, known, name).head(0), preserve_index=False)).schema
    return known, name, pa.schema([(NUMBER, pa.int64()), *columns, (FAULT, pa.string())])


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
    for number, found in enumerate(world.points(scenarios), first):
        if isinstance(found, world.WorldPoint):
            answered.append((number, found))
        else:
            parts.append(_fault(number, found))
    if answered:
        orders = [world.by_size(found.before) for _, found in answered]
        outcomes = [world.outcomes(found.before, found.after) for _, found in answered]
        columns = {
            NUMBER: np.repeat([number for number, _ in answered], [len(order) for order in orders]),
            "economy": [
                found.before.economy.names[n] for (_, found), o in zip(answered, orders, strict=True) for n in o
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
    given = {name: part.column(name) for name in part.column_names}
    return pa.table({**empty, **given}).select(columns.names).cast(columns)


def _plain(table: pa.Table) -> pa.Table:
    """Texts as texts: categories differ from part to part."""
    fields = [
        pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) or pa.types.is_large_string(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields)).replace_schema_metadata()
