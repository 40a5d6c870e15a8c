"""The duties of a day, which both solves of the product model start from: by law, or collected and moved by the law.

Inputs made by ``product_law.by_law`` start from the law of the day, as that module says; others from duty collected:

| symbol | meaning |
|---|---|
| t_2024 | duty over value of 2024 by product and origin |
| L(D) | rate by law of day D, laws stacked line by line, weights of 2024: by HS6 (China), mean by origin (others) |
| t_D | max(t_2024 + L(D) - L(2024-12-31), 0) |

With another base than 2024 (``ProductInputs.base``) t and L are those of that base.

The level collected keeps what the law does not tell (claims, lags, exclusions); the law's own level lies 1.5 points
higher on China. The law on China by product begins with the end of 2024: in 2021 to 2024 its t_D is t_2024, and in 2018
to 2020 the duties of the first trade war stand in, as levels of law. Before 2018 there are none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from parley.calibration import first_war
from parley.calibration.product import ProductInputs
from parley.calibration.product_law import BASE_YEAR_END, law_duty, law_since
from parley.calibration.product_market import CalibrationError
from parley.measures import origin_duties, statutory_rates
from parley.models.partial_equilibrium import FloatArray
from parley.terms import day

FIRST_DAY = first_war.FIRST_DAY
LAST_DAY = date(2027, 12, 31)  # the law says what it schedules until then
LISTS_OF_CHINA = frozenset({"section_301", "china_lists"})

Basis = Literal["by_law", "law_2018_2020", "collected_2024", "collected_moved_by_law"]
Flag = Literal[
    "law_of_2024_end",  # the law of the end of 2024 stands for the days of 2021 to 2024
    "law_without_metals",  # levels of law of 2018-20, no duty on steel and aluminium, no cut by China in 2020
    "announced",  # rates announced and changed before they began
    "china_later",  # China's rates are those of a later date, the first of the table
    "china_last_known",  # China's rates are those of the last date of the table
]


@dataclass(frozen=True, eq=False)
class Baseline:
    """Duties of one day (ratios, [cell] of each market) and what they rest on.

    ``us_floor``: where a slider moved by points stops, the ordinary duty of Chinese products and the duty at the end of
    2024 of other origins. ``without``: laws struck out. ``stand_in``: share of Chinese trade that keeps t_2024
    because the table of 2018-20 has no rate. ``china_rates_from``: first day of China's rates.
    """

    as_of: date
    basis: Basis
    us_duty: FloatArray
    us_floor: FloatArray
    china_duty: FloatArray
    china_rates_from: date
    without: frozenset[str] = frozenset()
    flags: frozenset[Flag] = frozenset()
    stand_in: float = 0.0


def baseline_on(inputs: ProductInputs, as_of: date, without: Collection[str] = ()) -> Baseline:
    """Duties in force on ``as_of``; laws named in ``without`` are struck out of that day's law and the rest recomputed.

    ``without``: authorities or programmes of us_tariff_statutory_hs6 and us_tariff_origin_steps, such as section_301,
    china_lists or forced_labour_2026. Raises CalibrationError before 2018 and after 2027, UnknownLawError.
    """
    return _baseline(inputs, as_of, frozenset(without))


def forget() -> None:
    """Let go of the duties of days worked out so far."""
    _baseline.cache_clear()
    _duty_since.cache_clear()


@lru_cache(maxsize=32)  # of a day; its duties are those of every day with the same law
def _baseline(inputs: ProductInputs, as_of: date, struck: frozenset[str]) -> Baseline:
    statutory_rates.refuse_unknown(struck, inputs.law, inputs.origin_steps)
    if as_of < FIRST_DAY:
        raise CalibrationError(
            f"The models start from the duties of 2018 or later. Our tables do not "
            f"hold the duties of {day(as_of)} by product. Choose a later date."
        )
    if as_of > LAST_DAY:
        raise CalibrationError(f"The day {day(as_of)} is after {day(LAST_DAY)}, the last the law is laid out for.")
    if as_of <= first_war.LAST_DAY:
        return _of_the_first_war(inputs, as_of, struck)
    china_duty, rates_from, flags = _china(inputs, as_of)
    if inputs.collected and as_of < BASE_YEAR_END:
        flags |= {"law_of_2024_end"}
    collected: Basis = "collected_2024" if as_of <= BASE_YEAR_END else "collected_moved_by_law"
    return Baseline(
        as_of=as_of,
        basis="by_law" if inputs.collected else collected,
        us_duty=_duty_on(inputs, as_of, struck),
        us_floor=_floor(inputs),
        china_duty=china_duty,
        china_rates_from=rates_from,
        without=struck,
        flags=frozenset(flags),
    )


def _duty_on(inputs: ProductInputs, on: date, without: frozenset[str] = frozenset()) -> FloatArray:
    """The duties of a day [cell]; on China before 2025 those of the end of 2024."""
    return _duty_since(inputs, law_since(inputs, on), without)


@lru_cache(maxsize=32)  # 0.7 MB each; a slider asks for the same at every move, dates for a few, laws struck for others
def _duty_since(inputs: ProductInputs, since: date, without: frozenset[str]) -> FloatArray:
    return (law_duty if inputs.collected else _moved_by_law)(inputs, since, without)


def _moved_by_law(inputs: ProductInputs, on: date, without: frozenset[str]) -> FloatArray:
    """t_D = max(t + L(D) - L, 0) [cell], t the duty of the base and L its law: by product on China, by origin on the
    others."""
    change = _by_origin(inputs, on, without)[inputs.us.origin]
    now = statutory_rates.level(inputs.law, max(on, BASE_YEAR_END), without)
    then = inputs.base.by_product if inputs.base else statutory_rates.level(inputs.law, BASE_YEAR_END)
    moved_pct = now - then
    if inputs.base:  # the law is known of what came from the partner in 2024; a product new since keeps its duty
        moved_pct = _of_all_products(inputs, moved_pct)
    change[inputs.us.partner_cells] = _on_partner_cells(inputs, moved_pct / 100)
    moved: FloatArray = np.maximum(inputs.us.market.duty + change, 0)
    return moved


@lru_cache(maxsize=4)
def duty_at_end_of_2024(inputs: ProductInputs) -> FloatArray:
    """The market's duties under the law of the end of 2024, [cell], from which the world models count what it added."""
    return inputs.us.market.duty if inputs.base is None else _duty_on(inputs, BASE_YEAR_END)


