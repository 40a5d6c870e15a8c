"""Monthly exchange rates of the dollar, from two copies of the Federal Reserve's figures."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

TO_FEBRUARY, TO_AUGUST = "usd_exchange_rates_monthly", "fed_exchange_rates_2026_09"
FILE = "trade/usd-exchange-rates-monthly/usd_exchange_rates_monthly.csv"
LATER_FILE = "trade/us-import-prices-fx-2023-2026/us_import_prices_fx_monthly.csv"
COLUMNS = {
    "cny_per_usd": "yuan_per_dollar",
    "cad_per_usd": "canadian_dollars_per_dollar",
    "mxn_per_usd": "pesos_per_dollar",
    "trade_weighted_dollar_index": "broad_dollar_index",
}
LATER_SERIES = {"DEXCHUS": "yuan_per_dollar", "DTWEXBGS": "broad_dollar_index"}


def build(raw: Path) -> pd.DataFrame:
    """One row per copy and month, oldest first; the copies are not joined."""
    first = pd.read_csv(raw_file(raw, FILE)).rename(columns=COLUMNS).assign(source_id=TO_FEBRUARY)
    first = _dated(first.assign(month=pd.to_datetime(first["month"], format="%Y-%m")))
    later = of_lines(pd.read_csv(raw_file(raw, LATER_FILE))).assign(source_id=TO_AUGUST)
    return pd.concat([first, later], ignore_index=True).sort_values(["source_id", "month"], ignore_index=True)


def of_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Yuan and broad dollar by month from lines with series, month (2026-08) and value."""
    own = lines[lines["series"].isin(LATER_SERIES)]
    wide = own.pivot(index="month", columns="series", values="value").rename(columns=LATER_SERIES).reset_index()
    return _dated(wide.assign(month=pd.to_datetime(wide["month"], format="%Y-%m")))


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(released_on=table["month"] + pd.offsets.MonthBegin(), date_basis="estimated")
