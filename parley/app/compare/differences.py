"""How two scenarios differ in one measure of a model, as a figure: what the page shows and the report prints."""

from collections.abc import Callable, Mapping

import pandas as pd

from parley import terms
from parley.app.compare import sources
from parley.app.compare.charts import pairs as charts
from parley.app.compare.words import STAMPS, Measure, finding
from parley.app.kit.figures import Figure
from parley.results import comparison, comparison_models
from parley.results.comparison import Run
from parley.results.comparison_models import Between
from parley.results.solution import Model
from parley.words import beside

SAY = beside(__file__)
Pair = tuple[Run, Run]
MOST_ROWS = 10
# What a row is, and the table of the model it stands in.
ROWS: Mapping[Model, tuple[str, str]] = {
    "product": ("section", "by_section"),
    "world": ("economy", "by_economy"),
    "sectors": ("industry", "by_sector"),
}

# Rows with the ends of B less A over every model that has them, or over every setting of the only one.
WIDENED: Mapping[Model, Callable[[pd.DataFrame, str, Between], pd.DataFrame]] = {
    "product": comparison_models.widened_sections,
    "world": comparison_models.widened_economies,
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
    place = comparison.economy_names()[economy] if economy else ""
    rows = _rows(pair, measure, economy)
    if models is not None and model in WIDENED:
        rows = WIDENED[model](rows, measure.column, models)
    drawn = comparison.ranked(rows, "name", measure.unit, most)
    found = finding(drawn, measure, model, what, place)
    unit = "bn" if measure.unit == "usd" else "%"
    is_of_both = models is not None and model == "world"
    others = {"range_source_id": comparison.SOURCES["sectors"][0]} if is_of_both else {}
    told = SAY(
        "figure",
        "measure" if pair[0].settings else "pending",
        line=measure.line,
        place=f" {place}." if place else "",
        spans=spans(model, models),
        count=terms.counted(len(drawn)),
    )
    return Figure(
        f"compare_{what}",
        charts.caption(drawn, found, told, unit),
        rows.drop(columns="models", errors="ignore").assign(
            model=STAMPS[model], **sources.stamp(model, pair[0].scenario, pair[1].scenario), **others
        ),
        {"Chart": lambda palette: charts.pair_bars(drawn, unit, palette)},
        note=SAY("figure", "note_both" if others else "note", model=STAMPS[model], other=STAMPS["sectors"]),
    )


def spans(model: Model, models: Between | None) -> str:
    """What the ranges in a figure of a model run over, inside a sentence."""
    return SAY("figure.spans", model) if models is not None and model in WIDENED else comparison.SPANS[model]


def _rows(pair: Pair, measure: Measure, economy: str) -> pd.DataFrame:
    """Every row of the model's table with its name, of the industries those of one economy."""
    model = pair[0].model
    _, table = ROWS[model]
    if model == "sectors":
        every = comparison.difference(*pair, table, ["economy", "sector"], measure.column)
        own: pd.DataFrame = every[every["economy"] == economy].reset_index(drop=True)
        own.insert(2, "name", own["sector"].map(terms.SECTOR_LABELS))
        return own
    key, names = ("section", terms.SECTION_LABELS) if model == "product" else ("economy", comparison.economy_names())
    rows = comparison.difference(*pair, table, [key], measure.column)
    rows.insert(1, "name", rows[key].map(names))
    return rows
