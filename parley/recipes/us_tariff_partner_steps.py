"""Average statutory US tariff by partner and authority in steps, from a rebuild of the Yale tracker."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.countries import census_to_iso3
from parley.recipes.us_tariff_average import AUTHORITIES, LAST_LAW, TRACKER, by_authority, to_steps

DAILY = f"{TRACKER}/daily-country-rebuild-2026-06-20/daily_by_country_authority.parquet"
KEYS = ["census_code", "authority"]


def build(raw: Path) -> pd.DataFrame:
    """One row per partner, authority and step, the total among the authorities.

    Partners without imports in the weights have no rate and no row; nor has an authority that was nil for a partner
    on all days.
    """
    columns = ["date", "country", "etr_other", *AUTHORITIES]
    daily = pd.read_parquet(raw_file(raw, DAILY), columns=columns).dropna(subset="weighted_etr")
    long = by_authority(daily.rename(columns={"country": "census_code"}), ["census_code"])
    ever = long.groupby(KEYS)["rate_pct"].transform("max") > 0
    steps = to_steps(long[ever | (long["authority"] == "total")], KEYS)
    steps = steps.assign(
        exporter_iso3=steps["census_code"].map(census_to_iso3(raw)),
        is_projection=steps["valid_from"] > pd.Timestamp(LAST_LAW),
        vintage=date(2026, 6, 20),
        source_id="budget_lab_country_rebuild_2026_06_20",
    )
    return steps.sort_values(["exporter_iso3", "census_code", "authority", "valid_from"], ignore_index=True)
