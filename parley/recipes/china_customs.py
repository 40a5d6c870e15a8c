"""China's trade as its customs first publish it.

Headline figures are typed from dated pages in ``data/facts``; the yuan tables by partner come from customs' own pages,
the dollar table by area of June 2026 from who typed it.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from parley.recipes import Published, one_value, raw_file, read_typed_facts

BY_COUNTRY_FILE = "trade/gacc-releases/gacc_by_country_cny.csv"
BY_AREA_FILE = "trade/gacc-totals-2021-2026/china_trade_by_area_h1_2026.csv"
AREA_CODES = {"AFRICA": "AFR"}
AREAS_PUBLISHED_IN = pd.Timestamp("2026-07-31")  # our copy carries no day; totals of June are in print from 14 July on
RELEASES_URL = "http://english.customs.gov.cn/statics/report/preliminary.html"
CNY_UNIT, HUNDRED_MILLION = "CNY 100 million", 100_000_000
ONE_BILLION = 1_000_000_000
PAGES = "gacc_pages"  # bulletins that a refresh reads: prints of their own beside those of this recipe


def _own(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["source_id"] != PAGES]


def _may_2025(column: str, partner: str, flow: str, expected: float) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        month = _own(frame[frame["period_start"] == pd.Timestamp("2025-05-01")])
        return one_value(month, column, partner_iso3=partner, flow=flow, currency="USD")

    what = f"May 2025, {flow}, partner {partner}, {column}"
    return Published(what, expected, compute, 1e-6 * abs(expected), "GACC, release of 9 June 2025")


def _of_2025(flow: str, expected_bn: float) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        year = _own(frame)
        year = year[
            (year["period_start"] == pd.Timestamp("2025-01-01")) & (year["period_end"] == pd.Timestamp("2025-12-31"))
        ]
        return one_value(year, "value_usd", partner_iso3="USA", flow=flow) / ONE_BILLION

    return Published(f"2025, {flow}, USA, bn US$", expected_bn, compute, 0.005, "GACC, release of 14 January 2026")


def _of_2026(first: str, last: str, partner: str, flow: str, column: str, expected: float) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        period = _own(frame)
        period = period[
            (period["period_start"] == pd.Timestamp(first)) & (period["period_end"] == pd.Timestamp(last))
        ].dropna(subset=[column])
        return one_value(period, column, partner_iso3=partner, flow=flow, currency="USD")

    what = f"{first} to {last}, {flow}, partner {partner}, {column}"
    return Published(what, expected, compute, 1e-9 * abs(expected), "GACC, releases of July to September 2026")


def _released(month: str) -> Callable[[pd.DataFrame], float]:
    """The day a month's figures were released, as the number 20250509; every page of the month must say the same."""

    def compute(frame: pd.DataFrame) -> float:
        (day,) = set(_own(frame).loc[frame["period_start"] == pd.Timestamp(month), "published_on"])
        return float(f"{day:%Y%m%d}")

    return compute


