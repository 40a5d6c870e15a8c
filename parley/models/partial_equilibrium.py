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

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.power_mean import log_power_mean, sum_by

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

LEAST_DUTY = -0.5  # An import subsidy beyond half the price is taken for an error.
TOLERANCE = 1e-13
MOST_STEPS = 50


@dataclass(frozen=True, eq=False)
class Market:
    """Base year of one importer: value and duty of each cell, the product of a cell, the section of a product.

    ``value_usd``, ``duty``, ``product`` are [cell]; ``section`` is [product]; ``import_share`` is [section].
    Raises ModelInputError naming the cell, product or section when a number is not finite, negative where it must not
    be, out of range, of the wrong shape, or when a product was not bought at all.
    """

    value_usd: FloatArray
    duty: FloatArray
    product: IndexArray
    section: IndexArray
    import_share: FloatArray

    def __post_init__(self) -> None:
        _check_market(self)

    @property
    def product_count(self) -> int:
        """Number of products."""
        return len(self.section)

    @property
    def section_count(self) -> int:
        """Number of sections."""
        return len(self.import_share)

    @cached_property
    def cell_section(self) -> IndexArray:
        """Section of each cell."""
        return self.section[self.product]

    @cached_property
    def product_spending(self) -> FloatArray:
        """X_h: duty-inclusive imports by product, USD."""
        return sum_by(self.product, self.value_usd * (1 + self.duty), self.product_count)

    @cached_property
    def section_imports(self) -> FloatArray:
        """X_g: duty-inclusive imports by section, USD."""
        return sum_by(self.section, self.product_spending, self.section_count)

    @cached_property
    def spending(self) -> FloatArray:
        """E_g = X_g / m_g: absorption by section, USD."""
        return self.section_imports / self.import_share

    @cached_property
    def origin_share(self) -> FloatArray:
        """s_ih: share of each cell in its product, duty-inclusive."""
        return self.value_usd * (1 + self.duty) / self.product_spending[self.product]

    @cached_property
    def product_share(self) -> FloatArray:
        """s_h: share of each product in its section's imports, duty-inclusive."""
        return self.product_spending / self.section_imports[self.section]

    @cached_property
    def section_value(self) -> FloatArray:
        """Value without duty by section, USD."""
        return self.by_section(self.value_usd)

    @cached_property
    def section_duty(self) -> FloatArray:
        """Duty by section, USD."""
        return self.by_section(self.duty * self.value_usd)

    def by_section(self, per_cell: FloatArray) -> FloatArray:
        """Sum of a [cell] quantity by section."""
        return sum_by(self.cell_section, per_cell, self.section_count)


@dataclass(frozen=True, eq=False)
class Elasticities:
    """sigma [product] (or one number), eta, kappa, psi, omega; symbols in the module's table.

    Raises ModelInputError when sigma, eta or kappa is not positive, psi or omega is negative, or one is not finite.
    """

    between_origins: FloatArray
    between_products: float
    imports_and_home: float
    section_demand: float
    inverse_export_supply: float

    def __post_init__(self) -> None:
        sigma = np.atleast_1d(np.asarray(self.between_origins, dtype=float))
        object.__setattr__(self, "between_origins", sigma)
        _refuse(
            ~(np.isfinite(sigma) & (sigma > 0)),
            "product",
            "has an elasticity that must be positive",
            sigma,
        )
        for name in ("between_products", "imports_and_home"):
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) > 0):
                raise ModelInputError(name, f"must be a positive number, not {getattr(self, name)}")
        for name in ("section_demand", "inverse_export_supply"):
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) >= 0):
                raise ModelInputError(name, f"must be zero or a positive number, not {getattr(self, name)}")


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
    _check_duty(duty_new, len(market.value_usd))
    _sigma(market, elasticities)
    if not (duty_new != market.duty).any():
        return _unchanged(market, elasticities, duty_new)
    response = respond(market, elasticities, duty_new)
    found = demand(market, elasticities, response.log_price)
    value = response.value_usd * found.growth[market.product]
    if not np.isfinite(value).all():
        raise NotConvergedError(float("inf"), found.steps)
    return _outcome(market, elasticities, duty_new, value, found)


@dataclass(frozen=True, eq=False)
class Response:
    """What duties do inside the products, whatever is demanded of them: it hangs on sigma and omega alone.

    ``log_price`` [product]: ln b_h, the price index of a product at unchanged demand; ``value_usd`` [cell]:
    v T^(-(1 + omega) sigma / (1 + omega sigma)).
    """

    log_price: FloatArray
    value_usd: FloatArray


