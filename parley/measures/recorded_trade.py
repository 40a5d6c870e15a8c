"""US imports of the last twelve months known, by origin, and the law a year's duties were collected under."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.measures.trade import MONTHS_IN_YEAR, WORLD, latest_vintage

LARGEST = ("CHN", "MEX", "CAN")  # a window lacking one of the three largest origins would say little of trade
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Recorded:
    """``value_usd``: imports for consumption of twelve months by origin; ``last_month``: the first of the last one.

    ``by_month``: origins recorded month by month; all others share what is left of the world's as they did in the year
    they are known from.
    """

    value_usd: pd.Series
    last_month: date
    by_month: tuple[str, ...]


def twelve_months(trade: pd.DataFrame, year_usd: pd.Series, year: int) -> Recorded | None:
    """Imports of the last twelve months in which the world and the three largest origins are known.

    ``trade``: rows of trade_monthly; ``year_usd``: imports for consumption of ``year`` by every origin. An origin's
    twelve months are their sum, or the year less its months to the last one plus the same months of the year after.
    None when no twelve months are known.
    """
    rows = trade[(trade["reporter_iso3"] == "USA") & (trade["flow"] == "import") & (trade["basis"] == "consumption")]
    months = latest_vintage(rows).pivot(index="month", columns="partner_iso3", values="value_usd").sort_index()
    if not {WORLD, *LARGEST} <= set(months.columns):
        return None
    months = months.asfreq("MS")
    sums = months.rolling(MONTHS_IN_YEAR).sum()
    for end in reversed(months.index):
        of_origin = sums.loc[end].fillna(_by_the_year(months, year_usd, year, end)).dropna()
        if {WORLD, *LARGEST} <= set(of_origin.index):
            break
    else:
        return None
    named = of_origin.drop(WORLD)
    named = named[named.index.isin(year_usd.index)]
    rest = year_usd[~year_usd.index.isin(named.index)]
    left = float(of_origin[WORLD] - named.sum())
    value = pd.concat([named, rest / rest.sum() * left]).reindex(year_usd.index)
    return Recorded(value, end.date(), tuple(map(str, named.index)))


def _by_the_year(months: pd.DataFrame, year_usd: pd.Series, year: int, end: pd.Timestamp) -> pd.Series:
    """The twelve months to ``end``, a month of the year after ``year``, from that year; missing where months are."""
    if end.year != year + 1:
        return pd.Series(np.nan, index=months.columns)
    parts = [months.loc[pd.Timestamp(y, 1, 1) : pd.Timestamp(y, end.month, 1)] for y in (year, year + 1)]
    before, after = (part.sum(min_count=end.month) for part in parts)
    return year_usd.reindex(months.columns) - before + after


def months_of(year: int, lag: int) -> Iterator[tuple[pd.Timestamp, pd.Timestamp]]:
    """First day of the month ``lag`` before each month of a year, and of the month after it."""
    for month in range(MONTHS_IN_YEAR):
        first = pd.Timestamp(year, 1, 1) + pd.DateOffset(months=month - lag)
        yield first, first + pd.DateOffset(months=1)


def monthly_means(steps: pd.DataFrame, key: str, rate: str, year: int, lag: int) -> pd.DataFrame:
    """Mean of the daily sum of rates over the month ``lag`` before each month of a year: rows by ``key``, 12 columns.

    ``steps``: rows with valid_from and valid_to (missing: open) and the column ``rate``. With a lag of one month goods
    pay the law of the time they were shipped: those at sea were mostly exempt from new duties.
    """
    codes, names = pd.factorize(steps[key], sort=True)
    begin = steps["valid_from"].to_numpy(dtype="datetime64[D]")
    end = steps["valid_to"].fillna(pd.Timestamp(2262, 1, 1)).to_numpy(dtype="datetime64[D]") + np.timedelta64(1, "D")
    rates = steps[rate].to_numpy(dtype=float)
    columns = []
    for first, after in months_of(year, lag):
        one, two = np.datetime64(first, "D"), np.datetime64(after, "D")
        days = (np.minimum(end, two) - np.maximum(begin, one)) / np.timedelta64(1, "D")
        share = np.clip(days, 0, None) / ((two - one) / np.timedelta64(1, "D"))
        columns.append(np.bincount(codes, weights=share * rates, minlength=len(names)))
    return pd.DataFrame(np.array(columns).T, index=names, columns=range(1, MONTHS_IN_YEAR + 1))


def monthly_shares(trade: pd.DataFrame, key: str, year: int) -> pd.DataFrame:
    """Share of each month in a year's imports by ``key`` (rows), adding to one; rows without trade are left out."""
    rows = trade[trade["month"].dt.year == year]
    value = rows.assign(number=rows["month"].dt.month).pivot_table(
        index=key, columns="number", values="value_usd", aggfunc="sum", fill_value=0.0
    )
    value = value.reindex(columns=range(1, MONTHS_IN_YEAR + 1), fill_value=0.0)
    total = value.sum(axis=1)
    shares: pd.DataFrame = value[total > 0].div(total[total > 0], axis=0)
    return shares
