"""China's trade by commodity: release tables of its customs, one typed by others, and figures of dated pages."""

from functools import partial
from pathlib import Path

import pandas as pd

from parley.recipes import Published, one_value, raw_file, read_typed_facts

FILE = "trade/gacc-releases/gacc_major_export_commodities_usd.csv"
JUNE_2026_FILE = "trade/gacc-totals-2021-2026/china_major_goods_2026_06_usd.csv"
RELEASES_URL = "http://english.customs.gov.cn/statics/report/preliminary.html"
SOURCE_ID, SOURCE_ID_OF_JUNE = "gacc_releases", "gacc_june_2026"
PAGES = "gacc_commodity_pages"  # what a refresh reads, whole pages
DOUBTFUL_UNIT = "Unit printed as 10,000 pairs; the size of the figures suggests 100 million pairs"
MILLION = 1_000_000
# The pages of April 2025 and June 2026 carry no day in our copies; totals of those months are in print from 9 May 2025
# and 14 July 2026 on.
PUBLISHED_IN, JUNE_PUBLISHED_IN = pd.Timestamp("2025-05-31"), pd.Timestamp("2026-07-31")
COLUMNS = {
    "value_month_usd_million": "value_usd",
    "value_ytd_usd_million": "value_year_to_date_usd",
    "value_ytd_prior_year_usd_million": "value_year_to_date_before_usd",
}


def _typed(frame: pd.DataFrame, month: str) -> pd.DataFrame:
    """Rows of a month that this recipe gives: a refresh may have added the whole page."""
    return frame[(frame["month"] == pd.Timestamp(month)) & (frame["source_id"] != PAGES)]


def _goods_in(frame: pd.DataFrame, month: str) -> int:
    return len(_typed(frame, month))


def _in_month(month: str, column: str, commodity: str, expected: float, flow: str = "export") -> Published:
    def compute(frame: pd.DataFrame) -> float:
        rows = _typed(frame, month).dropna(subset=[column])
        return one_value(rows, column, commodity=commodity, flow=flow)

    what = f"{month[:7]}, {flow}, {commodity}, {column}"
    return Published(what, expected, compute, 1e-9 * abs(expected), "GACC, release of the month")


def _machinery_from_may_to_june(frame: pd.DataFrame) -> float:
    """Mechanical and electrical exports of January to May, and of June, less those of the half year, bn US$."""
    rows = frame[(frame["commodity"] == "Mechanical and electrical products") & (frame["flow"] == "export")]
    may, june = (_typed(rows, month) for month in ("2026-05-01", "2026-06-01"))
    parts = may["value_year_to_date_usd"].item() + june["value_usd"].item()
    return float((parts - june["value_year_to_date_usd"].item()) / 1e9)


PUBLISHED = (
    *(
        Published(f"goods of {month[:7]}", count, partial(_goods_in, month=month), 0, "GACC, major export commodities")
        for month, count in (("2025-04-01", 19), ("2026-05-01", 18))
    ),
    _in_month("2026-05-01", "quantity_year_to_date", "Rare-earth ore, metals, compounds", 25378.0),
    _in_month("2026-05-01", "change_pct", "Rare-earth ore, metals, compounds", 44.9),
    _in_month("2026-05-01", "value_usd", "Mechanical and electrical products", 240950.9 * MILLION),
    _in_month("2026-05-01", "change_pct", "Mechanical and electrical products", 22.4),
    _in_month("2026-06-01", "value_year_to_date_usd", "Mechanical and electrical products", 1350169.7 * MILLION),
    _in_month("2026-06-01", "change_pct", "Integrated circuits", 55.8, flow="import"),
    _in_month("2026-06-01", "change_month_pct", "Integrated circuits", 122),
    _in_month("2026-07-01", "change_month_pct", "Integrated circuits", 117),
    _in_month("2026-08-01", "value_year_to_date_usd", "Integrated circuits", 256751 * MILLION),
    _in_month("2026-08-01", "change_pct", "Integrated circuits", 103.9),
    _in_month("2026-08-01", "quantity", "Rare earths", 6861.7, flow="import"),
    _in_month("2026-08-01", "quantity_year_to_date", "Rare earths", 70_200, flow="import"),
    Published(
        "machinery, January to May and June less the half year, bn US$", 0, _machinery_from_may_to_june, 0.1, "GACC"
    ),
    Published("rows", 56, len, 0, "37 of two release tables, 14 of June 2026, 5 of dated pages", True),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per month, flow, commodity and source, in the order of the pages."""
    parts = [_releases(raw), _june_2026(raw), read_typed_facts("china_customs_commodities")]
    return pd.concat(parts, ignore_index=True)


def _releases(raw: Path) -> pd.DataFrame:
    lines = pd.read_csv(raw_file(raw, FILE), parse_dates=["gacc_published"])
    table = lines.rename(
        columns={
            **COLUMNS,
            "commodity_as_printed": "commodity",
            "yoy_ytd_value_pct": "change_pct",
            "yoy_ytd_quantity_pct": "quantity_change_pct",
            "quantity_month": "quantity",
            "quantity_ytd": "quantity_year_to_date",
        }
    )
    table["month"] = pd.to_datetime(lines["month"], format="%Y-%m")
    table[list(COLUMNS.values())] = (table[list(COLUMNS.values())] * MILLION).round()
    table["published_on"] = lines["gacc_published"].fillna(PUBLISHED_IN)
    table["date_basis"] = lines["gacc_published"].notna().map({True: "day", False: "month"})
    # what the table's makers say about a unit is a note, not a unit
    doubtful = table["quantity_unit"].str.startswith("printed as").eq(True)
    table["note"] = None
    table.loc[doubtful, "note"] = DOUBTFUL_UNIT
    table["quantity_unit"] = table["quantity_unit"].mask(doubtful | table["quantity_unit"].eq("not shown"))
    table = table.assign(comparator="eq", is_change_estimated=False, verification="official_file")
    table = table.assign(source_url=RELEASES_URL, source_id=SOURCE_ID)
    return table.drop(columns=["quantity_ytd_prior_year", "gacc_published", "source_fixture"])


def _june_2026(raw: Path) -> pd.DataFrame:
    """Values are those of customs; who typed them worked out part of the exports' changes, year to date."""
    lines = pd.read_csv(raw_file(raw, JUNE_2026_FILE))
    return pd.DataFrame(
        {
            "month": pd.to_datetime(lines["month"], format="%Y-%m"),
            "flow": lines["flow"],
            "commodity": lines["commodity"],
            "value_usd": lines["value_month_usd"].astype(float),
            "value_year_to_date_usd": lines["value_ytd_usd"].astype(float),
            "change_pct": lines["value_ytd_change_pct"],
            "quantity_change_pct": lines["quantity_ytd_change_pct"],
            "comparator": "eq",
            "is_change_estimated": lines["flow"] == "export",
            "published_on": JUNE_PUBLISHED_IN,
            "date_basis": "month",
            "verification": "secondary",
            "source_url": RELEASES_URL,
            "source_id": SOURCE_ID_OF_JUNE,
        }
    )
