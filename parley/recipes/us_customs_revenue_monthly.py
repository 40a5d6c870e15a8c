"""US customs duties collected and goods imports by month since 1982."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FILE = "trade/budgetlab-import-shares/tariff_revenue.csv"
DAYS_TO_RELEASE = pd.Timedelta(days=40)
VINTAGE = date(2026, 3, 27)


def build(raw: Path) -> pd.DataFrame:
    """One row per month, oldest first; dollars and percent. The share is computed here from the two sums."""
    table = pd.read_csv(raw_file(raw, FILE), parse_dates=["date"])  # USD million
    duties, imports = _from_million(table["customs_duties"]), _from_million(table["imports_value"])
    return pd.DataFrame(
        {
            "month": table["date"],
            "customs_duties_usd": duties,
            "imports_usd": imports,
            "effective_rate_pct": duties / imports * 100,
            "released_on": table["date"] + pd.offsets.MonthEnd() + DAYS_TO_RELEASE,
            "date_basis": "estimated",
            "vintage": VINTAGE,
            "source_id": "us_customs_revenue",
        }
    ).sort_values("month", ignore_index=True)


def _from_million(values: pd.Series) -> pd.Series:
    return (values * 1e6).round()


def _duties_bn(year: int) -> Callable[[pd.DataFrame], float]:
    return lambda frame: float(frame.loc[frame["month"].dt.year == year, "customs_duties_usd"].sum() / 1e9)


def _rate(month: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: float(frame.loc[frame["month"] == month, "effective_rate_pct"].item())


SOURCE = "US Treasury and US Census Bureau, through The Budget Lab at Yale"
PUBLISHED = (
    Published("customs duties 2024, bn US$", 78.9, _duties_bn(2024), 0.05, SOURCE),
    Published("customs duties 2025, bn US$", 264.0, _duties_bn(2025), 0.05, SOURCE),
    Published("duties as a share of imports, December 2025, %", 9.88, _rate("2025-12-01"), 0.005, SOURCE),
    Published("duties as a share of imports, January 1982, %", 3.083, _rate("1982-01-01"), 0.0005, SOURCE),
    Published("months", 530, lambda frame: float(len(frame)), 0, SOURCE),
)
