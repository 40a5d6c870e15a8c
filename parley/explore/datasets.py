"""What can be explored: the shipped tables by product, origin and time, each with its measures and dimensions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from parley.explore.question import MEASURES, PRODUCTS, Question, QuestionError
from parley.tables import schema
from parley.tables.schema import load_schema

WORLD = "WLD"


@dataclass(frozen=True)
class Dataset:
    """One table one can ask: its name, its title, and what it can be asked.

    ``measures``: those of ``MEASURES`` it holds. ``dimensions``: what rows, columns and filters may be. ``levels``: the
    dimensions that are products, from coarse to fine. ``source``: the record in the register of sources, ``producer``:
    who made it, where there is no record. ``gaps``: what it lacks, in sentences. ``quantity_unit``: the one unit of all
    its quantities; empty where ``unit`` is a dimension. ``has_vintage``: whether its rows say from which day they were
    known.

    For the queries: ``product``, ``origin``, ``destination``, ``time`` and ``quantity`` name the columns that hold
    them, ``kept`` the rows that are read (column and value), ``left_out`` those that are not, ``columns`` their names
    and types, ``files`` the Parquet files, ``partitions`` the columns that stand in the names of their folders.
    ``sums``: the same rows added up by fewer dimensions, the smallest first; ``covered`` is in them the column that
    says which value has a quantity.
    """

    name: str
    title: str
    measures: tuple[str, ...]
    dimensions: tuple[str, ...]
    levels: tuple[str, ...]
    source: str
    gaps: tuple[str, ...] = ()
    producer: str = ""
    quantity_unit: str = ""
    has_vintage: bool = False
    product: str = "hts10"
    origin: str = ""
    destination: str = ""
    time: str = ""
    quantity: str = "quantity"
    kept: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    columns: pa.Schema = field(default=pa.schema([]), hash=False)
    files: tuple[Path, ...] = ()
    partitions: tuple[str, ...] = ()
    covered: str = ""
    sums: tuple["Dataset", ...] = ()

    def holding(self, dimensions: Iterable[str]) -> "Dataset":
        """The smallest of its sums that hold these dimensions, else itself."""
        needed = set(dimensions)
        return next((each for each in self.sums if needed <= set(each.dimensions)), self)

    def refuse(self, question: Question) -> None:
        """Raise QuestionError where the dataset does not hold what is asked, or would add different units."""
        _refuse_other("measure", question.measure, self.measures, self.name)
        parts = {
            "rows": [question.rows],
            "columns": [question.columns] if question.columns else [],
            "where": [name for name, _ in question.where],
        }
        for part, names in parts.items():
            for name in names:
                _refuse_other(part, name, self.dimensions, self.name)
        if question.measure == "quantity" and "unit" in self.dimensions:
            units = dict(question.where).get("unit", ())
            if len(units) != 1:
                raise QuestionError("unit", "quantities in different units are never added; give one unit.")


def _refuse_other(part: str, value: str, allowed: tuple[str, ...], data: str) -> None:
    if value not in allowed:
        raise QuestionError(part, f"{data} has no {value}.", allowed)


@dataclass(frozen=True)
class _Shipped:
    """How a shipped table is asked."""

    source: str
    product: str
    origin: str = ""
    time: str = ""
    measures: tuple[str, ...] = ("value", "duty", "rate_collected")
    more: tuple[str, ...] = ()  # further dimensions
    kept: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    title: str = ""
    gaps: tuple[str, ...] = ()


SHIPPED = {
    "us_imports_hts10_annual": _Shipped("census_us_imports_hts10_annual", "hts10", "exporter_iso3", "year"),
    "us_imports_hs10_2024": _Shipped("census_us_imports_2024_hs10", "hts10", "exporter_iso3"),
    "us_trade_hs2_monthly": _Shipped(
        "census_hs2_monthly_2013_2021",
        "chapter",
        "partner_iso3",
        "month",
        kept=(("flow", "import"),),
        left_out=(("partner_iso3", WORLD),),
        title="US imports by chapter, origin and month, 2013 to June 2021: twenty origins",
    ),
    "us_exports_china_hs6_monthly": _Shipped(
        "census_exports_china_hs6",
        "hs6",
        time="month",
        measures=("value", "quantity"),
        more=("unit",),
        gaps=("Codes are those in force in the month: HS 2012, and HS 2017 from 2017 on; some end, begin or change.",),
    ),
}


def levels_down_to(product: str) -> tuple[str, ...]:
    """The levels of products that a table of this level holds, from coarse to fine."""
    return PRODUCTS[: PRODUCTS.index(product) + 1]


def shipped() -> list[Dataset]:
    """The datasets of the shipped tables, whether their files are there or not. Raises SchemaError."""
    return [_of_table(name, how) for name, how in SHIPPED.items()]


def _of_table(name: str, how: _Shipped) -> Dataset:
    spec = load_schema(name)
    times = {"month": ("year", "month"), "year": ("year",), "": ()}[how.time]
    origin = ("origin",) if how.origin else ()
    return Dataset(
        name=name,
        title=how.title or spec.title,
        measures=tuple(m for m in MEASURES if m in how.measures),
        dimensions=(*levels_down_to(how.product), *origin, *times, *how.more),
        levels=levels_down_to(how.product),
        source=how.source,
        gaps=(*spec.gaps, *how.gaps),
        has_vintage=spec.as_of is not None,
        product=how.product,
        origin=how.origin,
        time=how.time,
        kept=how.kept,
        left_out=how.left_out,
        columns=spec.arrow,
        files=(schema.DATA / f"{name}.parquet",),
    )
