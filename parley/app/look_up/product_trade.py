"""US imports of one product: by origin, between two years, and the duty collected on them."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import countries, terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import things
from parley.app.look_up.charts import origins as charts
from parley.app.tariffs.charts import money as money_charts
from parley.measures import collected, products
from parley.terms.goods import dotted

SAY = words.beside(__file__)
SHOWN = 12
COLUMNS = ["exporter_iso3", "year", "hs6", "value_usd", "duty_usd", "source_id"]


class Origins(NamedTuple):
    """Imports of a product in a year by origin, largest first, and the row of one origin; None where it sold none."""

    rows: pd.DataFrame
    own: pd.Series | None
    year: int


def imported(code: str, year: int, as_of: date) -> pd.DataFrame:
    """US imports of a year under a code of two to ten digits, members of the Union apart where the vintage has them."""
    if len(code) > 6:
        rows = cache.imports(as_of, year, 10, {"hs6": [code[:6]]}, [*COLUMNS, "hts10"], True)
        return rows[rows["hts10"].str.startswith(code)]
    where: dict[str, list[object]] = (
        {"chapter": [code]} if len(code) == 2 else {"hs6": list(things.subheadings(code)) or [code]}
    )
    return cache.imports(as_of, year, 6, where, COLUMNS, True)


def years(as_of: date) -> tuple[int, ...]:
    """The years known on the day. Raises NothingToShowError before the first was out."""
    found = cache.imports_vintage(as_of).years
    if not found:
        raise NothingToShowError(SAY("product.before", day=terms.day(as_of)))
    return found


@kept
def by_origin(code: str, origin: str, as_of: date) -> Origins:
    """Imports of the newest year by origin. Raises NothingToShowError where nothing was imported."""
    year = years(as_of)[-1]
    rows = products.by_partner(_with_union(imported(code, year, as_of), origin))
    if rows.empty:
        raise NothingToShowError(SAY("product.not_imported", code=dotted(code), day=terms.day(as_of)))
    names = cache.country_names()
    rows.insert(1, "name", [names[each] for each in rows["code"]])
    own = rows[rows["code"] == origin]
    return Origins(rows, None if own.empty else own.iloc[0], year)


def _with_union(rows: pd.DataFrame, origin: str) -> pd.DataFrame:
    """The European Union as one where it is the origin asked for."""
    if origin != "EU27":
        return rows
    is_member = rows["exporter_iso3"].isin(countries.union_members())
    return rows.assign(exporter_iso3=rows["exporter_iso3"].mask(is_member, "EU27"))


@kept
def suppliers(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """The largest origins of a product and the one asked for."""
    found = by_origin(code, origin, as_of)
    drawn = _drawn(found, origin)
    views = {"Chart": lambda palette: charts.supplier_bars(drawn, origin, palette)}
    caption = charts.suppliers_caption(found.rows, drawn, origin, goods, found.year)
    rows = found.rows.assign(year=found.year)
    return Figure("look_up_suppliers", caption, rows, views, note=_vintage(as_of), state=(code, origin, as_of))


def _drawn(found: Origins, origin: str) -> pd.DataFrame:
    largest = found.rows.head(SHOWN)
    if found.own is None or (largest["code"] == origin).any():
        return largest
    return pd.concat([largest, found.rows[found.rows["code"] == origin]], ignore_index=True)


def _vintage(as_of: date) -> str:
    return SAY("trade.vintage", "revised" if cache.imports_vintage(as_of).has_members else "first")


@kept
def two_years(code: str, origin: str, as_of: date) -> pd.DataFrame:
    """Value and duty by origin in the two newest years. Raises NothingToShowError where one of them is not known."""
    known = years(as_of)
    if len(known) < 2:
        raise NothingToShowError(SAY("trade.one_year", day=terms.day(as_of)))
    both = pd.concat([_with_union(imported(code, year, as_of), origin) for year in known[-2:]])
    if both.empty:
        raise NothingToShowError(SAY("product.not_imported", code=dotted(code), day=terms.day(as_of)))
    rows = collected.two_years(both, "exporter_iso3", *known[-2:])
    names = cache.country_names()
    rows.insert(1, "name", [names[each] for each in rows["code"]])
    return rows


@kept
def shift(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """Which origins sold more and less than the year before."""
    rows = two_years(code, origin, as_of)
    filled = rows.assign(change_usd=rows["value_usd"].fillna(0.0) - rows["value_base_usd"].fillna(0.0))
    moved = filled.loc[filled["change_usd"].abs().sort_values(ascending=False, kind="stable").index]
    moved = moved[moved["change_usd"] != 0].reset_index(drop=True)
    if moved.empty:
        raise NothingToShowError(SAY("trade.still"))
    drawn = moved.head(SHOWN)
    views = {"Chart": lambda palette: charts.value_pairs(drawn, palette)}
    caption = charts.shift_caption(moved, drawn, goods)
    return Figure("look_up_shift", caption, moved, views, note=_vintage(as_of), state=(code, origin, as_of))


@kept
def duty_collected(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """The rate customs collected by origin in the two newest years."""
    rows = two_years(code, origin, as_of)
    drawn = rows.head(SHOWN)
    if origin in set(rows["code"]) and origin not in set(drawn["code"]):
        drawn = pd.concat([drawn, rows[rows["code"] == origin]], ignore_index=True)
    caption = charts.duty_caption(rows, drawn, goods)
    views = {"Chart": lambda palette: money_charts.rate_pairs(drawn, palette)}
    return Figure("look_up_collected", caption, rows, views, note=SAY("trade.mix"), state=(code, origin, as_of))