_JULY, _AUGUST, _HALF = ("2026-07-01", "2026-07-31"), ("2026-08-01", "2026-08-31"), ("2026-01-01", "2026-06-30")
PUBLISHED = (
    Published("release of April 2025", 20250509, _released("2025-04-01"), 0, "press of 9 May 2025"),
    _of_2026(*_JULY, "WLD", "export", "change_pct", 23.9),
    _of_2026(*_JULY, "WLD", "import", "change_pct", 27.5),
    _of_2026(*_JULY, "WLD", "balance", "value_usd", 112.5 * ONE_BILLION),
    _of_2026(*_AUGUST, "WLD", "export", "change_pct", 25.0),
    _of_2026(*_AUGUST, "WLD", "import", "change_pct", 28.2),
    _of_2026(*_AUGUST, "WLD", "balance", "value_usd", 119.09 * ONE_BILLION),
    _of_2026(*_HALF, "WLD", "export", "value_usd", 2125.36 * ONE_BILLION),
    _of_2026(*_HALF, "WLD", "import", "value_usd", 1549.38 * ONE_BILLION),
    _of_2026(*_HALF, "USA", "export", "value_usd", 215.92 * ONE_BILLION),
    _of_2026(*_HALF, "USA", "export", "change_pct", 0.2),
    _of_2026(*_HALF, "USA", "import", "value_usd", 73.23 * ONE_BILLION),
    _of_2026(*_HALF, "USA", "import", "change_pct", -0.8),
    _may_2025("change_pct", "WLD", "export", 4.8),
    _may_2025("change_pct", "WLD", "import", -3.4),
    _may_2025("value_usd", "WLD", "export", 316.10 * ONE_BILLION),
    _may_2025("value_usd", "WLD", "import", 212.88 * ONE_BILLION),
    _may_2025("value_usd", "WLD", "balance", 103.22 * ONE_BILLION),
    _may_2025("value_usd", "USA", "export", 28.82 * ONE_BILLION),
    _may_2025("change_pct", "USA", "export", -34.4),
    _may_2025("value_usd", "USA", "import", 10.81 * ONE_BILLION),
    _may_2025("change_pct", "USA", "import", -17.9),
    _of_2025("export", 420.05),
    _of_2025("import", 139.70),
    Published("rows", 382, lambda f: len(_own(f)), 0, "97 cited figures, 3 totals, 270 figures by partner, 12 by area"),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per period, partner, flow, currency and page."""
    cited = read_typed_facts("china_customs")
    in_dollars = cited["currency"] == "USD"
    # yuan have no dollar value: an exchange rate would make it a figure nobody published
    cited["value_usd"] = (cited["value_local"] * cited["multiplier"]).where(in_dollars)
    both = pd.concat([cited, _by_country(raw), _by_area(raw)], ignore_index=True)
    order = ["period_start", "period_end", "currency", "partner_iso3", "flow", "published_on"]
    return both.sort_values(order, ignore_index=True, kind="stable")


def _by_country(raw: Path) -> pd.DataFrame:
    table = pd.read_csv(raw_file(raw, BY_COUNTRY_FILE), parse_dates=["period_start", "period_end", "gacc_published"])
    other = table[table["unit"] != CNY_UNIT]
    if len(other):
        raise ValueError(f"{BY_COUNTRY_FILE}, row {other.index[0]}: unit {other['unit'].iloc[0]!r}, not {CNY_UNIT!r}")
    return pd.DataFrame(
        {
            "period_start": table["period_start"],
            "period_end": table["period_end"],
            "partner_iso3": table["partner_code"],
            "flow": table["flow"].replace("export_plus_import", "total"),
            "currency": "CNY",
            "status": "as_reported",
            "value_local": table["value"],
            "multiplier": HUNDRED_MILLION,
            "value_usd": float("nan"),
            "change_pct": table["yoy_pct"],
            "published_on": table["gacc_published"],
            "date_basis": "day",
            "verification": "official_file",
            "source_url": RELEASES_URL,
            "source_id": "gacc_releases",
            "note": None,
        }
    )


def _by_area(raw: Path) -> pd.DataFrame:
    table = pd.read_csv(raw_file(raw, BY_AREA_FILE), parse_dates=["period_start", "period_end"])
    return pd.DataFrame(
        {
            "period_start": table["period_start"],
            "period_end": table["period_end"],
            "partner_iso3": table["partner"].replace(AREA_CODES),
            "flow": table["flow"],
            "currency": "USD",
            "status": "as_reported",
            "value_local": table["value_usd"] / HUNDRED_MILLION,
            "multiplier": HUNDRED_MILLION,
            "value_usd": table["value_usd"].astype(float),
            "change_pct": table["change_pct"],
            "published_on": AREAS_PUBLISHED_IN,
            "date_basis": "month",
            "verification": "secondary",
            "source_url": RELEASES_URL,
            "source_id": "gacc_june_2026",
            "note": None,
        }
    )
