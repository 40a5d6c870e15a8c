"""The US market of the product model: 2024 imports by HS6 and origin with the duty collected that year."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.models.product_market import Elasticities, FloatArray, IndexArray, Market
from parley.models.scenario import HORIZONS, SECTIONS, Horizon
from parley.tables.parameters import parameter, section_parameter

# Elasticities of substitution between origins of a product, by horizon: two common values and the published ones.


class SigmaByHorizon(Mapping[Horizon, FloatArray]):
    """sigma [product] for each horizon: ``long_run`` gives that of the long run, in the others one value is for all.

    ``long_run`` is called when it is first asked for, so that a market whose elasticities are lost still has its goods
    and duties; what it raises is raised there. ``count``: of products.
    """

    def __init__(self, count: int, long_run: Callable[[], FloatArray]):
        self._of_long_run = long_run
        self._flat = {
            name: np.full(count, parameter(f"between_origins_{name}").value) for name in HORIZONS if name != "long_run"
        }

    @cached_property
    def _long_run(self) -> FloatArray:
        return self._of_long_run()

    def __getitem__(self, horizon: Horizon) -> FloatArray:
        return self._long_run if horizon == "long_run" else self._flat[horizon]

    def __iter__(self) -> Iterator[Horizon]:
        return iter(HORIZONS)

    def __len__(self) -> int:
        return len(HORIZONS)


def long_run_sigma(products: npt.NDArray[np.object_], elasticities: pd.DataFrame, hs_map: pd.DataFrame) -> FloatArray:
    """Minus the published tariff elasticity of each HS2022 product, found through HS2007, clipped; [product].

    The published elasticity is on flows without duty and so is minus sigma. Blank, or no code in HS2007: median of
    the published values of the chapter.
    """
    code = pd.Series(products)
    to_2007 = hs_map[(hs_map["from_revision"] == "HS2022") & (hs_map["to_revision"] == "HS2007")]
    published = _published_sigma(elasticities)
    sigma = code.map(to_2007.set_index("from_code")["to_code"]).map(published)
    return _clip(sigma.fillna(code.str[:2].map(_chapter_medians(elasticities))).to_numpy(dtype=float))


def chapter_sigma(chapters: npt.NDArray[np.object_], elasticities: pd.DataFrame) -> FloatArray:
    """Median of the published values of each HS chapter, clipped; [chapter]."""
    return _clip(_chapter_medians(elasticities).reindex(chapters).to_numpy(dtype=float))


def _published_sigma(elasticities: pd.DataFrame) -> pd.Series:
    rows = elasticities[elasticities["scheme"] == "protee"]
    return -rows.set_index("product_code")["elasticity"]


def _chapter_medians(elasticities: pd.DataFrame) -> pd.Series:
    published = _published_sigma(elasticities)
    return published.groupby(published.index.str[:2]).median()


def _clip(sigma: FloatArray) -> FloatArray:
    """Long-run elasticities within their bounds; a chapter without any published value takes the default."""
    least, most = parameter("between_origins_long_run_least").value, parameter("between_origins_long_run_most").value
    filled = np.where(np.isnan(sigma), parameter("between_origins_default").value, sigma)
    clipped: FloatArray = np.clip(filled, least, most)
    return clipped


Table = Callable[[], pd.DataFrame]  # read when first asked for

FIRST_CARRIED_CHAPTER = "98"  # Chapters 98-99 (returned goods, special provisions) are no products with elasticities.


class CalibrationError(ValueError):
    """Tables do not fit together or do not reach the date; the message is a sentence a visitor may see."""


@dataclass(frozen=True, eq=False)
class CalibratedMarket:
    """A market with its labels. ``partner_iso3`` is the origin whose duties the sliders move.

    ``origin`` [cell] numbers ``origins``; ``products`` [product] are codes; ``sections`` [section] are numerals;
    ``sigma`` holds the elasticity between origins [product] for each horizon. ``first``: the market this one is a
    copy of at other values or duties (``at``), so that which cells are whose is looked for once.
    """

    importer_iso3: str
    partner_iso3: str
    market: Market
    origins: tuple[str, ...]
    origin: IndexArray
    products: npt.NDArray[np.object_]
    sections: tuple[str, ...]
    sigma: Mapping[Horizon, FloatArray]
    first: "CalibratedMarket | None" = None

    def at(self, market: Market) -> "CalibratedMarket":
        """The same cells with other values or duties."""
        vars(market)["cell_section"] = self.market.cell_section  # 0.7 MB, once for all copies
        return replace(self, market=market, first=self.layout)

    @property
    def layout(self) -> "CalibratedMarket":
        """The market whose cells these are, one for all its copies."""
        return self.first or self

    @property
    def partner_cells(self) -> IndexArray:
        """Numbers of the cells of the partner."""
        return _cells_of(self.layout, self.partner_iso3)

    def cells_of(self, origin: str) -> IndexArray:
        """Numbers of the cells of one origin. Raises CalibrationError when nothing came from it in the base year."""
        if origin not in self.origins:
            raise CalibrationError(f"Nothing was imported from {origin} in the base year.")
        return _cells_of(self.layout, origin)

    def products_of(self, cells: IndexArray) -> npt.NDArray[np.object_]:
        """Product codes of these cells."""
        codes: npt.NDArray[np.object_] = self.products[self.market.product[cells]]
        return codes

    @property
    def partner_sections(self) -> Mapping[str, IndexArray]:
        """Numbers of the partner's cells by section."""
        return _partner_sections(self.layout)

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


@lru_cache(maxsize=256)  # 0.7 MB for all origins of the US market
def _cells_of(side: CalibratedMarket, origin: str) -> IndexArray:
    return np.flatnonzero(side.origin == side.origins.index(origin))


@lru_cache(maxsize=8)
def _partner_sections(side: CalibratedMarket) -> Mapping[str, IndexArray]:
    section = side.market.cell_section[side.partner_cells]
    return {name: side.partner_cells[section == number] for number, name in enumerate(side.sections)}


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
