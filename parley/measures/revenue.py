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


def recorded_years(duty: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """Duty and imports by partner in the calendar years from ``first_year`` on that lack at most one month.

    ``duty``: ``bilateral.observed_duty``. Columns partner_iso3, year, months, duty_usd, value_usd, rate_pct (duty over
    value), source_id. A year of eleven months is the sum of those, named by ``months``.
    """
    years = duty.assign(year=duty["month"].dt.year)
    sums = years.groupby(["partner_iso3", "year"], as_index=False).agg(
        months=("month", "nunique"),
        duty_usd=("duty_usd", "sum"),
        value_usd=("value_usd", "sum"),
        source_id=("source_id", "last"),
    )
    kept = sums[(sums["months"] >= MONTHS_IN_YEAR - 1) & (sums["year"] >= first_year)].reset_index(drop=True)
    return kept.assign(rate_pct=100 * kept["duty_usd"] / kept["value_usd"])
