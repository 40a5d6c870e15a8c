"""Who gains and loses: one outcome for every economy of the world models, as ranked bars and as tiles."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parley import terms
from parley.app.kit import cache, controls, figures
from parley.app.kit.figures import Figure
from parley.app.what_if_world import words as world_words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.charts import bars as charts
from parley.app.what_if_world.charts.tiles import WORLD, world_tiles
from parley.app.what_if_world.controls import CHINA, US
from parley.charts.figure import Caption

SHOWN = 14
MOST_NAMED = 3
LEFT = {"ROW": "rest", "OTH": "oth."}
BN = 1e9


@dataclass(frozen=True)
class Outcome:
    """One outcome of every economy: its words, and how its rise and fall are told of one ({s} is s) or several."""

    label: str
    measure: str
    rises: str
    falls: str


OUTCOMES = {
    "real_income_change_pct": Outcome(
        "Real income", "Real income (income over prices), change in", "{who} gain{s} most", "{who} lose{s} most"
    ),
    "price_change_pct": Outcome(
        "Prices",
        "Prices of what an economy buys, against world factor income, change in",
        "prices rise most in {who}",
        "prices fall most in {who}",
    ),
    "exports_change_pct": Outcome(
        "Exports",
        "Exports to all economies, change in",
        "exports of {who} rise most",
        "exports of {who} fall most",
    ),
    "imports_change_pct": Outcome(
        "Imports",
        "Imports from all economies, change in",
        "imports of {who} rise most",
        "imports of {who} fall most",
    ),
    "tariff_revenue_change_usd": Outcome(
        "Tariff revenue", "Tariff revenue, change in", "{who} collect{s} more", "{who} collect{s} less"
    ),
}


def draw(drawn: Shown) -> None:
    """Who gains and loses, by the outcome chosen."""
    figures.block("Who gains and loses", lambda: by_economy(drawn))


def by_economy(drawn: Shown) -> Figure:
    """The choice of an outcome, and its bars, tiles and table."""
    chosen = controls.choose("Outcome", tuple(OUTCOMES), "world_outcome", lambda outcome: OUTCOMES[outcome].label)
    rows, unit = rows_of(drawn, chosen)
    marks = marks_of(rows, chosen)
    largest = leading(marks, unit)
    note = world_words.NOTES[drawn.chosen.model]
    return Figure(
        f"world_{chosen.removesuffix('_pct').removesuffix('_usd')}",
        caption(largest, marks, OUTCOMES[chosen], unit),
        rows,
        {
            "Bars": lambda palette: charts.change_bars(largest, palette, unit),
            "Map": lambda palette: world_tiles(tiles(marks), palette, unit, charts.decimals(largest, unit) + 1),
        },
        note=note,
    )


def rows_of(drawn: Shown, outcome: str) -> tuple[pd.DataFrame, str]:
    """Every economy with the outcome and its range, the largest change first, and the outcome's unit on the chart."""
    rows = drawn.rows("by_economy", outcome)
    unit = outcome.rsplit("_", 1)[-1]
    order = np.argsort(-rows[outcome].abs().to_numpy(), kind="stable")
    code = rows["economy"].array.take(order)
    ends = [column for column in (f"low_{unit}", f"high_{unit}") if column in rows]
    found = {
        "economy_iso3": code,
        "name": world_words.names(code),
        **{column: rows[column].to_numpy()[order] for column in (outcome, *ends)},
        **world_words.stamps(drawn.chosen.model, len(rows)),
    }
    return pd.DataFrame(found), "%" if unit == "pct" else "bn"


def marks_of(rows: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """The rows as the charts take them: code, name, change and, with a range, low and high; money in billions."""
    unit = outcome.rsplit("_", 1)[-1]
    scale = 1.0 if unit == "pct" else BN
    marks = pd.DataFrame({"code": rows["economy_iso3"], "name": rows["name"], "change": rows[outcome] / scale})
    if f"low_{unit}" in rows:
        marks["low"], marks["high"] = rows[f"low_{unit}"] / scale, rows[f"high_{unit}"] / scale
    return marks


def leading(marks: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The largest changes, with both sides of the dispute among them; money only where something is collected."""
    is_side = np.array([code in (US, CHINA) for code in marks["code"]], dtype=bool)
    if unit == "bn":
        return marks[is_side | (marks["change"] != 0)].head(SHOWN).reset_index(drop=True)
    return marks[is_side | (np.arange(len(marks)) < SHOWN - 2)].reset_index(drop=True)


def tiles(marks: pd.DataFrame) -> pd.DataFrame:
    """The economies that have a tile, with the letters on it."""
    held = marks[marks["code"].isin(list(WORLD.places))]
    letters = {**cache.country_letters(), **LEFT}
    return held.assign(letters=held["code"].map(letters))


def caption(largest: pd.DataFrame, marks: pd.DataFrame, outcome: Outcome, unit: str) -> Caption:
    """Who loses and who gains most among those whose range lies on one side of zero."""
    words = "percent" if unit == "%" else "US$ bn a year"
    whiskers = ". Whiskers: the range; ± on the map: it leaves the sign open" if "low" in marks else ""
    measure = f"{outcome.measure} {words}, against the duties in force. Modelled{whiskers}"
    alt = f"Bars of {outcome.label.lower()}, modelled: {charts.told(largest, unit)}"
    if not marks["change"].any():
        return Caption("At the duties in force nothing changes", measure, alt)
    sure = charts.certain(marks)
    if "low" not in marks:
        return Caption(f"Largest changes: {terms.listed(marks['name'].head(3).tolist())}", measure, alt)
    parts = []
    for words_of, found in (
        (outcome.falls, sure[sure["change"] < 0]),
        (outcome.rises, sure[sure["change"] > 0]),
    ):
        if len(found):
            parts.append(_leaders(found, words_of, unit))
    if not parts:
        return Caption("The range leaves open who gains and who loses", measure, alt)
    written = "; ".join(parts)
    return Caption(written[:1].upper() + written[1:], measure, alt)


def _leaders(found: pd.DataFrame, told: str, unit: str) -> str:
    """Who moves most, with the size; several where their changes print the same."""
    sizes = [_size(float(change), unit) for change in found["change"]]
    alike = [name for name, size in zip(found["name"], sizes, strict=True) if size == sizes[0]]
    names = [terms.with_article(name) for name in alike[:MOST_NAMED]]
    words = told.format(who=terms.listed(names), s="s" if len(names) == 1 else "")
    return f"{words} ({sizes[0]})"


def _size(change: float, unit: str) -> str:
    if unit == "%":
        sign = "+" if change > 0 else terms.MINUS
        return f"{sign}{world_words.size(change)}"
    return f"US${terms.NBSP}{terms.number(abs(change), 1)}{terms.NBSP}{unit}"
