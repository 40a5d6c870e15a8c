"""The product model on other trade than that of 2024: on the year 2025, or on the last twelve months known on a day.

``year_inputs``: values and duty collected by product and origin of a year, in the origins of the 2024 market (the
European Union as one; small origins outside it, 1% of imports, are left out). ``twelve_months_inputs``: the shares of
products within an origin are those of the newest year known on the day, and every origin's dollars those recorded over
the last twelve months known: base values are scaled before solving, never an answer after it. Its duties are those in
force on the day, so that its base is the baseline.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from parley.calibration.law_of_year import year_law
from parley.calibration.product import LawOfBase, ProductInputs, hs_map, long_run_elasticities, product_inputs
from parley.calibration.product_baseline import LAST_DAY, baseline_on
from parley.calibration.product_law import BASE_YEAR_END, by_law, latest, law_changes
from parley.calibration.product_market import FIRST_CARRIED_CHAPTER, CalibrationError, us_market
from parley.calibration.world import EUROPEAN_UNION, union_members
from parley.measures import origin_duties, statutory_rates
from parley.measures.recorded_trade import Recorded, twelve_months
from parley.measures.trade import MONTHS_IN_YEAR, latest_vintage
from parley.models.scenario import Duties
from parley.tables.read import known_days, read_table
from parley.terms import day

OLDEST_YEAR, NEWEST_YEAR = 2024, 2025
BY_PRODUCT, BY_MONTH = "us_imports_hs6", "trade_monthly"
CONSUMPTION = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"]}
EXPORTS = {"reporter_iso3": ["USA"], "flow": ["export"], "partner_iso3": ["CHN"]}


@dataclass(frozen=True, eq=False)
class TradeBase:
    """``inputs`` of the product model, the ``year`` whose shares they hold, and what dollars stand on.

    ``recorded``: the twelve months, None where the year's own values stand; ``by_origin_usd``: imports by origin of the
    tables, every origin and the members of the Union apart, that the world models' dollars stand on.
    """

    inputs: ProductInputs
    year: int
    recorded: Recorded | None
    by_origin_usd: pd.Series


@lru_cache(maxsize=1)
def base_2024() -> ProductInputs:
    """The inputs of 2024, first print, read once."""
    return product_inputs()


def year_imports(years: Sequence[int]) -> pd.DataFrame:
    """Imports of these years by product and origin of the 2024 market, as revised, the European Union as one.

    Columns year, hs6, chapter, section, exporter_iso3, value_usd, duty_usd.
    """
    keys = ["year", "hs6", "chapter", "section", "exporter_iso3"]
    rows = read_table(BY_PRODUCT, where={"year": list(years)}, columns=[*keys, "value_usd", "duty_usd"])
    members = rows["exporter_iso3"].isin(union_members())
    rows = rows.assign(exporter_iso3=rows["exporter_iso3"].where(~members, EUROPEAN_UNION))
    rows = rows[rows["exporter_iso3"].isin(base_2024().us.origins)]
    return rows.groupby(keys, as_index=False, dropna=False)[["value_usd", "duty_usd"]].sum()


@lru_cache(maxsize=1)
def year_inputs() -> ProductInputs:
    """The inputs of 2025 with the duty collected that year. Raises TableError, CalibrationError."""
    old = base_2024()
    imports = year_imports((NEWEST_YEAR,))
    carried = imports[imports["chapter"] >= FIRST_CARRIED_CHAPTER]
    law = year_law(NEWEST_YEAR, weight_year=NEWEST_YEAR)
    return replace(
        old,
        us=us_market(imports, long_run_elasticities, hs_map),
        carried=carried.groupby("exporter_iso3", as_index=False)[["value_usd", "duty_usd"]].sum(),
        base=LawOfBase(law.by_product, law.by_origin),
    )


def newest_year(as_of: date) -> int:
    """The newest year whose imports by product were known on a day, 2024 or 2025. Raises TableError."""
    return _newest_year(_known_since(BY_PRODUCT, as_of))


@lru_cache(maxsize=64)
def _newest_year(known_since: date) -> int:
    return NEWEST_YEAR if len(_revised(known_since, ("year",))) else OLDEST_YEAR


def _revised(as_of: date, columns: Sequence[str]) -> pd.DataFrame:
    return read_table(BY_PRODUCT, as_of=as_of, where={"year": [NEWEST_YEAR]}, columns=columns)


@lru_cache(maxsize=2)
def _days_known(name: str) -> tuple[date, ...]:
    """The days on which rows of a table became known, in their order, after the day before the first of them."""
    days = sorted(day.date() for day in known_days(name))
    return days[0] - timedelta(days=1), *days


def _known_since(name: str, as_of: date) -> date:
    """The first of the days on which the rows of a table that were known are those of ``as_of``: what follows from them
    alone is kept by it.
    """
    days = _days_known(name)
    return latest(days, max(as_of, days[0]))


@lru_cache(maxsize=1)
def _changes() -> tuple[date, ...]:
    """The days from which trade, law or China's rates are read anew, in their order."""
    inputs = base_2024()
    days = {day.date() for day in inputs.china_duty.index}
    return tuple(sorted(days.union(_days_known(BY_MONTH), _days_known(BY_PRODUCT), law_changes(inputs))))


