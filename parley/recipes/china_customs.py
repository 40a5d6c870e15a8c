"""China's trade as its customs announces it: by partner, by kind of goods, rare earths, and revised."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from parley.recipes import Published, one_value, raw_file, read_typed_facts

BY_COUNTRY_FILE = "trade/gacc-releases/gacc_by_country_cny.csv"
BY_AREA_FILE = "trade/gacc-totals-2021-2026/china_trade_by_area_h1_2026.csv"
AREA_CODES = {"AFRICA": "AFR"}
AREAS_PUBLISHED_IN = pd.Timestamp("2026-07-31")  # our copy carries no day; totals of June are in print from 14 July on
PARTNERS_RELEASES_URL = "http://english.customs.gov.cn/statics/report/preliminary.html"
CNY_UNIT, HUNDRED_MILLION = "CNY 100 million", 100_000_000
ONE_BILLION = 1_000_000_000
PARTNERS_PAGES = "gacc_pages"  # bulletins that a refresh reads: prints of their own beside those of this recipe


def _own(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["source_id"] != PARTNERS_PAGES]


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
CHINA_CUSTOMS_PUBLISHED = (
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


def china_customs(raw: Path) -> pd.DataFrame:
    """China's trade as its customs first publish it.

    Headline figures are typed from dated pages in ``data/facts``; the yuan tables by partner come from customs' own
    pages, the dollar table by area of June 2026 from who typed it.

    One row per period, partner, flow, currency and page.
    """
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
            "source_url": PARTNERS_RELEASES_URL,
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
            "source_url": PARTNERS_RELEASES_URL,
            "source_id": "gacc_june_2026",
            "note": None,
        }
    )


GOODS_FILE = "trade/gacc-releases/gacc_major_export_commodities_usd.csv"
JUNE_2026_FILE = "trade/gacc-totals-2021-2026/china_major_goods_2026_06_usd.csv"
GOODS_RELEASES_URL = "http://english.customs.gov.cn/statics/report/preliminary.html"
GOODS_SOURCE_ID, SOURCE_ID_OF_JUNE = "gacc_releases", "gacc_june_2026"
GOODS_PAGES = "gacc_commodity_pages"  # what a refresh reads, whole pages
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
    return frame[(frame["month"] == pd.Timestamp(month)) & (frame["source_id"] != GOODS_PAGES)]


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


CHINA_CUSTOMS_COMMODITIES_PUBLISHED = (
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


def china_customs_commodities(raw: Path) -> pd.DataFrame:
    """China's trade by commodity: release tables of its customs, one typed by others, and figures of dated pages.

    One row per month, flow, commodity and source, in the order of the pages.
    """
    parts = [_releases(raw), _june_2026(raw), read_typed_facts("china_customs_commodities")]
    return pd.concat(parts, ignore_index=True)


def _releases(raw: Path) -> pd.DataFrame:
    lines = pd.read_csv(raw_file(raw, GOODS_FILE), parse_dates=["gacc_published"])
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
    table = table.assign(source_url=GOODS_RELEASES_URL, source_id=GOODS_SOURCE_ID)
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
            "source_url": GOODS_RELEASES_URL,
            "source_id": SOURCE_ID_OF_JUNE,
        }
    )


MAGNETS, ALL_FORMS = "rare_earth_magnets", "rare_earths_all_forms"


def china_rare_earth_exports(raw: Path) -> pd.DataFrame:
    """Rare-earth exports of China, typed from customs releases and the press in ``data/facts``.

    One row per commodity, destination, period and report.
    """
    return read_typed_facts("china_rare_earth_exports")


def tonnes(frame: pd.DataFrame, commodity: str, destination: str, first: str, last: str) -> float:
    """The quantity of the one row whose period runs from month ``first`` to month ``last`` (``2025-05``), in tonnes."""
    rows = frame[
        (frame["commodity"] == commodity)
        & (frame["destination_iso3"] == destination)
        & (pd.to_datetime(frame["period_start"]) == pd.Timestamp(first))
        & (pd.to_datetime(frame["period_end"]) == pd.Timestamp(last) + pd.offsets.MonthEnd())
    ]
    return float(rows["quantity_t"].item())


def _tonnes(commodity: str, destination: str, first: str, last: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: tonnes(frame, commodity, destination, first, last)


def _us_against_2024_mean(frame: pd.DataFrame) -> float:
    mean_2024 = tonnes(frame, MAGNETS, "USA", "2024-01", "2024-12") / 12
    return (tonnes(frame, MAGNETS, "USA", "2025-05", "2025-05") / mean_2024 - 1) * 100


def _world_may_2025_change(frame: pd.DataFrame) -> float:
    rows = frame[(frame["commodity"] == MAGNETS) & (frame["destination_iso3"] == "WLD")]
    return float(rows[pd.to_datetime(rows["period_start"]) == pd.Timestamp("2025-05")]["change_pct"].item())


def _months_of_2025(frame: pd.DataFrame) -> float:
    months = [tonnes(frame, MAGNETS, "WLD", f"2025-{m:02}", f"2025-{m:02}") for m in range(3, 13)]
    return tonnes(frame, MAGNETS, "WLD", "2025-01", "2025-02") + sum(months)


def _third_quarter_gap(frame: pd.DataFrame) -> float:
    months = sum(tonnes(frame, MAGNETS, "WLD", f"2025-{m:02}", f"2025-{m:02}") for m in (7, 8, 9))
    nine, six = (tonnes(frame, MAGNETS, "WLD", "2025-01", last) for last in ("2025-09", "2025-06"))
    return months - (nine - six)


CHINA_RARE_EARTH_EXPORTS_PUBLISHED: tuple[Published, ...] = (
    Published("magnets to the USA, May 2025, t", 46, _tonnes(MAGNETS, "USA", "2025-05", "2025-05"), 0, "GACC, press"),
    Published("magnets to the USA, May 2025, against the mean of 2024, %", -93, _us_against_2024_mean, 0.5, "derived"),
    Published("magnets, May 2025, t", 1238, _tonnes(MAGNETS, "WLD", "2025-05", "2025-05"), 0, "GACC, press"),
    Published("magnets, May 2025, on a year earlier, %", -74, _world_may_2025_change, 0, "GACC, press"),
    Published("magnets, the parts of 2025 added, t", 57_392, _months_of_2025, 0, "Reuters, January 2026"),
    Published("July to September less the two sums to date, t", 0, _third_quarter_gap, 1, "GACC, press"),
    Published(
        "all forms, January to May 2025, t", 24_827.1, _tonnes(ALL_FORMS, "WLD", "2025-01", "2025-05"), 0, "GACC table"
    ),
    Published("rows", 64, len, 0, "56 reported by the press, 8 of customs tables and press", True),
)


REVISED_FILE = "trade/gacc-totals-2021-2026/china_trade_monthly_usd.csv"
REVISED_SOURCE_ID = "gacc_monthly_revised"
DAYS_TO_RELEASE = pd.Timedelta(days=40)
JANUARY = 1  # published together with February, and apart only later


def china_trade_monthly(raw: Path) -> pd.DataFrame:
    """China's trade by month in US dollars as its customs revised it: the world, and exports to the United States.

    One row per month, partner and flow.

    A month is known from the day of its first release where a dated page of ``china_customs`` gives it, else from its
    end and 40 days on; January from the day February is.
    """
    lines = pd.read_csv(raw_file(raw, REVISED_FILE))
    month = pd.to_datetime(lines["month"], format="%Y-%m")
    known_with = month + pd.to_timedelta(month.dt.month.eq(JANUARY) * 31, unit="D")
    first = known_with.map(first_releases())
    estimated = known_with + pd.offsets.MonthEnd() + DAYS_TO_RELEASE
    table = pd.DataFrame(
        {
            "month": month,
            "partner_iso3": lines["partner"],
            "flow": lines["flow"],
            "value_usd": lines["value_usd"].astype(float),
            "change_pct": lines["change_pct"],
            "released_on": first.fillna(estimated),
            "date_basis": first.notna().map({True: "day", False: "estimated"}),
            "source_id": REVISED_SOURCE_ID,
        }
    )
    return table.sort_values(["partner_iso3", "flow", "month"], ignore_index=True)


def first_releases() -> "pd.Series[pd.Timestamp]":
    """The earliest dated page on the world's trade of a single month, by month."""
    cited = read_typed_facts("china_customs")
    single = cited["period_start"] + pd.offsets.MonthEnd() == cited["period_end"]
    dated = cited[single & (cited["partner_iso3"] == "WLD") & (cited["date_basis"] == "day")]
    days: pd.Series[pd.Timestamp] = dated.groupby("period_start")["published_on"].min()
    return days
