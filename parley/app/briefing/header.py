"""The Briefing page as a whole: its statements in order, the answer, the facts and the overview."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.briefing import acts, duties, economy, supply
from parley.app.briefing.answer import Answer, nothing_later
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.charts.figure import Caption
from parley.measures import briefing
from parley.measures.briefing import REPORT_DAY

SAY = words.beside(__file__)
STATEMENTS: dict[str, Callable[[date], Answer]] = {
    "truce": duties.truce,
    "mining": supply.mining,
    "growth": economy.growth,
    "customs": economy.customs,
    "uk_steel": duties.uk_steel,
    "magnets": supply.magnets,
    "chips": acts.chips,
    "deadlines": acts.deadlines,
    "call": acts.call,
    "visas": acts.visas,
    "embassy": acts.embassy,
    "easing": acts.easing,
}
WITH_CHART = ("truce", "mining", "growth", "customs", "magnets")
OPEN_CHARTS = ("growth", "magnets")
# the first figure of a statement; the last column says whether what is known since is a figure of the same thing
FACTS = (
    ("truce", "Extra tariff on China", True),
    ("mining", "China’s mining share", True),
    ("growth", "World growth, 2025", True),
    ("customs", "China’s exports, May", False),
)


@kept
def answer(name: str, as_of: date) -> Answer:
    """One statement as known on the as-of date."""
    return STATEMENTS[name](as_of)


def answers(as_of: date) -> dict[str, Answer]:
    """Every statement in order."""
    return {name: answer(name, as_of) for name in STATEMENTS}


@kept
def headline(as_of: date) -> str:
    """How many statements agree, in one sentence."""
    verdicts = [a.verdict for a in answers(as_of).values()]
    agree, against = (
        verdicts.count(briefing.AGREES) + verdicts.count(briefing.NUANCE),
        verdicts.count(briefing.CONTRADICTED),
    )
    return SAY(
        "header.title",
        "against" if against else "hold",
        agree=terms.capital(terms.counted(agree)),
        all=terms.counted(len(verdicts)),
        against=terms.counted(against),
    )


def _report_day() -> str:
    return terms.day(REPORT_DAY)


@kept
def metrics(as_of: date) -> list[Metric]:
    """Four figures of the day, with what is known since as the pill."""
    return [_metric(answer(name, as_of), label, same, as_of) for name, label, same in FACTS]


def _metric(shown: Answer, label: str, same: bool, as_of: date) -> Metric:
    then, since = (short.split(" and ")[0] for short in (shown.short_then, shown.short_since))
    changed = f"{since} since" if shown.is_confirmed else since
    later = "unchanged since" if since == then else changed
    pill = "" if nothing_later(as_of) else later if same else "as first published"
    fields = {"says": shown.says, "day": _report_day()}
    help_ = SAY("header.help_since", **fields) if pill else SAY("header.help", **fields)
    return Metric(label, then, pill, help=help_, source=sources_of(looked_in(shown)).parts)


def known_until(as_of: date) -> str:
    """What the two columns stand for."""
    if nothing_later(as_of):
        return SAY("header.known_day", day=_report_day())
    return SAY("header.known", day=_report_day(), now=terms.day(as_of))


@kept
def overview(as_of: date) -> Figure:
    """The statements with their verdicts, that day's figure and what is known since; a row for every source of one."""
    every = answers(as_of)
    short = pd.DataFrame(
        [(f"**{a.subject}**: {a.verdict}", a.short_then, a.short_since) for a in every.values()],
        columns=["Statement", f"On {_report_day()}", "Known since"],
    )
    rows = [
        {
            "statement": a.says,
            "reported": _reported(name),
            "verdict": a.verdict,
            "on_9_june_2025": a.short_then,
            "known_since": a.short_since,
            "source_id": source,
        }
        for name, a in every.items()
        for source in looked_in(a)["source_id"].drop_duplicates()
    ]
    caption = Caption(SAY("overview.title"), SAY("overview.measure", day=_report_day()), SAY("overview.alt"))
    return Figure("briefing", caption, pd.DataFrame(rows), short=short)


def _reported(name: str) -> str:
    """The figures the report gives, each with its subject; empty where it gives none."""
    claims = briefing.CLAIMS.get(name, ())
    return "; ".join(f"{c.subject}: {terms.quantity(terms.number(c.value, c.decimals), c.unit)}" for c in claims)


def looked_in(answer: Answer) -> pd.DataFrame:
    """The rows behind a statement; where nothing was found, those searched in vain."""
    return answer.rows if len(answer.rows) else cache.table("events", REPORT_DAY)
