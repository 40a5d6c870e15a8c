"""The world and the policy of Caliendo, L. and Parro, F. (2015), "Estimates of the Trade and Welfare Effects of NAFTA",
Review of Economic Studies 82(1): 31 economies and 40 sectors in 1993, to hold the sector model to print.

The published files may not be passed on and are read from a folder of raw data. They are used as they come, with what
the model asks for set straight and named here: bilateral flows are before duty; gross output is at least exports; 32
sectors that an economy does not have use no inputs, and one input share of -0.0008 is none; final shares that would be
negative are zero and the others are rescaled, as in the paper. Sectors that are not traded need no elasticity.
"""

from pathlib import Path

import numpy as np

from parley.models.caliendo_parro_2015 import SectorEconomy, SectorShock
from parley.models.sector_economy import FloatArray

FOLDER = "trade/caliendo-parro-1993-fixture"
COUNTRIES: tuple[str, ...] = tuple(
    "ARG AUS AUT BRA CAN CHL CHN DNK FIN FRA DEU GRC HUN IND IDN IRL "  # noqa: SIM905
    "ITA JPN KOR MEX NLD NZL NOR PRT ZAF ESP SWE TUR GBR USA ROW".split()
)
MEMBERS = ("MEX", "CAN", "USA")
TRADED, SECTORS = 20, 40
NOT_TRADED_ELASTICITY = 8.22
USD_PER_UNIT = 1000  # of the bilateral flows; output is in dollars


def world(raw: Path) -> SectorEconomy:
    """The base of the paper. Raises FileNotFoundError when a file is not in the folder of raw data."""
    flows, tariff = USD_PER_UNIT * _by_flow(raw, "xbilat1993"), _by_flow(raw, "tariffs1993") / 100
    exports = flows.sum(axis=1)
    output = np.maximum(_numbers(raw, "GO").T, exports)
    each = np.arange(len(COUNTRIES))
    flows[each, each] = output - exports
    purchases = (flows * (1 + tariff)).sum(axis=0)
    inputs = np.maximum(_numbers(raw, "IO").reshape(len(COUNTRIES), SECTORS, SECTORS), 0)  # country, input, using
    sums = inputs.sum(axis=1, keepdims=True)
    added_share = np.where(sums[:, 0] > 0, _numbers(raw, "B").T, 1)
    inputs = inputs / np.where(sums > 0, sums, 1) * (1 - added_share)[:, None, :]
    final = np.maximum(purchases - np.einsum("nks,ns->nk", inputs, output), 0)
    return SectorEconomy(
        trade_share=flows * (1 + tariff) / purchases,
        final_share=final / final.sum(axis=1, keepdims=True),
        value_added_share=added_share,
        input_share=inputs.transpose(1, 2, 0),
        value_added=(added_share * output).sum(axis=1),
        trade_elasticity=np.concatenate([_numbers(raw, "T"), np.full(SECTORS - TRADED, NOT_TRADED_ELASTICITY)]),
        transfer=flows.sum(axis=(0, 2)) - flows.sum(axis=(1, 2)),
        tariff=tariff,
        countries=COUNTRIES,
    )


def nafta(raw: Path) -> SectorShock:
    """The members' tariffs on each other go from those of 1993 to those of 2005; all others stay."""
    tariff, later = _by_flow(raw, "tariffs1993") / 100, _by_flow(raw, "tariffs2005") / 100
    places = [COUNTRIES.index(name) for name in MEMBERS]
    members = np.ix_(places, places)
    tariff[members] = later[members]
    return SectorShock(tariff)


def _numbers(raw: Path, name: str) -> FloatArray:
    return np.loadtxt(raw / FOLDER / f"{name}.txt")


def _by_flow(raw: Path, name: str) -> FloatArray:
    """A file of traded sectors and importers (rows) by exporters as [exporter, importer, sector], all sectors."""
    array = np.zeros((len(COUNTRIES), len(COUNTRIES), SECTORS))
    array[:, :, :TRADED] = _numbers(raw, name).reshape(TRADED, len(COUNTRIES), len(COUNTRIES)).transpose(2, 1, 0)
    return array
