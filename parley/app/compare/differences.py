"""How two scenarios differ in one measure of a model, by section, economy or industry: rows, words, sources and chart,
which the page shows and the report prints.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.charts.bars import bold
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import Model
from parley.results.compared import comparison, comparison_models, comparison_words
from parley.results.compared.comparison import Run
from parley.results.compared.comparison_models import Between

SAY = words.beside(__file__)
Pair = tuple[Run, Run]
MOST_ROWS = 10
# What a row is, and the table of the model it stands in.
ROWS: Mapping[Model, tuple[str, str]] = {
    "product": ("section", "by_section"),
    "world": ("economy", "by_economy"),
    "sectors": ("industry", "by_sector"),
}
STAMPS: Mapping[Model, str] = {
    "product": "product partial equilibrium",
    "world": "one-sector world model",
    "sectors": "sector model",
}
# Rows with the ends of B less A over every model that has them, or over every setting of the only one.
WIDENED: Mapping[Model, Callable[[pd.DataFrame, str, Between], pd.DataFrame]] = {
    "product": comparison_models.widened_sections,
    "world": comparison_models.widened_economies,
}


@dataclass(frozen=True)
class Measure:
    """One figure of a model's table: its column, what it is called, and what it measures in a line."""

    column: str
    name: str
    line: str

    @property
    def unit(self) -> str:
        """usd or pct."""
        return self.column.rsplit("_", 1)[-1]


MEASURES: Mapping[Model, tuple[Measure, ...]] = {
    "product": (
        Measure("buyers_loss_usd", "Buyers’ loss", "US buyers’ loss"),
        Measure("duty_change_usd", "Revenue", "US tariff revenue"),
        Measure("from_china_change_usd", "Imports from China", "US imports from China"),
        Measure("import_price_change_pct", "Import prices", "US import prices"),
    ),
    "world": (
        Measure("real_income_change_pct", "Real income", "Real income"),
        Measure("exports_change_pct", "Exports", "Value of exports"),
        Measure("imports_change_pct", "Imports", "Value of imports"),
        Measure("price_change_pct", "Prices", "Consumer prices against world factor income"),
    ),
    "sectors": (
        Measure("output_change_pct", "Output", "Value of output"),
        Measure("price_change_pct", "Prices", "Prices buyers pay"),
    ),
}


def figure(
    pair: Pair,
    measure: Measure,
    economy: str = "",
    most: int = MOST_ROWS,
    models: Between | None = None,
) -> Figure:
    """The rows that differ most as a chart, all of them as table and files.

    ``economy``: whose industries, by code. ``models``: both in all models, whose ranges a section or an economy has, in
    the title as in the rows.
    """
    model = pair[0].model
    what, _ = ROWS[model]
    rows = _rows(pair, measure, economy)
    is_widened = models is not None and model in WIDENED
    if models is not None and is_widened:
        rows = WIDENED[model](rows, measure.column, models)
    largest = comparison.ranked(rows, "name", measure.unit, most)
    unit = "bn" if measure.unit == "usd" else "pp"
    is_of_both = is_widened and model == "world"
    others = {"range_source_id": comparison.SOURCES["sectors"][0]} if is_of_both else {}
    gains = comparison_words.gains(rows) if is_of_both and measure.column == "real_income_change_pct" else ""
    stamp = {"model": STAMPS[model], **source_of(model, pair[0].scenario, pair[1].scenario), **others}
    return Figure(
        f"compare_{what}",
        Caption(
            finding(largest, measure, what, economy), said(measure, economy, bool(pair[0].settings)), in_words(largest)
        ),
        rows.assign(**stamp),
        {"Chart": lambda palette: difference_dots(largest, unit, palette)},
        remark=gains,
        note=SAY(
            "figure",
            "note_both" if others else "note",
            a=pair[0].scenario.title or SAY("figure.untitled"),
            b=pair[1].scenario.title or SAY("figure.untitled"),
            model=STAMPS[model],
            other=STAMPS["sectors"],
        ),
    )


def _rows(pair: Pair, measure: Measure, economy: str) -> pd.DataFrame:
    """Every row of the model's table with its name, of the industries those of one economy."""
    model = pair[0].model
    _, table = ROWS[model]
    if model == "sectors":
        every = comparison.difference(*pair, table, ["economy", "sector"], measure.column)
        of_economy: pd.DataFrame = every[every["economy"] == economy].reset_index(drop=True)
        of_economy.insert(2, "name", of_economy["sector"].map(terms.SECTOR_LABELS))
        return of_economy
    key, names = ("section", terms.SECTION_LABELS) if model == "product" else ("economy", comparison.economy_names())
    rows = comparison.difference(*pair, table, [key], measure.column)
    rows.insert(1, "name", rows[key].map(names))
    return rows


