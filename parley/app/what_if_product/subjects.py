"""The head of the product what-if, and under it one subject at a time."""

from dataclasses import replace

import pandas as pd

from parley import terms
from parley.app.kit import address, blocks, cache, controls, error_sentences, figures
from parley.app.kit.figures import Figure
from parley.app.what_if import all_models, how_sure, short_run, starting_duties, starts, trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if.solving import LastGood
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import by_year, drivers, flows, households, prices, suppliers, who_pays, words
from parley.app.what_if_product.answer import STAMP, Answer
from parley.charts.figure import Caption
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison_words
from parley.words import beside

SAY = beside(__file__)
SUPPLIERS, WHO_PAYS, SURE, ROWS = "Suppliers", "Who pays", "How sure", "All rows"
MODELS, ASSUMPTIONS, SURE_OF = "All models", "Assumptions", "what_if_sure_of"
FULL_YEAR, BY_YEAR = "A full year", "By year"
FORMER: dict[str, str | address.Place] = {
    BY_YEAR: address.Place({"what_if_section": WHO_PAYS, "what_if_pays": BY_YEAR}),
    "Who supplies instead": SUPPLIERS,
    **dict.fromkeys((MODELS, "Models"), SURE),
    **dict.fromkeys(("Drivers", "What drives it"), address.Place({"what_if_section": SURE, SURE_OF: ASSUMPTIONS})),
}
LEVELS = {"Sections": "section", "Chapters": "chapter", "Products": "product", "China's side": "china"}
CHINA_STAMP = STAMP | {"source_id": "usitc_dataweb_exports_hs2", "duty_source_id": "china_tariff_on_us_wto"}

Shown = LastGood[Scenario, Answer]


def with_ranges(shown: Shown) -> Shown:
    """The answer with its ranges; as it is where they cannot be worked out, which is said."""
    with error_sentences.guarded("Ranges"):
        return replace(shown, answer=product_answer.answer(shown.scenario))
    return shown


def head(shown: Shown, models: Asked | None, name: str) -> str:
    """The answer in a sentence, what it measures and how sure it is, and its facts, with the reason where it is not
    that of the choice; the sentence.

    ``models``: what all of them say, None until they have been asked; ``name``: of the scenario, as it was typed.
    """
    scenario, answer = shown.scenario, shown.answer
    title = words.title(scenario, answer, models)
    reason = shown.reason or (
        comparison_words.SAY("beyond", "answer") if product_answer.is_unusable(answer, models) else ""
    )
    below = how_sure.below(words.measure(scenario, answer, models, name), words.sure(scenario, answer, models))
    blocks.answer_head(title, below, reason, words.facts(scenario, answer, models))
    return title


def draw(shown: Shown, models: Asked | None) -> None:
    """The subjects under the facts, greyed where they are not the answer to the choice; ``models`` as for the head. Of
    an answer that leaves what trade can hold, none.
    """
    if not product_answer.is_unusable(shown.answer, models):
        with blocks.greyed(bool(shown.reason)):
            subjects(shown.scenario, shown.answer, models)


def subjects(scenario: Scenario, answer: Answer, models: Asked | None) -> None:
    """Who supplies instead, who pays, flows by section, prices, how sure the answer is, the rows; one is drawn."""
    draws = {
        SUPPLIERS: lambda: figures.block(SUPPLIERS, lambda: _suppliers(scenario, answer, models)),
        WHO_PAYS: lambda: figures.block(WHO_PAYS, lambda: _pays(scenario, answer, models)),
        "Flows": lambda: figures.block("Flows", lambda: flows.lost_sales(scenario, models)),
        "Prices": lambda: figures.block("Prices", lambda: prices.by_section(scenario)),
        "Households": lambda: figures.block("Households", lambda: households.by(scenario, models)),
        short_run.SUBJECT: lambda: figures.block(short_run.SUBJECT, lambda: short_run.figure(scenario)),
        SURE: lambda: figures.block(SURE, lambda: _sure(scenario, models)),
        ROWS: lambda: figures.block(ROWS, lambda: rows_of_level(scenario)),
    }
    if not starting_duties.is_moved(scenario):
        draws = starts.at_rest(draws, (ROWS,))
    blocks.sections("what_if_section", draws, former=FORMER)


def _suppliers(scenario: Scenario, answer: Answer, models: Asked | None) -> Figure:
    state = scenario, answer.has_ranges, models is None, models is not None and models.answer is None
    return cache.derived("suppliers of a what-if", state, lambda: suppliers.by_origin(scenario, answer, models))


def _pays(scenario: Scenario, answer: Answer, models: Asked | None) -> Figure:
    if controls.choose("Show", (FULL_YEAR, BY_YEAR), "what_if_pays") == BY_YEAR:
        return by_year.by_year(scenario, models)
    return who_pays.who_pays(scenario, answer, models)


def _sure(scenario: Scenario, models: Asked | None) -> Figure | list[figures.Content]:
    """All models on one question, or one assumption at a time."""
    if controls.choose("Show", (MODELS, ASSUMPTIONS), SURE_OF) == MODELS:
        return all_models.side_by_side(models, all_models.REVENUE)
    return drivers.swings(scenario)


def rows_of_level(scenario: Scenario) -> Figure:
    level = LEVELS[controls.choose("Level", list(LEVELS), "what_if_level")]
    rows = level_rows(scenario, level)
    if level != "china":
        rows = rows.assign(**trade_base.stamp(scenario))
    finding = _rows_finding(rows, level)
    caption = Caption(finding, SAY("rows.measure", level), finding)
    return Figure(f"what_if_{level}s", caption, rows, note=words.model_note(scenario))


def level_rows(scenario: Scenario, level: str) -> pd.DataFrame:
    """The answer by section, chapter or product, or China's side by chapter, the largest change first."""
    rows = product_answer.table(scenario, level)
    moved, stamp = ("change_usd", CHINA_STAMP) if level == "china" else ("from_china_change_usd", STAMP)
    size = rows[moved].abs()
    ordered = rows.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    if level == "section":
        ordered.insert(1, "name", ordered["section"].map(terms.SECTION_LABELS))
    return ordered.assign(**stamp)


def _rows_finding(rows: pd.DataFrame, level: str) -> str:
    """The goods whose trade changes most, with its direction where the range has one sign."""
    column, side = ("change", "china_") if level == "china" else ("from_china_change", "")
    change, low, high = (float(rows[f"{column}{end}_usd"].iloc[0]) for end in ("", "_low", "_high"))
    if change == 0:
        return SAY("rows.finding", f"{side}none")
    by = {"china": "chapter", "product": "hs6"}.get(level, level)
    code = str(rows[by].iloc[0])
    return SAY(
        "rows.finding",
        f"{side}{'open' if low < 0 < high else 'more' if change > 0 else 'less'}",
        goods=words.goods_name(by, code),
        size=terms.model_bn(abs(change)),
    )
