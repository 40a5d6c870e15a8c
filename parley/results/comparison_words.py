"""A comparison in words: who is better off by how much, on a page's title and in a report alike."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from parley import terms
from parley.models.policy_scenario import Scenario
from parley.results.comparison import compiled_on_day, economy_names

Row = Mapping[Any, Any]
IN_FORCE = "Duties in force"
QUESTION = "Suspend or keep? Two scenarios side by side"
MOST_NAMED = 3


def label(scenario: Scenario, side: str) -> str:
    """A short name of a scenario: its title, or that nothing changes, or its side alone."""
    if scenario.title:
        return scenario.title
    unchanged = not (scenario.regime or scenario.tariffs or scenario.exports)
    return IN_FORCE if unchanged else f"Scenario {side}"


def verdict(figures: pd.DataFrame, a: str, b: str) -> str:
    """The answer in one sentence: whom B costs more than A; no direction where the range of the difference straddles 0.

    ``figures``: rows of ``comparison.headline``; ``a``, ``b``: the names of the two.
    """
    if figures.empty:
        return QUESTION
    if not figures[["difference", "difference_low", "difference_high"]].any(axis=None):
        return "A and B come to the same: no figure differs"
    rows = {row["figure"]: row for row in figures.to_dict("records")}
    for figure, tell in (
        ("buyers_loss_usd", _buyers),
        ("us_exports_to_china_change_pct", _exports),
        ("real_income_USA", _income),
    ):
        row = rows.get(figure)
        if row is not None and (row["difference_low"] or row["difference_high"]):
            return tell(row, _under("B", b), _under("A", a))
    return QUESTION


def _under(side: str, name: str) -> str:
    if name == f"Scenario {side}":
        return side
    return f"{side} ({name.lower() if name == IN_FORCE else name})"


def _buyers(row: Row, b: str, a: str) -> str:
    if straddles(row):
        return f"Whether US buyers lose more under {b} or {a} depends on the horizon"
    size = terms.model_bn(abs(row["difference"]))
    return f"US buyers lose {size} a year {'more' if row['difference'] > 0 else 'less'} under {b} than under {a}"


def _exports(row: Row, b: str, a: str) -> str:
    if straddles(row):
        return f"Whether the US sells China more under {b} or {a} depends on the horizon"
    size = f"{terms.number(abs(row['difference']), 1)}{terms.NBSP}pp"
    return f"US exports to China come out {size} {'higher' if row['difference'] > 0 else 'lower'} under {b} than {a}"


def _income(row: Row, b: str, a: str) -> str:
    if straddles(row):
        return f"Whether US real income is higher under {b} or {a} depends on the elasticities"
    size = f"{terms.number(abs(row['difference']), 2)}{terms.NBSP}pp"
    return f"US real income is {size} {'higher' if row['difference'] > 0 else 'lower'} under {b} than under {a}"


def straddles(row: Row) -> bool:
    """Whether the range of the difference leaves its sign open."""
    return bool(row["difference_low"] < 0 < row["difference_high"])


def gains(economies: pd.DataFrame) -> str:
    """Which economies' real income B raises and lowers most against A, those of open sign left out.

    ``economies``: rows of ``comparison.difference`` by economy, real income.
    """
    sure = economies[~((economies["difference_low_pp"] < 0) & (economies["difference_high_pp"] > 0))]
    names, told = economy_names(), []
    for words, rows in (
        ("gains most under B", sure[sure["difference_pp"] > 0].nlargest(MOST_NAMED, "difference_pp")),
        ("loses most under B", sure[sure["difference_pp"] < 0].nsmallest(MOST_NAMED, "difference_pp")),
    ):
        if len(rows):
            named = [
                f"{names.get(economy, economy)} ({terms.points(change, 2)})"
                for economy, change in zip(rows["economy"], rows["difference_pp"], strict=True)
            ]
            told.append(f"{terms.listed(named)} {words.replace('s most', ' most') if len(named) > 1 else words}")
    return "; ".join(told)


def cell(value: float, low: float, high: float, unit: str, model: str = "product") -> str:
    """A figure with its range in brackets: ``+75 (75 to 137) bn``, ``−0.31 (−0.37 to −0.18) %``."""
    scale, word, decimals = 1.0, "%" if unit == "percent" else unit, 2 if model == "world" else 1
    if unit == "USD":
        scale, word = 1e9, "bn"
        decimals = terms.bn_decimals(max(abs(v) for v in (value, low, high)))
    if pd.isna(value):
        return terms.DASH
    if not any((value, low, high)):
        return f"0{terms.NBSP}{word}"
    written = terms.signed(value / scale, decimals)
    if not low == high == value:
        written = f"{written} ({terms.span(low / scale, high / scale, decimals)})"
    return f"{written}{terms.NBSP}{word}"


def paragraph(figures: pd.DataFrame) -> str:
    """The figures of both in sentences, ranges in brackets, each measure for itself; Markdown.

    Of a side that changes nothing one sentence says so, and the figures are those of the other.
    """
    rows = {row["figure"]: row for row in figures.to_dict("records")}
    moving = [side for side in ("a", "b") if figures[[side, f"{side}_low", f"{side}_high"]].any(axis=None)]
    if not moving:
        return "Neither A nor B changes a figure."

    def both(figure: str) -> str:
        row = rows[figure]
        told = [cell(row[s], row[f"{s}_low"], row[f"{s}_high"], row["unit"], row["model"]) for s in moving]
        return f"**{told[0]}**" if len(told) == 1 else f"**{told[0]}** under A and **{told[1]}** under B"

    sentences = []
    if len(moving) == 1:
        still = "B" if moving == ["a"] else "A"
        sentences.append(f"{still} changes nothing; the figures are those of {moving[0].upper()}.")
    if "buyers_loss_usd" in rows:
        sentences += [
            f"US buyers' loss a year, US$: {both('buyers_loss_usd')}; change of tariff revenue, US$: "
            f"{both('duty_change_usd')}.",
            f"US imports from China change by {both('imports_from_china_change_pct')}, US exports to China by "
            f"{both('us_exports_to_china_change_pct')}.",
        ]
    if "real_income_USA" in rows:
        sentences.append(
            f"In the world model US real income changes by {both('real_income_USA')}, China's by "
            f"{both('real_income_CHN')}."
        )
    return " ".join(sentences)


def figure_cells(figures: pd.DataFrame) -> pd.DataFrame:
    """``headline`` as it is read: figure, A, B and B less A, each with its range, money in US$ bn."""
    rows = []
    for row in figures.to_dict("records"):
        measure = f"{row['name']}, US$" if row["unit"] == "USD" else row["name"]
        cells = [
            cell(row[side], row[f"{side}_low"], row[f"{side}_high"], unit, row["model"])
            for side, unit in (
                ("a", row["unit"]),
                ("b", row["unit"]),
                ("difference", "pp" if row["unit"] == "percent" else row["unit"]),
            )
        ]
        rows.append((measure, *cells))
    return pd.DataFrame(rows, columns=["Figure", "A", "B", "B less A"])


def warnings(a: Scenario, b: Scenario, compiled: str) -> list[str]:
    """What keeps the two from being compared like with like: other dates, other data, other assumptions."""
    told = []
    if a.as_of != b.as_of:
        told.append(
            f"A is held against the duties in force on {terms.day(a.as_of)}, B against those of {terms.day(b.as_of)}: "
            "the difference holds what the law moved in between as well."
        )
    older = {side: s.vintage for side, s in (("A", a), ("B", b)) if s.vintage and s.vintage != compiled}
    for side, vintage in older.items():
        told.append(
            f"{side} was saved with data of {compiled_on_day(vintage)}; the figures here come from data of "
            f"{compiled_on_day(compiled)}."
        )
    return told
