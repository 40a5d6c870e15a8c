"""Product partial equilibrium: one importer, many origins and products, three nests of constant elasticity.

Buyers choose between origins of a product, products of a section, and the section's imports and home goods; home
supply is flat, utility is quasi-linear outside the section. Each flow has its own supply curve. Every quantity is
exact, not a linear approximation. Units are chosen so that every price before duty is 1 in the base.

| symbol | argument | meaning |
|---|---|---|
| v, t | value_usd, duty | value without duty, ad valorem duty rate (ratio); [cell] = one origin of one product |
| T | | (1 + t') / (1 + t) |
| m | import_share | imports / absorption of the section at duty-inclusive prices, [section] |
| sigma | between_origins | elasticity of substitution between origins of a product, [product] |
| eta | between_products | the same between products of a section |
| kappa | imports_and_home | the same between a section's imports and home goods |
| psi | section_demand | expenditure of the section is E P^(1 - psi); 1 is a fixed budget |
| omega | inverse_export_supply | price before duty = quantity^omega; 0 is flat supply |
| G | | demand shifter of a section's imports common to its products |
| A | | demand shifter of a product common to its origins |

Sets of cells need no order. Zero flows stay zero.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.power_mean import log_power_mean, sum_by
from parley.models.product_market import Elasticities, Market, check_duty

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

TOLERANCE = 1e-13
MOST_STEPS = 50


@dataclass(frozen=True, eq=False)
class ProductEquilibrium:
    """A solved market. [cell]: ``duty``, ``value_usd`` (without duty); [section]: the rest, against the base.

    ``import_price_hat`` P_M and ``section_price_hat`` P_g are ratios, new over base. Money is USD; by section
    ``buyers_loss_usd`` + ``exporters_loss_usd`` = ``duty_change_usd`` + ``deadweight_loss_usd``.
    ``has_subsidy`` marks a negative duty.
    """

    market: Market
    elasticities: Elasticities
    duty: FloatArray
    value_usd: FloatArray
    import_price_hat: FloatArray
    section_price_hat: FloatArray
    buyers_loss_usd: FloatArray
    exporters_loss_usd: FloatArray
    duty_change_usd: FloatArray
    deadweight_loss_usd: FloatArray
    iterations: int
    residual: float
    has_subsidy: bool

    @cached_property
    def quantity(self) -> FloatArray:
        """Quantity by cell in base dollars: v (v'/v)^(1/(1 + omega)); zero flows stay zero."""
        base = self.market.value_usd
        grown = np.divide(self.value_usd, base, out=np.zeros_like(base), where=base > 0)
        quantity: FloatArray = base * grown ** (1 / (1 + self.elasticities.inverse_export_supply))
        return quantity

    @property
    def duty_usd(self) -> FloatArray:
        """Duty due by cell, USD."""
        return self.duty * self.value_usd


def solve(market: Market, elasticities: Elasticities, duty_new: FloatArray) -> ProductEquilibrium:
    """Equilibrium at the duty rates ``duty_new`` [cell] (ratios), by Newton on one import price per section.

    ln P_M = ln b_M + r ln G(P_M) with r = omega / (1 + omega eta): increasing, and convex or concave in ln P_M, so
    Newton from 0 converges; explicit when omega is 0, no step at all when nothing changed.
    Raises ModelInputError for a duty below -0.5, not finite or of the wrong shape; NotConvergedError.
    """
    hit = hit_by(market, duty_new)
    _sigma(market, elasticities)
    if not len(hit.cells):
        return _unchanged(market, elasticities, duty_new)
    response = respond(market, elasticities, hit)
    demanded = demand(market, elasticities, response.log_price)
    value = response.value_usd * demanded.growth[market.product]
    if not np.isfinite(value).all():
        raise NotConvergedError(float("inf"), demanded.steps)
    return _outcome(market, elasticities, duty_new, value, demanded)


@dataclass(frozen=True, eq=False)
class Hit:
    """The cells whose duty changes, whatever the elasticities: [hit] number, product, share s of its product and ln T.

    ``rest`` [product]: share of the cells that keep their duty.
    """

    cells: IndexArray
    product: IndexArray
    share: FloatArray
    log_power: FloatArray
    rest: FloatArray


def hit_by(market: Market, duty_new: FloatArray) -> Hit:
    """What the duty rates ``duty_new`` [cell] (ratios) change. Raises ModelInputError as ``solve``."""
    check_duty(duty_new, len(market.value_usd))
    cells = np.flatnonzero(duty_new != market.duty)
    untouched = market.origin_share.copy()
    untouched[cells] = 0
    return Hit(
        cells=cells,
        product=market.product[cells],
        share=market.origin_share[cells],
        log_power=np.log1p(duty_new[cells]) - np.log1p(market.duty[cells]),
        rest=sum_by(market.product, untouched, market.product_count),
    )


@dataclass(frozen=True, eq=False)
class Response:
    """What duties do inside the products, whatever is demanded of them: it hangs on sigma and omega alone.

    ``log_price`` [product]: ln b_h, the price index of a product at unchanged demand; ``value_usd`` [cell]:
    v T^(-(1 + omega) sigma / (1 + omega sigma)).
    """

    log_price: FloatArray
    value_usd: FloatArray


def respond(market: Market, elasticities: Elasticities, hit: Hit) -> Response:
    """The cells' own answer to the duties of ``hit``. Raises ModelInputError where sigma does not match the products.

    ln b_h = ln[sum s T^((1 - sigma)/(1 + omega sigma))] / (1 - sigma).
    """
    sigma, omega = _sigma(market, elasticities), elasticities.inverse_export_supply
    if not len(hit.cells):
        return Response(np.zeros(market.product_count), market.value_usd)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        damped = hit.log_power / (1 + omega * sigma)[hit.product]
        price = log_power_mean(hit.share, damped, 1 - sigma, hit.product, hit.rest)
        value = market.value_usd.copy()
        value[hit.cells] *= np.exp(-((1 + omega) / (1 + omega * sigma) * sigma)[hit.product] * hit.log_power)
    return Response(price, value)


@dataclass(frozen=True, eq=False)
class Demand:
    """Prices and demand above the products: ``log_import`` ln P_M and ``log_section`` ln P_g [section].

    ``growth`` [product]: A^((1 + omega) / (1 + omega sigma)), by which all cells of a product grow in value; then
    Newton steps and the largest residual.
    """

    log_import: FloatArray
    log_section: FloatArray
    growth: FloatArray
    steps: int
    residual: float


def demand(market: Market, elasticities: Elasticities, log_price: FloatArray) -> Demand:
    """What is bought at the price indices ``log_price`` [product] of ``respond``.

    Raises NotConvergedError; ModelInputError where the elasticities do not match the products in number.
    """
    sigma = _sigma(market, elasticities)
    eta, omega = elasticities.between_products, elasticities.inverse_export_supply
    lift = (1 + omega * sigma) / (1 + omega * eta)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        flat = log_power_mean(
            market.product_share, lift * log_price, 1 - eta, market.section, np.zeros(market.section_count)
        )
        log_import, log_section, steps, residual = _import_price(market, elasticities, flat)
        log_g = _shifter(elasticities, log_import, log_section)
        log_product = lift * log_price + omega / (1 + omega * eta) * log_g[market.section]
        log_a = (sigma - eta) * log_product + log_g[market.section]
        growth = np.exp((1 + omega) / (1 + omega * sigma) * log_a)
    if not (np.isfinite(log_section).all() and np.isfinite(growth).all()):
        raise NotConvergedError(float("inf"), steps)
    return Demand(log_import, log_section, growth, steps, residual)


def buyers_loss(market: Market, elasticities: Elasticities, demanded: Demand) -> FloatArray:
    """E_g ln P_g, or E_g (P_g^(1 - psi) - 1) / (1 - psi): what buyers lose by section, USD, against the base."""
    psi = elasticities.section_demand
    loss = demanded.log_section if psi == 1 else np.expm1((1 - psi) * demanded.log_section) / (1 - psi)
    lost: FloatArray = market.spending * loss
    return lost


def _sigma(market: Market, elasticities: Elasticities) -> FloatArray:
    sigma = elasticities.between_origins
    if len(sigma) not in {1, market.product_count}:
        raise ModelInputError("between_origins", f"has {len(sigma)} elasticities for {market.product_count} products")
    return np.broadcast_to(sigma, (market.product_count,))


def _section_price(market: Market, elasticities: Elasticities, log_import: FloatArray) -> FloatArray:
    """ln P_g, P_g = [m P_M^(1 - kappa) + 1 - m]^(1/(1 - kappa)), home price fixed."""
    share, number = market.import_share, np.arange(market.section_count)
    return log_power_mean(share, log_import, 1 - elasticities.imports_and_home, number, 1 - share)


def _shifter(elasticities: Elasticities, log_import: FloatArray, log_section: FloatArray) -> FloatArray:
    """ln G = (eta - kappa) ln P_M + (kappa - psi) ln P_g."""
    eta, kappa, psi = elasticities.between_products, elasticities.imports_and_home, elasticities.section_demand
    return (eta - kappa) * log_import + (kappa - psi) * log_section


def _import_price(
    market: Market, elasticities: Elasticities, flat: FloatArray
) -> tuple[FloatArray, FloatArray, int, float]:
    """ln P_M, ln P_g [section], Newton steps and largest residual."""
    eta, kappa, psi = elasticities.between_products, elasticities.imports_and_home, elasticities.section_demand
    omega = elasticities.inverse_export_supply
    feedback = omega / (1 + omega * eta)
    price = np.zeros(market.section_count)
    for step in range(MOST_STEPS):
        section = _section_price(market, elasticities, price)
        gap = price - flat - feedback * _shifter(elasticities, price, section)
        residual = float(np.abs(gap).max(initial=0.0))
        if residual <= TOLERANCE:
            return price, section, step, residual
        import_weight = market.import_share * np.exp((1 - kappa) * (price - section))
        price = price - gap / (1 - feedback * ((eta - kappa) + (kappa - psi) * import_weight))
    raise NotConvergedError(residual, MOST_STEPS)


def _unchanged(market: Market, elasticities: Elasticities, duty: FloatArray) -> ProductEquilibrium:
    """The base as an equilibrium: every price one, nobody's loss."""
    one, nothing = np.ones(market.section_count), np.zeros(market.section_count)
    return ProductEquilibrium(
        market=market,
        elasticities=elasticities,
        duty=duty,
        value_usd=market.value_usd,
        import_price_hat=one,
        section_price_hat=one,
        buyers_loss_usd=nothing,
        exporters_loss_usd=nothing,
        duty_change_usd=nothing,
        deadweight_loss_usd=nothing,
        iterations=0,
        residual=0.0,
        has_subsidy=bool((duty < 0).any()),
    )


def _outcome(
    market: Market,
    elasticities: Elasticities,
    duty: FloatArray,
    value: FloatArray,
    demanded: Demand,
) -> ProductEquilibrium:
    omega = elasticities.inverse_export_supply
    buyers = buyers_loss(market, elasticities, demanded)
    exporters = omega / (1 + omega) * (market.section_value - market.by_section(value))
    duty_change = market.by_section(duty * value) - market.section_duty
    return ProductEquilibrium(
        market=market,
        elasticities=elasticities,
        duty=duty,
        value_usd=value,
        import_price_hat=np.exp(demanded.log_import),
        section_price_hat=np.exp(demanded.log_section),
        buyers_loss_usd=buyers,
        exporters_loss_usd=exporters,
        duty_change_usd=duty_change,
        deadweight_loss_usd=buyers + exporters - duty_change,
        iterations=demanded.steps,
        residual=demanded.residual,
        has_subsidy=bool((duty < 0).any()),
    )


# A solved product market at other duties, by solving only the sections whose duties differ.
#
# Sections do not act on each other in the model, so what a section's duties do stays in it: a slider of one section
# costs that section and not all 21.

BY_SECTION = (
    "import_price_hat",
    "section_price_hat",
    "buyers_loss_usd",
    "exporters_loss_usd",
    "duty_change_usd",
    "deadweight_loss_usd",
)


@dataclass(frozen=True, eq=False)
class _Part:
    """Some sections of a market as a market of their own, and the numbers of its cells, products and sections."""

    market: Market
    cells: IndexArray | slice
    products: IndexArray | slice
    sections: IndexArray | slice


ALL = slice(None)


def update(before: ProductEquilibrium, duty_new: FloatArray) -> ProductEquilibrium:
    """The market of ``before`` at the duty rates ``duty_new`` [cell] (ratios), the same as ``solve`` gives.

    Raises ModelInputError for duties of the wrong shape or out of range, NotConvergedError.
    """
    market = before.market
    if duty_new.shape != before.duty.shape:
        raise ModelInputError("duty", f"has shape {duty_new.shape}, the market has {len(before.duty)} cells")
    moved = np.unique(market.cell_section[duty_new != before.duty])
    if not len(moved):
        return before
    # all sections are the market itself, not 4 MB more
    is_whole = len(moved) == market.section_count
    part = _Part(market, ALL, ALL, ALL) if is_whole else _part(market, tuple(moved.tolist()))
    solved = solve(part.market, _of_products(before.elasticities, part.products), duty_new[part.cells])
    value = before.value_usd.copy()
    value[part.cells] = solved.value_usd
    sections = {name: getattr(before, name).copy() for name in BY_SECTION}
    for name, values in sections.items():
        values[part.sections] = getattr(solved, name)
    return replace(
        before,
        duty=duty_new,
        value_usd=value,
        **sections,
        iterations=max(before.iterations, solved.iterations),
        residual=max(before.residual, solved.residual),
        has_subsidy=bool((duty_new < 0).any()),
    )


@lru_cache(maxsize=12)
def _part(market: Market, sections: tuple[int, ...]) -> _Part:
    chosen = np.array(sections, dtype=np.intp)
    inside = np.zeros(market.section_count, dtype=bool)
    inside[chosen] = True
    products = np.flatnonzero(inside[market.section])
    cells = np.flatnonzero(inside[market.cell_section])
    part = Market(
        value_usd=market.value_usd[cells],
        duty=market.duty[cells],
        product=np.searchsorted(products, market.product[cells]),
        section=np.searchsorted(chosen, market.section[products]),
        import_share=market.import_share[chosen],
    )
    return _Part(part, cells, products, chosen)


def _of_products(elasticities: Elasticities, products: IndexArray | slice) -> Elasticities:
    sigma = elasticities.between_origins
    return elasticities if len(sigma) == 1 else replace(elasticities, between_origins=sigma[products])
