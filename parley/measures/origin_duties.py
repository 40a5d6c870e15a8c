"""How US law moved the average duty on each origin since the end of 2024, from the law line by line.

The products of an origin but China all move by the change of its average; the European Union is one origin.
"""

from collections.abc import Collection
from datetime import date

import pandas as pd

from parley.measures import statutory_rates
from parley.measures.tariffs import in_force

ORIGIN = "exporter_iso3"
STEPS = [ORIGIN, "valid_from", "valid_to", "authority", "rate_pct", "low_pct", "sum_pct", "high_pct", "source_id"]
BASE_DAY = date(2024, 12, 31)
DAY = pd.Timedelta(days=1)


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


def steps_of(table: pd.DataFrame, origin: str, until: date) -> pd.DataFrame:
    """The average duty on an origin from step to step to ``until``, one row a step and authority that charges.

    Columns ``STEPS``: the part of the authority, and the sum of all under the lowest, the central and the highest
    reading, percent; empty where the table does not have the origin.
    """
    rows, last = table[table[ORIGIN] == origin], pd.Timestamp(until)
    begins = pd.concat([rows["valid_from"], rows["valid_to"] + DAY])
    days = sorted(begins[begins <= last].unique())
    tables = [pd.DataFrame(columns=STEPS)]
    for first, after in zip(days, [*days, last + DAY][1:], strict=True):
        present = in_force(rows, first)
        parts = present.groupby("authority", as_index=False).agg(
            rate_pct=("rate_pct", "sum"), source_id=("source_id", "first")
        )
        low, central, high = present[[*statutory_rates.READINGS]].sum()
        step = parts[(parts["rate_pct"] > 0) | (parts["authority"] == "mfn")]
        sums = {"low_pct": low, "sum_pct": central, "high_pct": high}
        tables.append(step.assign(**{ORIGIN: origin}, valid_from=first, valid_to=after - DAY, **sums)[STEPS])
    return pd.concat(tables[1:] or tables, ignore_index=True)
