"""The US market of the product model: 2024 imports by HS6 and origin with the duty collected that year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product_elasticities import SigmaByHorizon, long_run_sigma
from parley.models.product_market import Elasticities, FloatArray, IndexArray, Market
from parley.models.scenario import SECTIONS, Horizon
from parley.parameters import parameter, section_parameter

Table = Callable[[], pd.DataFrame]  # read when first asked for

FIRST_CARRIED_CHAPTER = "98"  # Chapters 98-99 (returned goods, special provisions) are no products with elasticities.


class CalibrationError(ValueError):
    """Tables do not fit together or do not reach the date; the message is a sentence a visitor may see."""


@dataclass(frozen=True, eq=False)
class CalibratedMarket:
    """A market with its labels. ``partner_iso3`` is the origin whose duties the sliders move.

    ``origin`` [cell] numbers ``origins``; ``products`` [product] are codes; ``sections`` [section] are numerals;
    ``sigma`` holds the elasticity between origins [product] for each horizon.
    """

    importer_iso3: str
    partner_iso3: str
    market: Market
    origins: tuple[str, ...]
    origin: IndexArray
    products: npt.NDArray[np.object_]
    sections: tuple[str, ...]
    sigma: Mapping[Horizon, FloatArray]

    @cached_property
    def partner_cells(self) -> IndexArray:
        """Numbers of the cells of the partner."""
        return np.flatnonzero(self.origin == self.origins.index(self.partner_iso3))

    def cells_of(self, origin: str) -> IndexArray:
        """Numbers of the cells of one origin. Raises CalibrationError when nothing came from it in the base year."""
        if origin not in self.origins:
            raise CalibrationError(f"Nothing was imported from {origin} in the base year.")
        return np.flatnonzero(self.origin == self.origins.index(origin))

    def products_of(self, cells: IndexArray) -> npt.NDArray[np.object_]:
        """Product codes of these cells."""
        codes: npt.NDArray[np.object_] = self.products[self.market.product[cells]]
        return codes

    @cached_property
    def partner_sections(self) -> Mapping[str, IndexArray]:
        """Numbers of the partner's cells by section."""
        section = self.market.cell_section[self.partner_cells]
        return {name: self.partner_cells[section == number] for number, name in enumerate(self.sections)}

    def elasticities(self, horizon: Horizon, border_pass_through: float) -> Elasticities:
        """The elasticities of a horizon with the slope of export supply that a border pass-through implies.

        omega = (1 / pass-through - 1) / sigma and kappa = ``home_elasticity``, sigma being the median over the
        partner's lines by value.
        """
        typical = self.typical_sigma(horizon)
        return Elasticities(
            between_origins=self.sigma[horizon],
            between_products=parameter("between_products").value,
            imports_and_home=home_elasticity(horizon, typical),
            section_demand=parameter("section_demand").value,
            inverse_export_supply=(1 / border_pass_through - 1) / typical,
        )

    def typical_sigma(self, horizon: Horizon) -> float:
        """The elasticity between origins of a horizon that half of the partner's trade lies below."""
        return _typical_sigma(self, horizon)


@lru_cache(maxsize=16)
def _typical_sigma(side: CalibratedMarket, horizon: Horizon) -> float:
    value = side.market.value_usd[side.partner_cells]
    sigma = side.sigma[horizon][side.market.product[side.partner_cells]]
    order = np.argsort(sigma)
    half = np.searchsorted(np.cumsum(value[order]), value.sum() / 2)
    return float(sigma[order][half])


def home_elasticity(horizon: Horizon, sigma: float, ratio: float | None = None) -> float:
    """kappa, between imports and home goods: as estimated in the first year, later 1 + ratio (sigma - 1).

    ``ratio`` of the two tiers: the parameter file's when None. A trade elasticity is the elasticity of substitution
    less one, in each tier, so that this is the world model's ratio. The first year's kappa was estimated beside the
    first year's sigma and is paired with no other.
    """
    if horizon == "first_year":
        return parameter("imports_and_home").value
    rho = parameter("home_foreign_elasticity_ratio").value if ratio is None else ratio
    return 1 + rho * (sigma - 1)


def us_market(imports: pd.DataFrame, elasticities: Table, hs_map: Table) -> CalibratedMarket:
    """US imports of the base year by HS6 and origin, at the duty collected: duty_usd / value_usd.

    Lines of zero value carry no rate and are left out. m, imports over absorption, is the same in every section
    (``section_import_shares`` for others). ``elasticities`` and ``hs_map`` are asked for the long run alone. Raises
    CalibrationError on an unknown section.
    """
    used = imports[(imports["chapter"] < FIRST_CARRIED_CHAPTER) & (imports["value_usd"] > 0)]
    used = used.sort_values(["hs6", "exporter_iso3"])
    product, products = pd.factorize(used["hs6"])
    sections = used.groupby("hs6", sort=False)["section"].first()
    origin, origins = pd.factorize(used["exporter_iso3"], sort=True)
    value = used["value_usd"].to_numpy(dtype=float)
    codes = np.asarray(products, dtype=object)
    return CalibratedMarket(
        importer_iso3="USA",
        partner_iso3="CHN",
        market=Market(
            value_usd=value,
            duty=used["duty_usd"].to_numpy(dtype=float) / value,
            product=product.astype(np.intp),
            section=section_numbers(sections),
            import_share=np.full(len(SECTIONS), parameter("import_share").value),
        ),
        origins=tuple(origins),
        origin=origin.astype(np.intp),
        products=codes,
        sections=SECTIONS,
        sigma=SigmaByHorizon(len(codes), lambda: long_run_sigma(codes, elasticities(), hs_map())),
    )


def section_import_shares() -> FloatArray:
    """m [section] from the OECD tables: imports as a share of the use of intermediates."""
    shares = section_parameter("us_import_share").values
    return np.array([shares[section] for section in SECTIONS])


def section_numbers(sections: pd.Series) -> IndexArray:
    """Numbers in SECTIONS of numerals; the index of ``sections`` names the product in the error."""
    number = sections.map({name: n for n, name in enumerate(SECTIONS)})
    if number.isna().any():
        code = number.index[number.isna()][0]
        raise CalibrationError(f"The product {code} has no section of the Harmonized System in the tables.")
    numbers: IndexArray = number.to_numpy().astype(np.intp)
    return numbers
