"""The subject By year: what of a year's change falls into each calendar year while the scenario is in force."""

import pandas as pd

from parley import terms
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if_product import answer, words
from parley.app.what_if_product.answer import STAMP
from parley.charts.figure import Caption
from parley.models.policy_scenario import Scenario
from parley.words import beside

BUYERS, TREASURY = "buyers", "treasury"
SAY = beside(__file__)


def by_year(scenario: Scenario, models: Asked | None) -> Figure:
    rows = answer.by_year(scenario).assign(**{**STAMP, **trade_base.stamp(scenario)})
    finding = _finding(rows, models)
    return Figure(
        "what_if_by_year",
        Caption(finding, SAY("years.measure"), finding),
        rows,
        short=_listed(rows),
        note=words.model_note(scenario),
        remark=SAY("years.remark"),
    )


def _listed(rows: pd.DataFrame) -> pd.DataFrame:
    lines = []
    for year, of_year in rows.groupby("year", sort=True):
        gains = [_money(of_year[of_year["figure"] == who].iloc[0]) for who in (BUYERS, TREASURY)]
        lines.append([f"{year}", f"{int(of_year['days'].iloc[0])}", *gains])
    return pd.DataFrame(lines, columns=["Year", "Days in force", "US buyers, $bn", "US Treasury, $bn"])


def _money(row: pd.Series) -> str:
    value, low, high = (float(row[name]) / 1e9 for name in ("value_usd", "low_usd", "high_usd"))
    decimals = terms.bn_decimals(max(map(abs, (1e9 * value, 1e9 * low, 1e9 * high))))
    return f"{terms.signed(value, decimals)} ({terms.span(min(low, high), max(low, high), decimals)})"


def _finding(rows: pd.DataFrame, models: Asked | None) -> str:
    """What buyers gain or lose in the first year, with no direction where all models do not agree on it."""
    first = rows[rows["figure"] == BUYERS].iloc[0]
    days = int(first["days"])
    when = {
        "year": f"{int(first['year'])}",
        "days": SAY("years.days", "one" if days == 1 else "several", count=days),
    }
    if models is None:
        return SAY("years", "no_range", gain=terms.signed_bn(float(first["value_usd"])), **when)
    case = {"loss": "lose"}.get(side := words.side_of(models, words.BUYERS), side)
    return SAY("years", case, size=terms.model_bn(abs(float(first["value_usd"]))), **when)
