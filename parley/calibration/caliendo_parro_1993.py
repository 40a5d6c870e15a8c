"""The economy of Caliendo and Parro (2015), 31 countries and 40 sectors in 1993, from their published files.

The files may not be passed on, so they are read from the raw folder; nothing of them ships.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parley.models.axes import EXPORTER, IMPORTER, INPUT, SECTOR, country_last, turned
from parley.models.caliendo_parro_2015 import SectorEconomy
from parley.models.partial_equilibrium import FloatArray

FOLDER = "trade/caliendo-parro-1993-fixture"
_CODES = (
    "ARG AUS AUT BRA CAN CHL CHN DNK FIN FRA DEU GRC HUN IND IDN IRL ITA JPN KOR MEX NLD NZL NOR PRT ZAF ESP SWE TUR "
    "GBR USA ROW"
)
COUNTRIES = tuple(_CODES.split())
NAFTA = ("MEX", "CAN", "USA")
TRADED, SECTORS = 20, 40
SERVICES_ELASTICITY = 8.22  # the paper's value for sectors without trade, where it moves nothing


@dataclass(frozen=True, eq=False)
class Nafta:
    """The world of 1993, and tariffs [exporter, importer, sector] after the members' cuts to 2005, others as before."""

    economy: SectorEconomy
    tariff: FloatArray


def nafta(raw: Path) -> Nafta:
    """The paper's economy and its counterfactual of Table 2.

    As in the paper: output is at least exports, home sales are what is left, inputs are shares of what value added
    leaves, and final use that would be negative is zero. Negative input shares in the file are taken as zero.
    """
    flows, tariff = _trade(raw)
    output = np.maximum(_read(raw, "GO.txt").T, flows.sum(axis=IMPORTER))
    at_home = np.arange(len(COUNTRIES))
    flows[at_home, at_home] = output - flows.sum(axis=IMPORTER)
    inclusive = flows * (1 + tariff)
    bought = inclusive.sum(axis=EXPORTER)
    added_share = _read(raw, "B.txt").T
    inputs = _input_shares(raw, added_share)
    final = np.maximum(bought - np.einsum("kjn,nj->nk", inputs, output), 0)
    economy = SectorEconomy(
        trade_share=inclusive / np.where(bought > 0, bought, 1),
        final_share=final / final.sum(axis=SECTOR, keepdims=True),
        value_added_share=added_share,
        input_share=inputs,
        value_added=(added_share * output).sum(axis=SECTOR),
        trade_elasticity=np.append(_read(raw, "T.txt").ravel(), np.full(SECTORS - TRADED, SERVICES_ELASTICITY)),
        transfer=flows.sum(axis=(EXPORTER, SECTOR)) - flows.sum(axis=(IMPORTER, SECTOR)),
        tariff=tariff,
        countries=COUNTRIES,
    )
    return Nafta(economy, _cut(tariff, _of_exporters(raw, "tariffs2005.txt") / 100))


def _trade(raw: Path) -> tuple[FloatArray, FloatArray]:
    """Trade in dollars and tariffs of 1993 (ratios) [exporter, importer, sector], none at home or in services."""
    count = len(COUNTRIES)
    flows, tariff = np.zeros((2, count, count, SECTORS))
    flows[:, :, :TRADED] = _of_exporters(raw, "xbilat1993.txt") * 1000
    tariff[:, :, :TRADED] = _of_exporters(raw, "tariffs1993.txt") / 100
    at_home = np.arange(count)
    flows[at_home, at_home], tariff[at_home, at_home] = 0, 0
    return flows, tariff


def _cut(tariff: FloatArray, later: FloatArray) -> FloatArray:
    """Tariffs with those among the members at their level of 2005."""
    members = [COUNTRIES.index(name) for name in NAFTA]
    cut = tariff.copy()
    for exporter in members:
        for importer in members:
            if exporter != importer:
                cut[exporter, importer, :TRADED] = later[exporter, importer]
    return cut


def _input_shares(raw: Path, added_share: FloatArray) -> FloatArray:
    """Inputs per unit of output [input, using sector, country]."""
    count = len(COUNTRIES)
    shares = country_last(np.maximum(_read(raw, "IO.txt").reshape(count, SECTORS, SECTORS), 0))
    total = shares.sum(axis=INPUT, keepdims=True)
    return np.ascontiguousarray(shares / np.where(total > 0, total, 1) * (1 - added_share).T)


def _of_exporters(raw: Path, name: str) -> FloatArray:
    """A file of sectors by importer in rows and exporters in columns, as [exporter, importer, sector]."""
    count = len(COUNTRIES)
    return turned(_read(raw, name).reshape(TRADED, count, count))


def _read(raw: Path, name: str) -> FloatArray:
    """A table of numbers. Raises FileNotFoundError naming the file."""
    return np.loadtxt(raw / FOLDER / name)
