"""The subjects of the world what-if below its facts; one is drawn at a time."""

from collections.abc import Callable

from parley.app.kit import address, blocks, controls, figures
from parley.app.kit.address import Place
from parley.app.kit.figures import Content, Figure
from parley.app.what_if import all_models, how_sure, short_run, starts
from parley.app.what_if_world import (
    best_tariffs,
    border_prices,
    drivers,
    gains,
    industries,
    revenue,
    studies,
    trade,
    words,
)
from parley.app.what_if_world.answer import Shown

SECTION = "world_section"
GAINS, BEST, SURE = "Who gains", "Best tariffs and revenue", "How sure"
AT_REST = (BEST,)  # what has something to show where nothing is moved
OF, SURE_OF = "world_best_of", "world_sure_of"
TARIFFS, REVENUE, BY_PRODUCT = "Best tariffs", "Revenue", "Revenue by product"
MODELS, ASSUMPTIONS, STUDIES, BORDER = "All models", "Assumptions", "Studies", "Border prices"


def lead_on() -> None:
    """Read former names of subjects and of their choices; call before any choice of the page is drawn."""
    curve = {SECTION: BEST, OF: BY_PRODUCT if address.opened_with("revenue_model") == ("Product model",) else REVENUE}
    if elasticity := address.opened_with("revenue_elasticity"):  # the curve had one of its own
        curve["world_elasticity"] = elasticity[-1]
    address.rename(
        SECTION,
        {
            "Who gains and loses": GAINS,
            "All models": SURE,
            "What drives it": Place({SECTION: SURE, SURE_OF: ASSUMPTIONS}),
            "Published studies": Place({SECTION: SURE, SURE_OF: STUDIES}),
            "Retaliation": BEST,
            "Growth path": short_run.SUBJECT,
            "Revenue curve": Place(curve),
        },
    )


def head(shown: Shown, name: str) -> str:
    """The answer in a sentence, what it measures and how sure it is, and its four facts, with the reason where it is
    not that of the choice; the sentence. ``name``: of the scenario, as it was typed.
    """
    title = words.title(shown)
    below = how_sure.below(words.measure(shown, name), words.sure(shown))
    blocks.answer_head(title, below, shown.reason, words.facts(shown))
    return title


def draw(shown: Shown) -> None:
    """Everything under the facts, grey where the answer is another choice's."""
    with blocks.greyed(bool(shown.reason)):
        _subjects(shown)


def _subjects(shown: Shown) -> None:
    draws: dict[str, Callable[[], None]] = {
        GAINS: lambda: figures.block("Who gains and loses", lambda: gains.by_economy(shown)),
        "Trade": lambda: figures.block("Sales to a market", lambda: trade.to_market(shown)),
        "Industries": lambda: figures.block("Industries", lambda: industries.by_industry(shown)),
        short_run.SUBJECT: lambda: figures.block(short_run.SUBJECT, lambda: short_run.figure(shown.chosen.scenario)),
        BEST: lambda: figures.block(BEST, lambda: _best(shown)),
        SURE: lambda: figures.block(SURE, lambda: _sure(shown)),
    }
    blocks.sections(SECTION, draws if shown.is_moved else starts.at_rest(draws, AT_REST))


def _best(shown: Shown) -> Figure:
    of, scenario = controls.choose("Show", (TARIFFS, REVENUE, BY_PRODUCT), OF), shown.chosen.scenario
    if of == TARIFFS:
        return best_tariffs.nine_worlds(scenario)
    return revenue.curve_of(scenario, "world" if of == REVENUE else "product")


def _sure(shown: Shown) -> Figure | list[Content]:
    """All models on a question, one assumption at a time, or published studies. Raises what these raise."""
    of, scenario = controls.choose("Show", (MODELS, ASSUMPTIONS, STUDIES, BORDER), SURE_OF), shown.chosen.scenario
    if of == MODELS:
        return all_models.side_by_side(shown.models, all_models.INCOME)
    if of == BORDER:
        return border_prices.implied(scenario)
    return drivers.income(scenario) if of == ASSUMPTIONS else studies.beside_ours(scenario)
