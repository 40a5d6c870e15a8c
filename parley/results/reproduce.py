"""A model's answer in six lines of Python that run as they are and give the central figures shown."""

from collections.abc import Mapping

from parley.models.policy_scenario import Scenario
from parley.results.solution import Model

FIRST: Mapping[Model, str] = {
    "product": "summary",
    "world": "by_economy",
    "sectors": "by_economy",
    "critical_input": "by_destination",
    "all": "reconciled",
}


def python(scenario: Scenario, model: Model) -> str:
    """The lines: the scenario as plain data, the model, and the table whose figures stand first on its page."""
    return "\n".join(
        [
            "from parley import Scenario, solve",
            f"asked = {scenario.to_dict()!r}",
            "scenario = Scenario.from_dict(asked)",
            f'answer = solve(scenario, "{model}")',
            f'table = answer.tables["{FIRST[model]}"]',
            "print(table.to_string())",
        ]
    )
