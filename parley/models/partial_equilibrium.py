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

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.intp]

LEAST_DUTY = -0.5  # An import subsidy beyond half the price is taken for an error.
TOLERANCE = 1e-13
LEAST_ORDER = 1e-100  # A smaller order of a power mean loses its digits in a product; its limit differs by less.
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
    sigma = _sigma(market, elasticities)
    eta, omega = elasticities.between_products, elasticities.inverse_export_supply
    hit = np.flatnonzero(duty_new != market.duty)
    if not len(hit):
        return _unchanged(market, elasticities, duty_new)
    log_power = np.log1p(duty_new[hit]) - np.log1p(market.duty[hit])
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        product_price = _product_price_flat(market, sigma, omega, hit, log_power)
        lift = (1 + omega * sigma) / (1 + omega * eta)
        import_price_flat = log_power_mean(
            market.product_share, lift * product_price, 1 - eta, market.section, np.zeros(market.section_count)
        )
        log_import, log_section, steps, residual = _import_price(market, elasticities, import_price_flat)
        log_g = _shifter(elasticities, log_import, log_section)
        log_product = lift * product_price + omega / (1 + omega * eta) * log_g[market.section]
        log_a = (sigma - eta) * log_product + log_g[market.section]
        answer = (1 + omega) / (1 + omega * sigma)
        value = market.value_usd * np.exp(answer * log_a)[market.product]
        value[hit] *= np.exp(-(answer * sigma)[market.product[hit]] * log_power)
    if not (np.isfinite(log_section).all() and np.isfinite(value).all()):
        raise NotConvergedError(float("inf"), steps)
    return _outcome(market, elasticities, duty_new, value, (log_import, log_section), (steps, residual))


def log_power_mean(
    shares: FloatArray, logs: FloatArray, order: FloatArray | float, group: IndexArray, rest: FloatArray
) -> FloatArray:
    """Ln of the power mean of exp(``logs``) by group: ln[rest + sum s exp(order z)] / order; order 0: sum s z.

    ``rest`` [group] is the share whose log is 0 and which is not among ``shares``; ``order`` is a number or [group].
    An order below LEAST_ORDER is taken as 0. Near one the sum is taken as its excess over one, so that small changes
    keep their digits.
    """
    count = len(rest)
    power = np.broadcast_to(np.asarray(order, dtype=float), (count,))
    power = np.where(np.abs(power) < LEAST_ORDER, 0.0, power)
    grown = power[group] * logs
    excess = sum_by(group, shares * np.expm1(grown), count)
    total = rest + sum_by(group, shares * np.exp(grown), count)
    log_sum = np.where(total > 0.5, np.log1p(excess), np.log(total))
    mean: FloatArray = log_sum / np.where(power == 0, 1, power)
    if not power.all():
        mean = np.where(power == 0, sum_by(group, shares * logs, count), mean)
    return mean


def sum_by(group: IndexArray, values: FloatArray, count: int) -> FloatArray:
    """Sum of ``values`` by group number, as an array of ``count``."""
    total: FloatArray = np.bincount(group, weights=values, minlength=count).astype(float, copy=False)
    return total


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
    log_prices: tuple[FloatArray, FloatArray],
    newton: tuple[int, float],
) -> ProductEquilibrium:
    log_import, log_section = log_prices
    psi, omega = elasticities.section_demand, elasticities.inverse_export_supply
    loss = log_section if psi == 1 else np.expm1((1 - psi) * log_section) / (1 - psi)
    buyers = market.spending * loss
    exporters = omega / (1 + omega) * (market.section_value - market.by_section(value))
    duty_change = market.by_section(duty * value) - market.section_duty
    return ProductEquilibrium(
        market=market,
        elasticities=elasticities,
        duty=duty,
        value_usd=value,
        import_price_hat=np.exp(log_import),
        section_price_hat=np.exp(log_section),
        buyers_loss_usd=buyers,
        exporters_loss_usd=exporters,
        duty_change_usd=duty_change,
        deadweight_loss_usd=buyers + exporters - duty_change,
        iterations=newton[0],
        residual=newton[1],
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
