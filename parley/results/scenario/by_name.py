"""Scenarios as people write them: economies by name beside codes, the newest day where none is named."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from parley.models.policy_parts import ExportChange, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.scenario.files import from_raw, refuse_twice
from parley.tables.read import compiled_on

Change = TariffChange | ExportChange | Mapping[str, Any]


def scenario(
    tariffs: Iterable[Change] = (), exports: Iterable[Change] = (), *, as_of: date | str | None = None, **fields: Any
) -> Scenario:
    """A scenario checked against the tables; ``as_of`` is a day, text such as 2025-06-09, or the newest day known.

    A change is a ``TariffChange`` or ``ExportChange``, or a mapping of their fields, ``goods`` as one line, economies
    by code or by name::

        scenario([{"importer": "United States", "exporter": "China", "rate_pct": 60, "kind": "absolute"}])

    ``fields``: all others of ``Scenario``. Raises ScenarioError naming the change and the field.
    """
    raw: dict[str, Any] = {**fields, "as_of": compiled_on() if as_of is None else as_of}
    for name, changes in (("tariffs", tariffs), ("exports", exports)):
        if isinstance(changes, str | Mapping) or not isinstance(changes, Iterable):
            raise ScenarioError(f"The {name} must be a list of changes, not a {type(changes).__name__}.")
        raw[name] = [_fields(name, number, change) for number, change in enumerate(changes, start=1)]
    checked = from_raw(raw)
    refuse_twice(checked)
    return checked


def _fields(name: str, number: int, change: object) -> Mapping[str, Any]:
    if isinstance(change, TariffChange | ExportChange):
        return change.to_dict()
    if isinstance(change, Mapping):
        return change
    wanted = "a TariffChange or ExportChange, or a mapping of its fields"
    raise ScenarioError(f"{name}, change {number}: {str(change)[:60]!r} is no change; give {wanted}.")
