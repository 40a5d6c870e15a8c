"""The tables behind ``parley.law``, held so that one answer needs no search through them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.measures.entry_fees import FeeYear
from parley.measures.law_index import SCOPE, ByOrigin, Order, Scope, cells, records, scope_of, span
from parley.measures.law_layers import Component
from parley.measures.metal_content import METAL, METAL_OF, Content, content_by_code, content_column
from parley.measures.usmca import FIRST_YEAR, LAST_YEAR, Shares
from parley.tables.parameters import parameter
from parley.tables.read import read_table

EUROPEAN_UNION = "EU27"
GENERAL, COLUMN_2 = "general", "column_2"
COMPONENT_KEY = ["hts_edition", "hts8", "rate_column"]
IN_PERCENT = ("free", "ad_valorem")
IMPORTS, REVISED = "us_imports_hs10_2024", "us_imports_hts10_annual"
YEAR = 2024
NOWHERE = -1  # number of an origin nothing was imported from


class Printed(NamedTuple):
    """A line of the tariff schedule as one edition prints it."""

    edition: str
    general_rate_text: str
    ad_valorem_pct: float | None
    special_text: str | None
    column_2_text: str | None
    column_2_pct: float | None
    source_id: str


class Imports(NamedTuple):
    """Imports of 2024 by ten-digit line and origin: the lines in order, where each begins, the numbers of the origins,
    and the columns, the origin as its number.
    """

    lines: Sequence[str]
    starts: Sequence[int]
    numbers: Mapping[str, int]
    origin: np.ndarray
    value_usd: np.ndarray
    duty_usd: np.ndarray

    def under(self, code: str) -> "Traded":
        """What was imported of the lines that begin with a code."""
        first, last = span(self.lines, code)
        rows = slice(self.starts[first], self.starts[last])
        return Traded(
            self.lines[first:last], self.numbers, self.origin[rows], self.value_usd[rows], self.duty_usd[rows]
        )


class Traded(NamedTuple):
    """Imports of some lines by origin, told by its number."""

    lines: Sequence[str]
    numbers: Mapping[str, int]
    origin: np.ndarray
    value_usd: np.ndarray
    duty_usd: np.ndarray

    def of(self, origin: str) -> tuple[int, int]:
        """Value and duty, USD, of what came from an origin."""
        return self._sums(self.origin == self.numbers.get(origin, NOWHERE))

    def of_others(self, origins: Iterable[str]) -> tuple[int, int]:
        """Value and duty, USD, of what came from elsewhere than these origins."""
        return self._sums(np.isin(self.origin, [self.numbers.get(name, NOWHERE) for name in origins], invert=True))

    def _sums(self, rows: np.ndarray) -> tuple[int, int]:
        return int(self.value_usd[rows].sum()), int(self.duty_usd[rows].sum())


class Tables(NamedTuple):
    """All that an answer reads."""

    scope: Scope
    by_origin: list[ByOrigin]
    editions: list[tuple[date, Mapping[str, Printed]]]
    components: Mapping[tuple[str, str, str], Component]
    schedule: Sequence[str]
    imports: Imports
    metals: Mapping[str, Mapping[str, Content | None]]
    all_metal_pct: Content
    claims: Mapping[tuple[str, str], Shares]
    orders: Sequence[Order]
    fees: Sequence[FeeYear]
    names: Mapping[str, str]
    origins: frozenset[str]
    members: frozenset[str]
    known_until: date

    def printed(self, hts8: str, on: date) -> Printed | None:
        """The line in the edition of a day (before the first edition: in the first), else in another."""
        begun = [lines for first, lines in self.editions if first <= on] or [self.editions[0][1]]
        for lines in (begun[-1], *(lines for _, lines in self.editions)):
            if hts8 in lines:
                return lines[hts8]
        return None

    def duty_parts(self, printed: Printed | None, code: str, column: str) -> Component | None:
        """The parts of a rate that is no percentage, as the edition of the line has it."""
        return self.components.get((printed.edition, code[:8], column)) if printed else None


@lru_cache(maxsize=1)
def tables() -> Tables:
    """What an answer reads, made once; raises TableError where a table is missing or damaged."""
    return read_tables()


def read_tables() -> Tables:
    """What an answer reads, from the tables as they are; raises TableError where one is missing or damaged."""
    scope = read_table("us_tariff_scope", columns=[*SCOPE, "confirmed_until"])
    by_origin = read_table("us_duties_by_origin", columns=[*ByOrigin._fields, "confirmed_until"])
    layers = read_table("tariff_layers", columns=["confirmed_until"])
    places = read_table("countries")
    places = places[~places["is_aggregate"] | (places["iso3"] == EUROPEAN_UNION)]
    editions = _editions(
        read_table("us_mfn_rates", columns=["hts_edition", "hts8", "valid_from", *Printed._fields[1:]])
    )
    imports = _imports(read_table(IMPORTS, columns=["hts10", "exporter_iso3", "value_usd", "duty_usd"]))
    return Tables(
        scope_of(scope),
        records(by_origin, ByOrigin),
        editions,
        _components(read_table("us_duty_components", columns=[*COMPONENT_KEY, *Component._fields])),
        sorted({line for _, lines in editions for line in lines}),
        imports,
        _metals(read_table("metal_content", columns=["hts10", "naics", *METAL_OF.values()])),
        Content(*parameter("metal_share").range_pct),
        _claims(read_table("us_usmca_claims", columns=["exporter_iso3", "hts10", "year", "share_pct"])),
        records(read_table("us_adcvd_orders", columns=[*Order._fields]), Order),
        records(read_table("us_entry_fees", columns=[*FeeYear._fields]), FeeYear),
        dict(zip(places["iso3"], places["name"], strict=True)),
        frozenset(imports.numbers),
        frozenset(places.loc[places["is_eu27"], "iso3"]) - {EUROPEAN_UNION},
        _known_until(scope, by_origin, layers),
    )


@lru_cache(maxsize=32)
def imports_revised(origin: str) -> Mapping[str, int]:
    """Imports of 2024 by line of an origin the first print does not have, USD, as revised."""
    rows = read_table(REVISED, where={"exporter_iso3": [origin], "year": [YEAR]}, columns=["hts10", "value_usd"])
    return dict(zip(rows["hts10"], rows["value_usd"].astype(int).tolist(), strict=True))


def _editions(mfn: pd.DataFrame) -> list[tuple[date, Mapping[str, Printed]]]:
    """The lines of each edition; where two print the same, one object."""
    by_day: dict[date, dict[str, Printed]] = {}
    printed = records(mfn.rename(columns={"hts_edition": "edition"}), Printed)
    for first, code, line in zip(cells(mfn["valid_from"]), cells(mfn["hts8"]), printed, strict=True):
        by_day.setdefault(first, {})[code] = line
    return sorted(by_day.items())


def _components(rows: pd.DataFrame) -> Mapping[tuple[str, str, str], Component]:
    """Rates that are no percentage, by edition, line and column."""
    rows = rows[~rows["kind"].isin(IN_PERCENT)]
    keys = zip(*(cells(rows[name]) for name in COMPONENT_KEY), strict=True)
    return dict(zip(keys, records(rows, Component), strict=True))


def _imports(frame: pd.DataFrame) -> Imports:
    rows = frame.sort_values("hts10", kind="stable")
    line, lines = pd.factorize(rows["hts10"])
    origin, origins = pd.factorize(rows["exporter_iso3"])
    return Imports(
        lines.tolist(),
        np.searchsorted(line, np.arange(len(lines) + 1)).tolist(),
        {name: number for number, name in enumerate(origins.tolist())},
        origin.astype(np.int16),
        rows["value_usd"].to_numpy(),
        rows["duty_usd"].to_numpy(),
    )


def _metals(content: pd.DataFrame) -> Mapping[str, Mapping[str, Content | None]]:
    """The shares of metal of each number and eight-digit line by programme; of codes with the same, one object."""
    by_code = content_by_code(content)
    columns = [content_column(name, metal) for name in METAL_OF.values() for metal in METAL]
    shares = zip(*(cells(by_code[name]) for name in columns), strict=True)
    contents: dict[tuple[float | None, ...], Mapping[str, Content | None]] = {}
    return {line: contents.setdefault(row, _by_programme(row)) for line, row in zip(by_code.index, shares, strict=True)}


def _by_programme(row: Sequence[float | None]) -> Mapping[str, Content | None]:
    """The shares of a row, three to each programme of ``METAL_OF``."""
    parts = zip(*(row[start :: len(METAL)] for start in range(len(METAL))), strict=True)
    return {name: None if None in part else Content(*part) for name, part in zip(METAL_OF, parts, strict=True)}


def _claims(rows: pd.DataFrame) -> Mapping[tuple[str, str], Shares]:
    """The shares that claimed the agreement with Canada and Mexico, by origin and statistical line."""
    by_year = rows.pivot(index=["exporter_iso3", "hts10"], columns="year", values="share_pct")
    shares = by_year[[FIRST_YEAR, LAST_YEAR]].set_axis(list(Shares._fields), axis=1)
    return dict(zip(by_year.index, records(shares, Shares), strict=True))


def _known_until(*frames: pd.DataFrame) -> date:
    """The last day on which a source confirms an open row: what the texts in hand reach."""
    return max(pd.to_datetime(frame["confirmed_until"]).max() for frame in frames).date()