def same_since(as_of: date) -> date:
    """The first of the days on which all that the models start from is that of ``as_of``: bases and worlds at rest are
    kept by it. Days up to the end of 2024, and those without law, are their own.
    """
    if not BASE_YEAR_END < as_of <= LAST_DAY:
        return as_of
    return max(latest(_changes(), as_of), BASE_YEAR_END)


def trade_base(
    as_of: date, year: int | None = None, twelve_months_known: bool = True, duties: Duties = "collected"
) -> TradeBase:
    """The trade a scenario of a day stands on: the newest year known on it, or ``year`` (2024 or 2025).

    ``twelve_months_known``: dollars by origin are those of the last twelve months known on the day, and duties those in
    force on it; else both are the year's. Days before 2025 have the year 2024 as it is: no later trade was known.
    ``duties``: as of a scenario. Raises TableError; CalibrationError for a year not known on the day.
    """
    newest = newest_year(as_of)
    chosen = newest if year is None else year
    if chosen > newest:
        raise CalibrationError(f"The trade of {chosen} was not known on {day(as_of)}; use that of {newest}.")
    return _trade_base(same_since(as_of), chosen, twelve_months_known, duties)


@lru_cache(maxsize=48)  # two of a day's law and trade, 2.4 MB together
def _trade_base(as_of: date, year: int, twelve_months_known: bool, duties: Duties) -> TradeBase:
    if duties == "by_law":
        base = _trade_base(as_of, year, twelve_months_known, "collected")
        return replace(base, inputs=by_law(base.inputs))
    inputs = year_inputs() if year == NEWEST_YEAR else base_2024()
    by_origin = _imports_by_origin(year, _known_since(BY_PRODUCT, as_of))
    if not twelve_months_known or as_of <= BASE_YEAR_END:
        return TradeBase(inputs, year, None, by_origin)
    recorded = _recorded(year, _known_since(BY_PRODUCT, as_of), _known_since(BY_MONTH, as_of))
    if recorded is None:
        return TradeBase(inputs, year, None, by_origin)
    return TradeBase(_scaled(inputs, as_of, by_origin, recorded), year, recorded, recorded.value_usd)


@lru_cache(maxsize=4)
def _imports_by_origin(year: int, known_since: date) -> pd.Series:
    """Imports of a year by every origin; of 2024 by the origins of its first print, the Union as one."""
    columns = ("exporter_iso3", "value_usd")
    revised = year == NEWEST_YEAR
    rows = _revised(known_since, columns) if revised else read_table("us_imports_hs6_2024", columns=columns)
    return rows.groupby("exporter_iso3")["value_usd"].sum().astype(float)


@lru_cache(maxsize=64)  # a few kB each
def _recorded(year: int, known_since: date, months_since: date) -> Recorded | None:
    """The last twelve months recorded on a day that knew a table's rows since the first day, the other's since the
    second.
    """
    by_origin = _imports_by_origin(year, known_since)
    return twelve_months(read_table(BY_MONTH, as_of=months_since, where=CONSUMPTION), by_origin, year)


def _scaled(inputs: ProductInputs, as_of: date, by_origin: pd.Series, recorded: Recorded) -> ProductInputs:
    """The inputs with every origin's dollars recorded, at the duties in force on the day, whose law is the base."""
    union = union_members()

    def as_one(values: pd.Series) -> pd.Series:
        return values.groupby(values.index.where(~values.index.isin(union), EUROPEAN_UNION)).sum()

    factor = (as_one(recorded.value_usd) / as_one(by_origin)).reindex(list(inputs.us.origins)).to_numpy(dtype=float)
    us, duty = inputs.us, baseline_on(inputs, as_of).us_duty
    market = replace(us.market, value_usd=us.market.value_usd * factor[us.origin], duty=duty)
    carried = inputs.carried.set_index("exporter_iso3")
    factors = pd.Series(factor, index=list(us.origins)).reindex(carried.index).fillna(1.0)
    return replace(
        inputs,
        us=us.at(market),
        carried=carried.mul(factors, axis=0).reset_index(),
        us_exports_usd=inputs.us_exports_usd * _exports_factor(_known_since(BY_MONTH, as_of)),
        base=LawOfBase(
            statutory_rates.level(inputs.law, as_of),
            origin_duties.change_points(inputs.origin_steps, as_of),
        ),
    )


@lru_cache(maxsize=64)
def _exports_factor(months_since: date) -> float:
    """US exports to China over the last twelve months known, over those of the base year; 1 where none are known."""
    rows = latest_vintage(read_table(BY_MONTH, as_of=months_since, where=EXPORTS))
    months = rows[rows["seasonal_adjustment"] == "NSA"].set_index("month")["value_usd"].sort_index().asfreq("MS")
    sums = months.rolling(MONTHS_IN_YEAR).sum().dropna()
    return float(sums.iloc[-1]) / float(base_2024().us_exports_usd.sum()) if len(sums) else 1.0
