"""Average US duty by origin of the 2024 import table, the Union as one, with the forced-labour duty as an estimate."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.countries import union_members
from parley.measures import origin_duties as measures
from parley.measures.partners import EU, member_imports
from parley.parameters import parameter
from parley.recipes import Published
from parley.tables import read_table

STEPS_SOURCE, EVENTS_SOURCE = "budget_lab_country_rebuild_2026_06_20", "curated_event_timeline"
CHINA = "CHN"  # whose rates are stacked line by line, in us_tariff_statutory_hs6
LAST_LAW = pd.Timestamp("2026-06-08")
YEAR = [pd.Timestamp(2024, month, 1) for month in range(1, 13)]


def build(raw: Path) -> pd.DataFrame:
    """One row per origin, authority and step; nothing is read from ``raw``."""
    columns = ["exporter_iso3", "authority", "valid_from", "rate_pct"]
    steps = read_table("us_tariff_partner_steps")
    one_code = steps[columns].groupby(columns[:-1], as_index=False).mean()  # two customs codes can share an ISO code
    origins = set(read_table("us_imports_hs6_2024", columns=["exporter_iso3"])["exporter_iso3"]) - {CHINA}
    own = measures.closed(one_code[one_code["exporter_iso3"].isin(origins)])
    union = measures.union_steps(steps, union_weights())
    averages = pd.concat([own, union], ignore_index=True).assign(estimate="none", source_id=STEPS_SOURCE)
    estimates = measures.forced_labour(averages, parameter("forced_labour_share").value)
    table = pd.concat([averages, estimates.assign(source_id=EVENTS_SOURCE)], ignore_index=True)
    return table.assign(is_projection=table["valid_from"] > LAST_LAW)


def union_weights() -> pd.Series:
    """US imports of 2024 by member of the Union: nine as recorded, the other eighteen by 2022."""
    members = sorted(union_members())
    monthly = read_table(
        "us_imports_naics3_monthly",
        None,
        {"partner_iso3": [*members, EU], "month": YEAR},
        ["partner_iso3", "value_usd"],
    )
    recorded = monthly.groupby("partner_iso3")["value_usd"].sum()
    earlier = member_imports(read_table("trade_monthly"), pd.Series(members))
    return measures.union_weights(recorded.drop(EU), float(recorded[EU]), earlier)


def level(frame: pd.DataFrame, origin: str, day: str) -> float:
    """Average duty of an origin on a day in percent, the forced-labour duty as estimated included."""
    total = frame[(frame["exporter_iso3"] == origin) & (frame["authority"] == measures.TOTAL)]
    then = float(total.sort_values("valid_from")["rate_pct"].iloc[0])
    return then + float(measures.change_points(frame, date.fromisoformat(day), (), "surcharge_share")[origin])


def _printed(origin: str, day: str, expected: float, tolerance: float) -> Published:
    return Published(
        f"US on {origin}, {day}, %",
        expected,
        lambda frame: level(frame, origin, day),
        tolerance,
        "Yale Budget Lab, tracker of July 2026 (from 24 July 2026: forced-labour duty as proposed in June)",
    )


PUBLISHED = (
    _printed("EU27", "2025-01-01", 1.30, 0.02),
    _printed("EU27", "2025-06-09", 10.59, 0.1),
    _printed("EU27", "2025-11-10", 10.13, 0.1),
    _printed("EU27", "2026-02-20", 5.18, 0.1),
    _printed("MEX", "2025-06-09", 6.37, 0.05),
    _printed("EU27", "2026-07-26", 9.43, 0.7),
    _printed("JPN", "2026-07-26", 12.98, 0.7),
    _printed("GBR", "2026-07-26", 8.08, 0.7),
    _printed("CAN", "2026-07-26", 5.24, 0.7),
    _printed("MEX", "2026-07-26", 6.58, 0.7),
)
