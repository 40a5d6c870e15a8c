"""Which source records the figures of a comparison rest on: dollars of the product model, on the trade of each side."""

from collections.abc import Mapping

from parley.app.what_if import trade_base
from parley.models.policy_scenario import Scenario
from parley.results import comparison
from parley.results.comparison import Run
from parley.results.solution import Model


def stamp(model: Model, a: Scenario, b: Scenario) -> dict[str, str]:
    """The columns that say so in the rows of a model; where the sides stand on different trade, A's has its own."""
    if model != "product":
        return {"source_id": comparison.SOURCES[model][0]}
    of_b = trade_base.stamp(b)
    return of_b | {f"a_{name}": record for name, record in trade_base.stamp(a).items() if of_b.get(name) != record}


def ids(runs: Mapping[Model, tuple[Run, Run]]) -> list[str]:
    """All records the answers of models rest on, of each its own trade first."""
    stamps = [(model, stamp(model, a.scenario, b.scenario)) for model, (a, b) in runs.items()]
    return list(
        dict.fromkeys(each for model, own in stamps for each in [*own.values(), *comparison.SOURCES[model][1:]])
    )
