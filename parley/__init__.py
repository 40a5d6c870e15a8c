"""Parley: the US-China trade dispute in tables, charts and what-if models.

``read_table`` reads a curated table, ``law`` answers what US law asks of a product and ``landed`` what a shipment
owes in dollars, ``solve`` puts a ``Scenario``
through a model and ``solve_many`` thousands, ``scenario`` writes one with names, ``preset`` gives a named regime.
``own_world`` and ``tariff_change`` put one's own trade into the world model.
All are imported on first use, so that ``parley.models`` needs numpy and scipy alone.
"""

import os
from typing import TYPE_CHECKING, Any

# Read when Arrow is first loaded: its own allocators keep what a read needed for a moment, some 25 MB after all pages;
# the system's gives it back. Setting the pool later leaves Arrow's inner work with them.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

if TYPE_CHECKING:
    from parley.answers import solve
    from parley.models.policy_parts import ExportChange, Goods, TariffChange
    from parley.models.policy_scenario import Scenario
    from parley.results.answers.own_world import own_world, tariff_change
    from parley.results.law.landed import landed
    from parley.results.law.lines import law
    from parley.results.many.solve import solve_many
    from parley.results.scenario.by_name import scenario
    from parley.results.scenario.files import preset
    from parley.tables.read import read_table

__all__ = [
    "ExportChange",
    "Goods",
    "Scenario",
    "TariffChange",
    "landed",
    "law",
    "own_world",
    "preset",
    "read_table",
    "scenario",
    "solve",
    "solve_many",
    "tariff_change",
]


def __getattr__(name: str) -> Any:
    value: Any
    if name == "read_table":
        from parley.tables.read import read_table as value
    elif name == "law":
        from parley.results.law.lines import law as value
    elif name == "landed":
        from parley.results.law.landed import landed as value
    elif name == "solve":
        from parley.answers import solve as value
    elif name == "scenario":
        from parley.results.scenario.by_name import scenario as value
    elif name == "solve_many":
        from parley.results.many.solve import solve_many as value
    elif name == "preset":
        from parley.results.scenario.files import preset as value
    elif name in ("own_world", "tariff_change"):
        from parley.results.answers import own_world as module

        value = getattr(module, name)
    elif name == "Scenario":
        from parley.models import policy_scenario

        value = policy_scenario.Scenario
    elif name in ("ExportChange", "Goods", "TariffChange"):
        from parley.models import policy_parts

        value = getattr(policy_parts, name)
    else:
        raise AttributeError(f"module 'parley' has no attribute {name!r}")
    return value
