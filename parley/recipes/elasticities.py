"""Elasticities of trade: by product and industry as published, by industry of the model, and single estimates."""

from pathlib import Path

import numpy as np
import pandas as pd

from parley.measures.icio_sectors import sectors_of_products
from parley.recipes import Published, classifications, raw_file, us_imports
from parley.recipes.classifications import subheadings_in
from parley.tables.read import read_table

PROTEE_FILE = "trade/protee-elasticities/ProTEE_0_1.csv"
BRODA_WEINSTEIN_FILE = "trade/broda-weinstein-sigmas/Sigmas73countries_9403_HS3digit.dta"
CALIENDO_PARRO_FILE = "trade/caliendo-parro-1993-fixture/T.txt"
ALL_IMPORTERS = "WLD"
# Order of the rows of T.txt: the tradable sectors of the paper's Table 1.
CALIENDO_PARRO_SECTORS = (
    "agriculture",
    "mining",
    "food",
    "textile",
    "wood",
    "paper",
    "petroleum",
    "chemicals",
    "plastic",
    "minerals",
    "basic_metals",
    "metal_products",
    "machinery",
    "office",
    "electrical",
    "communication",
    "medical",
    "auto",
    "other_transport",
    "other",
)
# Names of the Broda-Weinstein file that are not ours with the blanks taken out.
BRODA_WEINSTEIN_NAMES = {
    "CentralAfricanRep": "CAF",
    "Korea": "KOR",
    "Macedonia": "MKD",
    "SaintVincentGrenadines": "VCT",
    "Turkey": "TUR",
    "USA": "USA",
}


def _scheme(frame: pd.DataFrame, scheme: str, country: str = ALL_IMPORTERS) -> pd.Series:
    return frame.loc[(frame["scheme"] == scheme) & (frame["country_iso3"] == country), "elasticity"]


PROTEE_PAPER = "Fontagné, Guimbard and Orefice 2022, ProTEE 0.1"
BRODA_WEINSTEIN_PAPER = "Broda and Weinstein 2006, elasticities by HS3"
CALIENDO_PARRO_PAPER = "Caliendo and Parro 2015, Table 1"
ELASTICITIES_PUBLISHED = (
    Published("median of ProTEE", -7.89, lambda frame: _scheme(frame, "protee").median(), 0.005, PROTEE_PAPER),
    Published("mean of ProTEE", -10.93, lambda frame: _scheme(frame, "protee").mean(), 0.005, PROTEE_PAPER),
    Published("blanks in ProTEE", 484, lambda frame: _scheme(frame, "protee").isna().sum(), 0, PROTEE_PAPER),
    Published("flagged rows of ProTEE", 2002, lambda frame: frame["is_flagged"].sum(), 0, PROTEE_PAPER),
    Published("imputed rows of ProTEE", 1522, lambda frame: frame["is_imputed"].sum(), 0, PROTEE_PAPER),
    Published(
        what="median sigma of the United States",
        expected=2.29,
        compute=lambda frame: _scheme(frame, "broda_weinstein", "USA").median(),
        tolerance=0.005,
        source=BRODA_WEINSTEIN_PAPER,
    ),
    Published(
        what="median sigma of China",
        expected=3.43,
        compute=lambda frame: _scheme(frame, "broda_weinstein", "CHN").median(),
        tolerance=0.005,
        source=BRODA_WEINSTEIN_PAPER,
    ),
    Published(
        what="theta of machinery",
        expected=1.45,
        compute=lambda frame: frame.loc[frame["product_code"] == "machinery", "elasticity"].item(),
        tolerance=0,
        source=CALIENDO_PARRO_PAPER,
    ),
    Published(
        what="theta of petroleum",
        expected=64.85,
        compute=lambda frame: frame.loc[frame["product_code"] == "petroleum", "elasticity"].item(),
        tolerance=0,
        source=CALIENDO_PARRO_PAPER,
    ),
)


def elasticities(raw: Path) -> pd.DataFrame:
    """Trade elasticities as three studies publish them.

    Fontagné, Guimbard and Orefice 2022 (ProTEE), Broda and Weinstein 2006, Caliendo and Parro 2015.

    One row per study, product and importer; the tails stay as they are, cutting them off is the model's part.
    """
    parts = [_protee(raw), _broda_weinstein(raw), _caliendo_parro(raw)]
    return pd.concat(parts).sort_values(["scheme", "country_iso3", "product_code"], ignore_index=True)


def _protee(raw: Path) -> pd.DataFrame:
    table = pd.read_csv(raw_file(raw, PROTEE_FILE), dtype={"HS6": str})
    flagged = (table["zero"] == 1) | (table["positive"] == 1)
    return pd.DataFrame(
        {
            "scheme": "protee",
            "product_code": table["HS6"],
            "hs_revision": "HS2007",
            "country_iso3": ALL_IMPORTERS,
            "elasticity": table["sigma"],
            "convention": "tariff_elasticity",
            # the authors: the tariff elasticity is minus the elasticity of substitution
            "trade_elasticity": _above_zero(-table["sigma"] - 1),
            "is_imputed": flagged & table["sigma"].notna(),
            "is_flagged": flagged,
            "source_id": "protee_elasticities",
        }
    )


