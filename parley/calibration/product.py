"""Tables and parameters to the product markets of both sides: percent becomes ratios here, and only here.

The US market is 2024 imports by HS6 and origin with the duty collected that year, chapters 1-97; China's market is
its imports by HS chapter from the United States and from everybody else. ``product_baseline`` has the duties of a day,
``product_duties`` those of a scenario.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product_market import (
    FIRST_CARRIED_CHAPTER,
    CalibratedMarket,
    CalibrationError,
    SigmaByHorizon,
    Table,
    chapter_sigma,
    section_numbers,
    us_market,
)
from parley.measures import statutory_rates
from parley.models.product_market import FloatArray, Market
from parley.models.scenario import SECTIONS
from parley.tables.parameters import parameter, section_parameter
from parley.tables.read import read_table

# China's market of the product model: its imports by HS chapter from the United States and from everybody else.


def china_market(chapters: pd.DataFrame, sections: pd.Series, elasticities: Table) -> CalibratedMarket:
    """China's imports by HS chapter from the USA and the rest of the world (``WLD`` less the USA, named ``ROW``).

    v_ROW = v_USA (1 - s) / s with s the US share of the section's imported intermediates; the duty on the rest is
    set to zero and its revenue never shown. Base duty: the first date of the table. ``sections`` is by chapter;
    ``elasticities`` are asked for the long run alone.
    """
    first = chapters[chapters["date"] == chapters["date"].min()].sort_values("chapter")
    codes = first["chapter"].to_numpy(dtype=object)
    numerals = first["chapter"].map(sections)
    number = section_numbers(numerals.set_axis(first["chapter"]))
    share = numerals.map(dict(section_parameter("us_share_of_chinas_imports").values)).to_numpy(dtype=float)
    from_usa = first["china_imports_from_us_usd"].to_numpy(dtype=float)
    duty = first["import_weighted_pct"].to_numpy(dtype=float) / 100
    import_share = section_parameter("china_import_share").values
    count = len(codes)
    return CalibratedMarket(
        importer_iso3="CHN",
        partner_iso3="USA",
        market=Market(
            value_usd=np.concatenate([from_usa, from_usa * (1 - share) / share]),
            duty=np.concatenate([duty, np.zeros(count)]),
            product=np.tile(np.arange(count, dtype=np.intp), 2),
            section=number,
            import_share=np.array([import_share[section] for section in SECTIONS]),
        ),
        origins=("USA", "ROW"),
        origin=np.repeat(np.arange(2, dtype=np.intp), count),
        products=codes,
        sections=SECTIONS,
        sigma=SigmaByHorizon(count, lambda: chapter_sigma(codes, elasticities())),
    )


def section_of_chapter(hs_codes: pd.DataFrame) -> pd.Series:
    """Section numeral by HS chapter."""
    chapters = hs_codes[(hs_codes["hs_revision"] == "HS2022") & (hs_codes["code"].str.len() == 2)]
    return chapters.set_index("code")["section"]


def duty_by_date(chapters: pd.DataFrame, products: npt.NDArray[np.object_]) -> pd.DataFrame:
    """China's mean duty on US goods (ratio) by date (rows) and chapter (columns, as ``products``)."""
    wide = chapters.pivot(index="date", columns="chapter", values="import_weighted_pct").sort_index()
    return wide[list(products)] / 100


def us_exports(exports: pd.DataFrame, products: npt.NDArray[np.object_]) -> FloatArray:
    """US exports to China in the base year by chapter, free alongside ship; raises CalibrationError on a gap."""
    year = int(parameter("base_year").value)
    rows = exports[(exports["partner_iso3"] == "CHN") & (exports["year"] == year)]
    value = rows.set_index("chapter")["value_usd"].reindex(products)
    if value.isna().any():
        raise CalibrationError(f"The US exports to China of {year} lack chapter {value.index[value.isna()][0]}.")
    return value.to_numpy(dtype=float)


__all__ = ["CalibratedMarket", "CalibrationError", "ProductInputs", "product_inputs"]


@dataclass(frozen=True, eq=False)
class LawOfBase:
    """The law the market's duties stand on, percent: ``by_product`` on the partner by hs6, ``by_origin`` points on the
    others since the end of 2024."""

    by_product: pd.Series
    by_origin: pd.Series


@dataclass(frozen=True, eq=False)
class ProductInputs:
    """Everything the product model needs and no slider changes; build it once.

    ``carried``: exporter_iso3, value_usd, duty_usd of chapters 98-99, which the model leaves as they are.
    ``china_duty``: China's mean duty on US goods (ratio) by date (rows) and chapter (columns, as ``china.products``).
    ``us_exports_usd`` [chapter]: US exports to China in the base year, free alongside ship. ``law``: rows of
    us_tariff_statutory_hs6, the law on China; ``origin_steps``: rows of us_tariff_origin_steps, on all origins.
    ``base``: the law behind the duties of ``us.market``, that of the end of 2024 when None. ``collected``: the same
    with the duties collected, where those of ``us.market`` are by law.
    """

    us: CalibratedMarket
    china: CalibratedMarket
    carried: pd.DataFrame
    china_duty: pd.DataFrame
    us_exports_usd: FloatArray
    law: pd.DataFrame
    origin_steps: pd.DataFrame
    base: LawOfBase | None = None
    collected: Self | None = None

    @cached_property
    def carried_by_origin(self) -> pd.DataFrame:
        """The carried chapters in the order of the US market's origins; an origin without them has zero."""
        return self.carried.set_index("exporter_iso3").reindex(self.us.origins).fillna(0.0)


def product_inputs() -> ProductInputs:
    """The product model's inputs from the curated tables.

    Raises TableError when a table cannot be read, CalibrationError when tables do not fit together. The elasticities of
    the long run are read when first asked for.
    """
    imports, chapters = read_table("us_imports_hs6_2024"), read_table("china_tariff_on_us_chapters")
    carried = imports[imports["chapter"] >= FIRST_CARRIED_CHAPTER]
    china = china_market(chapters, section_of_chapter(read_table("hs_codes")), long_run_elasticities)
    return ProductInputs(
        us=us_market(imports, long_run_elasticities, hs_map),
        china=china,
        carried=carried.groupby("exporter_iso3", as_index=False)[["value_usd", "duty_usd"]].sum(),
        china_duty=duty_by_date(chapters, china.products),
        us_exports_usd=us_exports(read_table("us_exports_hs2_annual"), china.products),
        law=read_table("us_tariff_statutory_hs6", columns=statutory_rates.COLUMNS),
        origin_steps=read_table("us_tariff_origin_steps"),
    )


def long_run_elasticities() -> pd.DataFrame:
    """The published elasticities, read when first asked for."""
    return read_table("elasticities", columns=["scheme", "product_code", "elasticity"])


def hs_map() -> pd.DataFrame:
    """The concordance of the editions of the Harmonized System."""
    return read_table("hs_map", columns=["from_revision", "to_revision", "from_code", "to_code"])
