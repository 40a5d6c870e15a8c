"""Monthly exchange rates of the dollar and US import prices."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from parley.recipes import Published, raw_file, reading

TO_FEBRUARY, TO_AUGUST = "usd_exchange_rates_monthly", "fed_exchange_rates_2026_09"
RATES_FILE = "trade/usd-exchange-rates-monthly/usd_exchange_rates_monthly.csv"
LATER_FILE = "trade/us-import-prices-fx-2023-2026/us_import_prices_fx_monthly.csv"
COLUMNS = {
    "cny_per_usd": "yuan_per_dollar",
    "cad_per_usd": "canadian_dollars_per_dollar",
    "mxn_per_usd": "pesos_per_dollar",
    "trade_weighted_dollar_index": "broad_dollar_index",
}
LATER_SERIES = {"DEXCHUS": "yuan_per_dollar", "DTWEXBGS": "broad_dollar_index"}


def exchange_rates_monthly(raw: Path) -> pd.DataFrame:
    """Monthly exchange rates of the dollar, from two copies of the Federal Reserve's figures.

    One row per copy and month, oldest first; the copies are not joined.
    """
    first = pd.read_csv(raw_file(raw, RATES_FILE)).rename(columns=COLUMNS).assign(source_id=TO_FEBRUARY)
    first = _dated(first.assign(month=pd.to_datetime(first["month"], format="%Y-%m")))
    later = rates_of_lines(pd.read_csv(raw_file(raw, LATER_FILE))).assign(source_id=TO_AUGUST)
    return pd.concat([first, later], ignore_index=True).sort_values(["source_id", "month"], ignore_index=True)


def rates_of_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Yuan and broad dollar by month from lines with series, month (2026-08) and value."""
    rates = lines[lines["series"].isin(LATER_SERIES)]
    wide = rates.pivot(index="month", columns="series", values="value").rename(columns=LATER_SERIES).reset_index()
    return _dated(wide.assign(month=pd.to_datetime(wide["month"], format="%Y-%m")))


def _dated(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(released_on=table["month"] + pd.offsets.MonthBegin(), date_basis="estimated")


PRICES_FILE = "trade/us-import-prices-fx-2023-2026/us_import_prices_fx_monthly.csv"
VINTAGE = date(2026, 9, 29)
DAYS_TO_RELEASE, DAYS_IN_SHUTDOWN = pd.Timedelta(days=25), pd.Timedelta(days=80)
SHUTDOWN = (pd.Timestamp("2025-09-01"), pd.Timestamp("2025-12-01"))


class Series(NamedTuple):
    """What a series is of: an origin, or an end use."""

    item: str
    partner_iso3: str | None = None


SERIES = {
    "CHNTOT": Series("China", "CHN"),
    "ASEANTOT": Series("ASEAN", "ASEAN"),
    "EECTOT": Series("European Union", "EU27"),
    "JPNTOT": Series("Japan", "JPN"),
    "MEXTOT": Series("Mexico", "MEX"),
    "IREXFUELS": Series("All imports excluding fuels"),
    "IREXFDFLS": Series("All imports excluding food and fuels"),
    "IR1": Series("Industrial supplies and materials"),
    "IR2": Series("Capital goods"),
    "IR3": Series("Automotive vehicles, parts and engines"),
    "IR4": Series("Consumer goods excluding automotives"),
    "IR400": Series("Apparel, footwear and household goods"),
}


def us_import_prices_monthly(raw: Path) -> pd.DataFrame:
    """US import price indexes before duty by origin and end use, monthly since 2023.

    One row per series and month; October 2025 was not collected and has no row.
    """
    return prices_of_lines(pd.read_csv(raw_file(raw, PRICES_FILE)))


def prices_of_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """The same from lines with series, producer, month (2026-08) and value."""
    lines = lines[lines["producer"] == "BLS"]
    month = pd.to_datetime(lines["month"], format="%Y-%m")
    delay = month.between(*SHUTDOWN).map({True: DAYS_IN_SHUTDOWN, False: DAYS_TO_RELEASE})
    partner = lines["series"].map({name: series.partner_iso3 for name, series in SERIES.items()})
    table = pd.DataFrame(
        {
            "series_id": lines["series"],
            "breakdown": partner.notna().map({True: "origin", False: "end_use"}),
            "partner_iso3": partner,
            "item": lines["series"].map({name: series.item for name, series in SERIES.items()}),
            "month": month,
            "price_index": lines["value"],
            "index_base": partner.notna().map({True: "2003-12", False: "2000"}),
            "released_on": month + pd.offsets.MonthEnd() + delay,
            "date_basis": "estimated",
            "vintage": VINTAGE,
            "source_id": "bls_import_prices",
        }
    )
    return table.sort_values(["series_id", "month"], ignore_index=True)


def _index(series: str, month: str) -> Callable[[pd.DataFrame], float]:
    return reading("price_index", series_id=series, month=pd.Timestamp(month))


def _change(series: str, first: str, last: str) -> Callable[[pd.DataFrame], float]:
    """Change of an index from one month to another, percent."""
    return lambda frame: (_index(series, last)(frame) / _index(series, first)(frame) - 1) * 100


SOURCE, TEXT = "BLS, import price indexes", "text of the project that pulled the series"
US_IMPORT_PRICES_MONTHLY_PUBLISHED: tuple[Published, ...] = (
    Published("goods from China, December 2024", 100.3, _index("CHNTOT", "2024-12-01"), 1e-9, SOURCE),
    Published("goods from China, July 2025", 96.9, _index("CHNTOT", "2025-07-01"), 1e-9, SOURCE),
    Published("goods from China, August 2026", 99.9, _index("CHNTOT", "2026-08-01"), 1e-9, SOURCE),
    Published(
        "excluding fuels, year to August 2026, %", 5.47, _change("IREXFUELS", "2025-08-01", "2026-08-01"), 5e-3, TEXT
    ),
    Published(
        "excluding fuels since November 2025, %", 4.9, _change("IREXFUELS", "2025-11-01", "2026-08-01"), 0.05, TEXT
    ),
    Published(
        "consumer goods, February to August 2026, %", 2.1, _change("IR4", "2026-02-01", "2026-08-01"), 0.05, TEXT
    ),
    Published("apparel, February to August 2026, %", 4.5, _change("IR400", "2026-02-01", "2026-08-01"), 0.05, TEXT),
    Published("rows", 516, len, 0, "12 series, 43 months", at_least=True),
)
