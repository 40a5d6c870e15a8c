"""How well the product model foresaw 2025, beside its answers: worked out once per process, after the first answer."""

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from parley import terms
from parley.app.kit.cache import kept
from parley.app.what_if import later
from parley.calibration.product_bases import newest_year
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon
from parley.results.answers.product_solution import assumed
from parley.results.validation import backtest_skill
from parley.words import beside

NAME = "skill of 2025"
TOTAL, US, CHINA = "total", "USA", "CHN"
YEAR = 2025
SAY = beside(__file__)
HORIZON_NAMES: dict[Horizon, str] = {"first_year": "First year", "default": "Default", "long_run": "Long run"}


@kept
def scores(horizon: Horizon) -> pd.DataFrame:
    return backtest_skill.skill(horizon)


def by_section(as_of: date, horizon: Horizon) -> Mapping[str, str]:
    """How the model did on each section's goods and on all, in words; empty on a day that did not know the year, and
    until it has been worked out.
    """
    if not is_known(as_of):
        return {}
    return later.after_answer(NAME, (horizon,), lambda: _in_words(horizon)) or {}


def _in_words(horizon: Horizon) -> dict[str, str]:
    table = scores(horizon)
    return {section: sentence(table, section) for section in table["section"]}


@kept
def is_known(as_of: date) -> bool:
    return newest_year(as_of) >= YEAR


def case(low: float, high: float) -> str:
    """better or worse than the average change, open where the interval holds zero, few where there is none."""
    if pd.isna(low):
        return "few"
    return "better" if low > 0 else "worse" if high < 0 else "open"


def sentence(table: pd.DataFrame, section: str) -> str:
    """Whether the model or the average change foresaw single goods of a section, or of all in ``total``, better."""
    (row,) = table[table["section"] == section].to_dict("records")
    goods = SAY("skill.goods", "all")
    if section != TOTAL:
        goods = SAY("skill.goods", "section", name=terms.in_a_sentence(terms.SECTION_LABELS[section]))
    said = SAY("skill", case(row["low"], row["high"]), goods=goods)
    return f"{said} {SAY('skill.sample', 'seen')}" if row["in_sample"] and not pd.isna(row["low"]) else said


def of_answer(scenario: Scenario) -> str:
    """The skill on the goods a scenario moves, or on all from China where it moves several; empty where it moves none
    of China's, where the year was not known yet, and until it has been worked out.
    """
    sections = list(dict.fromkeys(_sections(scenario)))
    if not sections:
        return ""
    in_words = by_section(scenario.as_of, assumed(scenario).horizon)
    return in_words.get(sections[0] if len(sections) == 1 else TOTAL, "")


def _sections(scenario: Scenario) -> Iterator[str]:
    """The section of every change of a US duty on goods from China; all for changes of more than one."""
    if scenario.regime:
        yield TOTAL
    for change in scenario.tariffs:
        if change.importer == US and change.exporter in (CHINA, "all"):
            yield change.goods.code if change.goods.level == "section" else TOTAL
