"""The first two pages of a report: question, answer with its range, three charts, who pays, what it rests on."""

from collections.abc import Mapping

import pandas as pd

from parley import terms, words
from parley.app.compare import differences
from parley.app.compare.differences import MEASURES, Measure, Pair
from parley.app.compare.printed.html import Markup, joined, table_of, tag
from parley.app.compare.printed.picture import figure
from parley.app.kit import figures
from parley.models.policy_scenario import Scenario
from parley.results.answers.solution import Model
from parley.results.compared import comparison_words
from parley.results.compared.comparison_models import Between
from parley.results.scenario.sentence import sentence

PAYS = ("buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd")
DRAWN = 3
FIRST: tuple[tuple[Model, Measure, str], ...] = (
    ("product", MEASURES["product"][0], ""),
    ("world", MEASURES["world"][0], ""),
    ("sectors", MEASURES["sectors"][0], "USA"),
)
MODEL_NAMES: Mapping[Model, str] = {
    "product": "Product model (US imports by product and origin)",
    "world": "World model (one sector, many economies)",
    "sectors": "Sector model (industries with input-output links)",
}
Runs = Mapping[Model, Pair]
SAY = words.beside(__file__)


def summary(
    scenarios: tuple[Scenario, Scenario],
    labels: tuple[str, str],
    rows: pd.DataFrame,
    runs: Runs,
    models: Between | None,
    dates: str,
) -> Markup:
    """The two pages; ``rows``: ``comparison.headline``; ``models``: B less A in all models; ``dates``: the line on days
    and version under the answer.
    """
    verdict = comparison_words.verdict_on(rows, *scenarios)
    sides = [
        tag("p", tag("strong", f"{side}: {name}. "), sentence(scenario))
        for side, name, scenario in zip(("A", "B"), labels, scenarios, strict=True)
    ]
    behind, answer, pays = "", [], []
    if len(rows):
        rows = comparison_words.possible(rows, *scenarios)
        behind = comparison_words.net(rows)
        is_paid = rows["figure"].isin(PAYS)
        answer = [_cells(SAY("summary.answer"), rows[~is_paid])]
        pays = [_cells(SAY("summary.pays"), rows[is_paid])]
    return tag(
        "section",
        tag("p", SAY("summary.question", a=labels[0], b=labels[1]), class_="note"),
        tag("h1", verdict),
        *([tag("p", behind)] if behind else []),
        tag("p", dates, class_="note"),
        *sides,
        *answer,
        *_figures(runs, models),
        *pays,
        _rests(runs, models),
        class_="summary",
    )


def _range(model: Model, models: Between | None) -> str:
    return SAY("summary.range", spans=differences.spans(model, models))


def _cells(caption: str, rows: pd.DataFrame) -> Markup:
    """Figures of both and their difference, each with its range."""
    if rows.empty:
        return Markup("")
    return table_of(caption, comparison_words.figure_cells(rows))


def _figures(runs: Runs, models: Between | None) -> list[Markup]:
    """What differs most by section, by economy and by US industry."""
    shown = [
        differences.figure(runs[model], measure, economy, DRAWN, models)
        for model, measure, economy in FIRST
        if model in runs
    ]
    return [figure(figures.printed(one), f"first{place}") for place, one in enumerate(shown)]


def _rests(runs: Runs, models: Between | None) -> Markup:
    """The models with their ranges, and where the rest is found."""
    if not runs:
        return Markup("")
    lines = [
        tag("li", tag("strong", f"{MODEL_NAMES[model]}. "), pair[0].notes[0], " ", _range(model, models))
        for model, pair in runs.items()
    ]
    rest = tag("p", SAY("summary.annex", sources=terms.counted(len(differences.source_ids(runs)))))
    return joined(tag("h2", SAY("summary.rests")), tag("ul", *lines), rest)
