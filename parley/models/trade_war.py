"""Two governments, three policies each: the nine worlds between doing nothing and doing the best for oneself.

| policy | who | what |
|---|---|---|
| none | both | base rates |
| scenario | first | the rates of the scenario, on all partners |
| in_kind | second | on the first's goods the rate its own goods meet |
| optimal | both | the one rate on the other's goods that is best for the economy that sets it |

Optimal is always against what the other does in the same world: both optimal is the Nash equilibrium, and optimal
against in kind takes the answer into account. "In kind" never lowers a rate below the base. Third countries keep their
base rates.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parley.models.armington import Economy, Equilibrium, Shock, solve
from parley.models.armington_checks import as_array, check_rates
from parley.models.closure import Closure
from parley.models.errors import ModelInputError
from parley.models.optimal_tariffs import Instrument, best_rate, best_tariff, instrument, nash

FloatArray = npt.NDArray[np.float64]

FIRST_POLICIES = ("none", "scenario", "optimal")
SECOND_POLICIES = ("none", "in_kind", "optimal")


def policy_worlds(
    economy: Economy, first: str, second: str, policy: str, scenario: FloatArray, closure: Closure = "balanced"
) -> list[Equilibrium]:
    """The worlds in which ``first`` follows ``policy``, by what ``second`` does in the order of SECOND_POLICIES.

    ``first`` and ``second``: names of economies. ``scenario``: tariff rates [exporter, importer]; only the policy
    ``scenario`` looks at them, at the column of ``first``. Raises NotConvergedError, and ModelInputError for an unknown
    policy or rates that are none.
    """
    if policy not in FIRST_POLICIES:
        raise ModelInputError("policy", f"is {policy!r}; use one of {', '.join(FIRST_POLICIES)}")
    rates = as_array("scenario", scenario, economy.flows.shape)
    check_rates("scenario", rates, economy.names)
    game = _Game(economy, instrument(economy, first, [second]), instrument(economy, second, [first]), rates, closure)
    return [game.world(policy, answer) for answer in SECOND_POLICIES]


@dataclass(frozen=True, eq=False)
class _Game:
    economy: Economy
    first: Instrument
    second: Instrument
    scenario: FloatArray
    closure: Closure

    def world(self, one: str, two: str) -> Equilibrium:
        """The world in which the first government follows ``one`` and the second ``two``."""
        tariff = self._first_moves(one)
        if one == "optimal":
            return self._first_optimal(tariff, two)
        if two == "optimal":
            return best_tariff(self.economy, self.second, tariff, self.closure).equilibrium
        return solve(self.economy, Shock(tariff=self._in_kind(tariff) if two == "in_kind" else tariff), self.closure)

    def _first_moves(self, one: str) -> FloatArray:
        tariff: FloatArray = self.economy.tariff.copy()
        if one == "scenario":
            tariff[:, self.first.importer] = self.scenario[:, self.first.importer]
        return tariff

    def _first_optimal(self, tariff: FloatArray, two: str) -> Equilibrium:
        if two == "optimal":
            return nash(self.economy, [self.first, self.second], tariff, self.closure).equilibrium
        if two == "none":
            return best_tariff(self.economy, self.first, tariff, self.closure).equilibrium

        def answered(rate: float) -> FloatArray:
            return self._in_kind(self.first.set(tariff, rate))

        return best_rate(self.economy, answered, self.first.importer, self.closure).equilibrium

    def _in_kind(self, tariff: FloatArray) -> FloatArray:
        """The second's rate on the first's goods is what its own goods meet, but not below its base rate."""
        one, two = self.first.importer, self.second.importer
        return self.second.set(tariff, max(float(tariff[two, one]), float(self.economy.tariff[one, two])))