def _broda_weinstein(raw: Path) -> pd.DataFrame:
    table = pd.read_stata(raw_file(raw, BRODA_WEINSTEIN_FILE))
    countries = read_table("countries")
    iso3 = dict(zip(countries["name"].str.replace(" ", ""), countries["iso3"], strict=True)) | BRODA_WEINSTEIN_NAMES
    sigma = table["sigma"].map(_shortest)
    return pd.DataFrame(
        {
            "scheme": "broda_weinstein",
            # codes are numbers in the file: 10.0 is heading group 010, not 10
            "product_code": table["hs_3digit"].astype(int).astype(str).str.zfill(3),
            "hs_revision": "HS1992",
            "country_iso3": table["cname"].map(iso3),
            "elasticity": sigma,
            "convention": "sigma",
            "trade_elasticity": _above_zero(sigma - 1),
            "is_imputed": False,
            "is_flagged": False,
            "source_id": "broda_weinstein_sigmas",
        }
    )


def _caliendo_parro(raw: Path) -> pd.DataFrame:
    theta = pd.read_csv(raw_file(raw, CALIENDO_PARRO_FILE), header=None)[0]
    return pd.DataFrame(
        {
            "scheme": "caliendo_parro",
            "product_code": list(CALIENDO_PARRO_SECTORS),
            "hs_revision": None,
            "country_iso3": ALL_IMPORTERS,
            "elasticity": theta,
            "convention": "trade_elasticity",
            "trade_elasticity": theta,
            "is_imputed": False,
            "is_flagged": False,
            "source_id": "caliendo_parro_1993_fixture",
        }
    )


def _above_zero(values: pd.Series) -> pd.Series:
    return values.where(values > 0)


def _shortest(value: np.float32) -> float:
    """The shortest decimal that is this single-precision number: 25.031897, not 25.031896591186523."""
    return float(str(np.float32(value)))


SCHEME, SECTOR_SOURCE_ID = "protee", "protee_elasticities"


def sector_elasticities(raw: Path) -> pd.DataFrame:
    """Trade elasticities by industry: the median of the published product elasticities, weighted by US imports.

    Fontagne, Guimbard and Orefice (2022) publish a tariff elasticity by HS2007 subheading, minus the elasticity of
    substitution between origins; the trade elasticity is that elasticity less one. Each HS2022 subheading takes the
    value of the one subheading of HS2007 that holds it; one without a value takes the median of its chapter. Nothing is
    cut off.

    One row per industry that makes goods.
    """
    sigma = _sigma(raw)
    imports = us_imports.us_imports_hs6_2024(raw).groupby("hs6")["value_usd"].sum()
    lines = sectors_of_products(classifications.hs_naics(raw))
    lines = lines.assign(value_usd=lines["part"] * lines["hs6"].map(imports).fillna(0), sigma=lines["hs6"].map(sigma))
    lines = lines[(lines["value_usd"] > 0) & lines["sigma"].notna()]
    rows = [
        {
            "sector": sector,
            "trade_elasticity": weighted_median(group["sigma"], group["value_usd"]) - 1,
            "subheadings": len(group),
            "value_usd": group["value_usd"].sum(),
        }
        for sector, group in lines.groupby("sector")
    ]
    return pd.DataFrame(rows).assign(source_id=SECTOR_SOURCE_ID)


def weighted_median(values: pd.Series, weights: pd.Series) -> float:
    """The least value at which the weights of all not above it reach half."""
    order = np.argsort(values.to_numpy(), kind="stable")
    reached = np.cumsum(weights.to_numpy()[order])
    return float(values.to_numpy()[order][np.searchsorted(reached, reached[-1] / 2)])


def _sigma(raw: Path) -> pd.Series:
    """Elasticity of substitution by HS2022 subheading; missing where neither it nor its chapter has one."""
    table = elasticities(raw)
    published = -table[table["scheme"] == SCHEME].set_index("product_code")["elasticity"]
    by_chapter = published.groupby(published.index.str[:2]).median()
    code = subheadings_in(raw, "HS2007")
    chapter = pd.Series(code.index.str[:2], index=code.index)
    return code.map(published).fillna(chapter.map(by_chapter))


FILE = "trade/elasticity-passthrough-facts/elasticity_facts.csv"
ESTIMATES_SOURCE_ID = "elasticity_passthrough_facts"
READ_IN = {"abstract_read": "abstract", "page_read": "page"}


def published_estimates(raw: Path) -> pd.DataFrame:
    """Published elasticities, anticipation and pass-through, figure by figure.

    One row per figure.
    """
    facts = pd.read_csv(raw_file(raw, FILE))
    return (
        facts.rename(columns={"fact_id": "estimate_id", "url": "source_url"})
        .astype({"value": "float64", "low": "float64", "high": "float64"})
        .assign(
            read_in=facts["verification"].map(READ_IN),
            verification="primary_text",
            source_id=ESTIMATES_SOURCE_ID,
        )
        .sort_values("estimate_id", ignore_index=True)
    )
