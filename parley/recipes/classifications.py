"""Codes of goods: the Harmonized System, its editions, and the industries and metals of products."""

import warnings
from functools import lru_cache
from pathlib import Path

import pandas as pd
import rdata

from parley.recipes import Published, raw_file
from parley.tables.read import read_table

# The year each edition took effect. The United States followed on 1 January 1996 and 2017, in January 2002 and 2022,
# in February 2007 and 2012: a year counts as that of the edition it went on with.
FIRST_YEARS = {1992: "HS1992", 1996: "HS1996", 2002: "HS2002", 2007: "HS2007", 2012: "HS2012", 2017: "HS2017"} | {
    2022: "HS2022"
}


def hs_revision_of(years: pd.Series) -> pd.Series:
    """The edition in use in each calendar year from 1992 on; empty for earlier years.

    Source: World Customs Organization, editions of the Harmonized System.
    """
    ends = [*FIRST_YEARS, 9999]
    editions: pd.Series = pd.cut(years, ends, right=False, labels=list(FIRST_YEARS.values())).astype("str")
    return editions


MAP_FOLDER = "trade/hs-concordances"
MAP_SOURCE_ID = "hs_concordances"
# The package counts revisions from HS0 (1988/92) to HS6 (2022).
REVISIONS = {"HS2017": "hs5", "HS2007": "hs3", "HS1992": "hs0"}


def hs_map(raw: Path) -> pd.DataFrame:
    """HS2022 subheadings in earlier revisions, from the tables of the R package ``concordance``.

    One row per HS2022 subheading and earlier revision.
    """
    parts = [
        pd.DataFrame(
            {
                "from_revision": "HS2022",
                "from_code": codes.index,
                "to_revision": revision,
                "to_code": codes.to_numpy(),
                "source_id": MAP_SOURCE_ID,
            }
        )
        for revision in REVISIONS
        for codes in [subheadings_in(raw, revision)]
    ]
    return pd.concat(parts).sort_values(["to_revision", "from_code"], ignore_index=True)


def subheadings_in(raw: Path, revision: str) -> pd.Series:
    """The code of each HS2022 subheading (index) in an earlier revision."""
    path = raw_file(raw, f"{MAP_FOLDER}/hs6_{REVISIONS[revision]}.RData")
    return _read(path, path.stat().st_mtime_ns, revision)


@lru_cache(maxsize=len(REVISIONS))  # half a second each, and five recipes ask for them
def _read(path: Path, written_ns: int, revision: str) -> pd.Series:
    """The codes in a file as it was ``written_ns``."""
    with warnings.catch_warnings():
        # rdata says that it has no constructor for R's tibble class; the data frame beneath is all we need
        warnings.filterwarnings("ignore", message="Missing constructor for R class", category=UserWarning)
        table = rdata.read_rda(path)[path.stem]
    codes: pd.Series = table.set_index("HS6_6d")[f"{REVISIONS[revision].upper()}_6d"].astype(str)
    codes.index = codes.index.astype(str)
    return codes


def hs2022_or_missing(raw: Path, codes: pd.Series) -> pd.Series:
    """``HS2022`` where the first six digits of a code are a subheading of that revision, else missing."""
    is_of_2017 = codes.str[:6].isin(subheadings_in(raw, "HS2017").index)
    return pd.Series("HS2022", codes.index).where(is_of_2017)


CODES_FOLDER = "trade/hs-classification"
CODES_SOURCE_ID = "hs_classification"
REVISION = "HS2022"
WITHOUT_SECTION = "TOTAL"  # the file's section of the total and of chapter 99, goods not specified
END_USES = {"CAP": "capital", "INT": "intermediate", "CONS": "consumption", "OTHER": "other"}


def hs_codes(raw: Path) -> pd.DataFrame:
    """Codes and labels of the Harmonized System 2022, with the end use of each subheading.

    One row per chapter, heading and subheading, and one for the total.
    """
    table = _nomenclature(raw).rename(columns={"hscode": "code"})
    is_total = table["code"] == "TOTAL"
    return pd.DataFrame(
        {
            "hs_revision": REVISION,
            "code": table["code"],
            # the file numbers the total's level 5, which is no number of digits
            "level": table["level"].astype(int).mask(is_total, 0),
            "parent": table["parent"].mask(is_total),
            "section": table["section"].mask(table["section"] == WITHOUT_SECTION),
            "description": table["description"],
            "end_use": table["code"].map(_end_use(raw)),
            "source_id": CODES_SOURCE_ID,
        }
    ).sort_values("code", ignore_index=True)


def section_of_chapter(raw: Path) -> dict[str, str]:
    """Chapter -> section numeral, without chapter 99, which stands in no section."""
    table = _nomenclature(raw)
    chapters = table[(table["level"] == "2") & (table["section"] != WITHOUT_SECTION)]
    return dict(zip(chapters["hscode"], chapters["section"], strict=True))


def _nomenclature(raw: Path) -> pd.DataFrame:
    return pd.read_csv(raw_file(raw, f"{CODES_FOLDER}/harmonized-system.csv"), dtype=str, keep_default_na=False)


def _end_use(raw: Path) -> pd.Series:
    """End use by HS2022 subheading. The correlation knows HS2012 and HS2017 codes only, so codes are carried over."""
    uses = pd.read_parquet(raw_file(raw, f"{CODES_FOLDER}/hs6-enduse-bec5.parquet")).set_index("HS6")["BEC5EndUse"]
    return subheadings_in(raw, "HS2017").map(uses.map(END_USES))


