"""Share of US imports from Canada and Mexico that claimed the agreement of the three (USMCA), by statistical line."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.tables.read import read_table

FOLDER = "tariffs/hts-chapter-99-text-2026"
FILES = {year: f"{FOLDER}/usmca_product_shares_{year}.csv.xz" for year in (2024, 2025)}
COUNTRIES = {"1220": "CAN", "2010": "MEX"}  # Census codes
IMPORTS = "us_imports_hts10_annual"
NEEDS = (IMPORTS,)
SOURCE_ID = "budget_lab_usmca_shares"


def build(raw: Path) -> pd.DataFrame:
    """One row per line, country and year with imports: the source writes 0 too where nothing was imported."""
    traded = read_table(IMPORTS, where={"exporter_iso3": list(COUNTRIES.values())})
    traded = traded.loc[traded["value_usd"] > 0, ["hts10", "hs_revision", "exporter_iso3", "year"]]
    shares = pd.concat([_year(raw, year) for year in FILES], ignore_index=True)
    table = shares.merge(traded, on=["hts10", "exporter_iso3", "year"]).assign(source_id=SOURCE_ID)
    return table.sort_values(["exporter_iso3", "hts10", "year"], ignore_index=True)


def _year(raw: Path, year: int) -> pd.DataFrame:
    rows = pd.read_csv(raw_file(raw, FILES[year]), dtype={"hts10": str, "cty_code": str})
    return pd.DataFrame(
        {
            "hts10": rows["hts10"],
            "exporter_iso3": rows["cty_code"].map(COUNTRIES),
            "year": year,
            "share_pct": rows["usmca_share"] * 100,
        }
    )


def mean_pct(frame: pd.DataFrame, origin: str, year: int) -> float:
    """The share of all imports of an origin in a year that claimed, percent, weighted by imports for consumption."""
    columns = ["hts10", "value_usd"]
    traded = read_table(IMPORTS, where={"exporter_iso3": [origin], "year": [year]}, columns=columns)
    rows = frame[(frame["exporter_iso3"] == origin) & (frame["year"] == year)].merge(traded, on="hts10")
    return float((rows["share_pct"] * rows["value_usd"]).sum() / rows["value_usd"].sum())


TOTALS = "The Budget Lab at Yale, shares claimed under USMCA from USITC DataWeb, file of 11 May 2026: totals"
LINES = "The Budget Lab at Yale, shares claimed under USMCA, file of 11 May 2026"
PUBLISHED = (
    *(
        Published(
            f"{origin} {year}, % of imports",
            pct,
            lambda frame, origin=origin, year=year: mean_pct(frame, origin, year),  # type: ignore[misc]
            0.5,
            TOTALS,
        )
        for origin, year, pct in (("CAN", 2024, 38), ("CAN", 2025, 67), ("MEX", 2024, 50), ("MEX", 2025, 68))
    ),
    Published(
        "horses from Canada in 2025, 0101.21.0010, %",
        70.06,
        reading("share_pct", hts10="0101210010", exporter_iso3="CAN", year=2025),
        0.005,
        LINES,
    ),
    Published(
        "beer from Mexico in 2025, 2203.00.0060, %",
        45.09,
        reading("share_pct", hts10="2203000060", exporter_iso3="MEX", year=2025),
        0.005,
        LINES,
    ),
)
