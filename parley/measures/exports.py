"""China's rare-earth exports by month, as far as they were published."""

import pandas as pd

MAGNETS, ALL_FORMS = "rare_earth_magnets", "rare_earths_all_forms"
FIRST_MONTH = pd.Timestamp("2025-01-01")
JOINT_MONTHS = 2  # months the customs office publishes only together, as January and February


def months(exports: pd.DataFrame, commodity: str, partners: list[str]) -> pd.DataFrame:
    """Rows of single months, and of pairs of months of which at least one stands in no row of its own.

    Adds ``n_months`` and ``per_month_t`` (quantity / months): a pair has one bar of twice the width. From January 2025
    on; nothing is filled: a month without a row was not published. Sorted by destination and month.
    """
    rows = exports[(exports["commodity"] == commodity) & exports["destination_iso3"].isin(partners)]
    rows = rows[(rows["period_start"] >= FIRST_MONTH) & rows["quantity_t"].notna()]
    start, end = (rows[c].dt.year * 12 + rows[c].dt.month for c in ("period_start", "period_end"))
    rows = rows.assign(n_months=end - start + 1)
    single = rows[rows["n_months"] == 1]
    printed = set(zip(single["destination_iso3"], single["period_start"], strict=True))
    pairs = rows[rows["n_months"] == JOINT_MONTHS]
    alone = [
        (to, first) not in printed and (to, first + pd.DateOffset(months=1)) not in printed
        for to, first in zip(pairs["destination_iso3"], pairs["period_start"], strict=True)
    ]
    kept = pd.concat([single, pairs[alone]])
    kept = kept.assign(per_month_t=kept["quantity_t"] / kept["n_months"])
    return kept.sort_values(["destination_iso3", "period_start"], ignore_index=True)


def year_row(exports: pd.DataFrame, commodity: str, partner: str, year: int) -> pd.DataFrame:
    """The row of a whole year to one destination, with its monthly mean in tonnes as ``per_month_t``.

    Empty when not known. ``commodity`` as the table names it.
    """
    first, last = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    rows = exports[
        (exports["commodity"] == commodity)
        & (exports["destination_iso3"] == partner)
        & (exports["period_start"] == first)
        & (exports["period_end"] == last)
    ]
    return rows.assign(n_months=12, per_month_t=rows["quantity_t"] / 12)


def latest_month(rows: pd.DataFrame, partner: str) -> pd.Series | None:
    """The newest single month to one destination among rows of ``months``; None when there is none."""
    single = rows[(rows["destination_iso3"] == partner) & (rows["n_months"] == 1)]
    return None if single.empty else single.sort_values("period_start").iloc[-1]


def with_year(rows: pd.DataFrame, year: pd.DataFrame) -> pd.DataFrame:
    """Months with the year's row their mean line rests on, where it is known."""
    return pd.concat([rows, year], ignore_index=True) if len(year) else rows


def by_value(exports: pd.DataFrame, hs6: str, count: int) -> pd.DataFrame:
    """The ``count`` largest destinations of one subheading of ``china_critical_exports_2024`` and all others as one.

    Columns destination_iso3 (ROW for the others), value_usd, share_pct of all destinations, kind, n_destinations,
    period, source_id; the largest first, the others last.
    """
    rows = exports[exports["hs6"] == hs6].sort_values("value_usd", ascending=False)
    whole = float(rows["value_usd"].sum())
    named = rows.head(count).assign(destination_iso3=lambda frame: frame["partner_iso3"], kind="reported")
    rest = rows.head(1).assign(destination_iso3="ROW", kind="derived", value_usd=rows["value_usd"][count:].sum())
    shown = pd.concat([named, rest], ignore_index=True)
    counts = [1] * len(named) + [len(rows) - len(named)]
    shown = shown.assign(share_pct=shown["value_usd"] / whole * 100, n_destinations=counts)
    shown["period"] = shown["year"].astype(str)
    return shown[["destination_iso3", "value_usd", "share_pct", "kind", "n_destinations", "period", "source_id"]]


def arrivals(windows: pd.DataFrame, months: pd.DataFrame, goods: str, cn8: str) -> pd.DataFrame:
    """What arrived from China in the EU (means of windows) and the UK (months), in tonnes a month.

    ``windows``: ``eu_imports_around_controls``; ``months``: ``uk_critical_imports_monthly``. Columns destination_iso3,
    period_start, period_end, n_months, per_month_t, source_id. A month without imports from China has no row.
    """
    eu = windows[windows["goods"] == goods].rename(columns={"china_t_per_month": "per_month_t"})
    uk = months[(months["cn8"] == cn8) & months["china_quantity_t"].notna()]
    uk = uk.rename(columns={"month": "period_start", "china_quantity_t": "per_month_t"})
    uk = uk.assign(period_end=uk["period_start"] + pd.offsets.MonthEnd())
    both = pd.concat([eu.assign(destination_iso3="EU27"), uk.assign(destination_iso3="GBR")], ignore_index=True)
    first, last = both["period_start"].dt.to_period("M"), both["period_end"].dt.to_period("M")
    both["n_months"] = [end.ordinal - start.ordinal + 1 for start, end in zip(first, last, strict=True)]
    columns = ["destination_iso3", "period_start", "period_end", "n_months", "per_month_t", "source_id"]
    return both.sort_values(["destination_iso3", "period_start"], ignore_index=True)[columns]
