"""Three policies of the United States against three of China as a table: rates and real income in each of nine worlds.

The rates are those on each other's goods, all goods; everything else stays at the duties of the as-of date, but for the
policy ``scenario``, which is the whole of the scenario's US column. China's answers are rules, so the answer a scenario
itself names need not be among them: its own world then stands as a tenth beside the nine. Ranges are taken over the
ends of the elasticities of demand, one at a time.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.models.errors import NotConvergedError
from parley.models.optimal_tariffs import HIGHEST
from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.trade_war import FIRST_POLICIES, SECOND_POLICIES, policy_worlds
from parley.results.answers.base_world import Switches, after, base_world, demand_ends, places, switches_of, unmoved
from parley.results.answers.product_solution import at_rest
from parley.results.answers.world import levels_of

TIE_PCT = 1e-9
SAME_RATE = 1e-12
SIDE_COLUMNS = ("us", "china")
CHOSEN = "scenario"


class Row(NamedTuple):
    """One US policy against policies of China: rates and real income, each [policy of China, side] in percent."""

    rates_pct: FloatArray
    real_income_pct: FloatArray


def payoff_table(scenario: Scenario) -> pd.DataFrame:
    """One row per world, US policy by China's: rate_pct, real_income_change_pct of both sides with low and high.

    Columns us_policy, china_policy; for each side <side>_rate_pct, _rate_low_pct, _rate_high_pct,
    _real_income_change_pct, _real_income_low_pct, _real_income_high_pct, is_<side>_best (the highest real income of
    the side among its three policies against the other's) and is_<side>_at_bound (the search ended at its highest
    rate); is_nash; is_chosen (the world of the scenario itself, with every duty and tax it moves; where it is none of
    the nine it has a row of its own, china_policy ``scenario``, and where nothing is moved there is none); runs
    (answers the range is taken over). Raises NotConvergedError when the central case has none.
    """
    as_set = switches_of(scenario)
    answer = _answer_chosen(scenario)
    policies = [(us, china) for us in FIRST_POLICIES for china in SECOND_POLICIES]
    if answer == CHOSEN:
        policies.append((CHOSEN, CHOSEN))
    runs = [_game(scenario, as_set, answer)]
    for switches in demand_ends(as_set):
        try:
            runs.append(_game(scenario, switches, answer))
        except NotConvergedError:
            continue  # The range is then over fewer answers, which ``runs`` says.
    # [run, world, side]
    rates, income = (
        np.array([np.concatenate([getattr(row, of) for row in game]) for game in runs]) for of in Row._fields
    )
    best = _best(income[0, : len(FIRST_POLICIES) * len(SECOND_POLICIES)])
    rows = [
        {"us_policy": us, "china_policy": china}
        | _side_figures(rates[:, n], income[:, n], best[n] if n < len(best) else (False, False))
        | {
            "is_nash": us == china == "optimal",
            "is_chosen": us == CHOSEN and china == answer,
            "runs": len(runs),
        }
        for n, (us, china) in enumerate(policies)
    ]
    return pd.DataFrame(rows)


def _answer_chosen(scenario: Scenario) -> str:
    """The policy of China whose world against the scenario's US duties is the scenario's own: none, in_kind, else
    ``scenario``; empty where nothing is moved.
    """
    if unmoved(scenario):
        return ""
    levels, (us, china) = levels_of(scenario), places()
    none = levels.before.copy()
    none[:, us] = levels.after[:, us]
    in_kind = none.copy()
    in_kind[us, china] = max(none[china, us], none[us, china])
    if not levels.export_tax.any():
        for policy, tariff in (("none", none), ("in_kind", in_kind)):
            if np.abs(levels.after - tariff).max() <= SAME_RATE:
                return policy
    return CHOSEN


def _side_figures(rates: FloatArray, income: FloatArray, best: Sequence[bool]) -> dict[str, object]:
    """Figures of a world by side; ``rates`` and ``income`` are [run, side], the first run the central one."""
    figures: dict[str, object] = {}
    for k, side in enumerate(SIDE_COLUMNS):
        for name, values in (("rate", rates[:, k]), ("real_income", income[:, k])):
            figures[f"{side}_{name}{'_change' if name == 'real_income' else ''}_pct"] = float(values[0])
            figures[f"{side}_{name}_low_pct"] = float(values.min())
            figures[f"{side}_{name}_high_pct"] = float(values.max())
        figures[f"is_{side}_best"] = bool(best[k])
        figures[f"is_{side}_at_bound"] = bool(rates[0, k] >= 100 * HIGHEST - 1e-6)
    return figures


def _best(income: FloatArray) -> FloatArray:
    """Where a side's real income [world of the nine, side] is the highest of its own three choices."""
    by_policy = income.reshape(len(FIRST_POLICIES), len(SECOND_POLICIES), 2)
    us = by_policy[:, :, 0] >= by_policy[:, :, 0].max(axis=0, keepdims=True) - TIE_PCT
    china = by_policy[:, :, 1] >= by_policy[:, :, 1].max(axis=1, keepdims=True) - TIE_PCT
    return np.stack([us, china], axis=2).reshape(-1, 2)


def _game(scenario: Scenario, switches: Switches, answer: str) -> list[Row]:
    """The three US policies, and the scenario's own world where ``answer`` says that it is none of the nine."""
    rows = [
        _row(scenario, switches) if policy == CHOSEN else _held_row(at_rest(scenario), switches, policy)
        for policy in FIRST_POLICIES
    ]
    return [*rows, _figures([after(scenario, switches)])] if answer == CHOSEN else rows


@lru_cache(maxsize=128)
def _held_row(resting: Scenario, switches: Switches, policy: str) -> Row:
    """A policy that does not look at the scenario's rates; the searches for best rates cost most of the time."""
    base = base_world(resting, switches)
    return _figures(policy_worlds(base, US, CHINA, policy, base.tariff, switches.closure))


def _row(scenario: Scenario, switches: Switches) -> Row:
    base = base_world(at_rest(scenario), switches)
    return _figures(policy_worlds(base, US, CHINA, CHOSEN, levels_of(scenario).after, switches.closure))


def _figures(worlds: Sequence[object]) -> Row:
    us, china = places()
    rates = [[100 * w.tariff[china, us], 100 * w.tariff[us, china]] for w in worlds]  # type: ignore[attr-defined]
    income = [100 * (w.real_income_hat[[us, china]] - 1) for w in worlds]  # type: ignore[attr-defined]
    return Row(np.array(rates), np.array(income))
