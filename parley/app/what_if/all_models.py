"""All models on one question: the answers of the product, the one-sector and the sector model side by side.

Solving them takes longer than one answer, so the pages bring them after it (``later``).
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit import cache, controls, error_sentences, html_text, written
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.kit.html_text import Metric
from parley.app.what_if import later, starting_duties, trade_base
from parley.calibration.product import CalibrationError
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.errors import ModelInputError, NotConvergedError
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.answers import limits
from parley.results.answers.answer import Answer
from parley.results.compared import comparison_words, reconciled, reconciled_words
from parley.results.compared.agreement import Agreement, Case, Key, is_sure
from parley.words import beside

NAME = "all models"
QUESTION = "models_question"
FOLLOWS = "range follows"  # beside a figure until all models have answered
SAY = beside(__file__)
INCOME: Key = ("real_income", "USA", "")
REVENUE: Key = ("treasury", "USA", "")
# Questions about US trade, with the metric of the same in the product model's summary.
IN_US_TRADE = {
    "treasury": limits.REVENUE,
    "who_bears": limits.BUYERS,
    "imports_from_china": limits.FROM_CHINA,
}


@dataclass(frozen=True, eq=False)
class Asked:
    """What all models say (``results.compared.reconciled``), or None and the sentence that says why no model can.

    ``central``: the models' central answers, from which follows why they differ; ``agreement``: of every economy and
    flow, None where no model answers.
    """

    scenario: Scenario
    answer: Answer | None
    fault: str = ""
    central: tuple[Case, ...] = ()
    agreement: Agreement | None = None

    def sign(self, key: Key) -> str:
        """gain, loss, either or none of a question; empty where no model answers it."""
        row = self._first_rows.get((*key, reconciled_words.ALL))
        return str(row["sign"]) if row else ""

    def is_sure(self, key: Key) -> bool:
        """Whether all models agree on a direction; not where one of them shows no change."""
        return self.sign(key) in ("gain", "loss") and is_sure(self.envelope(key))

    def envelope(self, key: Key) -> tuple[float, float] | None:
        """Lowest and highest of all models on a question; None where none answers it."""
        row = self._first_rows.get((*key, reconciled_words.ALL))
        return (float(row["low"]), float(row["high"])) if row else None

    def turning(self, key: Key) -> str:
        """What turns the direction of a question, in a sentence; empty where all models agree."""
        if self.answer is None or self.sign(key) != "either":
            return ""
        turns = reconciled_words.turning(self.answer.tables["directions"], key)
        return SAY("all_models", "turns", reasons=turns[0]) if turns else ""

    def differences(self, key: Key) -> list[str]:
        """Why the models differ on a question, in sentences; worked out where it is shown, and kept."""
        table = cache.derived("why models differ", (self.scenario,), self._reasons)
        return reconciled_words.differences(table, key)

    def _reasons(self) -> pd.DataFrame:
        return reconciled.reasons(self.scenario, self.central)

    def figure(self, key: Key, model: str) -> tuple[float, float, float] | None:
        """Central figure, low and high of one model under its first closure, or None where it has none."""
        row = self._first_rows.get((*key, model))
        return (float(row["central"]), float(row["low"]), float(row["high"])) if row else None

    @cached_property
    def _first_rows(self) -> dict[tuple[str, str, str, str], dict[Hashable, Any]]:
        """By question and model, the first of its rows: a page asks a dozen times, and a search takes 1 ms."""
        if self.answer is None:
            return {}
        rows = self.answer.tables["reconciled"].to_dict("records")
        return {tuple(row[part] for part in ("measure", "economy", "bearer", "model")): row for row in reversed(rows)}


def of_scenario(scenario: Scenario) -> Asked:
    """What all models say, kept; worked out where nobody has asked for it yet."""
    return cache.derived(NAME, (scenario,), partial(_asked, scenario))


def after_answer(scenario: Scenario) -> Asked | None:
    """What all models say where it is kept or its turn has come; None until the page's own answer is painted.

    A table or parameter that is lost is said in a sentence, and not kept: the page's own answer stands.
    """
    try:
        return later.after_answer(NAME, (scenario,), partial(_asked, scenario))
    except error_sentences.LOST as fault:
        error_sentences.lost("All models", fault)
        return Asked(scenario, None, str(fault))


def of_moved(scenario: Scenario) -> Asked | None:
    """``after_answer`` of a scenario that changes something, else None."""
    return after_answer(scenario) if starting_duties.is_moved(scenario) else None


def _asked(scenario: Scenario) -> Asked:
    starting_duties.inputs()  # lets go of the tables behind them
    try:
        answer, central, agreement = reconciled.side_by_side(scenario)
        return Asked(scenario, answer, central=central, agreement=agreement)
    except (ScenarioError, CalibrationError, NotConvergedError, ModelInputError) as fault:
        return Asked(scenario, None, str(fault))


def side_by_side(models: Asked | None, first: Key) -> list[Content]:
    """The choice of a question, every model's answer, and what turns it. Raises NothingToShowError until there are
    answers.
    """
    if models is None:
        raise NothingToShowError(SAY("all_models", "pending"))
    if models.answer is None:
        raise NothingToShowError(SAY("all_models", "none", reason=models.fault))
    tables = models.answer.tables
    table, directions = tables["reconciled"], tables["directions"]
    questions = {_address(key): key for key in reconciled_words.questions(table)}
    start = _address(first) if _address(first) in questions else next(iter(questions))
    chosen = controls.select(
        "Question",
        list(questions),
        QUESTION,
        start,
        lambda name: reconciled_words.question(questions[name]),
    )
    key = questions[chosen]
    marks, mark = _marks(table, key)
    figure = Figure(
        "all_models",
        _caption(table, key, marks, mark),
        cache.of_rows("all models in words", table, lambda: _rows(models.scenario, tables)),
        {"Chart": lambda palette: answer_dots(marks, mark, palette)},
        short=cache.of_rows("all models beside", table, lambda: reconciled_words.side_by_side(table, directions)),
        remark=" ".join(filter(None, _limits(models, key, mark))),
    )
    return [figure, partial(_write_reasons, [*_why(models, key, directions), *models.answer.notes[1:2]])]


def _address(key: Key) -> str:
    return ".".join(part for part in key if part)


def _rows(scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    base = trade_base.stamp(scenario)
    named = reconciled_words.named(tables["reconciled"], tables["directions"])
    return named.assign(trade_source_id=base["source_id"], months_source_id=base.get("months_source_id"))


def _marks(table: pd.DataFrame, key: Key) -> tuple[pd.DataFrame, str]:
    rows = reconciled_words.rows_of(table, key)
    rows = rows[rows["model"] != reconciled_words.ALL]
    mark = reconciled_words.mark(rows["unit"].iloc[0])
    scale = reconciled_words.BN if mark == "bn" else 1.0
    names = [reconciled_words.COLUMNS[place] for place in zip(rows["model"], rows["closure"], strict=True)]
    marks = {"name": names, **{end: (rows[end] / scale).to_numpy() for end in ("low", "central", "high")}}
    return pd.DataFrame(marks).assign(words=[reconciled_words.cell(row) for row in rows.to_dict("records")]), mark


def _caption(table: pd.DataFrame, key: Key, marks: pd.DataFrame, mark: str) -> Caption:
    unit = SAY("all_models.unit", "money" if mark == "bn" else "percent")
    marks_in_words = "; ".join(f"{name} {words}" for name, words in zip(marks["name"], marks["words"], strict=True))
    finding = reconciled_words.finding(table, key)
    return Caption(
        finding,
        SAY("all_models", "measure", question=reconciled_words.question(key).partition(",")[0], unit=unit),
        SAY("all_models", "alt", list=marks_in_words, finding=finding),
    )


def _limits(models: Asked, key: Key, mark: str) -> Iterator[str]:
    """What keeps a reader from quoting a figure alone."""
    if is_beyond(models, key):
        yield comparison_words.SAY("beyond", "range")
    if mark == "bn":
        yield comparison_words.overstated(models.scenario)


def _why(models: Asked, key: Key, directions: pd.DataFrame) -> Iterator[str]:
    """Ranges that do not meet, what turns a direction, why central answers differ."""
    yield from reconciled_words.apart(directions, key)
    if turns := reconciled_words.turning(directions, key)[: reconciled_words.MOST_REASONS]:
        yield SAY("all_models", "turns", reasons=" ".join(turns))
    if differ := models.differences(key):
        yield SAY("all_models", "apart", reasons=" ".join(differ))


def _write_reasons(reasons: Sequence[str]) -> None:
    if reasons:
        written.write(html_text.details(SAY("all_models", "why"), "\n\n".join(reasons)))


def is_beyond(models: Asked, key: Key) -> bool:
    """Whether the range of a question about US trade is more than all US imports can hold."""
    ends, metric = models.envelope(key), IN_US_TRADE.get(key[0])
    if ends is None or metric is None:
        return False
    return limits.exceeds_trade(models.scenario, metric, *ends)


def answer_dots(rows: pd.DataFrame, mark: str, palette: Palette) -> go.Figure:
    """A row a model: its answer on its range, hollow where the range holds zero.

    ``rows`` in the order to draw: name, low, central, high, words; ``mark``: the unit of all.
    """
    is_open = (rows["low"] < 0) & (rows["high"] > 0)
    hover = [f"<b>{words}</b><br>{name}" for name, words in zip(rows["name"], rows["words"], strict=True)]
    marks = (Mark("central", "", palette.us, hollow=is_open, hover=hover),)
    return dots(rows, palette, marks=marks, unit=mark, low="low", high="high", text=_in_two_lines(rows["words"]))


def _in_two_lines(words: pd.Series) -> pd.Series:
    """Figures with their ranges below them, which leaves names more room."""
    return words.str.replace(r"\s\(", "<br>(", regex=True)


def without_figure(fact: Metric) -> Metric:
    """The fact with a dash in place of its figure and range."""
    return replace(fact, value=terms.DASH, change=SAY("beyond", "figure"))


def without_range(fact: Metric) -> Metric:
    return replace(fact, change=SAY("beyond", "range"))
