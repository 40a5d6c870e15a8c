"""Whose value added, and which imports, stand in an industry's output: input-output accounting, no behaviour.

| symbol | argument | meaning |
|---|---|---|
| gv | value_added_share | value added per dollar of output [country, sector] |
| gam | input_share | cost share of input k in the output of sector s [input, using sector, country] |
| pi, t | trade_share, tariff | share of exporter j in purchases with duty; duty [exporter, importer, sector] |
| x | | what one dollar of output holds of a source [country, sector] |

Inputs of an industry come from the exporters in the proportions of the whole country's purchases of that good: no table
holds origins by using industry. So every figure is an estimate. Leontief (1936); Johnson and Noguera (2012).
"""

import numpy as np
import numpy.typing as npt

from parley.models.errors import NotConvergedError

FloatArray = npt.NDArray[np.float64]

TOLERANCE = 1e-13
MOST_ROUNDS = 500


def value_added_content(
    trade_share: FloatArray,
    tariff: FloatArray,
    input_share: FloatArray,
    value_added_share: FloatArray,
    source: int,
) -> FloatArray:
    """Value added of country ``source`` in one dollar of output, direct and through all suppliers [country, sector].

    x_ns = gv_ns [n = source] + sum_k gam_ksn sum_j pi_jnk / (1 + t_jnk) x_jk. Over all sources the contents and the
    duties paid on inputs add up to one. Raises NotConvergedError.
    """
    of_own_value = np.zeros_like(value_added_share)
    of_own_value[source] = value_added_share[source]
    return _rounds(of_own_value, trade_share / (1 + tariff), input_share)


def import_content(
    trade_share: FloatArray, tariff: FloatArray, input_share: FloatArray, exporter: int, importer: int
) -> tuple[FloatArray, FloatArray]:
    """Goods of ``exporter`` bought as inputs per dollar of the importer's output [sector]: direct, and with those in
    inputs bought from industries at home: a (I - A)^-1, a_s = sum_k gam_ks pi_jk / (1 + t_jk), A the home inputs.
    """
    bought = trade_share[exporter, importer] / (1 + tariff[exporter, importer])
    inputs = input_share[:, :, importer]
    direct: FloatArray = bought @ inputs
    at_home = inputs * trade_share[importer, importer][:, None]
    total = np.linalg.solve((np.eye(len(direct)) - at_home).T, direct)
    return direct, np.asarray(total, dtype=np.float64)


def _rounds(first: FloatArray, paid_share: FloatArray, input_share: FloatArray) -> FloatArray:
    content: FloatArray = first.copy()
    for _ in range(MOST_ROUNDS):
        supplied = np.einsum("jnk,jk->nk", paid_share, content)
        new: FloatArray = first + np.einsum("ksn,nk->ns", input_share, supplied)
        gap = float(np.abs(new - content).max())
        content = new
        if gap <= TOLERANCE:
            return content
    raise NotConvergedError(gap, MOST_ROUNDS)
