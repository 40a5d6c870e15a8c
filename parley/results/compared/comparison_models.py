"""Scenario B against scenario A in every model: where all of them agree which of the two is higher.

Both are put to each model under each of its closures, with each assumption thrown and at each draw, and B less A is
taken answer by answer: the same closure, assumption and draw on both sides. Low and high are the least and the greatest
of these differences; a direction is claimed where they have one sign.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from parley.models.partial_equilibrium import FloatArray
from parley.models.policy_scenario import Scenario
from parley.models.scenario import SECTIONS
from parley.results.answers.product_solution import on_named_trade
from parley.results.answers.world_bands import OUTCOMES
from parley.results.compared.agreement import SECTION_FIGURES, Case, Key
from parley.results.compared.reconciled import ALL, every_case, reconciled
from parley.results.compared.reconciled_product import BEARERS
from parley.results.compared.reconciled_words import rows_of

US, CHINA = "USA", "CHN"
EXPORTERS = tuple(bearer for bearer in BEARERS if "exporters" in bearer)
# What the product model's summary adds up of its bearers' gains, each as a loss.
SUMS: Mapping[str, tuple[str, ...]] = {
    "exporters_loss_usd": EXPORTERS,
    "deadweight_loss_usd": BEARERS,
    "importer_net_loss_usd": ("buyers", "treasury"),
}
BUYERS: Key = ("who_bears", US, "buyers")
# figure of ``comparison.headline``: its key among the figures of all models, and its sign there
KEYS: Mapping[str, tuple[Key, int]] = {
    "buyers_loss_usd": (BUYERS, -1),
    **{figure: (("who_bears", US, figure), -1) for figure in SUMS},
    "duty_change_usd": (("treasury", US, ""), 1),
    "imports_from_china_change_pct": (("imports_from_china", US, ""), 1),
    "imports_change_pct": (("imports", US, ""), 1),
    "import_price_change_pct": (("buyers_prices", US, ""), 1),
    "us_exports_to_china_change_pct": (("us_exports_to_china", US, ""), 1),
    "real_income_USA": (("real_income", US, ""), 1),
    "real_income_CHN": (("real_income", CHINA, ""), 1),
}
SIDES = ("a", "b", "difference")


@dataclass(frozen=True, eq=False)
class Between:
    """Rows of ``results.compared.reconciled`` of A, of B and of B less A; A, B and B less A of every outcome of every
    economy by model: names of its economies, least and greatest [side of SIDES, outcome of OUTCOMES, economy]; and
    least and greatest by section in the product model [side, figure of SECTION_FIGURES, section], None where it does
    not hold both.
    """

    tables: Mapping[str, pd.DataFrame]
    economies: Mapping[str, tuple[tuple[str, ...], FloatArray, FloatArray]]
    sections: tuple[FloatArray, FloatArray] | None

    def of_economy(self, outcome: str, economy: str) -> tuple[FloatArray, FloatArray] | None:
        """Least and greatest of an outcome [side of SIDES] over the models that have the economy, None without one."""
        row = OUTCOMES.index(outcome)
        ends = [
            (low[:, row, names.index(economy)], high[:, row, names.index(economy)])
            for names, low, high in self.economies.values()
            if economy in names
        ]
        if not ends:
            return None
        least, greatest = zip(*ends, strict=True)
        return np.min(least, axis=0), np.max(greatest, axis=0)


def between(a: Scenario, b: Scenario) -> Between:
    """Both scenarios in every model that holds both. Raises ScenarioError where none holds one of them."""
    with threadpool_limits(limits=1, user_api="blas"):
        of_a, of_b = ([_summed(case) for case in every_case(on_named_trade(side))[0]] for side in (a, b))
    pairs = list(_pairs(of_a, of_b))
    apart = [replace(then, figures=_less(then, now, draws)) for then, now, draws in pairs]
    tables = dict(zip(SIDES, (reconciled(cases) for cases in (of_a, of_b, apart)), strict=True))
    return Between(tables, _economies(pairs), _sections(pairs))


def which(models: Sequence[str]) -> str:
    """The case of the sentence on how many models have a figure."""
    names = list(dict.fromkeys(models))
    return {1: names[0], 2: "both"}.get(len(names), "three")


def widened(figures: pd.DataFrame, models: Between) -> pd.DataFrame:
    """Rows of ``comparison.headline`` with the least and the greatest of all models that have the figure, and which
    these are. Where the row's model lacks it for a side, as the product model lacks US exports while China's duty
    stays, figures are those of the first model that has it for both.
    """
    return pd.DataFrame([_widened(row, models) for row in figures.to_dict("records")])


def _widened(row: Mapping[Any, Any], models: Between) -> dict[str, Any]:
    key, sign = KEYS[row["figure"]]
    tables = {side: rows_of(models.tables[side], key) for side in SIDES}
    holding = _holding(tables["a"]) & _holding(tables["b"])
    wider = dict(row)
    if holding and row["model"] not in {model for model, _ in holding}:
        wider |= _figures_of(tables, holding)
    for side, ranges in tables.items():
        if len(ranges):
            ends = ranges.loc[ranges["model"] == ALL, ["low", "high"]].to_numpy(dtype=float)[0]
            reached = np.array([wider[f"{side}_low"], wider[f"{side}_high"], *(sign * ends)])
            wider[f"{side}_low"], wider[f"{side}_high"] = float(reached.min()), float(reached.max())
    apart = _holding(tables["difference"])
    if apart:
        wider["models"] = which([model for model, _ in apart])
    return wider


def _holding(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """Models and closures with rows of a figure."""
    return {pair for pair in zip(rows["model"], rows["closure"], strict=True) if pair[0] != ALL}


def _figures_of(tables: Mapping[str, pd.DataFrame], holding: set[tuple[str, str]]) -> dict[str, Any]:
    """Central figures, low and high of the first of the models and closures."""
    figures: dict[str, Any] = {}
    for side, rows in tables.items():
        row = next(row for row in rows.to_dict("records") if (row["model"], row["closure"]) in holding)
        figures |= {side: row["central"], f"{side}_low": row["low"], f"{side}_high": row["high"], "model": row["model"]}
    return figures


def widened_economies(rows: pd.DataFrame, outcome: str, models: Between) -> pd.DataFrame:
    """Rows of ``comparison.difference`` by economy, with the ends of A, B and B less A over all models that have it."""
    wider = [models.of_economy(outcome, economy) for economy in rows["economy"]]
    nothing = np.full(len(SIDES), np.nan)
    low, high = (np.array([nothing if ends is None else ends[end] for ends in wider]).T for end in (0, 1))
    return _with_ends(rows, ("pct", "pct", "pp"), low, high)


def widened_sections(rows: pd.DataFrame, figure: str, models: Between) -> pd.DataFrame:
    """Rows of ``comparison.difference`` by section, with the ends of A, B and B less A over all settings of their
    model.
    """
    if models.sections is None:
        return rows
    units = ("pct", "pct", "pp") if figure.endswith("_pct") else ("usd", "usd", "usd")
    place = [SECTIONS.index(section) for section in rows["section"]]
    low, high = (ends[:, SECTION_FIGURES.index(figure)][:, place] for ends in models.sections)
    return _with_ends(rows, units, low, high)


def _with_ends(rows: pd.DataFrame, units: Sequence[str], low: FloatArray, high: FloatArray) -> pd.DataFrame:
    """Rows whose low and high hold these too [side of SIDES, row]; not a number where there is no other."""
    ends: dict[str, FloatArray] = {}
    for side, unit, least, greatest in zip(SIDES, units, low, high, strict=True):
        names = f"{side}_low_{unit}", f"{side}_high_{unit}"
        ends |= {names[0]: np.fmin(rows[names[0]], least), names[1]: np.fmax(rows[names[1]], greatest)}
    return rows.assign(**ends)


# --- B less A, case by case


Draws = tuple[Any, Any]  # the same draws of A and of B, as places or a slice


def _summed(case: Case) -> Case:
    """A case of the product model with what its bearers add up to."""
    if BUYERS not in case.figures:
        return case
    sums = {
        ("who_bears", US, figure): sum(case.figures["who_bears", US, bearer] for bearer in bearers)
        for figure, bearers in SUMS.items()
    }
    return replace(case, figures={**case.figures, **sums})


def _pairs(of_a: Sequence[Case], of_b: Sequence[Case]) -> Iterator[tuple[Case, Case, Draws]]:
    """The cases both scenarios have: of one model, closure and assumption."""
    of = {(case.model, case.closure, case.assumption): case for case in of_b}
    for then in of_a:
        now = of.get((then.model, then.closure, then.assumption))
        if now is not None:
            yield then, now, _same_draws(then, now)


def _same_draws(then: Case, now: Case) -> Draws:
    """The draws both have an answer at, known by their trade elasticity; all of a case without draws of a world."""
    if then.parameters is None or now.parameters is None:
        return ..., ...
    name = "trade elasticity"
    _, first, second = np.intersect1d(then.parameters[name], now.parameters[name], return_indices=True)
    return first, second


def _less(then: Case, now: Case, draws: Draws) -> dict[Key, float | FloatArray]:
    """B less A of every figure. What only one side has (exports, where only one moves China's duty) is zero for the
    other.
    """
    nothing = np.zeros(())
    return {
        key: np.asarray(now.figures.get(key, nothing))[draws[1]] - np.asarray(then.figures.get(key, nothing))[draws[0]]
        for key in dict.fromkeys((*then.figures, *now.figures))
    }


def _economies(
    pairs: Sequence[tuple[Case, Case, Draws]],
) -> dict[str, tuple[tuple[str, ...], FloatArray, FloatArray]]:
    changes: dict[str, tuple[tuple[str, ...], FloatArray, FloatArray]] = {}
    for then, now, draws in pairs:
        if then.spread.outcomes is None or now.spread.outcomes is None:
            continue
        if then.spread.draws is None or now.spread.draws is None:
            low = high = _of_sides(then.spread.outcomes[0], now.spread.outcomes[0])
        else:
            moved = _of_sides(then.spread.draws[:, draws[0]], now.spread.draws[:, draws[1]])
            low, high = moved.min(axis=2), moved.max(axis=2)
        names, least, most = changes.get(then.model, (then.spread.exporters, low, high))
        changes[then.model] = names, np.minimum(least, low), np.maximum(most, high)
    return changes


def _of_sides(of_a: FloatArray, of_b: FloatArray) -> FloatArray:
    """A, B and B less A along a first axis."""
    return np.stack([of_a, of_b, of_b - of_a])


def _sections(pairs: Sequence[tuple[Case, Case, Draws]]) -> tuple[FloatArray, FloatArray] | None:
    moved = [
        _of_sides(then.sections, now.sections).reshape(len(SIDES), -1, len(SECTION_FIGURES), len(SECTIONS))
        for then, now, _ in pairs
        if then.sections is not None and now.sections is not None
    ]
    if not moved:
        return None
    every = np.concatenate(moved, axis=1)
    return every.min(axis=1), every.max(axis=1)
