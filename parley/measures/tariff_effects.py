"""Choosing among published effects of tariff shocks, and ranking effects by country. No figure is averaged."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

ANSWERS = {
    "none": "none",
    "none_stated": "not_said",
    "not_stated": "not_said",
}
ANSWERED = "answered"
ENDS = 10


class Effect(NamedTuple):
    """What an effect is on and how it is measured: figures with one ``Effect`` share a unit and an axis."""

    variable: str
    kind: str
    unit: str


def effects_known(effects: pd.DataFrame) -> list[Effect]:
    """Every variable, kind and unit in the rows, effects against a baseline first, then by number of figures."""
    counts = effects.groupby(["variable", "effect_kind", "unit"]).size().sort_values(ascending=False, kind="stable")
    keys = [Effect(*(str(part) for part in key)) for key in counts.index]
    return sorted(keys, key=lambda key: not key.kind.endswith("_vs_baseline"))


def answered(retaliation: pd.Series) -> pd.Series:
    """Whether partners answer: ``none``, ``answered`` in whatever way, or ``not_said``."""
    return retaliation.map(ANSWERS).fillna(ANSWERED)


def of_effect(effects: pd.DataFrame, effect: Effect) -> pd.DataFrame:
    """The figures of one variable, kind and unit."""
    variable, kind, unit = effect
    chosen = (effects["variable"] == variable) & (effects["effect_kind"] == kind) & (effects["unit"] == unit)
    return effects[chosen]


def chosen(effects: pd.DataFrame, choices: Mapping[str, str], tariffs_only: bool) -> pd.DataFrame:
    """Rows that meet every choice (column: value; ``answer`` reads ``retaliation``), newest report first.

    An undated report comes last.
    """
    rows = effects.assign(answer=answered(effects["retaliation"]))
    for column, value in choices.items():
        rows = rows[rows[column] == value]
    if tariffs_only:
        rows = rows[rows["is_tariffs_only"]]
    order = ["published_on", "institution", "shock_id", "area", "effect_id"]
    return rows.sort_values(order, ascending=[False, *[True] * 4], ignore_index=True).drop(columns="answer")


def ranked(by_country: pd.DataFrame, scenario: str, variable: str) -> pd.DataFrame:
    """All countries of one scenario and variable, the largest fall first, with ``rank`` from 1."""
    rows = by_country[(by_country["scenario"] == scenario) & (by_country["variable"] == variable)]
    ordered = rows.sort_values(["change_pct", "iso3"], ignore_index=True)
    return ordered.assign(rank=ordered.index + 1)


def ends(ranking: pd.DataFrame, always: tuple[str, ...] = ("USA", "CHN")) -> pd.DataFrame:
    """The first and the last ten of a ranking, and the countries named in ``always``."""
    at_ends = (ranking["rank"] <= ENDS) | (ranking["rank"] > len(ranking) - ENDS)
    return ranking[at_ends | ranking["iso3"].isin(always)].reset_index(drop=True)


def largest(ranking: pd.DataFrame, gdp: pd.DataFrame, count: int = 2 * ENDS) -> pd.DataFrame:
    """The countries of a ranking with the largest GDP (columns iso3, gdp_usd), in the order of the ranking."""
    names = gdp.sort_values("gdp_usd", ascending=False)["iso3"].head(count)
    return ranking[ranking["iso3"].isin(names)].reset_index(drop=True)