def _by_origin(inputs: ProductInputs, on: date, without: frozenset[str]) -> FloatArray:
    """Change of the mean duty on each origin since the base (ratio), [origin]; the partner has none here."""
    points = origin_duties.change_points(inputs.origin_steps, on, without) / 100
    if inputs.base:
        points = points - inputs.base.by_origin.reindex(points.index) / 100
    by_origin = points.reindex(inputs.us.origins)
    by_origin[inputs.us.partner_iso3] = 0.0
    if by_origin.isna().any():
        raise CalibrationError(f"The duties by origin lack {by_origin.index[by_origin.isna()][0]}.")
    return by_origin.to_numpy(dtype=float)


def _on_partner_cells(inputs: ProductInputs, by_product: pd.Series) -> FloatArray:
    """A quantity by HS6 on the partner's cells. Raises CalibrationError naming a product it lacks."""
    codes = inputs.us.products_of(inputs.us.partner_cells)
    by_cell = by_product.reindex(codes)
    if by_cell.isna().any():
        raise CalibrationError(f"The statutory rates lack product {by_cell.index[by_cell.isna()][0]}.")
    return by_cell.to_numpy(dtype=float)


def _of_all_products(inputs: ProductInputs, by_product: pd.Series) -> pd.Series:
    """The same with zero for products of the partner that the law's table does not hold."""
    codes = inputs.us.products_of(inputs.us.partner_cells).tolist()
    return by_product.reindex(by_product.index.union(pd.Index(codes))).fillna(0.0)


@lru_cache(maxsize=4)  # one for all days of a base
def _floor(inputs: ProductInputs) -> FloatArray:
    """Ordinary duty of the partner's cells, duty at the end of 2024 of all others, [cell]."""
    floor = duty_at_end_of_2024(inputs).copy()
    ordinary = statutory_rates.ordinary(inputs.law, BASE_YEAR_END) / 100
    if inputs.base:
        ordinary = _of_all_products(inputs, ordinary)
    floor[inputs.us.partner_cells] = _on_partner_cells(inputs, ordinary)
    return floor


def _china(inputs: ProductInputs, as_of: date) -> tuple[FloatArray, date, set[Flag]]:
    """China's duties [cell]: chapter means of the last date not after ``as_of``, or of the first one."""
    dates = inputs.china_duty.index
    past = dates[dates <= pd.Timestamp(as_of)]
    rates_from = past[-1] if len(past) else dates[0]
    flags: set[Flag] = set() if len(past) else {"china_later"}
    if as_of > dates[-1].date():
        flags.add("china_last_known")
    return _china_cells(inputs, inputs.china_duty.loc[rates_from].to_numpy()), rates_from.date(), flags


def _china_cells(inputs: ProductInputs, by_chapter: FloatArray) -> FloatArray:
    duty = inputs.china.market.duty.copy()
    duty[inputs.china.partner_cells] = by_chapter
    return duty


def _of_the_first_war(inputs: ProductInputs, as_of: date, without: frozenset[str]) -> Baseline:
    """Levels of law of 2018-20 between the two. Without section 301 the US rates are those before its first list.

    Other laws on China are not in the table, so striking them out changes nothing. Products without a rate keep t_2024.
    """
    us, cells = inputs.us, inputs.us.partner_cells
    law = first_war.us_duty(us.products, FIRST_DAY if without & LISTS_OF_CHINA else as_of)[us.market.product[cells]]
    missing = np.isnan(law)
    duty, floor = _moved_by_law(inputs, as_of, without), _floor(inputs)
    duty[cells] = np.where(missing, duty_at_end_of_2024(inputs)[cells], law)
    by_chapter, rates_from = first_war.china_duty(inputs.china.products, as_of)
    value = us.market.value_usd[cells]
    return Baseline(
        as_of=as_of,
        basis="law_2018_2020",
        us_duty=duty,
        us_floor=floor,
        china_duty=_china_cells(inputs, by_chapter),
        china_rates_from=rates_from,
        without=without,
        flags=frozenset({"law_without_metals"}),
        stand_in=float(value[missing].sum() / value.sum()),
    )
