"""A question as an Ibis expression over the columns of a dataset: written once, compiled for every engine."""

from datetime import date

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from parley.explore.datasets import Dataset
from parley.explore.question import COLUMNS_SHOWN, PRODUCTS, TIMES, Question

DIGITS = {"chapter": 2, "heading": 4, "hs6": 6, "hts10": 10}
# What is added up for a measure; by the first of it goods and places are put in order.
ADDED = {
    "value": ("value_usd",),
    "duty": ("duty_usd",),
    "rate_collected": ("value_usd", "duty_usd"),
    "quantity": ("quantity", "value_usd", "value_with_quantity_usd"),
}


def answer(dataset: Dataset, question: Question, as_of: date | None = None) -> Table:
    """The rows shown, and what is left added up in one more row and column, whose dimension is empty.

    Columns: the dimensions as text, their places from 0 in ``row`` and ``column``, ``members`` (how many values of the
    row dimension stand in the cell), the outcome and what it is made of. Goods and places stand in the order of what is
    added up first, periods in their own and all of them. A rate is the duty over the value of all that stands in a
    cell, never a mean of rates.
    """
    dimensions = _asked(question)
    shown = {"row": question.top, "column": COLUMNS_SHOWN}
    cells = _cells(dataset, question, as_of)
    for part, dimension in dimensions.items():
        cells = _placed(cells, part, dimension, ADDED[question.measure][0], shown[part])
    cut = [part for part, dimension in dimensions.items() if dimension not in TIMES]
    if cut and not question.others:
        cells = cells.filter([cells[part] < shown[part] for part in cut])
    cells = cells.mutate(member=cells[question.rows])
    cells = cells.mutate(
        **{
            name: ibis.ifelse(cells[part] < shown[part], cells[name], ibis.null("string"))
            for part, name in dimensions.items()
            if part in cut
        }
    )
    sums = {name: cells[name].sum() for name in ADDED[question.measure]}
    summed = cells.group_by([*dimensions.values(), *dimensions]).agg(members=cells["member"].nunique(), **sums)
    return _with_outcome(summed, dataset, question).order_by(list(dimensions))


def rows(dataset: Dataset, question: Question, as_of: date | None = None) -> Table:
    """Every cell of the question, none put together, in the order of the dimensions: the outcome and its parts."""
    cells = _cells(dataset, question, as_of)
    return _with_outcome(cells, dataset, question).order_by(list(_asked(question).values()))


def members(dataset: Dataset, dimension: str, as_of: date | None = None) -> Table:
    """The values of a dimension, in order."""
    table = _read(dataset, as_of)
    values = table.select(**{dimension: _dimension(table, dataset, dimension)}).distinct()
    if dimension in TIMES:
        values = values.select(**{dimension: _text(values[dimension], dimension)})
    return values.order_by(dimension)


def _asked(question: Question) -> dict[str, str]:
    return {"row": question.rows} | ({"column": question.columns} if question.columns else {})


def _placed(cells: Table, part: str, dimension: str, size: str, shown: int) -> Table:
    """The cells with the place of their value of the dimension, from 0; all beyond those shown share the last."""
    if dimension in TIMES:
        return cells.mutate(**{part: ibis.dense_rank().over(ibis.window(order_by=cells[dimension]))})
    total = cells[size].sum().over(ibis.window(group_by=cells[dimension]))
    cells = cells.mutate(total=ibis.coalesce(total, 0))
    order = ibis.window(order_by=[cells["total"].desc(), cells[dimension]])
    return cells.mutate(**{part: ibis.least(ibis.dense_rank().over(order), shown)})


def _cells(dataset: Dataset, question: Question, as_of: date | None) -> Table:
    """What is added up, by every value of the dimensions asked for."""
    table = _read(dataset, as_of)
    for name, values in question.where:
        table = table.filter(_among(table, dataset, name, values))
    if question.measure == "quantity":
        quantity = table[dataset.quantity]
        covered = table[dataset.covered] if dataset.covered else ibis.ifelse(quantity.notnull(), table["value_usd"], 0)
        table = table.mutate(quantity=quantity, value_with_quantity_usd=covered)
    named = {dimension: _dimension(table, dataset, dimension) for dimension in _asked(question).values()}
    added = ADDED[question.measure]
    cells = table.select(**named, **{name: table[name] for name in added}).group_by(list(named)).agg(
        **{name: ibis._[name].sum() for name in added}
    )  # fmt: skip
    return cells.mutate(**{name: _text(cells[name], name) for name in named if name in TIMES})


def _read(dataset: Dataset, as_of: date | None) -> Table:
    """The rows of the dataset that are asked, as known on the day."""
    table = ibis.table(ibis.Schema.from_pyarrow(dataset.columns), name=dataset.name)
    for column, value in dataset.kept:
        table = table.filter(table[column] == value)
    for column, value in dataset.left_out:
        table = table.filter(table[column] != value)
    if as_of is not None and dataset.has_vintage:
        table = table.filter(table["released_on"] <= ibis.literal(as_of))
    return table


def _dimension(table: Table, dataset: Dataset, name: str) -> Value:
    """A dimension as it is grouped by: text, or a year or day, which become text once there are few of them."""
    if name == dataset.product or (name in table.columns and name in PRODUCTS):
        return table[name]
    if name in PRODUCTS:
        return table[dataset.product].substr(0, DIGITS[name])
    if name == "year":
        return table["year"] if "year" in table.columns else table[dataset.time].year()
    if name == "month":
        return table[dataset.time]
    return table[{"origin": dataset.origin, "destination": dataset.destination, "unit": "quantity_unit"}[name]]


def _text(period: Value, name: str) -> StringValue:
    """A year as 2024, a day as its month, 2024-05."""
    return period.cast("string") if name == "year" else period.cast("string").substr(0, 7)


def _among(table: Table, dataset: Dataset, name: str, values: tuple[str, ...]) -> BooleanValue:
    """Whether a row has one of the values; said of the columns as they are stored, so that files can be left unread."""
    if name == "year":
        return _dimension(table, dataset, name).isin([int(value) for value in values])
    if name == "month":
        said = table[dataset.time].isin([date.fromisoformat(f"{value}-01") for value in values])
        if "year" in table.columns:
            said &= table["year"].isin(sorted({int(value[:4]) for value in values}))
        return said
    said = _dimension(table, dataset, name).isin(values)
    if name in PRODUCTS[1:] and "chapter" in table.columns:
        said &= table["chapter"].isin(sorted({value[:2] for value in values}))
    return said


def _with_outcome(table: Table, dataset: Dataset, question: Question) -> Table:
    """The rate or what a quantity covers beside the sums; empty where the value is zero."""
    if question.measure == "rate_collected":
        return table.mutate(rate_collected_pct=_percent(table, "duty_usd"))
    if question.measure == "quantity":
        unit = dict(question.where).get("unit", (dataset.quantity_unit,))[0]
        covered = _percent(table, "value_with_quantity_usd")
        shown = [name for name in table.columns if name != "value_with_quantity_usd"]
        named = {} if "unit" in shown else {"unit": ibis.literal(unit)}  # where rows or columns are units they say it
        return table.select(*shown, **named, value_covered_pct=covered)
    return table


def _percent(table: Table, part: str) -> ibis.expr.types.FloatingValue:
    return table[part].cast("float64") / table["value_usd"].cast("float64").nullif(0.0) * 100.0
