"""The columns of each kind of file, and what its reader says of it for the folder to take it up."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa

from parley.ingest.files import IngestError

Advance = Callable[[int], object]  # told how many bytes were read since


@dataclass(frozen=True)
class Source:
    """A year or month to take up. ``name`` is what it replaces, ``print_`` tells it from another print of the same.

    ``read``: its rows in parts, in the columns of the form; it raises IngestError. ``size``: bytes it reads.
    """

    name: str
    year: int
    edition: str
    print_: str
    size: int
    read: Callable[[Advance], Iterator[pa.Table]]


def in_order(sources: Iterable[Source]) -> list[Source]:
    """The sources by name, each once. Raises IngestError where one is given twice."""
    ordered = sorted(sources, key=lambda source: source.name)
    for one, other in itertools.pairwise(ordered):
        if one.name == other.name:
            raise IngestError(one.name, "it is given twice; give it once.")
    return ordered


@dataclass(frozen=True)
class Form:
    """A kind of file. ``schema``: columns of its rows with ``chapter``; ``order``: how the rows of a chapter lie.

    ``month``: the column by which a part of a year is replaced; empty where a year is replaced whole. ``quantity``: the
    column of quantities, empty where there is none. ``sums``: the groups of columns, few values each, by which the rows
    of a year are added up beside them, the smallest first.
    """

    COVERED: ClassVar[str] = "value_with_quantity_usd"  # in sums: the value of what has a quantity

    kind: str
    schema: pa.Schema
    order: tuple[str, ...]
    month: str = ""
    quantity: str = ""
    sums: tuple[tuple[str, ...], ...] = ()

    @property
    def added(self) -> tuple[str, ...]:
        """The columns of sums that are added up."""
        amounts = [f.name for f in self.schema if pa.types.is_floating(f.type) or pa.types.is_int64(f.type)]
        return (*amounts, *([self.COVERED] if self.quantity else []))

    def schema_of(self, by: tuple[str, ...]) -> pa.Schema:
        """The columns of the sums by a group."""
        fields = [self.schema.field(name) for name in (*by, *self.added) if name != self.COVERED]
        covered = [pa.field(self.COVERED, self.schema.field("value_usd").type)] if self.quantity else []
        return pa.schema([*fields, *covered])

    @staticmethod
    def name_of(by: tuple[str, ...]) -> str:
        """The name of the sums by a group: that of their folder."""
        return "_".join(by)


BACI = Form(
    "baci",
    pa.schema(
        [
            ("hs6", pa.string()),
            ("exporter_iso3", pa.string()),
            ("importer_iso3", pa.string()),
            ("value_usd", pa.float64()),
            ("quantity_t", pa.float64()),
            ("chapter", pa.string()),
        ]
    ),
    ("hs6", "exporter_iso3", "importer_iso3"),
    quantity="quantity_t",
    sums=(
        ("hs6",),
        ("chapter", "exporter_iso3"),
        ("chapter", "importer_iso3"),
        ("exporter_iso3", "importer_iso3"),
    ),
)
CENSUS = Form(
    "census",
    pa.schema(
        [
            ("hts10", pa.string()),
            ("exporter_iso3", pa.string()),
            ("month", pa.date32()),
            ("value_usd", pa.int64()),
            ("dutiable_value_usd", pa.int64()),
            ("duty_usd", pa.int64()),
            ("general_value_usd", pa.int64()),
            ("quantity", pa.int64()),
            ("quantity_unit", pa.string()),
            ("chapter", pa.string()),
        ]
    ),
    ("hts10", "exporter_iso3", "month"),
    "month",
    "quantity",
    (("hts10", "month", "quantity_unit"), ("chapter", "exporter_iso3", "month", "quantity_unit")),
)
_MONEY = ("value_usd", "dutiable_value_usd", "duty_usd", "general_value_usd")
CENSUS_ANNUAL = Form(
    "census_annual",
    pa.schema(
        [
            ("hts10", pa.string()),
            ("exporter_iso3", pa.string()),
            *((name, pa.int64()) for name in _MONEY),
            ("chapter", pa.string()),
        ]
    ),
    ("hts10", "exporter_iso3"),
    sums=(("hts10",), ("chapter", "exporter_iso3")),
)
