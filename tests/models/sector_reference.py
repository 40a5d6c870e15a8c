"""A second, slow solver of the sector model for the tests: the equations in levels, written out, solved by scipy.

Nothing is shared with the package but the input. Prices and wages are the unknowns of one large system, spending is
solved from its own linear system at each evaluation; no hat algebra in the trade shares beyond their definition.
"""

import numpy as np
from scipy.optimize import fsolve

from parley.models.caliendo_parro_2015 import SectorEconomy


def reference(
    economy: SectorEconomy,
    tariff: np.ndarray,
    export_tax: np.ndarray,
    cost: np.ndarray,
    transfer_of: "callable",
) -> dict[str, np.ndarray]:
    """Wages, prices, spending, income and final price index relative to wages and prices of 1 at the given shares.

    ``transfer_of(wage)`` gives D' [country]. World factor income is the numeraire.
    """
    n_countries, n_sectors = len(economy.countries), len(economy.sectors)
    theta, gv, gam, alpha = (
        economy.trade_elasticity,
        economy.value_added_share,
        economy.input_share,
        economy.final_share,
    )
    total = economy.value_added.sum()

    def spending(wage: np.ndarray, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        net = share / ((1 + tariff) * (1 + export_tax))
        duty = share * tariff / (1 + tariff)
        levy = share * export_tax / ((1 + tariff) * (1 + export_tax))
        size = n_countries * n_sectors
        matrix, fixed = np.eye(size), np.zeros(size)
        for n in range(n_countries):
            for k in range(n_sectors):
                row = n * n_sectors + k
                fixed[row] = alpha[n, k] * (wage[n] * economy.value_added[n] + transfer_of(wage)[n])
                for s in range(n_sectors):
                    matrix[row, n * n_sectors + s] -= alpha[n, k] * duty[:, n, s].sum()
                    for m in range(n_countries):
                        column = m * n_sectors + s
                        matrix[row, column] -= alpha[n, k] * levy[n, m, s] + gam[k, s, n] * net[n, m, s]
        bought = np.linalg.solve(matrix, fixed).reshape(n_countries, n_sectors)
        revenue = (duty * bought).sum(axis=(0, 2)) + (levy * bought).sum(axis=(1, 2))
        return bought, wage * economy.value_added + revenue + transfer_of(wage)

    def shares(wage: np.ndarray, price: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        unit = np.ones((n_countries, n_sectors))
        for j in range(n_countries):
            for s in range(n_sectors):
                unit[j, s] = wage[j] ** gv[j, s] * np.prod(price[j] ** gam[:, s, j])
        kappa = cost * (1 + tariff) * (1 + export_tax) / ((1 + economy.tariff) * (1 + economy.export_tax))
        weight = economy.trade_share * (kappa * unit[:, None, :]) ** -theta
        return weight, weight.sum(axis=0)

    def gaps(logs: np.ndarray) -> np.ndarray:
        wage, price = np.exp(logs[:n_countries]), np.exp(logs[n_countries:]).reshape(n_countries, n_sectors)
        weight, sums = shares(wage, price)
        bought, _ = spending(wage, weight / sums)
        sold = (weight / sums * bought / ((1 + tariff) * (1 + export_tax))).sum(axis=1)
        labour = (gv * sold).sum(axis=1) / (wage * economy.value_added) - 1
        labour[0] = wage @ economy.value_added / total - 1  # one market clears when all others do
        return np.concatenate([labour, (np.log(price) + np.log(sums) / theta).ravel()])

    found, _, _, message = fsolve(gaps, np.zeros(n_countries * (1 + n_sectors)), xtol=1e-13, full_output=True)
    assert np.abs(gaps(found)).max() < 1e-9, message
    wage, price = np.exp(found[:n_countries]), np.exp(found[n_countries:]).reshape(n_countries, n_sectors)
    weight, sums = shares(wage, price)
    bought, income = spending(wage, weight / sums)
    index = np.exp((alpha * np.log(price)).sum(axis=1))
    return {"wage": wage, "price": price, "purchases": bought, "expenditure": income, "index": index}
