"""The average US tariff on goods of each sector from all countries, before the duties of 2025 and on a day."""

import pandas as pd

BEFORE = pd.Timestamp("2025-01-01")
COLUMNS = ["sector_name", "sector", "rate_before_pct", "before_on", "rate_pct", "date", "vintage", "source_id"]


def sector_rates(steps: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Rate in percent by sector on 1 January 2025 and on a day, highest first; empty before that first day.

    ``steps``: rows of ``us_tariff_sector_steps``.
    """
    before, now = (steps[(steps["valid_from"] <= day) & (steps["valid_to"] >= day)] for day in (BEFORE, on))
    rows = now.assign(
        rate_before_pct=now["sector"].map(before.set_index("sector")["rate_pct"]), before_on=BEFORE, date=on
    )
    return rows.sort_values(["rate_pct", "sector"], ascending=[False, True], ignore_index=True)[COLUMNS]
