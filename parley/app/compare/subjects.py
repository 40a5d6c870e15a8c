"""The subjects of Compare: differences by section, economy, industry or figure; all models; assumptions."""

from dataclasses import replace

import pandas as pd

from parley import terms
from parley.app.compare import answer, differences, sides
from parley.app.compare.answer import Texts
from parley.app.compare.differences import MEASURES, ROWS, WIDENED, Measure
from parley.app.kit import blocks, controls, figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.what_if import all_models, short_run
from parley.app.what_if.share import LETTERS
from parley.charts.figure import Caption
from parley.results.answers.solution import Model
from parley.results.compared import comparison, comparison_words
from parley.words import beside

SAY = beside(__file__)
BY: dict[str, Model] = {"Section": "product", "Economy": "world", "Industry": "sectors"}
FIGURE = "Figure"


def by_choice(texts: Texts) -> None:
    """B less A in one measure by section, economy or industry, or the headline figures of both side by side."""
    figures.block("Differences", lambda: _by_choice(texts))


def _by_choice(texts: Texts) -> Figure:
    by = controls.choose("By", [*BY, FIGURE], "compare_by")
    if by == FIGURE:
        return _side_by_side(texts)
    model = BY[by]
    if model == "product" and answer.is_beyond(texts):
        raise NothingToShowError(comparison_words.SAY("beyond", "answer"))
    measures = {measure.name: measure for measure in MEASURES[model]}
    measure = measures[controls.choose("Measure", list(measures), f"compare_{ROWS[model][0]}_measure")]
    economy = _economy(texts) if model == "sectors" else ""
    is_pending = model in WIDENED and answer.after_answer(texts) is None
    return _difference(texts["A"], texts["B"], model, measure, economy, is_pending)


def _economy(texts: Texts) -> str:
    """Whose industries are shown, by code; the two sides of the dispute first."""
    names = comparison.economy_names()
    every = list(answer.runs(texts, "sectors")[0].tables["by_economy"]["economy"])
    order = ["USA", "CHN", *sorted((e for e in every if e not in ("USA", "CHN")), key=lambda e: names[e])]
    chosen: str = controls.select("Economy", order, "compare_industry_economy", "USA", lambda e: str(names.get(e, e)))
    return chosen


@kept
def _difference(a: str, b: str, model: Model, measure: Measure, economy: str, is_pending: bool) -> Figure:
    texts = {"A": a, "B": b}
    models = answer.every_answer(texts)[0] if model in WIDENED and not is_pending else None
    shown = differences.figure(answer.runs(texts, model, with_range=not is_pending), measure, economy, models=models)
    return replace(shown, state=(a, b, measure.column, economy, is_pending))


def _side_by_side(texts: Texts) -> Figure:
    """The headline figures of both with their ranges. Raises NothingToShowError where no model has any."""
    rows, refused = answer.headline_figures(texts)
    if rows.empty:
        raise NothingToShowError(" ".join(refused))
    a, b = answer.scenarios(texts)
    possible = comparison_words.possible(rows, a, b)
    stamps = pd.DataFrame([differences.source_of(model, a, b) for model in possible["model"]], index=possible.index)
    case = "pending" if rows["difference_low"].isna().any() else "measure"
    return Figure(
        "compare_figures",
        Caption(SAY("figures.finding"), SAY("figures", case), SAY("figures.finding")),
        possible.join(stamps),
        short=comparison_words.figure_cells(possible),
        remark=SAY("figures.remark"),
    )


def next_years(texts: Texts) -> None:
    """B less A in the short run: output, prices and jobs by published effects."""
    figures.block(short_run.SUBJECT, lambda: short_run.difference(*answer.scenarios(texts)))


def every_model(texts: Texts) -> None:
    """One side put to all models."""
    figures.block("All models", lambda: _every_model(texts))


def _every_model(texts: Texts) -> list[Content]:
    side = controls.choose("Scenario", LETTERS, "compare_models_side", lambda letter: f"Scenario {letter}", default="B")
    # the other side's answers are what the press asks for: they come with it, once the page's own stand
    answers = None if answer.after_answer(texts) is None else all_models.of_scenario(sides.scenario_of(texts[side]))
    return all_models.side_by_side(answers, all_models.INCOME)


def assumptions(texts: Texts) -> None:
    """What the two assume, the differing lines first."""

    @blocks.part("Assumptions")
    def listed() -> None:
        rows = comparison.assumptions(*answer.scenarios(texts)).sort_values("differs", ascending=False, kind="stable")
        count = int(rows["differs"].sum())
        case = {0: "same", 1: "one"}.get(count, "several")
        finding = SAY("assumptions", case, count=terms.counted(count))
        blocks.finding(finding)
        shown = rows.assign(differs=rows["differs"].map({True: "yes", False: ""}))
        shown.columns = ["Assumption", "A", "B", "Differs"]
        written.write(html_text.table(shown, finding))