def source_of(model: Model, a: Scenario, b: Scenario) -> dict[str, str]:
    """The columns that name the source records of a model's rows; where the sides stand on different trade, A's too."""
    if model != "product":
        return {"source_id": comparison.SOURCES[model][0]}
    of_b = trade_base.stamp(b)
    return of_b | {f"a_{name}": record for name, record in trade_base.stamp(a).items() if of_b.get(name) != record}


def source_ids(runs: Mapping[Model, Pair]) -> list[str]:
    """All records the answers of models rest on, of each its own trade first."""
    every: Iterable[str] = (
        record
        for model, (a, b) in runs.items()
        for record in (*source_of(model, a.scenario, b.scenario).values(), *comparison.SOURCES[model][1:])
    )
    return list(dict.fromkeys(every))


def spans(model: Model, models: Between | None) -> str:
    """What the ranges in a figure of a model run over, inside a sentence."""
    return SAY("figure.spans", model) if models is not None and model in WIDENED else comparison.SPANS[model]


def said(measure: Measure, economy: str, has_range: bool) -> str:
    """What a figure measures, in a line."""
    return SAY(
        "figure.measure",
        ("range" if has_range else "pending") + ("_of" if economy else ""),
        line=terms.small(measure.line),
        economy=_place(economy),
        unit="billion US dollars a year" if measure.unit == "usd" else "percentage points",
    )


def _place(economy: str) -> str:
    """An economy in a sentence; empty where none is meant."""
    return terms.with_article(comparison.economy_names()[economy]) if economy else ""


def finding(largest: pd.DataFrame, measure: Measure, what: str, economy: str) -> str:
    """What differs most between A and B; no direction where the range straddles zero or is still to come.

    ``largest``: rows of ``comparison.ranked``; ``what``: section, economy or industry; ``economy``: whose industries.
    """
    named = terms.small(measure.name)
    if largest.empty or not largest["difference"].any():
        return SAY("finding", "same", measure=named, what=what)
    first = largest.iloc[0].to_dict()
    if comparison_words.is_pending(first):
        case = "pending"
    elif comparison_words.straddles(first):
        case = "open"
    else:
        case = "higher" if first["difference"] > 0 else "lower"
    if measure.column == "buyers_loss_usd" and case in ("higher", "lower"):
        case = f"loss_{case}"
    name = str(first["name"])
    return SAY(
        "finding",
        f"{case}_of" if economy else case,
        name=terms.with_article(name) if what == "economy" else terms.in_a_sentence(name),
        economy=_place(economy),
        measure=named if case == "open" else measure.name,
        size=str(first["size"]),
    )


def in_words(largest: pd.DataFrame) -> str:
    """The chart in words."""
    pairs = zip(largest["name"], largest["words"], strict=True)
    return f"B less A: {'; '.join(f'{name} {words}' for name, words in pairs)}"


def difference_dots(rows: pd.DataFrame, unit: str, palette: Palette) -> go.Figure:
    """A row each: the name, a dot at B less A on its range, hollow where that holds zero, and the figure in words.

    ``rows``: name, words, difference, difference_low and difference_high in ``unit``; the ends may be missing.
    """
    ends = rows[["difference", "difference_low", "difference_high"]].to_numpy(dtype=float)
    is_pending = bool(np.isnan(ends).any())
    is_open = [isnan(least) or least < 0 < most for _, least, most in ends.tolist()]
    hover = [f"<b>{words}</b><br>{name}" for words, name in zip(rows["words"], rows["name"], strict=True)]
    marks = [
        Mark(
            rows["difference"].where(pd.Series(is_open, index=rows.index) == hollow),
            SAY("figure.dots", "pending" if is_pending else "open" if hollow else "sure"),
            palette.muted,
            hollow=hollow,
            hover=hover,
        )
        for hollow in sorted(set(is_open))
    ]
    return dots(
        rows,
        palette,
        marks=marks,
        unit=unit,
        joined=False,
        low=None if is_pending else "difference_low",
        high=None if is_pending else "difference_high",
        text=bold([words.split(terms.NBSP)[0] for words in rows["words"]]),
    )
