"""Mean MFN and applied tariffs of economies: World Development Indicators, and WITS by group of chapters."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FOLDER = "tariffs/wdi-mfn-applied-means"
APPLIED_FILE, MFN_FILE, APPLIED = (
    f"{FOLDER}/applied_weighted_mean.csv",
    f"{FOLDER}/mfn_latest.csv",
    "applied_weighted_mean_pct",
)
WDI_SOURCE_ID = "wdi_mfn_applied_means"
BROKEN_YEAR = 2019
HIGHEST_PCT = 100.0  # Nepal 2008 stands at 421.5
EU = {"EUU": "EU27"}


def mfn_means(raw: Path) -> pd.DataFrame:
    """Mean MFN and applied tariffs of economies, World Development Indicators.

    One row per economy and year; 2019 and means above ``HIGHEST_PCT`` are refused.

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
            source_id=WDI_SOURCE_ID,
        )
        .drop(columns="eu_common_tariff")
        .sort_values(["iso3", "year"], ignore_index=True)
    )


def _applied_above_mfn(frame: pd.DataFrame) -> int:
    return int((frame["applied_weighted_pct"] > frame["mfn_weighted_pct"] + 1e-9).sum())


MFN_MEANS_PUBLISHED: tuple[Published, ...] = (
    Published("rows with the applied above the MFN mean", 0, _applied_above_mfn, 0, "a preference lowers a duty"),
)


WITS_SOURCE_ID = "wits_hs_group_means"


def mfn_means_hs_group(raw: Path) -> pd.DataFrame:
    """Mean MFN and applied tariffs of five economies by group of chapters, WITS.

    One row per economy and group: ``01-05_Animal`` gives chapters 01-05 and the group Animal.
    """
    table = pd.read_csv(raw_file(raw, f"{FOLDER}/wits_by_hs_group_five_economies.csv"))
    printed = table["hs_group"].str.strip()
    return table.assign(
        hs_group=printed.str.split("_").str[-1],
        chapters=printed.str.extract(r"^(\d\d-\d\d)_", expand=False),
        source_id=WITS_SOURCE_ID,
    ).sort_values(["iso3", "year", "chapters"], ignore_index=True)
