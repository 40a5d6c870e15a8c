"""US customs duties by month: the sum of twelve months, and duties as a share of imports."""

import pandas as pd

MONTHS_IN_YEAR = 12
COLUMNS = [
    "month",
    "customs_duties_usd",
    "imports_usd",
    "effective_rate_pct",
    "sum_12_months_usd",
    "vintage",
    "source_id",
]


def monthly(revenue: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Months from ``first`` on with ``sum_12_months_usd``, the duties of the twelve months that end there.

    ``revenue``: ``us_customs_revenue_monthly``. A sum needs all its twelve months, also those before ``first``.
    """
    rows = revenue.sort_values("month", ignore_index=True)
    sums = rows.set_index("month")["customs_duties_usd"].asfreq("MS").rolling(MONTHS_IN_YEAR).sum()
    rows = rows.assign(sum_12_months_usd=rows["month"].map(sums))
    return rows.loc[rows["month"] >= first, COLUMNS].reset_index(drop=True)