def respond(market: Market, elasticities: Elasticities, duty_new: FloatArray) -> Response:
    """The cells' own answer to the duty rates ``duty_new`` [cell] (ratios). Raises ModelInputError as ``solve``."""
    _check_duty(duty_new, len(market.value_usd))
    sigma, omega = _sigma(market, elasticities), elasticities.inverse_export_supply
    hit = np.flatnonzero(duty_new != market.duty)
    if not len(hit):
        return Response(np.zeros(market.product_count), market.value_usd)
    log_power = np.log1p(duty_new[hit]) - np.log1p(market.duty[hit])
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        price = _product_price_flat(market, sigma, omega, hit, log_power)
        value = market.value_usd.copy()
        value[hit] *= np.exp(-((1 + omega) / (1 + omega * sigma) * sigma)[market.product[hit]] * log_power)
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
    """What is bought at the price indices ``log_price`` [product] of ``respond``. Raises NotConvergedError."""
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


def buyers_loss(market: Market, elasticities: Elasticities, found: Demand) -> FloatArray:
    """E_g ln P_g, or E_g (P_g^(1 - psi) - 1) / (1 - psi): what buyers lose by section, USD, against the base."""
    psi = elasticities.section_demand
    loss = found.log_section if psi == 1 else np.expm1((1 - psi) * found.log_section) / (1 - psi)
    lost: FloatArray = market.spending * loss
    return lost


def _sigma(market: Market, elasticities: Elasticities) -> FloatArray:
    sigma = elasticities.between_origins
    if len(sigma) not in {1, market.product_count}:
        raise ModelInputError("between_origins", f"has {len(sigma)} elasticities for {market.product_count} products")
    return np.broadcast_to(sigma, (market.product_count,))


def _product_price_flat(
    market: Market, sigma: FloatArray, omega: float, hit: IndexArray, log_power: FloatArray
) -> FloatArray:
    """ln b_h = ln[sum s T^((1 - sigma)/(1 + omega sigma))] / (1 - sigma): the price index at unchanged demand."""
    product = market.product[hit]
    untouched = market.origin_share.copy()
    untouched[hit] = 0
    rest = sum_by(market.product, untouched, market.product_count)
    damped = log_power / (1 + omega * sigma)[product]
    return log_power_mean(market.origin_share[hit], damped, 1 - sigma, product, rest)


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
    found: Demand,
) -> ProductEquilibrium:
    omega = elasticities.inverse_export_supply
    buyers = buyers_loss(market, elasticities, found)
    exporters = omega / (1 + omega) * (market.section_value - market.by_section(value))
    duty_change = market.by_section(duty * value) - market.section_duty
    return ProductEquilibrium(
        market=market,
        elasticities=elasticities,
        duty=duty,
        value_usd=value,
        import_price_hat=np.exp(found.log_import),
        section_price_hat=np.exp(found.log_section),
        buyers_loss_usd=buyers,
        exporters_loss_usd=exporters,
        duty_change_usd=duty_change,
        deadweight_loss_usd=buyers + exporters - duty_change,
        iterations=found.steps,
        residual=found.residual,
        has_subsidy=bool((duty < 0).any()),
    )


def _check_market(market: Market) -> None:
    cells = len(market.value_usd)
    for name in ("duty", "product"):
        if getattr(market, name).shape != (cells,):
            raise ModelInputError(name, f"has shape {getattr(market, name).shape}, value_usd has {(cells,)}")
    value, share = market.value_usd, market.import_share
    _refuse(~(np.isfinite(value) & (value >= 0)), "cell", "has a value that must be zero or a positive number", value)
    _check_duty(market.duty, cells)
    _check_index(market.product, len(market.section), "cell", "product")
    _check_index(market.section, len(share), "product", "section")
    _refuse(~((share > 0) & (share <= 1)), "section", "has an import share that must be above 0, at most 1", share)
    _refuse(~(market.product_spending > 0), "product", "has no imports at all; leave it out", market.product_spending)
    _refuse(~(market.section_imports > 0), "section", "has no imports at all; leave it out", market.section_imports)


def _check_duty(duty: FloatArray, cells: int) -> None:
    if duty.shape != (cells,):
        raise ModelInputError("duty", f"has shape {duty.shape}, the market has {cells} cells")
    _refuse(
        ~(np.isfinite(duty) & (duty >= LEAST_DUTY)),
        "cell",
        f"has a duty that must be at least {LEAST_DUTY}",
        duty,
    )


def _check_index(index: IndexArray, count: int, of: str, what: str) -> None:
    _refuse((index < 0) | (index >= count), of, f"has a {what} that must be 0 to {count - 1}", index)


def _refuse(bad: npt.NDArray[np.bool_], kind: str, problem: str, values: npt.NDArray[np.generic]) -> None:
    if bad.any():
        where = int(np.flatnonzero(bad)[0])
        raise ModelInputError(f"{kind} {where}", f"{problem}, not {values[where]}")
