"""Where in its file a scenario goes wrong that reads well and that no model can run."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from parley.calibration.product_market import CalibrationError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.product_solution import at_rest, duties_of
from parley.results.scenario_files import is_file_name


@contextmanager
def place_named(source: str, scenario: Scenario) -> Iterator[None]:
    """Inside, a fault of the scenario of a file is raised with the file and, where a duty is at fault, its place.

    Raises ScenarioError in place of ScenarioError and CalibrationError; the scenario of a preset is left alone.
    """
    try:
        yield
    except (ScenarioError, CalibrationError) as error:
        if not is_file_name(source):
            raise
        raise ScenarioError(f"{Path(source).name}: {_place(scenario, str(error))}{error}") from error


def _place(scenario: Scenario, told: str) -> str:
    """The field, or the list and the number of the change, whose duties raise these words; empty where none does."""

    def fails(count: int) -> bool:
        return _fault(replace(scenario, exports=(), tariffs=scenario.tariffs[:count])) == told

    count = len(scenario.tariffs)
    if not fails(count):
        return ""
    first = bisect_left(range(count), True, key=fails)
    if first:
        return f"tariffs, change {first}: "
    return "as_of: " if _fault(replace(at_rest(scenario), as_of=scenario.as_of)) == told else "regime: "


def _fault(scenario: Scenario) -> str:
    try:
        duties_of(scenario)
    except (ScenarioError, CalibrationError) as error:
        return str(error)
    return ""
