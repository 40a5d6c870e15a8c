"""What the models answer to both sides of Compare: the title, the differences that are read first, what limits them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.compare import sides
from parley.app.compare.differences import Pair
from parley.app.kit import blocks, cache, written
from parley.app.kit.error_sentences import say_why
from parley.app.kit.html_text import Metric
from parley.app.what_if import all_models, later, starting_duties, turns
from parley.calibration.product import CalibrationError
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers.solution import Model
from parley.results.compared import comparison, comparison_models, comparison_words
from parley.results.compared.comparison import Run
from parley.results.compared.comparison_models import Between
from parley.tables.parameters import ParameterError
from parley.tables.read import TableError
from parley.tables.schema import SchemaError
from parley.words import beside

SAY = beside(__file__)
MODELS = "compare models"
Texts = Mapping[str, str]
# A scenario one model cannot hold, or a table or number lost that another may do without.
LIMITS = (
    CalibrationError,
    ModelInputError,
    NotConvergedError,
    ScenarioError,
    TableError,
    SchemaError,
    ParameterError,
)


def runs(texts: Texts, model: Model, with_range: bool = True) -> Pair:
    """A and B through a model, kept. Raises what the model raises for a scenario it cannot hold."""
    return _side(texts["A"], model, with_range), _side(texts["B"], model, with_range)


def _side(text: str, model: Model, with_range: bool) -> Run:
    return _run(text, model) if with_range else _point(text, model)


@st.cache_resource(show_spinner="Solving the scenario", max_entries=48)
def _point(text: str, model: Model) -> Run:
    with turns.answer():
        starting_duties.inputs()  # lets go of the tables behind them
        return comparison.point(sides.scenario_of(text), model)


@st.cache_resource(show_spinner="Solving the scenario", max_entries=48)  # half a megabyte each
def _run(text: str, model: Model) -> Run:
    return comparison.with_range(_point(text, model))


def possible(texts: Texts, model: Model, with_range: bool = True) -> tuple[Pair | None, str]:
    """The runs of both, or None with the sentence that says why the model has none, and for which side."""
    why = []
    for side in ("A", "B"):
        try:
            _side(texts[side], model, with_range)
        except LIMITS as limit:
            why.append((side, str(limit)))
    if not why:
        return runs(texts, model, with_range), ""
    (side, first), *rest = why
    return None, first if rest and rest[0][1] == first else f"{side}: {first}"


Models = tuple[Between | None, str]  # None with the sentence that says why they have no answer


def every_answer(texts: Texts) -> Models:
    """B less A in all models; kept."""
    return cache.derived(MODELS, (texts["A"], texts["B"]), lambda: _every_answer(texts))


def after_answer(texts: Texts) -> Models | None:
    """B less A in all models where it is kept or its turn has come; None until the page's own answer is painted."""
    return later.after_answer(MODELS, (texts["A"], texts["B"]), lambda: _every_answer(texts))


def _every_answer(texts: Texts) -> Models:
    try:
        return comparison_models.between(sides.scenario_of(texts["A"]), sides.scenario_of(texts["B"])), ""
    except LIMITS as limit:
        return None, str(limit)


