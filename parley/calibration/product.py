"""Tables and parameters to the product markets of both sides: percent becomes ratios here, and only here.

The US market is 2024 imports by HS6 and origin with the duty collected that year, chapters 1-97; China's market is
its imports by HS chapter from the United States and from everybody else. ``product_baseline`` has the duties of a day,
``product_duties`` those of a scenario.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import pandas as pd

from parley.calibration.china_market import china_market, duty_by_date, section_of_chapter, us_exports
from parley.calibration.product_market import (
    FIRST_CARRIED_CHAPTER,
    CalibratedMarket,
    CalibrationError,
    us_market,
)
from parley.measures import statutory_rates
from parley.models.partial_equilibrium import FloatArray
from parley.tables import read_table

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
