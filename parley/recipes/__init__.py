"""Recipes, from raw files to tables, in the units of the schema.

``parley/recipes/<table>.py`` has ``build(raw: Path) -> DataFrame``; a file of several tables, listed in ``FILES``, has
a function of each table's name. A table with neither is its ``data/facts/<table>.csv``, each cell read as its schema
says. The printed figures that the finished table must reproduce stand in ``data/published.toml``; where one needs
another table or a measure, in ``PUBLISHED`` of the recipe (``<TABLE>_PUBLISHED``). They are checked on the shipped file
too, without raw data. ``NEEDS`` (``<TABLE>_NEEDS``) lists the finished tables a recipe reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.tables.schema import DATA, TableInvalidError, load_schema

FILES: dict[str, tuple[str, ...]] = {
    "china_customs": ("china_customs", "china_customs_commodities", "china_rare_earth_exports", "china_trade_monthly"),
    "classifications": ("hs_map", "hs_codes", "hs_naics", "hts10_naics_bea", "metal_content"),
    "consumption": (
        "pce_bridge",
        "pce_imports",
        "pce_category_imports",
        "bea_use_import",
        "pce_deciles",
        "pce_category_map",
    ),
    "critical_minerals": ("critical_mineral_shares", "us_import_reliance", "us_critical_mineral_trade"),
    "elasticities": ("elasticities", "sector_elasticities", "published_estimates"),
    "forecasts": ("forecasts", "gdp_actuals"),
    "households": ("households", "cex_income"),
    "icio": ("icio_country_sector", "icio_intermediate", "icio_use", "sector_flows_estimated"),
    "mean_tariffs": ("mfn_means", "mfn_means_hs_group"),
    "mineral_trade": (
        "china_feed_imports",
        "china_feed_imports_by_kind",
        "china_feed_oxide_estimates",
        "china_critical_exports_2024",
        "eu_critical_imports",
        "eu_imports_around_controls",
        "uk_critical_imports_monthly",
    ),
    "short_run": ("short_run_effects", "short_run_coefficients"),
    "trade_monthly": ("trade_monthly", "us_imports_naics3_monthly", "us_trade_hs2_monthly"),
    "us_china_tariffs": ("us_china_tariff_hs6_2018_2020", "china_retaliation_hs8", "china_tariff_on_us_chapters"),
    "us_customs_revenue": (
        "us_customs_revenue_monthly",
        "us_customs_receipts_fiscal_year",
        "us_customs_deposits_monthly",
    ),
    "us_exports": ("us_exports_hs2_annual", "us_exports_china_hs6_monthly", "us_export_chapter_sectors"),
    "us_imports": (
        "us_imports_hs6_2024",
        "us_imports_hs10_2024",
        "us_imports_hts10_annual",
        "us_imports_hs6",
        "us_imports_taiwan_hs6",
    ),
    "us_prices": ("exchange_rates_monthly", "us_import_prices_monthly"),
    "us_tariff_scope": ("us_tariff_scope", "us_tariff_printed_lists", "us_tariff_law_gaps"),
    "us_tariff_tracker": ("us_tariff_average", "us_tariff_partner_steps", "us_tariff_sector_steps"),
    "usgs": ("mine_production", "reserves", "oxide_prices"),
    "world_2023": ("world_trade_2023", "country_macro", "baseline_tariffs", "tariff_effects_by_country"),
}
FILE_OF = {table: file for file, tables in FILES.items() for table in tables}


class RawMissingError(FileNotFoundError):
    """A raw file the recipe needs is not in the folder given."""


@dataclass(frozen=True)
class Published:
    """A figure in print that a table must reproduce.

    ``compute`` reads the finished table; the result must lie within ``tolerance`` of ``expected``, or above it
    where the figure is a count that a refresh makes larger (``at_least``).
    """

    what: str
    expected: float
    compute: Callable[[pd.DataFrame], float]
    tolerance: float
    source: str
    at_least: bool = False

    def holds(self, frame: pd.DataFrame) -> tuple[bool, float]:
        """Whether the table reproduces the figure, and what the table gives."""
        value = float(self.compute(frame))
        gap = value - self.expected
        return (gap >= -self.tolerance if self.at_least else abs(gap) <= self.tolerance), value


class Recipe(NamedTuple):
    """How a table is made: from the raw folder, with figures in print it must meet, after the tables it reads."""

    build: Callable[[Path], pd.DataFrame]
    published: tuple[Published, ...] = ()
    needs: tuple[str, ...] = ()
    file: str = "parley/recipes/__init__.py"


def raw_file(raw: Path, relative: str) -> Path:
    """The path of a raw file. Raises RawMissingError naming the file and how to give the folder."""
    path = raw / relative
    if not path.exists():
        raise RawMissingError(
            f"raw file {relative} is not in the raw folder; give the folder that holds it with --raw DIR"
        )
    return path


def facts_file(name: str) -> Path:
    """Where the rows of a table typed from documents stand."""
    return DATA / "facts" / f"{name}.csv"


def read_facts(name: str) -> pd.DataFrame:
    """A table typed from documents, ``data/facts/<name>.csv``: every cell as text, empty cells missing.

    Raises RawMissingError when the file is not there, TableInvalidError when a line has cells too many.
    """
    path = facts_file(name)
    if not path.exists():
        raise RawMissingError(f"data/facts/{name}.csv is missing; restore it from the repository")
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except pd.errors.ParserError as error:
        problem = f"data/facts/{name}.csv cannot be read ({error}); put cells that hold a comma in quotes"
        raise TableInvalidError(name, "of the file", None, problem) from error


def read_typed_facts(name: str) -> pd.DataFrame:
    """``read_facts`` with dates, numbers and true or false read as the table's schema says; other columns stay text.

    Raises TableInvalidError naming the column and the row of the first cell that is not of the type.
    """
    facts = read_facts(name)
    for field in load_schema(name).fields:
        column = str(field["name"])
        if column in facts and field["type"] in _READERS:
            facts[column] = _typed(facts[column], field["type"], name)
    return facts


_READERS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "date": lambda cells: pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce"),
    "number": lambda cells: pd.to_numeric(cells, errors="coerce").astype("float64"),
    "integer": lambda cells: pd.to_numeric(cells, errors="coerce").astype("Int64"),
    "boolean": lambda cells: cells.map({"true": True, "false": False}),
}


def _typed(cells: pd.Series, kind: str, table: str) -> pd.Series:
    values = _READERS[kind](cells)
    bad = cells[cells.notna() & values.isna()]
    if len(bad):
        raise TableInvalidError(
            table, str(cells.name), bad.index[0], f"{bad.iloc[0]!r} is not a {kind}; correct data/facts/{table}.csv"
        )
    return values


def one_value(frame: pd.DataFrame, column: str, **choice: object) -> float:
    """The number in ``column`` of the one row whose other columns equal ``choice``.

    Raises ValueError when no row or several rows match, so that a published figure cannot be met by chance.
    """
    for name, value in choice.items():
        frame = frame[frame[name] == value]
    if len(frame) != 1:
        raise ValueError(f"{len(frame)} rows match {choice}; exactly one is needed")
    return float(frame[column].item())


def reading(column: str, **choice: object) -> Callable[[pd.DataFrame], float]:
    """``one_value`` as a reading for ``Published``."""
    return lambda frame: one_value(frame, column, **choice)
