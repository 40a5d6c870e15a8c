"""The order of axes in the arrays of the models, said once.

| array | axes |
|---|---|
| trade: flows, trade shares, tariffs, export taxes, trade costs | exporter, importer |
| the same by sector | exporter, importer, sector |
| income, expenditure, revenue, wages, price index, total exports and imports | economy |
| output, purchases, prices, value added by sector | country, sector |
| input use and input shares | input, using sector, country |
| critical input: its markets; its users | stage, destination; sector, destination |

A sum over ``EXPORTER`` is what importers buy, a sum over ``IMPORTER`` what exporters sell; ``SECTOR`` is the last axis
of trade and of a country's arrays alike.

The solver of the sector model alone turns its arrays round, so that its equations are products of a matrix and a vector
whose numbers lie side by side: trade is [sector, importer, exporter], input shares are [country, input, using sector].
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

EXPORTER, IMPORTER, SECTOR = 0, 1, -1
INPUT, USING_SECTOR = 0, 1  # of input use and input shares
TURNED_SECTOR, TURNED_IMPORTER, TURNED_EXPORTER = 0, 1, 2  # of trade inside the solver of the sector model


def turned(trade: FloatArray) -> FloatArray:
    """[exporter, importer, sector] as [sector, importer, exporter], or back again; a view, not a copy."""
    return trade.transpose(2, 1, 0)


def country_first(inputs: FloatArray) -> FloatArray:
    """[input, using sector, country] as [country, input, using sector]; a view, not a copy."""
    return inputs.transpose(2, 0, 1)


def country_last(inputs: FloatArray) -> FloatArray:
    """[country, input, using sector] as [input, using sector, country]; a view, not a copy."""
    return inputs.transpose(1, 2, 0)


def sold_abroad(flows: FloatArray) -> FloatArray:
    """What each [exporter] sells to others, from flows [exporter, importer] with home sales on the diagonal."""
    sold: FloatArray = flows.sum(axis=IMPORTER) - np.diag(flows)
    return sold


def bought_abroad(flows: FloatArray) -> FloatArray:
    """What each [importer] buys from others, from flows [exporter, importer] with home sales on the diagonal."""
    bought: FloatArray = flows.sum(axis=EXPORTER) - np.diag(flows)
    return bought
