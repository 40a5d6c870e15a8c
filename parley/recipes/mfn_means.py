"""Mean MFN and applied tariffs of economies, World Development Indicators."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading

FOLDER = "tariffs/wdi-mfn-applied-means"
APPLIED_FILE, MFN_FILE, APPLIED = (
    f"{FOLDER}/applied_weighted_mean.csv",
    f"{FOLDER}/mfn_latest.csv",
    "applied_weighted_mean_pct",
)
SOURCE_ID = "wdi_mfn_applied_means"
BROKEN_YEAR = 2019
HIGHEST_PCT = 100.0  # Nepal 2008 stands at 421.5
EU = {"EUU": "EU27"}


def build(raw: Path) -> pd.DataFrame:
    """One row per economy and year; 2019 and means above ``HIGHEST_PCT`` are refused.

    The European Union gets the MFN means of its members, which are equal.
    """
    applied = pd.read_csv(raw_file(raw, APPLIED_FILE), keep_default_na=False)
    applied = applied.assign(iso3=applied["iso3"].replace(EU))[["iso3", "year", APPLIED]]
    latest = pd.read_csv(raw_file(raw, MFN_FILE)).drop(columns=["name", APPLIED])
    union = latest[latest["eu_common_tariff"]].drop(columns="iso3").drop_duplicates().assign(iso3="EU27")
    table = pd.concat([latest, union]).merge(applied, on=["iso3", "year"], how="outer")
    kept = (table["year"] != BROKEN_YEAR) & ~(table[APPLIED] > HIGHEST_PCT)
    return (
        table[kept]
        .rename(columns=lambda name: name.replace("_mean_pct", "_pct"))
        .assign(
            is_eu_tariff=table["eu_common_tariff"].eq(True),
            verification=table["mfn_simple_mean_pct"].notna().map({True: "secondary", False: "official_file"}),
            source_id=SOURCE_ID,
        )
        .drop(columns="eu_common_tariff")
        .sort_values(["iso3", "year"], ignore_index=True)
    )


def _means(iso3: str, simple: float, weighted: float, applied: float) -> tuple[Published, ...]:
    pairs = {"mfn_simple_pct": simple, "mfn_weighted_pct": weighted, "applied_weighted_pct": applied}
    return tuple(
        Published(
            f"{column} of {iso3}, 2022",
            pct,
            reading(column, iso3=iso3, year=2022),
            0.005,
            WDI,
        )
        for column, pct in pairs.items()
    )


def _applied_above_mfn(frame: pd.DataFrame) -> int:
    return int((frame["applied_weighted_pct"] > frame["mfn_weighted_pct"] + 1e-9).sum())


WDI = "World Bank, World Development Indicators"
PUBLISHED = (
    *_means("CHN", 7.42, 2.86, 2.18),
    *_means("IND", 15.02, 5.99, 4.59),
    *_means("MEX", 7.24, 4.75, 1.62),
    *_means("VNM", 9.65, 4.98, 1.07),
    *_means("EU27", 5.24, 2.68, 1.33),
    *_means("USA", 3.53, 2.53, 1.49),
    Published("economies with MFN means", 187, lambda f: f["mfn_simple_pct"].notna().sum(), 0, f"{WDI}; 186 and EU27"),
    Published("rows with the applied above the MFN mean", 0, _applied_above_mfn, 0, "a preference lowers a duty"),
    Published("rows of 2019", 0, lambda f: f["year"].eq(BROKEN_YEAR).sum(), 0, f"{WDI}: year refused"),
)
