"""The one-sector world model on anybody's own trade: a table of flows in, the changes of a tariff out."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from parley.models.armington import Economy, Shock, solve
from parley.models.closure import Closure
from parley.models.errors import ModelInputError
from parley.models.partial_equilibrium import FloatArray
from parley.results.answers import world

PAIR = ("exporter", "importer")


def own_world(
    trade: pd.DataFrame,
    trade_elasticity: float,
    tariffs: pd.DataFrame | None = None,
    home_elasticity_ratio: float = 1.0,
) -> Economy:
    """A world of one's own trade, to be asked by ``tariff_change``; economies in the order in which they first sell.

    ``trade``: a row for every pair, exporter, importer and value_usd (any unit will do), sales at home with the same
    name on both sides; a pair without trade says 0. ``tariffs``: exporter, importer and rate_pct in the base year; a
    pair left out has none, which is a claim. Raises ModelInputError naming the pair or the column at fault.
    """
    _check_columns("trade", trade, "value_usd")
    names = tuple(str(name) for name in pd.unique(trade["exporter"]))
    flows = _matrix("trade", trade, "value_usd", names, np.full((len(names), len(names)), np.nan))
    missing = np.argwhere(np.isnan(flows))
    if len(missing):
        sell, buy = missing[0]
        raise ModelInputError("trade", f"has no row from {names[sell]} to {names[buy]}; write 0 for none")
    tariff = np.zeros_like(flows) if tariffs is None else _rates("tariffs", tariffs, names, np.zeros_like(flows))
    return Economy(names, flows, trade_elasticity, tariff=tariff, home_elasticity_ratio=home_elasticity_ratio)


def tariff_change(economy: Economy, tariffs: pd.DataFrame, closure: Closure = "balanced") -> pd.DataFrame:
    """What the ``tariffs`` (exporter, importer, rate_pct: new levels) change: the table ``by_economy``.

    A pair that is not listed keeps its tariff. Raises ModelInputError naming the pair, NotConvergedError.
    """
    if not isinstance(economy, Economy):
        raise ModelInputError("economy", f"is a {type(economy).__name__}; make one with parley.own_world")
    after = _rates("tariffs", tariffs, tuple(economy.names), economy.tariff.copy())
    before = solve(economy, Shock(), closure)
    return world.by_economy(before, solve(economy, Shock(tariff=after), closure))


def _rates(what: str, rows: pd.DataFrame, names: tuple[str, ...], into: FloatArray) -> FloatArray:
    """Percent as ratios, put into the matrix."""
    _check_columns(what, rows, "rate_pct")
    return _matrix(what, rows.assign(rate_pct=rows["rate_pct"] / 100), "rate_pct", names, into)


def _matrix(what: str, rows: pd.DataFrame, column: str, names: tuple[str, ...], into: FloatArray) -> FloatArray:
    places = {name: place for place, name in enumerate(names)}
    pairs = set()
    for exporter, importer, value in _pairs(rows, column):
        for name in (exporter, importer):
            if name not in places:
                raise ModelInputError(what, f"names {name}, which sells nothing in the table of trade")
        if (exporter, importer) in pairs:
            raise ModelInputError(what, f"has two rows from {exporter} to {importer}")
        if not np.isfinite(value):
            raise ModelInputError(what, f"has no number in {column} from {exporter} to {importer}")
        pairs.add((exporter, importer))
        into[places[exporter], places[importer]] = value
    return into


def _pairs(rows: pd.DataFrame, column: str) -> Iterator[tuple[str, str, float]]:
    values = pd.to_numeric(rows[column], errors="coerce").to_numpy(dtype=float)
    yield from zip(rows["exporter"].astype(str), rows["importer"].astype(str), values.tolist(), strict=True)


def _check_columns(what: str, rows: pd.DataFrame, column: str) -> None:
    for name in (*PAIR, column):
        if name not in rows:
            raise ModelInputError(what, f"lacks the column {name!r}; it needs {', '.join((*PAIR, column))}")
