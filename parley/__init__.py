"""Parley: the US-China trade dispute in tables, charts and what-if models.

``read_table`` reads a curated table, ``solve`` puts a ``Scenario`` through a model, ``preset`` gives a named regime.
All are imported on first use, so that ``parley.models`` needs numpy and scipy alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parley.models.policy_parts import ExportChange, Goods, TariffChange
    from parley.models.policy_scenario import Scenario
    from parley.results.scenario_files import preset
    from parley.results.solution import solve
    from parley.tables import read_table

__all__ = ["ExportChange", "Goods", "Scenario", "TariffChange", "preset", "read_table", "solve"]

HOMES = {
    "ExportChange": "parley.models.policy_parts",
    "Goods": "parley.models.policy_parts",
    "Scenario": "parley.models.policy_scenario",
    "TariffChange": "parley.models.policy_parts",
    "preset": "parley.results.scenario_files",
    "read_table": "parley.tables",
    "solve": "parley.results.solution",
}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'parley' has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
