"""The blocks under the answer of the product what-if: who pays, and one subject at a time."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.backtest import against_record as backtest_against_record
from parley.app.kit import blocks, cache, controls, error_sentences, figures
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import all_models, skill, starting_duties, starts, trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if.solving import LastGood
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import by_year, households, limits, words
from parley.app.what_if_product import rows as product_rows
from parley.app.what_if_product.answer import Answer
from parley.app.what_if_product.charts import bearers, drivers, prices
from parley.app.what_if_product.charts import suppliers as charts
from parley.app.what_if_product.recorded_prices import recorded_prices
from parley.app.what_if_product.rows import LOST, OTHER, REST
from parley.charts.figure import Caption
from parley.charts.two_lists import said, summed, two_lists
from parley.models.policy_scenario import Scenario
from parley.results import comparison_words
from parley.results.product_solution import assumed
from parley.terms.goods import dotted
from parley.words import beside

SAY = beside(__file__)
SUPPLIERS = "Who supplies instead"
LEVELS = {"Sections": "section", "Chapters": "chapter", "Products": "product", "China's side": "china"}
ENDS = {REST: "All others", LOST: "Not replaced"}  # of the flows, below the origins
EXPORTS = "US exports to China"
OUTCOMES = {
    "Buyers' loss": "buyers_loss_usd",
    "Revenue": "duty_change_usd",
    "Imports from China": "imports_from_china_change_pct",
    EXPORTS: "us_exports_to_china_change_pct",
}

Shown = LastGood[Scenario, Answer]


def with_ranges(shown: Shown) -> Shown:
    """The answer with its ranges; as it is where they cannot be worked out, which is said."""
    with error_sentences.guarded("Ranges"):
        return replace(shown, answer=product_answer.answer(shown.scenario))
    return shown


def head(shown: Shown, asked: Asked | None, name: str) -> str:
    """The answer in a sentence and its facts, with the reason where it is not that of the choice; the sentence.

    ``asked``: what all models say, None until they have been asked; ``name``: of the scenario.
    """
    scenario, answer = shown.scenario, shown.answer
    title = words.title(scenario, answer, asked)
    reason = shown.reason or (comparison_words.SAY("beyond", "answer") if limits.is_unusable(answer, asked) else "")
    mark = ("", "") if reason else starts.mark(name, starting_duties.is_moved(scenario))
    blocks.answer_head(title, mark, reason, words.facts(answer, asked, scenario.duties))
    return title


def draw(shown: Shown, asked: Asked | None) -> None:
    """Everything under the facts, greyed where it is not the answer to the choice; ``asked`` as for the head. Of an
    answer that leaves what trade can hold, what it rests on alone.
    """
    scenario, answer = shown.scenario, shown.answer
    if limits.is_unusable(answer, asked):
        blocks.note(words.observed(scenario, answer), "function")
        return
    with blocks.greyed(bool(shown.reason)):
        if answer.bearers["gain_usd"].any():  # somebody gains or loses
            figures.block("Who pays", lambda: who_pays(scenario, answer, asked))
        if starting_duties.is_moved(scenario):
            st.markdown(words.sentence(scenario, answer, asked))
        told = words.covers(scenario), words.modelled(asked, answer), words.turning(scenario, asked)
        blocks.note(" ".join(filter(None, (*told, words.observed(scenario, answer)))), "function")
        if tested := skill.of_answer(scenario):
            blocks.note(tested, "fact_check")
        subjects(scenario, answer, asked)
        backtest_against_record.backtest_link()


def who_pays(scenario: Scenario, answer: Answer, asked: Asked | None) -> Figure:
    """Who gains and who loses, which adds up to the trade lost."""
    columns = product_rows.bearer_columns(answer)
    return Figure(
        "what_if_bearers",
        bearers.bearer_caption(columns, words.bearer_spans(asked)),
        product_rows.stamped(columns, trade_base.stamp(scenario)),
        {"Chart": lambda palette: bearers.bearer_bars(columns, palette)},
        note=words.model_note(scenario),
        remark=" ".join(filter(None, (recorded_prices(scenario), SAY("bearers", "remark")))),
    )


def subjects(scenario: Scenario, answer: Answer, asked: Asked | None) -> None:
    """Who supplies instead, flows by section, prices, the rows, and what drives the answer; one is drawn."""
    draws = {
        "Trade": {
            SUPPLIERS: lambda: figures.block(SUPPLIERS, lambda: _suppliers(scenario, answer, asked)),
            "Flows": lambda: figures.block("Flows", lambda: _flows(scenario, asked)),
            "By year": lambda: by_year.draw(scenario, asked),
            "All rows": lambda: figures.block("All rows", lambda: _rows(scenario)),
        },
        "Prices": {
            "Prices": lambda: figures.block("Prices", lambda: _prices(scenario)),
            "Households": lambda: households.draw(scenario, asked),
        },
        "How sure": {
            "All models": lambda: all_models.draw(asked, all_models.REVENUE),
            "What drives it": lambda: figures.block("What drives it", lambda: _drivers(scenario)),
        },
    }
    if not starting_duties.is_moved(scenario):
        draws = {group: starts.at_rest(own, ("All rows",)) for group, own in draws.items()}
    blocks.sections("what_if_section", draws)


def _suppliers(scenario: Scenario, answer: Answer, asked: Asked | None) -> Figure:
    origins, others = product_rows.supplier_columns(answer)
    if not origins["change_usd"].any():
        raise NothingToShowError(SAY("suppliers.none"))
    return Figure(
        "what_if_origins",
        charts.supplier_caption(origins, words.ways(origins["exporter_iso3"], asked)),
        product_rows.stamped(origins, trade_base.stamp(scenario)),
        {"Chart": lambda palette: charts.supplier_bars(origins, palette)},
        note=words.model_note(scenario),
        remark=charts.replaced(origins, others),
    )


def _flows(scenario: Scenario, asked: Asked | None) -> Figure:
    rows = product_rows.flow_rows(scenario).assign(**trade_base.stamp(scenario))
    gone = summed(rows, "to", (REST, LOST), _goes_to)
    gone[gone.index == ENDS[LOST]] *= -1  # nobody gains it
    lists = {"China's lost sales": -summed(rows, "section", (OTHER,), _section), "Go to": gone}
    return Figure(
        "what_if_flows",
        _flow_caption(lists, asked),
        rows,
        {"Chart": lambda palette: two_lists(lists, palette)},
        note=words.model_note(scenario),
    )


def _section(code: str) -> str:
    return "Other sections" if code == OTHER else terms.SECTION_LABELS[code]


def _goes_to(code: str) -> str:
    return ENDS.get(code) or cache.country_names()[code]


def _flow_caption(lists: Mapping[str, pd.Series], asked: Asked | None) -> Caption:
    left, right = lists.values()
    total, lost = -float(left.sum()), -float(right.get(ENDS[LOST], 0.0))
    winners = [name for name in right.index if name not in ENDS.values()][:2]
    names = terms.listed([terms.with_article(name) for name in winners])
    share = terms.rate(100 * (1 - lost / total), 0)
    case = "finding" if winners else "not_replaced"
    if asked is None or words.side_of(asked, words.FROM_CHINA) != "loss":
        case = "no_range" if asked is None else "open"
    finding = SAY("flows", case, share=share, lost=terms.usd(total), leaders=names)
    return Caption(finding, SAY("flows", "measure"), said(lists))


def _prices(scenario: Scenario) -> Figure:
    rows = product_rows.price_rows(scenario).assign(**trade_base.stamp(scenario))
    return Figure(
        "what_if_prices",
        prices.prices_caption(rows, assumed(scenario).retail_pass_through),
        rows,
        {"Chart": lambda palette: prices.price_ranges(rows, palette)},
        note=words.model_note(scenario),
    )


def _rows(scenario: Scenario) -> Figure:
    level = LEVELS[controls.choose("Level", list(LEVELS), "what_if_level")]
    rows = product_rows.level_rows(scenario, level)
    if level != "china":
        rows = rows.assign(**trade_base.stamp(scenario))
    finding = _rows_finding(rows, level)
    return Figure(f"what_if_{level}s", Caption(finding, words.model_note(scenario), finding), rows)


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
        goods=f"{words.goods_name(by, code)}{f' (HS {dotted(code)})' if by == 'hs6' else ''}",
        size=terms.ranged_bn(change, low, high),
        level="chapter" if level == "china" else level,
    )


def _drivers(scenario: Scenario) -> Figure:
    first = EXPORTS if words.is_china_alone(scenario) else next(iter(OUTCOMES))
    outcome = controls.choose("Outcome", list(OUTCOMES), "what_if_driver", default=first)
    every = product_rows.driver_rows(scenario).assign(**trade_base.stamp(scenario))
    rows = every[every["metric"] == OUTCOMES[outcome]].reset_index(drop=True)
    if not rows[["central", "at_low", "at_high"]].any(axis=None):
        raise NothingToShowError(SAY("drivers.nothing", outcome=drivers.inside(outcome)))
    return Figure(
        "what_if_drivers",
        drivers.drivers_caption(rows, outcome),
        rows,
        {"Chart": lambda palette: drivers.swing_bars(rows, palette)},
        note=words.model_note(scenario),
        remark=SAY("drivers.remark"),
    )
