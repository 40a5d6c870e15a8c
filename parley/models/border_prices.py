"""What a duty does to prices at the border: the pass-through a solved world implies, and a world that fixes them.

Symbols as in ``armington_economy`` and ``armington_system``. With p_j the price of an exporter before duty, pi a price
of the importer that says what its money is worth, and m the weight of a flow,

    (B1) pass-through = 1 + sum m ln(p' / p) (pi / pi') / sum m ln (1 + t') / (1 + t)

1 where exporters keep their prices, less where they lower them. In a world whose wages clear markets they do: the
importer's terms of trade improve. Fixed border prices are the other end: wages stay where they were,

    (B2) w' = w

and (1) to (5) and (7) of ``armington_system`` follow; (6), that markets for labour clear, is left out.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from parley.models.armington_economy import Shock
from parley.models.armington_equilibrium import Equilibrium
from parley.models.armington_system import System
from parley.models.errors import ModelInputError

FloatArray = npt.NDArray[np.float64]


def pass_through(log_power: FloatArray, log_price: FloatArray, weight: FloatArray) -> float:
    """Equation (B1): rise of the price with duty over the rise of one plus the duty.

    ``log_power`` ln (1 + t') / (1 + t), ``log_price`` ln (p'/p)(pi/pi'), ``weight`` m, all of one shape [flow]. Only
    flows whose duty moves count. Raises ModelInputError where none does, or rises and falls cancel.
    """
    moved = np.where(log_power != 0, weight, 0.0)
    rise = float((moved * log_power).sum())
    if abs(rise) <= 1e-12 * float(np.abs(moved * log_power).sum()):
        raise ModelInputError("tariff", "does not move on average: no price can be set against it")
    return 1 + float((moved * log_price).sum()) / rise


def at_given_wages(before: Equilibrium, shock: Shock) -> Equilibrium:
    """The world at the duties of ``shock`` and the wages and labour of ``before``: equation (B2).

    Border prices stay as they were. ``residual`` is nan, as no market is cleared. Raises ModelInputError as ``Shock``.
    """
    tariff, export_tax, cost = shock.levels(before.economy)
    system = System(before.economy, tariff, export_tax, cost, before.closure)
    log_wage, log_labour = np.log(before.wage_hat), np.log(before.labour_hat)
    state = system.evaluate(np.concatenate([log_wage, log_labour]) if system.has_labour else log_wage)
    return replace(
        before,
        tariff=tariff,
        export_tax=export_tax,
        cost_hat=cost,
        price_hat=np.exp(state.log_price),
        trade_share=system.all_shares(state),
        income=state.income,
        expenditure=state.expenditure,
        revenue=state.revenue,
        transfer=state.transfer.value,
        residual=np.nan,
        iterations=0,
        guide=None,
    )
