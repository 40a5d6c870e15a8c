"""The subject By year: what of a year's change falls into each calendar year while the scenario is in force."""

import pandas as pd

from parley import terms
from parley.app.kit import figures
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if_product import answer, words
from parley.app.what_if_product.rows import STAMP
from parley.charts.figure import Caption
from parley.models.policy_scenario import Scenario
from parley.words import beside

BUYERS, TREASURY = "buyers", "treasury"
SAY = beside(__file__)


def draw(scenario: Scenario) -> None:
    """Days in force and dollars of each calendar year."""
    figures.block("By year", lambda: by_year(scenario))


def by_year(scenario: Scenario) -> Figure:
    """The years as a short list; the table and the files hold every figure of ``results.by_year``."""
    rows = answer.by_year(scenario).assign(**{**STAMP, **trade_base.stamp(scenario)})
    return Figure(
        "what_if_by_year",
        Caption(_finding(rows), SAY("years.measure"), _finding(rows)),
        rows,
        short=_listed(rows),
        note=words.model_note(scenario),
        remark=SAY("years.remark"),
    )


def _listed(rows: pd.DataFrame) -> pd.DataFrame:
    """A line a year: days in force, and what buyers and the Treasury gain or lose in them."""
    lines = []
    for year, own in rows.groupby("year", sort=True):
        gains = [_money(own[own["figure"] == who].iloc[0]) for who in (BUYERS, TREASURY)]
        lines.append([f"{year}", f"{int(own['days'].iloc[0])}", *gains])
    return pd.DataFrame(lines, columns=["Year", "Days in force", "US buyers, US$ bn", "US Treasury, US$ bn"])


def _money(row: pd.Series) -> str:
    value, low, high = (float(row[name]) / 1e9 for name in ("value_usd", "low_usd", "high_usd"))
    decimals = terms.bn_decimals(max(map(abs, (1e9 * value, 1e9 * low, 1e9 * high))))
    return f"{terms.signed(value, decimals)} ({terms.span(min(low, high), max(low, high), decimals)})"


def _finding(rows: pd.DataFrame) -> str:
    """What buyers gain or lose in the first year, with no direction where its range holds zero."""
    first = rows[rows["figure"] == BUYERS].iloc[0]
    low, high = sorted((float(first["low_usd"]), float(first["high_usd"])))
    case = "open" if low < 0 < high else "gain" if first["value_usd"] > 0 else "lose" if first["value_usd"] else "none"
    size = terms.model_bn(abs(float(first["value_usd"])))
    return SAY("years", case, year=int(first["year"]), size=size, days=int(first["days"]))