def headline_figures(texts: Texts) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The figures that are read first with their range over all models, which is missing until these have answered, and
    what the models that refuse say.
    """
    models = after_answer(texts)
    return cache.derived("compare figures", (texts["A"], texts["B"], models is None), lambda: _figures(texts, models))


def _figures(texts: Texts, models: Models | None) -> tuple[pd.DataFrame, tuple[str, ...]]:
    product, no_product = possible(texts, "product", with_range=models is not None)
    world, no_world = possible(texts, "world", with_range=models is not None)
    rows, limits = comparison.headline(product, world), [no_product, no_world]
    if len(rows) and models is not None:
        answers, no_models = models
        limits.append(no_models)
        rows = rows if answers is None else comparison_models.widened(rows, answers)
    return rows, tuple(dict.fromkeys(words for words in limits if words))


class _Head(NamedTuple):
    """What is told of both scenarios. ``behind``: what the title's figure leaves out, and why dollars are overstated;
    ``is_beyond``: whether the answer is more than trade can hold.
    """

    title: str
    facts: list[Metric]
    behind: str
    refused: tuple[str, ...]
    warnings: list[str]
    is_beyond: bool


def read_first(texts: Texts) -> None:
    """The differences that are read first with their ranges."""
    if shown := _kept_head(texts).facts:
        blocks.metrics(shown)


def header(texts: Texts) -> None:
    """The answer."""
    head = _kept_head(texts)
    blocks.page_header(head.title)
    for sentence in head.refused:
        say_why(sentence)
    if head.warnings:
        written.flush()
    for sentence in head.warnings:
        st.warning(sentence, icon=":material/event:")


def in_words(texts: Texts) -> None:
    """What the figures rest on."""
    blocks.note(" ".join(filter(None, (SAY("header.note"), _kept_head(texts).behind))), "function")


def is_beyond(texts: Texts) -> bool:
    """Whether the answer is more than trade can hold."""
    return _kept_head(texts).is_beyond


def _kept_head(texts: Texts) -> _Head:
    return cache.derived("compare head", (texts["A"], texts["B"], after_answer(texts) is None), lambda: _head(texts))


def _head(texts: Texts) -> _Head:
    rows, refused = headline_figures(texts)
    a, b = scenarios(texts)
    warnings = list(comparison_words.warnings(a, b, sides.vintage()))
    shown, behind, is_unusable = [], "", False
    if not rows.empty:
        is_unusable = comparison_words.is_unusable(rows, a, b)
        limit = comparison_words.limited(rows, a, b)
        possible_rows = comparison_words.possible(rows, a, b)
        shown, warnings = facts(rows, possible_rows), [*([limit] if limit else []), *warnings]
        behind = " ".join(filter(None, (comparison_words.net(possible_rows), comparison_words.overstated(a, b))))
    return _Head(comparison_words.verdict_on(rows, a, b), shown, behind, refused, warnings, is_unusable)


def scenarios(texts: Texts) -> tuple[Scenario, Scenario]:
    """Both sides."""
    return sides.scenario_of(texts["A"]), sides.scenario_of(texts["B"])


def facts(rows: pd.DataFrame, possible_rows: pd.DataFrame) -> list[Metric]:
    """Up to four differences, B less A, with their ranges as pills; none that trade cannot hold."""
    wanted = {
        "buyers_loss_usd": "US buyers’ loss",
        "duty_change_usd": "Tariff revenue",
        "imports_from_china_change_pct": "Imports from China",
        "real_income_USA": "US real income",
        "real_income_CHN": "China’s real income",
    }
    every = {row["figure"]: row for row in rows.to_dict("records")}
    left = {row["figure"]: row for row in possible_rows.to_dict("records")}
    shown = [(label, every[figure], left[figure]) for figure, label in wanted.items() if figure in every][:4]
    return [_within(_fact(label, row), row, rest) for label, row, rest in shown]


def _within(fact: Metric, row: Mapping[Any, Any], left: Mapping[Any, Any]) -> Metric:
    """A fact without what is ``left`` out of its row by what trade can hold."""
    if pd.isna(left["difference"]):
        return all_models.without_figure(fact)
    is_lost = pd.isna(left["difference_low"]) and not comparison_words.is_pending(row)
    return all_models.without_range(fact) if is_lost else fact


def _fact(label: str, row: Mapping[Any, Any]) -> Metric:
    value, low, high = (float(row[f"difference{part}"]) for part in ("", "_low", "_high"))
    scale, unit, decimals = 1.0, "pp", comparison_words.decimals_of(row)
    if row["unit"] == "USD":
        pending = comparison_words.is_pending(row)
        scale, unit, decimals = terms.model_scale(value) if pending else terms.model_scale(value, low, high)
    span = "" if low == high else terms.quantity(terms.span(low / scale, high / scale, decimals), unit)
    if comparison_words.is_pending(row):
        span = all_models.FOLLOWS
    return Metric(label, terms.quantity(terms.signed(value / scale, decimals), unit), span, help="B less A")
