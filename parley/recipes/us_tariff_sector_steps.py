"""Average statutory US tariff by sector in steps, from a rebuild of the Yale tracker."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.us_tariff_average import LAST_LAW, TRACKER, to_steps
from parley.schema import TableInvalidError

DAILY = f"{TRACKER}/daily-country-rebuild-2026-06-20/daily_by_category.parquet"
NAMES = f"{TRACKER}/crosswalks/gtap_sector_names.csv"
WITHOUT_SECTOR = "unmapped"


def build(raw: Path) -> pd.DataFrame:
    """One row per sector and step. Lower-case twins of a sector and products without one are left out.

    Raises TableInvalidError when a sector has no name.
    """
    daily = pd.read_parquet(raw_file(raw, DAILY), columns=["date", "gtap_code", "weighted_etr"])
    # seven codes stand a second time in lower case with one to five products each
    daily = daily[daily["gtap_code"].str.isupper() & (daily["gtap_code"] != WITHOUT_SECTOR)]
    daily = daily.assign(sector=daily["gtap_code"].str.lower(), rate_pct=daily["weighted_etr"] * 100)
    steps = to_steps(daily, ["sector"])
    names = pd.read_csv(raw_file(raw, NAMES)).set_index("gtap_code")["sector_name"]
    unnamed = steps.index[~steps["sector"].isin(names.index)]
    if len(unnamed):
        code = steps.loc[unnamed[0], "sector"]
        raise TableInvalidError("us_tariff_sector_steps", "sector", unnamed[0], f"{code!r} has no name; add it")
    steps = steps.assign(
        sector_name=steps["sector"].map(names),
        is_projection=steps["valid_from"] > pd.Timestamp(LAST_LAW),
        vintage=date(2026, 6, 20),
        source_id="budget_lab_country_rebuild_2026_06_20",
    )
    return steps.sort_values(["sector", "valid_from"], ignore_index=True)
