"""The facts and question cards of the Home page; each card computes its own answer and fails alone."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app import navigation
from parley.app.home import answers
from parley.app.kit import cache, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.rare_earths import what_if_controls
from parley.app.trade import header as trade_header
from parley.measures import forecasts, tariffs
from parley.results.validation.backtest import EPISODES
from parley.tables.read import TableError, compiled_on
from parley.tables.schema import SchemaError

LOG = logging.getLogger("parley")
SAY = words.beside(__file__)
TARGET_YEAR = 2025


def listed(as_of: date) -> pd.DataFrame:
    """The acts on lists of goods in force on the day, with ``title``: see ``tariffs.listed_goods_acts``."""
    titles = cache.table("events", as_of)[["event_id", "title"]]
    return tariffs.listed_goods_acts(cache.table("tariff_layers", as_of), as_of).merge(titles, on="event_id")


def facts(steps: pd.DataFrame, as_of: date) -> list[Metric]:
    """Both headline duties, the duty collected, and imports from China so far this year."""
    acts = listed(as_of)
    return [
        _duty("Duty on Chinese goods", steps, acts, "USA"),
        _duty("Duty on US goods", steps, acts, "CHN"),
        trade_header.collected(as_of),
        trade_header.so_far("Imports", as_of, "import", "general", "US general imports from China, at customs value."),
    ]


def _duty(label: str, steps: pd.DataFrame, acts: pd.DataFrame, importer: str) -> Metric:
    stack = tariffs.latest_step(steps, importer)
    if stack.empty:
        return Metric(label, "none", "listed goods only" if (acts["importer_iso3"] == importer).any() else "")
    unsure = (stack["state"] == "not_confirmed").any()
    last = tariffs.confirmed_to(steps, importer) if unsure else None
    state = "in force" if last is None else f"checked to {terms.day(last)}"
    since = f"since {terms.day(tariffs.unbroken_since(steps, importer))}"
    rate = terms.law_rate(float(stack["rate_pct"].sum()))
    return Metric(label, rate, state, since, SAY("facts.duty"), source=sources_of(stack).parts)


def duty_on_china(as_of: date) -> pd.DataFrame:
    """Observed duty on US imports from China by month, as known on the day."""
    duty = trade_header.duty(as_of)
    return duty[duty["partner_iso3"] == "CHN"]


def _compare_answer(as_of: date) -> str:
    """The highest and the newest US duty on Chinese goods before exemptions, which the comparison starts from."""
    steps = tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)
    stack = tariffs.latest_step(steps, "USA")
    side = steps[(steps["importer_iso3"] == "USA") & (steps["state"] == "in_force")]
    if side.empty:
        return SAY("compare", "none")
    now, top = float(stack["rate_pct"].sum()), float((side["base_pct"] + side["rate_pct"]).max())
    unsure = (stack["state"] == "not_confirmed").any()
    case = "ended" if stack.empty else "unsure" if unsure else "peak" if now >= top else "fallen"
    then = "_then" if case in ("peak", "fallen") and as_of < compiled_on() else ""
    return SAY("compare", f"{case}{then}", top=terms.law_rate(top), now=terms.law_rate(now), day=terms.day(as_of))


def _record_answer(duty: pd.DataFrame) -> str:
    """How far imports from China fell in the newest stretch the model is held against."""
    value = duty.set_index("month")["value_usd"]
    for episode in reversed(EPISODES):
        before, after = (
            value.loc[pd.Timestamp(first) : pd.Timestamp(last)] for first, last in (episode.before, episode.after)
        )
        if len(after) and len(after) == len(before) == episode.month_count:
            change = float(100 * (after.sum() / before.sum() - 1))
            case = "fell" if change < 0 else "rose"
            return SAY("record", case, title=episode.title, change=terms.rate(abs(change), 0))
    return SAY("record", "none")


@kept
def truce(as_of: date) -> str:
    """The truce in one sentence: see ``answers.truce_answer``."""
    return answers.truce_answer(cache.table("events", as_of), cache.table("tariff_layers", as_of), as_of)


def _forecast_answer(as_of: date) -> str:
    tables = cache.table("forecasts", as_of), cache.table("forecast_editions", as_of)
    path, ahead = (forecasts.paths(*tables, "WLD", [year]) for year in (TARGET_YEAR, TARGET_YEAR + 1))
    return answers.forecast_answer(path, ahead, TARGET_YEAR)


@dataclass(frozen=True)
class Card:
    """A question, how its answer is computed from tables Home reads anyway, and the page with the state to open."""

    question: str
    compute: Callable[[date], str]
    page: str
    link: str
    query: Mapping[str, str] = field(default_factory=dict)


def _words(text: str) -> Callable[[date], str]:
    """An answer that only the page itself can compute: what the visitor finds there."""
    return lambda as_of: text


CARDS = (
    Card(
        "What if the US taxed Chinese machinery at 60% and China answered with 40%?",
        _words("Move the sliders: who pays, what the US Treasury gains, and who supplies instead."),
        "what_if_product",
        "What if: products",
        {"us_XVI": "60", "cn_total": "40"},
    ),
    Card(
        "Why can a higher tariff bring less revenue?",
        lambda as_of: answers.revenue_answer(duty_on_china(as_of)),
        "what_if_world",
        "What if: world",
        {"world_section": "Best tariffs and revenue", "world_best_of": "Revenue"},
    ),
    Card(
        "Suspend the duties or keep them?",
        _compare_answer,
        "compare",
        "Compare",
    ),
    Card(
        "What if China stops licensing magnets?",
        lambda as_of: answers.magnet_answer(cache.table("stage_shares", as_of)),
        "rare_earths",
        "Rare earths: What if",
        what_if_controls.OPENED,
    ),
    Card(
        "How far off was the model?",
        lambda as_of: _record_answer(duty_on_china(as_of)),
        "backtest",
        "Back-test",
    ),
    Card(
        "Who took China's place?",
        lambda as_of: answers.place_answer(trade_header.shares(as_of), cache.country_names()),
        "trade",
        "Trade",
        {"trade_section": trade_header.PLACE},
    ),
    Card("Did forecasters see it coming?", _forecast_answer, "outlook", "Outlook"),
    Card(
        "How long does the truce run?",
        truce,
        "tariffs",
        "Tariffs: Both sides",
        {"tariff_section": "Both sides"},
    ),
    Card(
        "Who gains from a US-China trade war?",
        _words("Set both sides' duties and see real income, prices and trade of every economy, with ranges."),
        "what_if_world",
        "What if: world",
        {"world_us": "60", "world_cn": "40"},
    ),
)


def draw(as_of: date) -> None:
    """The question cards: question, computed answer, page, link, state of the page."""
    written.write(html_text.columns([_card(number, as_of) for number in range(len(CARDS))], is_framed=True))


@kept
def _answer(number: int, as_of: date) -> str:
    return CARDS[number].compute(as_of)


def _card(number: int, as_of: date) -> str:
    """One card; a sentence stands for the answer when its table cannot be read."""
    shown = CARDS[number]
    try:
        sentence = _answer(number, as_of)
    except (TableError, SchemaError) as fault:
        LOG.error("card: %s", fault)
        sentence = str(fault)
    link = navigation.link(f"pages/{shown.page}.py", shown.link, shown.query)
    return html_text.marked(f"**{shown.question}**") + html_text.note(sentence) + link
