"""Fees on a US customs entry by fiscal year: the Merchandise Processing Fee and the Harbor Maintenance Fee."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FILE = "tariffs/customs-fees-and-entry-rules/mpf_by_fiscal_year.csv"
SOURCE_ID = "cbp_entry_fees"
HARBOR_PCT = 0.125  # 19 CFR 24.24, since 1991
NAMES = {
    "from": "valid_from",
    "to": "valid_to",
    "formal_rate_pct": "processing_rate_pct",
    "formal_minimum_usd": "processing_minimum_usd",
    "formal_maximum_usd": "processing_maximum_usd",
    "informal_automated_usd": "informal_usd",
}
# amounts read in the notice, or with a notice number that was not read
VERIFICATION = {"high": "primary_listing", "medium": "secondary"}


def build(raw: Path) -> pd.DataFrame:
    """One row a fiscal year from 2018 on: rates in percent of customs value, amounts in dollars an entry."""
    table = pd.read_csv(raw_file(raw, FILE)).rename(columns=NAMES)
    days = {name: pd.to_datetime(table[name]) for name in ("valid_from", "valid_to")}
    columns = ["fiscal_year", *NAMES.values(), "notice"]
    return table.assign(
        **days,
        harbor_rate_pct=HARBOR_PCT,
        verification=table["confidence"].map(VERIFICATION),
        source_id=SOURCE_ID,
    )[[*columns, "harbor_rate_pct", "verification", "source_id"]].sort_values("fiscal_year", ignore_index=True)


_MINIMUM, _MAXIMUM = "processing_minimum_usd", "processing_maximum_usd"
PUBLISHED = (
    Published("least fee of fiscal year 2018", 25.67, reading(_MINIMUM, fiscal_year=2018), 0, "82 FR 50659"),
    Published("least fee of fiscal year 2027", 34.58, reading(_MINIMUM, fiscal_year=2027), 0, "91 FR 48398"),
    Published("most fee of fiscal year 2027", 670.86, reading(_MAXIMUM, fiscal_year=2027), 0, "91 FR 48398"),
)
