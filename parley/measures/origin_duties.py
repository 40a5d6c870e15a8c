"""How US law moved the average duty on each origin since the end of 2024, from the law line by line.

The products of an origin but China all move by the change of its average; the European Union is one origin.
"""

from collections.abc import Collection
from datetime import date

import pandas as pd

from parley.measures import statutory_rates
from parley.measures.tariffs import in_force

ORIGIN = "exporter_iso3"
BASE_DAY = date(2024, 12, 31)


def level(table: pd.DataFrame, on: date, without: Collection[str] = ()) -> pd.Series:
    """The average duty by law on each origin on a day in percent, less the laws struck out; index iso3.

    ``table``: us_tariff_origin_steps; ``without``: authorities or programmes.
    """
    return statutory_rates.level(table, on, without, by=ORIGIN)


def change_points(table: pd.DataFrame, on: date, without: Collection[str] = ()) -> pd.Series:
    """Points by which the average duty on an origin had changed by ``on`` since the end of 2024; index iso3.

    ``table``: us_tariff_origin_steps. Laws in ``without`` are taken out of the day's average, not of the base's.
    """
    return level(table, on, without) - level(table, BASE_DAY)


def rates_of(table: pd.DataFrame, on: date, law: str) -> pd.Series:
    """What one authority or programme adds to the average duty of each origin on a day, percent; index iso3."""
    rows = in_force(table[(table["authority"] == law) | (table["programme"] == law)], on)
    return rows.groupby(ORIGIN)["rate_pct"].sum()
