"""China's trade as its customs publish it.

Dollar figures are typed from dated pages in ``data/facts``; the yuan tables by partner come from customs' own pages.
"""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, one_value, raw_file, read_typed_facts

BY_COUNTRY_FILE = "trade/gacc-releases/gacc_by_country_cny.csv"
RELEASES_URL = "http://english.customs.gov.cn/statics/report/preliminary.html"
CNY_UNIT, CNY_MULTIPLIER = "CNY 100 million", 100_000_000
ONE_BILLION = 1_000_000_000


def _may_2025(column: str, partner: str, flow: str, expected: float) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        month = frame[frame["period_start"] == pd.Timestamp("2025-05-01")]
        return one_value(month, column, partner_iso3=partner, flow=flow, currency="USD")

    what = f"May 2025, {flow}, partner {partner}, {column}"
    return Published(what, expected, compute, 1e-6 * abs(expected), "GACC, release of 9 June 2025")


def _of_2025(flow: str, expected_bn: float) -> Published:
    def compute(frame: pd.DataFrame) -> float:
        year = frame[
            (frame["period_start"] == pd.Timestamp("2025-01-01")) & (frame["period_end"] == pd.Timestamp("2025-12-31"))
        ]
        return one_value(year, "value_usd", partner_iso3="USA", flow=flow) / ONE_BILLION

    return Published(f"2025, {flow}, USA, bn US$", expected_bn, compute, 0.005, "GACC, release of 14 January 2026")


PUBLISHED = (
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
    Published("rows", 355, len, 0, "82 cited figures, 3 totals, 270 figures by partner"),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per period, partner, flow, currency and page."""
    cited = read_typed_facts("china_customs")
    cited["value_usd"] = cited["value_local"] * cited["multiplier"]
    both = pd.concat([cited, _by_country(raw)], ignore_index=True)
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
            "multiplier": CNY_MULTIPLIER,
            # no dollar value: an exchange rate would make it a figure nobody published
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
