"""The world and the policies of Ignatenko, Lashkaripour, Macedoni and Simonovska, "Making America Great Again? The
Economic Impacts of Liberation Day Tariffs", Journal of International Economics 157 (2025), to hold the model to print.

| symbol | meaning |
|---|---|
| nu | overhead share, ``home_sales.overhead_shares`` |
| theta | dispersion of firms, eps / 0.67 at eps = 4 |
| phi_n | phi0 + (1 + theta) / ((1 - nu_n) theta) - 1 / theta - 1: exponent of the tariff; phi0 = 1, or 0.25 |
| delta | weight of the foreign response in the formula of the optimal tariff |

Their base has no tariffs, deficits are constant shares of world income, revenue relieves the income tax unless said
otherwise, and the change of welfare is ``welfare.welfare_net_of_labour_hat``. Prices are measured against the world's.
"""

import numpy as np
import numpy.typing as npt

from parley.calibration.home_sales import overhead_shares
from parley.calibration.world import full_world
from parley.models.armington import Economy, Equilibrium
from parley.models.closure import Closure
from parley.models.welfare import price_against_world_hat, welfare_net_of_labour_hat
from parley.tables.parameters import parameter

FloatArray = npt.NDArray[np.float64]

CLOSURE: Closure = "share_of_world_income"
LEAST_LISTED_RATE = 0.10
COLUMNS = (
    "welfare",
    "trade_deficit",
    "exports_to_gdp",
    "imports_to_gdp",
    "employment",
    "prices",
    "tariff_revenue_to_gdp",
)


def world(pass_through: float = 1.0, elasticity_factor: float = 1.0) -> Economy:
    """Their 194 economies. ``pass_through`` is phi0; ``elasticity_factor`` 2 is their eps of 8, all else as at 4."""
    full = full_world("ilms")
    trade = full.economy.flows.copy()
    np.fill_diagonal(trade, 0)
    nu = overhead_shares(trade, full.gdp_usd, full.index("USA"))
    eps = parameter("trade_elasticity").value
    theta = eps / parameter("ilms_scale").value
    return Economy(
        names=full.economy.names,
        flows=full.economy.flows,
        trade_elasticity=eps * elasticity_factor,
        labour_supply_elasticity=parameter("ilms_labour_supply_elasticity").value,
        income_tax_relief=True,
        scale_elasticity=parameter("ilms_scale").value / eps,
        overhead_share=nu,
        pass_through=pass_through + (1 + theta) / ((1 - nu) * theta) - 1 / theta - 1,
    )


def listed_tariffs(economy: Economy, listed: FloatArray) -> FloatArray:
    """US tariffs [exporter, importer] of 2 April 2025 from the ``listed`` rates [exporter] (ratios), at least 10%."""
    usa = economy.index("USA")
    tariff = np.zeros(economy.flows.shape)
    tariff[:, usa] = np.maximum(LEAST_LISTED_RATE, listed)
    tariff[usa, usa] = 0.0
    return tariff


def optimal_retaliation(economy: Economy, tariff: FloatArray) -> FloatArray:
    """Everybody answers the United States with one rate: the formula for the rest of the world taken as one economy.

    The overhead share and phi of the rest are those of any of its economies, which are the same.
    """
    usa = economy.index("USA")
    rest = (usa + 1) % len(economy.names)
    sides = np.array([np.arange(len(economy.names)) != usa, np.arange(len(economy.names)) == usa], dtype=float)
    flows, income = sides @ economy.flows @ sides.T, sides @ economy.income
    abroad = flows[0, 1] * (1 - economy.overhead_share[usa]) * (1 - flows[0, 1] / flows[:, 1].sum())
    delta = abroad / ((1 - economy.overhead_share[rest]) * (income[0] - flows[0, 0]))
    answered = tariff.copy()
    answered[usa, :] = 1 / ((1 + float(delta) * economy.trade_elasticity) * float(economy.pass_through[rest]) - 1)
    answered[usa, usa] = 0.0
    return answered


def published_measures(after: Equilibrium) -> FloatArray:
    """Their seven results [economy, COLUMNS] in the order of the published files: percent, the last a ratio.

    The deficit is in prices of the world's bundle, against the size of the base deficit; exports and imports are
    relative to factor income, base and new; revenue is relative to base spending.
    """
    base = after.economy
    world_price = (after.price_hat @ base.expenditure) / base.expenditure.sum()
    before, now = base.imports - base.exports, (after.imports - after.exports) / world_price
    return np.column_stack(
        [
            100 * (welfare_net_of_labour_hat(after) - 1),
            100 * (now - before) / np.abs(before),
            100 * (after.exports / after.income / (base.exports / base.income) - 1),
            100 * (after.imports / after.income / (base.imports / base.income) - 1),
            100 * (after.labour_hat - 1),
            100 * (price_against_world_hat(after) - 1),
            after.tariff_revenue / world_price / base.expenditure,
        ]
    )
