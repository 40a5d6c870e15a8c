"""Imports from China against all others by industry and month, and the law on them, for the model of ``when``.

Industries are the manufactures (NAICS 31 to 33) that customs records by month; the law of a month is the mean of its
days, its mean over an industry's products weighted by imports from China of 2024. The first trade war has no duties on
steel and aluminium. The last month recorded by industry is November 2025.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration import first_war
from parley.calibration.policy import CHINA
from parley.calibration.product_bases import base_2024
from parley.measures.recorded_trade import monthly_means
from parley.models.adjustment import LEADS, YEAR, FloatArray, Panel
from parley.models.power_mean import IndexArray, sum_by
from parley.tables.read import read_table

WORLD = "WLD"
INDUSTRY = "naics3"
MANUFACTURES = "3"
ESTIMATED = ("2018-01-01", "2019-12-01")
TESTED = ("2025-02-01", "2025-11-01")
EXPECTED_FROM = "2024-11-01"
FIRST_WAR_BEGAN, YEARS_OF_LAW = "2018-01-01", (2025, 2026)


@dataclass(frozen=True, eq=False)
class Industries:
    """A panel with its industries (NAICS3 codes) and months, and the law [month, industry] in percent."""

    panel: Panel
    industries: tuple[str, ...]
    months: pd.DatetimeIndex
    law_pct: pd.DataFrame


def first_trade_war() -> Industries:
    """January 2018 to December 2019, over the same months a year before; weights are imports from China of 2017."""
    return _industries(ESTIMATED, _law_of_first_war(), 2017)


def tariffs_of_2025() -> Industries:
    """February to November 2025; weights are imports from China of 2024."""
    return _industries(TESTED, _law_of_2025(), 2024)


def months_around_2025() -> Industries:
    """The same from November 2024, when duties were expected and none was in force."""
    return _industries((EXPECTED_FROM, TESTED[1]), _law_of_2025(), 2024)


def _industries(stretch: tuple[str, str], law: pd.DataFrame, weight_year: int) -> Industries:
    months = pd.date_range(*stretch, freq="MS")
    china, others = _recorded()
    weight = china[pd.DatetimeIndex(china.index).year == weight_year].sum()
    ratio = np.log((china / others).to_numpy(dtype=float))
    growth = pd.DataFrame(ratio, index=china.index, columns=china.columns).diff(YEAR).loc[months]
    complete = growth.columns[growth.notna().all() & law.notna().all().reindex(growth.columns, fill_value=False)]
    ends = months[0] - pd.DateOffset(months=YEAR), months[-1] + pd.DateOffset(months=max(LEADS))
    span = pd.date_range(*ends, freq="MS")
    law_of_span = law.loc[span, complete]
    panel = Panel(
        growth[complete].to_numpy(dtype=float),
        np.log1p(law_of_span.to_numpy(dtype=float) / 100),
        YEAR,
        weight[complete].to_numpy(dtype=float),
    )
    return Industries(panel, tuple(complete), months, law_of_span)


@lru_cache(maxsize=1)
def _recorded() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Imports from China and from all others by month (rows) and industry."""
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": [CHINA, WORLD]})
    rows = rows[rows[INDUSTRY].str.startswith(MANUFACTURES)]
    china, world = (
        rows[rows["partner_iso3"] == partner]
        .pivot_table(index="month", columns=INDUSTRY, values="value_usd", aggfunc="sum")
        .astype(float)
        for partner in (CHINA, WORLD)
    )
    return china, world[china.columns] - china


def _law_of_first_war() -> pd.DataFrame:
    """The law by month and industry in percent; before 2018 that of its first day, which no list had touched yet."""
    us = base_2024().us
    rows = read_table(first_war.TABLE, where={"importer_iso3": ["USA"]}, columns=["valid_from", "valid_to"])
    regimes = rows.drop_duplicates().sort_values("valid_from")
    rates = pd.DataFrame(
        {first: 100 * first_war.us_duty(us.products, first.date()) for first in regimes["valid_from"]},
        index=us.products,
    ).dropna()  # a product without a rate in one regime has none in all, so that an industry's mean keeps its goods
    by_regime = pd.DataFrame({first: _by_industry(rates[first]) for first in rates}).T
    begins = pd.DatetimeIndex(by_regime.index)
    months = pd.date_range(pd.Timestamp(FIRST_WAR_BEGAN) - pd.DateOffset(months=YEAR), "2020-03-01", freq="MS")
    by_month = {}
    for month in months:
        days = pd.date_range(month, month + pd.offsets.MonthEnd(0))
        place = np.maximum(begins.searchsorted(days, side="right") - 1, 0)
        by_month[month] = np.bincount(place, minlength=len(begins)) @ by_regime / len(days)
    return pd.DataFrame(by_month).T


@lru_cache(maxsize=1)
def _law_of_2025() -> pd.DataFrame:
    """The same from November 2023; the law before 2025 is that of the last day of 2024, the first the tables hold."""
    law = read_table("us_tariff_statutory_hs6", columns=["hs6", "rate_pct", "valid_from", "valid_to"])
    first = law[law["valid_from"] == law["valid_from"].min()].groupby("hs6")["rate_pct"].sum()
    by_month = {month: _by_industry(first) for month in pd.date_range("2023-11-01", "2024-12-01", freq="MS")}
    for year in YEARS_OF_LAW:
        days = monthly_means(law, "hs6", "rate_pct", year, lag=0)
        by_month |= {pd.Timestamp(year, month, 1): _by_industry(days[month]) for month in range(1, YEAR + 1)}
    return pd.DataFrame(by_month).T


def _by_industry(by_product: pd.Series) -> pd.Series:
    """Mean over the products of an industry, weighted by imports from China of 2024; products without a rate aside."""
    value, number, names = _weights()
    rate = by_product.reindex(base_2024().us.products).to_numpy(dtype=float)
    is_known = np.isfinite(rate) & (number >= 0)
    total, duty = (
        sum_by(number[is_known], weights[is_known], len(names)) for weights in (value, value * np.nan_to_num(rate))
    )
    return pd.Series(np.divide(duty, total, out=np.full(len(names), np.nan), where=total > 0), index=names)


@lru_cache(maxsize=1)
def _weights() -> tuple[FloatArray, IndexArray, list[str]]:
    """Imports from China and the number of the industry by product (-1 for none), and the industries' codes."""
    us = base_2024().us
    is_partner = us.partner_cells
    value = sum_by(us.market.product[is_partner], us.market.value_usd[is_partner], us.market.product_count)
    rows = read_table("hs_naics", where={"hs_revision": ["HS2022"]}).drop_duplicates("hs6").set_index("hs6")[INDUSTRY]
    codes, names = pd.factorize(rows.reindex(us.products), sort=True)
    return value, codes.astype(np.intp), list(names)
