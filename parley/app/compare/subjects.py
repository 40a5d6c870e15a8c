"""What Compare shows of two scenarios: the answer, the figures that are read first, and one subject at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.compare import differences, sides, sources
from parley.app.compare.differences import Pair
from parley.app.compare.words import ECONOMY_MEASURES, INDUSTRY_MEASURES, SECTION_MEASURES, Measure
from parley.app.kit import blocks, cache, controls, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError, say_why
from parley.app.kit.figures import Content, Figure
from parley.app.kit.html_text import Metric
from parley.app.what_if import all_models, beyond, later, starting_duties, turns
from parley.app.what_if.share import LETTERS
from parley.calibration.product import CalibrationError
from parley.charts.figure import Caption
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.parameters import ParameterError
from parley.results import comparison, comparison_models, comparison_words
from parley.results.comparison import Run
from parley.results.comparison_models import Between
from parley.results.solution import Model
from parley.schema import SchemaError
from parley.tables import TableError
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


def title(texts: Texts) -> str:
    """The answer in one sentence."""
    return comparison_words.verdict_on(headline_figures(texts)[0], *_scenarios(texts))


class _Head(NamedTuple):
    """What is told of both scenarios: title, differences and a sentence, what refuses, what to mind, and whether the
    answer is more than trade can hold.
    """

    title: str
    facts: list[Metric]
    paragraph: str
    refused: tuple[str, ...]
    warnings: list[str]
    is_beyond: bool


def header(texts: Texts) -> None:
    """The answer, and the differences that are read first with their ranges."""
    told = _told(texts)
    blocks.page_header(told.title)
    if told.facts:
        blocks.metrics(told.facts)
    for sentence in told.refused:
        say_why(sentence)
    if told.warnings:
        written.flush()
    for sentence in told.warnings:
        st.warning(sentence, icon=":material/event:")


def in_words(texts: Texts) -> None:
    """What is compared, the figures of both scenarios in a paragraph, and what they rest on."""
    blocks.note(SAY("header.covers"))
    paragraph = _told(texts).paragraph
    if paragraph:
        written.write(html_text.marked(paragraph))
    blocks.note(SAY("header.note"), "function")


def _told(texts: Texts) -> _Head:
    return cache.derived("compare head", (texts["A"], texts["B"], after_answer(texts) is None), lambda: _head(texts))


def _head(texts: Texts) -> _Head:
    rows, refused = headline_figures(texts)
    a, b = _scenarios(texts)
    warnings = list(comparison_words.warnings(a, b, sides.vintage()))
    found, paragraph, is_beyond = [], "", False
    if not rows.empty:
        is_beyond = comparison_words.is_unusable(rows, a, b)
        limit = comparison_words.limited(rows, a, b)
        held = comparison_words.held(rows, a, b)
        found, warnings = facts(rows, held), [*([limit] if limit else []), *warnings]
        told = comparison_words.paragraph(held), comparison_words.overstated(a, b)
        paragraph = " ".join(filter(None, told))
    return _Head(title(texts), found, paragraph, refused, warnings, is_beyond)


def _scenarios(texts: Texts) -> tuple[Scenario, Scenario]:
    return sides.scenario_of(texts["A"]), sides.scenario_of(texts["B"])


def facts(rows: pd.DataFrame, held: pd.DataFrame) -> list[Metric]:
    """Up to four differences, B less A, with their ranges as pills; none that trade cannot hold, as in ``held``."""
    wanted = {
        "buyers_loss_usd": "US buyers' loss",
        "duty_change_usd": "Tariff revenue",
        "imports_from_china_change_pct": "Imports from China",
        "real_income_USA": "US real income",
        "real_income_CHN": "China's real income",
    }
    told = {row["figure"]: row for row in rows.to_dict("records")}
    left = {row["figure"]: row for row in held.to_dict("records")}
    found = [(label, told[figure], left[figure]) for figure, label in wanted.items() if figure in told][:4]
    return [_within(_fact(label, row), row, rest) for label, row, rest in found]


def _within(fact: Metric, row: Mapping[Any, Any], left: Mapping[Any, Any]) -> Metric:
    """A fact without what is ``left`` out of its row by what trade can hold."""
    if pd.isna(left["difference"]):
        return beyond.without_figure(fact)
    is_lost = pd.isna(left["difference_low"]) and not comparison_words.is_pending(row)
    return beyond.without_range(fact) if is_lost else fact


def _fact(label: str, row: Mapping[Any, Any]) -> Metric:
    value, low, high = (float(row[f"difference{part}"]) for part in ("", "_low", "_high"))
    scale, unit, decimals = 1.0, "pp", comparison_words.decimals_of(row)
    if row["unit"] == "USD":
        scale, unit, decimals = terms.model_scale(value)  # of the figure alone: its range follows
    span = "" if low == high else f"{terms.span(low / scale, high / scale, decimals)}{terms.NBSP}{unit}"
    if comparison_words.is_pending(row):
        span = all_models.FOLLOWS
    name = f"{label}, US$" if row["unit"] == "USD" else label
    return Metric(name, f"{terms.signed(value / scale, decimals)}{terms.NBSP}{unit}", span, help="B less A")


def by_section(texts: Texts) -> None:
    """The difference by section of the Harmonized System, product model."""
    figures.block("By section", lambda: _by_section(texts))


def _by_section(texts: Texts) -> Figure:
    if _told(texts).is_beyond:
        raise NothingToShowError(comparison_words.SAY("beyond", "answer"))
    measure = _measure(SECTION_MEASURES, "compare_section_measure")
    return _difference(texts["A"], texts["B"], "product", measure, is_pending=after_answer(texts) is None)


def by_economy(texts: Texts) -> None:
    """The difference by economy, one-sector world model, and who gains and loses."""
    figures.block("By economy", lambda: _by_economy(texts))


def _by_economy(texts: Texts) -> list[Content]:
    measure = _measure(ECONOMY_MEASURES, "compare_economy_measure")
    is_pending = after_answer(texts) is None
    figure = _difference(texts["A"], texts["B"], "world", measure, is_pending=is_pending)
    if measure.column != "real_income_change_pct":
        return [figure]
    if is_pending:
        return [figure, lambda: st.markdown(SAY("gains.pending"))]
    gains = comparison_words.gains(figure.frame)
    said = f"{gains}." if gains else SAY("gains.open")
    return [figure, lambda: st.markdown(said)]


def by_industry(texts: Texts) -> None:
    """The difference by industry of one economy, sector model."""
    figures.block("By industry", lambda: _by_industry(texts))


def _by_industry(texts: Texts) -> Figure:
    measure = _measure(INDUSTRY_MEASURES, "compare_industry_measure")
    names = comparison.economy_names()
    every = list(runs(texts, "sectors")[0].tables["by_economy"]["economy"])
    order = ["USA", "CHN", *sorted((e for e in every if e not in ("USA", "CHN")), key=lambda e: names[e])]
    economy = controls.select("Economy", order, "compare_industry_economy", "USA", lambda e: str(names.get(e, e)))
    return _difference(texts["A"], texts["B"], "sectors", measure, economy)


def every_model(texts: Texts) -> None:
    """One side put to all models."""
    figures.block("All models", lambda: _every_model(texts))


def _every_model(texts: Texts) -> Figure:
    side = controls.choose("Scenario", LETTERS, "compare_models_side", lambda letter: f"Scenario {letter}", default="B")
    # the other side's answers are what the press asks for: they come with it, once the page's own stand
    asked = None if after_answer(texts) is None else all_models.of_scenario(sides.scenario_of(texts[side]))
    return all_models.figure(asked, all_models.INCOME)


def all_figures(texts: Texts) -> None:
    """The headline figures of both with their ranges."""
    rows, refused = headline_figures(texts)
    if not rows.empty:
        figures.block("All figures", lambda: _side_by_side(rows, *_scenarios(texts)))
    for sentence in refused if rows.empty else ():
        say_why(sentence)


def _side_by_side(rows: pd.DataFrame, a: Scenario, b: Scenario) -> Figure:
    held = comparison_words.held(rows, a, b)
    stamps = pd.DataFrame([sources.stamp(model, a, b) for model in held["model"]], index=held.index)
    return Figure(
        "compare_figures",
        Caption(
            SAY("figures.finding"),
            SAY("figures", "pending" if rows["difference_low"].isna().any() else "measure"),
            SAY("figures.alt"),
        ),
        held.join(stamps),
        short=comparison_words.figure_cells(held),
        remark=SAY("figures.remark"),
    )


def assumptions(texts: Texts) -> None:
    """What the two assume, the differing lines first."""

    @blocks.part("Assumptions")
    def listed() -> None:
        a, b = _scenarios(texts)
        rows = comparison.assumptions(a, b).sort_values("differs", ascending=False, kind="stable")
        count = int(rows["differs"].sum())
        case = {0: "same", 1: "one"}.get(count, "several")
        finding = SAY("assumptions", case, count=terms.counted(count))
        blocks.finding(finding)
        shown = rows.assign(differs=rows["differs"].map({True: "yes", False: ""}))
        shown.columns = ["Assumption", "A", "B", "Differs"]
        written.write(html_text.table(shown, finding))


def _measure(measures: tuple[Measure, ...], key: str) -> Measure:
    by_name = {measure.name: measure for measure in measures}
    return by_name[controls.choose("Measure", list(by_name), key)]


@kept
def _difference(a: str, b: str, model: Model, measure: Measure, economy: str = "", is_pending: bool = False) -> Figure:
    texts = {"A": a, "B": b}
    models = every_answer(texts)[0] if model in differences.WIDENED and not is_pending else None
    shown = differences.figure(runs(texts, model, with_range=not is_pending), measure, economy, models=models)
    return replace(shown, state=(a, b, measure.column, economy, is_pending))
