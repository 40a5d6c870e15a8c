"""US customs duties by month: received, paid back, sums of twelve months; duty calculated in full years."""

import pandas as pd

from parley.measures.bilateral import CHINA
from parley.measures.trade import WORLD

MONTHS_IN_YEAR = 12
FISCAL_MONTH = 10  # October, in which a fiscal year of the US begins
SUMS = {
    "gross_receipts_usd": "gross_12_months_usd",
    "refunds_usd": "refunds_12_months_usd",
    "customs_duties_usd": "net_12_months_usd",
}
RATES = {
    WORLD: {"effective_rate_pct": "effective_rate_pct", "vintage": "rate_vintage", "source_id": "rate_source_id"},
    CHINA: {"effective_rate_pct": "china_rate_pct", "vintage": "china_rate_vintage"},
}
COLUMNS = [
    "month",
    *SUMS,
    *SUMS.values(),
    "vintage",
    "source_id",
    "effective_rate_pct",
    "rate_vintage",
    "rate_source_id",
    "china_rate_pct",
    "china_rate_vintage",
]


def monthly(revenue: pd.DataFrame, duty: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Receipts, refunds and their net from ``first`` on, with their sums over the twelve months that end there.

    ``revenue``: ``us_customs_revenue_monthly``; receipts and refunds are missing before they are known apart. A sum
    needs all its twelve months, also those before ``first``. ``duty``: ``bilateral.observed_duty``, whose
    ``effective_rate_pct`` (calculated duty / imports for consumption) of all partners and of China stands beside them:
    no rate is made from the net. US dollars, percent.
    """
    rows = revenue.sort_values("month", ignore_index=True)
    by_month = rows.set_index("month")[list(SUMS)].asfreq("MS")
    sums = by_month.rolling(MONTHS_IN_YEAR).sum().rename(columns=SUMS)
    by_partner = {name: of_partner.set_index("month") for name, of_partner in duty.groupby("partner_iso3")}
    columns = ["month", *SUMS, "vintage", "source_id"]
    joined = rows[columns].merge(sums.reset_index(), on="month")
    for partner, names in RATES.items():
        rates = by_partner.get(partner, duty.head(0).set_index("month"))[list(names)].rename(columns=names)
        joined = joined.merge(rates, on="month", how="left")
    return joined.loc[joined["month"] >= first, COLUMNS].reset_index(drop=True)


def by_fiscal_year(years: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Fiscal years as printed; after them the one that has begun, as the sum of its months in print.

    ``years``: ``us_customs_receipts_fiscal_year``; ``months``: ``us_customs_revenue_monthly``. Columns fiscal_year,
    months (12 of a printed year), gross_receipts_usd, refunds_usd, net_receipts_usd, source_id. A year begun whose
    months are not all there from October on, with receipts and refunds apart, is left out.
    """
    names = {"customs_duties_usd": "net_receipts_usd"}
    columns = ["fiscal_year", "months", "gross_receipts_usd", "refunds_usd", "net_receipts_usd", "source_id"]
    printed = years.sort_values("fiscal_year").assign(months=MONTHS_IN_YEAR)[columns]
    on = pd.to_datetime(months["month"])
    after = months.assign(
        fiscal_year=on.dt.year + (on.dt.month >= FISCAL_MONTH), place=(on.dt.month - FISCAL_MONTH) % 12
    )
    after = after[after["fiscal_year"] > (printed["fiscal_year"].max() if len(printed) else after["fiscal_year"].max())]
    sums = []
    for year, rows in after.groupby("fiscal_year"):
        apart = rows[["gross_receipts_usd", "refunds_usd"]].notna().all(axis=None)
        if apart and sorted(rows["place"]) == list(range(len(rows))):
            totals = rows[list(SUMS)].sum().rename(names)
            sums.append({"fiscal_year": year, "months": len(rows), **totals, "source_id": rows["source_id"].iloc[-1]})
    return pd.concat([printed, pd.DataFrame(sums, columns=columns)] if sums else [printed], ignore_index=True)


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


# Duty collected on US imports in two years: value, calculated duty and their ratio, by goods or by origin.

MONEY = ["value_usd", "duty_usd"]
COLLECTED_COLUMNS = [
    "code",
    "year",
    "value_usd",
    "duty_usd",
    "rate_pct",
    "base_year",
    "value_base_usd",
    "duty_base_usd",
    "rate_base_pct",
    "change_pp",
    "source_id",
]


def two_years(imports: pd.DataFrame, by: str, base: int, year: int) -> pd.DataFrame:
    """Value, duty and rate of each group of the column ``by`` in both years, largest value of ``year`` first.

    ``imports``: ``by``, year, value_usd, duty_usd, source_id of one vintage. rate = calculated duty / value of imports
    for consumption, percent; change in percentage points. A group without imports in a year has nothing there: no
    value, no rate, no change. Columns ``COLUMNS``.
    """
    sums = imports.groupby([by, "year"], observed=True)[MONEY].sum().unstack("year")
    table = pd.DataFrame(
        {
            f"{name}{suffix}_usd": sums.get((f"{name}_usd", when), pd.Series(float("nan"), sums.index)).astype(float)
            for when, suffix in ((year, ""), (base, "_base"))
            for name in ("value", "duty")
        }
    )
    for suffix in ("", "_base"):
        value = table[f"value{suffix}_usd"]
        table[f"rate{suffix}_pct"] = table[f"duty{suffix}_usd"] / value.where(value > 0) * 100
    table["change_pp"] = table["rate_pct"] - table["rate_base_pct"]
    table = table.rename_axis("code").reset_index().assign(year=year, base_year=base)
    table["source_id"] = imports["source_id"].iloc[0] if len(imports) else ""
    ordered = table.sort_values(["value_usd", "code"], ascending=[False, True], ignore_index=True)
    return ordered[COLLECTED_COLUMNS]
