"""Small random economies for the tests of the sector model."""

import numpy as np
from hypothesis import strategies as st

from parley.models.caliendo_parro_2015 import SectorEconomy, SectorShock


def random_economy(
    seed: int,
    countries: int = 4,
    sectors: int = 3,
    *,
    taxes: bool = True,
    deficits: bool = True,
    flows_scale: float = 1.0,
) -> SectorEconomy:
    """A table of flows with inputs, some flows zero, base tariffs and export taxes, trade not balanced."""
    draw = np.random.default_rng(seed)
    shape, home = (countries, countries, sectors), np.arange(countries)
    size = draw.lognormal(0, 1, countries)
    flows = draw.lognormal(0, 1, shape) * np.sqrt(size[:, None, None] * size[None, :, None]) * draw.uniform(0.1, 0.5)
    flows[(draw.random(shape) < 0.15) & (np.arange(sectors) > 0)] = 0  # the first sector is traded both ways
    flows[home, home, :] = size[:, None] * draw.uniform(2, 6, (countries, sectors))
    tariff, export_tax = np.zeros(shape), np.zeros(shape)
    if taxes:
        tariff = np.where(draw.random(shape) < 0.5, draw.uniform(0, 0.3, shape), 0)
        export_tax = np.where(draw.random(shape) < 0.3, draw.uniform(0, 0.2, shape), 0)
        tariff[home, home] = export_tax[home, home] = 0
    if not deficits:  # symmetric values balance trade, with and without duty
        flows = (flows + flows.transpose(1, 0, 2)) / 2
    output, bought = (flows / (1 + export_tax)).sum(axis=1), (flows * (1 + tariff)).sum(axis=0)
    cost = draw.dirichlet(np.full(sectors, 0.8), (countries, sectors)) * draw.uniform(0.2, 0.7, (countries, sectors, 1))
    use = cost * output[:, :, None]  # country, using sector, input
    fits = np.minimum(1, 0.8 * bought / np.maximum(use.sum(axis=1), 1e-12))
    use = use * fits[:, None, :]
    return SectorEconomy.from_flows(
        flows * flows_scale,
        use.transpose(2, 1, 0) * flows_scale,
        draw.uniform(1.5, 9, sectors),
        tariff=tariff,
        export_tax=export_tax,
        countries=[f"C{n}" for n in range(countries)],
        sectors=[f"S{s}" for s in range(sectors)],
    )


def random_shock(economy: SectorEconomy, seed: int, top: float = 1.0, *, taxes: bool = True) -> SectorShock:
    """New tariffs of up to ``top`` on part of the flows; with ``taxes``, export taxes and trade costs too."""
    draw = np.random.default_rng(seed)
    shape, home = economy.tariff.shape, np.arange(len(economy.countries))
    tariff = np.where(draw.random(shape) < 0.6, draw.uniform(0, top, shape), economy.tariff)
    tariff[home, home] = 0
    if not taxes:
        return SectorShock(tariff)
    export_tax = np.where(draw.random(shape) < 0.3, draw.uniform(0, 0.4, shape), economy.export_tax)
    export_tax[home, home] = 0
    return SectorShock(tariff, export_tax, draw.uniform(0.8, 1.25, shape))


economies = st.builds(
    random_economy,
    st.integers(0, 10**6),
    st.integers(2, 5),
    st.integers(1, 4),
    taxes=st.booleans(),
    deficits=st.booleans(),
)
