"""The average US tariff on each of the larger partners on a day, EU27 as one."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

DAY = pd.Timedelta(days=1)
# Of the emergency-power duties: the ruling against them (event scotus), and the first day without them (us-ieepa-end)
RULING, ENDED = pd.Timestamp("2026-02-20"), pd.Timestamp("2026-02-24")
LAST_LAW_DAY = date(2026, 6, 8)  # whose law the source of the partner steps knew
COLUMNS = ["partner", "exporter_iso3", "authority", "rate_pct", "valid_from", "vintage", "source_id"]


def last_known_day(steps: pd.DataFrame, until: date) -> pd.Timestamp:
    """The last day up to ``until`` whose law the source of the partner steps knew: later steps are projections.

    Providers end the emergency-power duties with the ruling: until they ended in law it is the day before the ruling.
    """
    last: pd.Timestamp = steps.loc[~steps["is_projection"].astype(bool), "valid_from"].max()
    return settled(min(pd.Timestamp(until), last))


def settled(on: date | pd.Timestamp) -> pd.Timestamp:
    """The day, or the eve of the ruling where providers had ended duties that customs still collected."""
    return RULING - DAY if is_before_the_end(on) else pd.Timestamp(on)


def is_before_the_end(on: date | pd.Timestamp) -> bool:
    """Whether providers had ended the emergency-power duties on a day, and customs still collected them."""
    return RULING <= pd.Timestamp(on) < ENDED


def largest_suppliers(imports: pd.DataFrame) -> list[str]:
    """The 15 largest sources of US imports, EU27 as one, from the values of ``us_imports_hs6_2024``."""
    return list(imports.groupby("exporter_iso3")["value_usd"].sum().nlargest(15).index)


def totals_by_law(steps: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """The steps of all authorities together in force on a day, one row per partner; partners without imports left out.

    Rows of ``us_tariff_partner_steps``.
    """
    is_in_force = (steps["valid_from"] <= on) & (steps["valid_to"] >= on) & steps["authority"].eq("total")
    return steps[is_in_force].dropna(subset="rate_pct")


def ranked(rates: pd.DataFrame, partners: list[str], names: Mapping[str, str]) -> pd.DataFrame:
    """The rates of these partners, highest total first; duties of nothing are left out."""
    rows = rates[rates["exporter_iso3"].isin(partners) & (rates["rate_pct"] > 0)]
    rows = rows.assign(
        partner=rows["exporter_iso3"].map(names), total=rows.groupby("exporter_iso3")["rate_pct"].transform("sum")
    )
    order = rows.sort_values(["total", "partner"], ascending=[False, True], kind="stable", ignore_index=True)
    return order[COLUMNS]


# The average US tariff on goods of each sector from all countries, before the duties of 2025 and on a day.

BEFORE = pd.Timestamp("2025-01-01")
SECTOR_COLUMNS = ["sector_name", "sector", "rate_before_pct", "before_on", "rate_pct", "date", "vintage", "source_id"]


def sector_rates(steps: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Rate in percent by sector on 1 January 2025 and on a day, highest first; empty before that first day.

    ``steps``: rows of ``us_tariff_sector_steps``.
    """
    before, now = (steps[(steps["valid_from"] <= day) & (steps["valid_to"] >= day)] for day in (BEFORE, on))
    rows = now.assign(
        rate_before_pct=now["sector"].map(before.set_index("sector")["rate_pct"]), before_on=BEFORE, date=on
    )
    return rows.sort_values(["rate_pct", "sector"], ascending=[False, True], ignore_index=True)[SECTOR_COLUMNS]
