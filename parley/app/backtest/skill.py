"""How well the product model told good from good in 2025, by section, and what the year's law was taken to be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Content, Figure, kept_figure
from parley.app.what_if import skill
from parley.app.what_if.skill import HORIZON_NAMES
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.scenario import HORIZONS, Horizon
from parley.results.validation import backtest_skill

LARGEST = 12
STAMP = {"model": "product partial equilibrium", "source_id": "census_us_imports_hts10_annual"}
LAWS = {
    "law of 31 December": "Law of 31 December 2025",
    "months of 2024": "Law by month, weights of 2024",
    "months of 2024, one month's lag": "The same a month earlier (goods at sea), used here",
    "two months' lag": "The same two months earlier",
}
SAY = words.beside(__file__)
LEAST, MOST = -4.0, 1.0  # of the axis: what is worse is cut, its figure stands beside it


def draw(as_of: date) -> None:
    """The block on a day that knew the year by product: a horizon, skill by section, readings of the year's law."""
    if skill.is_known(as_of):
        figures.block("Skill by section", by_section)


def by_section() -> list[Content]:
    """Skill by section and below it the readings of the law."""
    return [_of(controls.choose("Horizon", HORIZONS, "back_horizon", HORIZON_NAMES.__getitem__)), _laws()]


@kept_figure
def _of(horizon: Horizon) -> Figure:
    rows = rows_of(horizon)
    total = rows.iloc[0]
    beside = {name: terms.number(total[f"skill_{name}"], 2) for name in ("no_change", "relative")}
    shown = rows.dropna(subset="low")
    shown = pd.concat([shown.head(1), shown.iloc[1:].nlargest(LARGEST - 1, "goods")])
    return Figure(
        "backtest_skill",
        _caption(rows, shown, horizon, beside),
        rows,
        {"Chart": lambda palette: skill_dots(shown, palette)},
        note=SAY("header.note"),
        remark=SAY("skill.remark", "seen" if rows["in_sample"].any() else "apart"),
    )


@kept
def rows_of(horizon: Horizon) -> pd.DataFrame:
    """Skill in total, first, and by section, by name."""
    rows = skill.scores(horizon).assign(**STAMP)
    rows.insert(1, "name", rows["section"].map(terms.SECTION_LABELS).fillna(SAY("skill.all")))
    return rows


def _caption(rows: pd.DataFrame, shown: pd.DataFrame, horizon: Horizon, beside: dict[str, str]) -> Caption:
    total = rows.iloc[0]
    case = skill.case(total["low"], total["high"])
    listed = "; ".join(f"{row['name']} {words_of(row)}" for row in shown.to_dict("records"))
    return Caption(
        SAY("skill.finding", case),
        SAY("skill.measure", horizon=HORIZON_NAMES[horizon].lower().replace(" ", "-")),
        SAY("skill.alt", told=listed, **beside),
    )


@kept_figure
def _laws() -> Figure:
    rows = backtest_skill.law_choices().assign(**STAMP)
    short = pd.DataFrame(
        {
            "US law on Chinese goods in 2025": rows["law"].map(LAWS),
            "Mean rate": [terms.rate(rate) for rate in rows["rate_pct"]],
            **{
                name: [terms.change_pct(change, 0) for change in rows[f"foreseen_{horizon}_pct"]]
                for horizon, name in HORIZON_NAMES.items()
            },
            "Recorded": [terms.change_pct(change, 0) for change in rows["recorded_pct"]],
        }
    )
    foreseen = rows[["foreseen_first_year_pct", "foreseen_long_run_pct"]].abs().to_numpy()
    finding = SAY(
        "skill.laws",
        low=terms.rate(foreseen.min(), 0),
        high=terms.rate(foreseen.max(), 0),
        recorded=terms.rate(abs(rows["recorded_pct"].iloc[0]), 0),
    )
    return Figure("backtest_laws", Caption(finding, SAY("skill.laws_measure"), finding), rows, short=short)


def skill_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row a section with skill and interval; zero is the average change: name, skill, low, high.

    What lies left of the axis is a triangle at its end, its figure beside it.
    """
    inside = rows["skill"] >= LEAST
    is_open = (rows["low"] < 0) & (rows["high"] > 0)
    shown = {"": rows["skill"].where(inside), "cut": rows["skill"].where(~inside).clip(lower=LEAST)}
    labels = [words_of(row) for row in rows.to_dict("records")]
    hover = [f"<b>{label}</b><br>{name}" for label, name in zip(labels, rows["name"], strict=True)]
    return dots(
        rows,
        palette,
        marks=[
            Mark(skill, "", palette.china, hollow=is_open, hover=hover, symbol="triangle-left" if cut else "circle")
            for cut, skill in shown.items()
        ],
        unit="",
        joined=False,
        low=rows["low"].clip(lower=LEAST),
        high=rows["high"].clip(lower=LEAST, upper=MOST),
        text=labels,
        ends=(LEAST, MOST),
    )


def words_of(row: Mapping[Any, Any]) -> str:
    """``−0.38 (−0.64 to −0.13)``."""
    return f"{terms.number(row['skill'], 2)} ({terms.span(row['low'], row['high'], 2)})"