def _china_covered_pct(frame: pd.DataFrame) -> float:
    imports = read_table("us_imports_hs6_2024").query("exporter_iso3 == 'CHN'")
    is_listed = imports["hs6"].isin(set(frame["hs6"]))
    return float(imports.loc[is_listed, "value_usd"].sum() / imports["value_usd"].sum() * 100)


HS_NAICS_PUBLISHED = (
    Published(
        "subheadings with an industry, of the 5,613 of HS2022 without the 35 the source leaves open",
        5613 - 35,
        lambda frame: frame["hs6"].nunique(),
        0,
        "Harmonized System 2022, number of subheadings",
    ),
    Published(
        "US imports from China 2024 whose industry is known, %",
        97.3,
        _china_covered_pct,
        0.05,
        "US Census Bureau, imports for consumption 2024; Liao et al., concordance",
    ),
)


def hs_naics(raw: Path) -> pd.DataFrame:
    """Industries of HS2022 subheadings, from the tables of the R package ``concordance``.

    One row per subheading and industry, in that order.
    """
    path = raw_file(raw, f"{MAP_FOLDER}/hs6_naics.RData")
    with warnings.catch_warnings():
        # rdata says that it has no constructor for R's tibble class; the data frame beneath is all we need
        warnings.filterwarnings("ignore", message="Missing constructor for R class", category=UserWarning)
        pairs = rdata.read_rda(path)["hs6_naics"].dropna(subset="NAICS_6d").astype(str)
    table = pd.DataFrame(
        {
            "hs_revision": "HS2022",
            "hs6": pairs["HS6_6d"],
            "naics6": pairs["NAICS_6d"],
            "naics3": pairs["NAICS_3d"],
            "source_id": MAP_SOURCE_ID,
        }
    )
    return table.sort_values(["hs6", "naics6"], ignore_index=True)


BEA_FILE = "trade/hts10-naics-bea-crosswalk/hts10_naics6_bea_summary.csv.gz"
BEA_SOURCE_ID = "hts10_naics_bea"


def hts10_naics_bea(raw: Path) -> pd.DataFrame:
    """Industry and input-output commodity of ten-digit US product numbers.

    One row per ten-digit number.
    """
    table = pd.read_csv(raw_file(raw, BEA_FILE), dtype=str).rename(columns={"bea_summary_code": "bea_commodity_code"})
    return table.assign(
        hs_revision=hs2022_or_missing(raw, table["hts10"]), naics3=table["naics"].str[:3], source_id=BEA_SOURCE_ID
    ).sort_values("hts10", ignore_index=True)


def _covered_pct(frame: pd.DataFrame) -> float:
    imports = read_table("us_imports_hs10_2024", columns=["hts10", "value_usd"])
    is_listed = imports["hts10"].isin(frame["hts10"])
    return float(imports.loc[is_listed, "value_usd"].sum() / imports["value_usd"].sum() * 100)


CENSUS = "US Census Bureau, imports for consumption 2024"
HTS10_NAICS_BEA_PUBLISHED: tuple[Published, ...] = (
    Published("value of imports of 2024 whose number is here, %", 97.3, _covered_pct, 0.05, CENSUS),
)


METAL_FILE = "tariffs/budget-lab-metal-content-shares/metal_content_shares_bea_hts10.parquet"
METAL_SOURCE_ID = "budget_lab_metal_content_shares"
METALS = {
    "steel_share": "steel_share_pct",
    "aluminum_share": "aluminium_share_pct",
    "copper_share": "copper_share_pct",
    "other_metal_share": "other_metal_share_pct",
}


def metal_content(raw: Path) -> pd.DataFrame:
    """Steel, aluminium and copper in the value of goods by ten-digit US product number, means of their industries.

    One row per ten-digit number; each metal cut to 100 %, with a flag where the source gives more.

    Where the table of industries has no industry the source writes 0 for each metal and 100 % for all: no share here.
    """
    lines = pd.read_parquet(raw_file(raw, METAL_FILE))
    has_industry = lines["bea_detail_code"].notna()
    shares = (lines[list(METALS)] * 100).rename(columns=METALS).where(has_industry)
    table = pd.concat([lines[["hts10", "naics", "bea_detail_code"]], shares.clip(upper=100)], axis=1).assign(
        hs_revision=hs2022_or_missing(raw, lines["hts10"]),
        metal_share_pct=(lines["metal_share"] * 100).where(has_industry),
        is_capped=shares.gt(100).any(axis=1),
        source_id=METAL_SOURCE_ID,
    )
    return table.sort_values("hts10", ignore_index=True)


def _parts_apart(frame: pd.DataFrame) -> int:
    return int((frame["metal_share_pct"] < frame[list(METALS.values())].max(axis=1) - 1e-9).sum())


PROVENANCE = "The Budget Lab at Yale, metal content shares, file of 11 May 2026"
METAL_CONTENT_PUBLISHED: tuple[Published, ...] = (
    Published(
        "numbers with more than 100 % of one metal in the source",
        1_110,
        lambda frame: frame[["steel_share_pct", "aluminium_share_pct", "copper_share_pct"]].eq(100).any(axis=1).sum(),
        0,
        PROVENANCE,
    ),
    Published("numbers with a metal above all metals", 0, _parts_apart, 0, "share of a part in a whole"),
)
