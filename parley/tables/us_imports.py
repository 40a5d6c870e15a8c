"""US imports by product and origin as a day knew them: which vintage, which year, and the Union as one or in parts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

import pandas as pd

from parley.tables.countries import union_members
from parley.tables.read import read_table

Digits = Literal[6, 10]
EUROPEAN_UNION = "EU27"
FIRST_PRINT_YEAR = 2024
VALUES = ["general_value_usd", "value_usd", "dutiable_value_usd", "duty_usd"]
OF_REVISED_ALONE = ["general_value_usd", "dutiable_value_usd"]
ONE_PRODUCT = {"hs6": ["850440"]}  # traded with everyone every year; all rows of a table have one day of release


class Vintage(NamedTuple):
    """A table of US imports and the years a day knew from it; ``has_members``: whether it has the Union in parts."""

    table: str
    years: tuple[int, ...]
    has_members: bool


REVISED: dict[int, str] = {6: "us_imports_hs6", 10: "us_imports_hts10_annual"}
FIRST_PRINT: dict[int, str] = {6: "us_imports_hs6_2024", 10: "us_imports_hs10_2024"}


def vintage(as_of: date | None, digits: Digits = 6) -> Vintage:
    """The table of imports a day reads: the revised figures once released, before that the first print of 2024.

    ``as_of``: None for the newest. ``digits``: of the product codes. A day that knew neither has the first print and
    no year. Two vintages are never joined: a day reads one of them alone. Raises TableError when a table cannot be
    read.
    """
    revised = read_table(REVISED[digits], as_of, ONE_PRODUCT, ["year"])["year"].unique()
    if len(revised):
        return Vintage(REVISED[digits], tuple(sorted(int(year) for year in revised)), True)
    first = read_table(FIRST_PRINT[digits], as_of, ONE_PRODUCT, ["released_on"])
    return Vintage(FIRST_PRINT[digits], (FIRST_PRINT_YEAR,) if len(first) else (), False)


def read_imports(
    as_of: date | None,
    year: int | None = None,
    digits: Digits = 6,
    where: Mapping[str, Sequence[object]] | None = None,
    columns: Sequence[str] = (),
    members: bool = False,
) -> pd.DataFrame:
    """US imports of one year by product and origin, in the vintage the day knew; no row where it knew none.

    ``year``: the newest known one when None. ``where`` and ``columns`` as for ``read_table``, of columns both vintages
    have, ``year`` included. ``members``: each member of the European Union apart, where the vintage has them; else
    EU27 as one, as in the first print, which ``where`` may name. US dollars; what the first print lacks
    (general and dutiable value) is empty. Raises TableError or SchemaError as ``read_table`` does.
    """
    of_day = vintage(as_of, digits)
    wanted = max(of_day.years, default=FIRST_PRINT_YEAR) if year is None else year
    if not of_day.has_members:
        rows = _first_print(as_of, digits, where, columns)
        return rows if wanted in of_day.years else rows.iloc[:0]
    wanted_rows = {**(where or {}), "year": [wanted]}
    if members:
        return read_table(of_day.table, as_of, wanted_rows, columns)
    union = union_members()
    if "exporter_iso3" in wanted_rows:
        named = [code for code in wanted_rows["exporter_iso3"] if code not in union]
        # a member alone is no exporter here; the table has no row of the Union itself
        wanted_rows["exporter_iso3"] = [*named, *union] if EUROPEAN_UNION in named else (named or [EUROPEAN_UNION])
    read = list(dict.fromkeys([*columns, "exporter_iso3"])) if columns else ()
    rows = _as_one(read_table(of_day.table, as_of, wanted_rows, read), union)
    return rows[list(columns)] if columns else rows


def _first_print(
    as_of: date | None, digits: Digits, where: Mapping[str, Sequence[object]] | None, columns: Sequence[str]
) -> pd.DataFrame:
    """Rows of the first print, with its year and without what it lacks."""
    shared = [c for c in columns if c not in ("year", *OF_REVISED_ALONE)]
    rows = read_table(FIRST_PRINT[digits], as_of, where, shared or (["exporter_iso3"] if columns else ()))
    rows = rows.assign(year=FIRST_PRINT_YEAR, **dict.fromkeys(OF_REVISED_ALONE, float("nan")))
    return rows[list(columns)] if columns else rows


def _as_one(rows: pd.DataFrame, union: frozenset[str]) -> pd.DataFrame:
    """The rows with the members of the Union added into one exporter, EU27."""
    inside = rows["exporter_iso3"].isin(union)
    values = [c for c in VALUES if c in rows]
    key = [c for c in rows if c not in values]
    joined = rows[inside].assign(exporter_iso3=EUROPEAN_UNION).groupby(key, as_index=False, dropna=False)[values].sum()
    return pd.concat([rows[~inside], joined], ignore_index=True)
