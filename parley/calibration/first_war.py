"""Duties of the first trade war, 2018 to 2020, in the products of today's markets: levels of law of both sides.

The US side has no duties on steel and aluminium and China's has no cut of 14 February 2020. Codes are those of HS 2017;
products of HS 2022 are found through the map. A product without a usable rate has none here.
"""

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product_market import CalibrationError
from parley.measures.products import usable
from parley.measures.tariffs import in_force
from parley.models.partial_equilibrium import FloatArray
from parley.tables.read import read_table
from parley.terms import day

TABLE = "us_china_tariff_hs6_2018_2020"
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2020, 12, 31)
WEIGHT_YEAR = 2017  # US exports by HS6, the last year before the lists
COLUMNS = ["hs6", "rate_pct", "is_flagged", "valid_from", "valid_to"]


def us_duty(products: npt.NDArray[np.object_], on: date) -> FloatArray:
    """US duty on Chinese goods of each HS2022 product on a day (ratio), missing where the table has none; [product]."""
    code = pd.Series(products).map(_codes_of_2017())
    rates = usable(_rows("USA", on)).set_index("hs6")["rate_pct"]
    return code.map(rates).to_numpy(dtype=float) / 100


def china_duty(chapters: npt.NDArray[np.object_], on: date) -> tuple[FloatArray, date]:
    """China's mean duty on US goods by chapter on a day (ratio), and the first day of these rates; [chapter].

    Weights within a chapter are US exports to China of 2017; without any the mean is plain. Raises CalibrationError
    naming a chapter without rates.
    """
    rows = usable(_rows("CHN", on))
    weight = rows["hs6"].map(_exports()).fillna(0.0)
    chapter = rows["hs6"].str[:2]
    total, duty = (values.groupby(chapter).sum() for values in (weight, weight * rows["rate_pct"]))
    mean = (duty / total).where(total > 0, rows.groupby(chapter)["rate_pct"].mean()).reindex(chapters)
    if mean.isna().any():
        raise CalibrationError(f"China's duties of {day(on)} lack chapter {mean.index[mean.isna()][0]}.")
    return mean.to_numpy(dtype=float) / 100, rows["valid_from"].iloc[0].date()


def _rows(importer: str, on: date) -> pd.DataFrame:
    return in_force(read_table(TABLE, where={"importer_iso3": [importer]}, columns=COLUMNS), on)


@lru_cache(maxsize=1)  # as that of the exports, 0.1 MB; one day after another asks for both
def _codes_of_2017() -> pd.Series:
    rows = read_table("hs_map", where={"from_revision": ["HS2022"], "to_revision": ["HS2017"]})
    return rows.set_index("from_code")["to_code"]


@lru_cache(maxsize=1)
def _exports() -> pd.Series:
    months = [pd.Timestamp(WEIGHT_YEAR, month, 1) for month in range(1, 13)]
    columns = ["hs6", "value_usd"]
    rows = read_table("us_exports_china_hs6_monthly", where={"month": months}, columns=columns)
    return rows.groupby("hs6")["value_usd"].sum()
