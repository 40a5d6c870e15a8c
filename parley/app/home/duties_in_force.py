"""What Home begins with: the answer, its facts and laws, and both sides' duties in time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.home import answers, cards
from parley.app.kit import blocks, cache, error_sentences, figures, html_text, law_average, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.kit.html_text import Metric
from parley.app.tariffs import duty_steps as charts
from parley.app.tariffs.duty_steps import BREAK, LEGEND
from parley.measures import events as dated
from parley.measures import tariffs
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
KEY_EVENTS = ("us-ieepa-fent-1", "us-ieepa-recip-125", "geneva", "busan", "scotus", "us-301-fl")
GOODS = {"USA": "on Chinese goods", "CHN": "on US goods"}


def draw(as_of: date) -> None:
    """The answer in words and the chart, whole on the first screen; below it the facts, the laws and their reach."""

    @blocks.head("Duties in force", title="Where the dispute stands")
    def answer() -> None:
        blocks.page_header(headline(as_of)[0])
        with error_sentences.guarded("Truce"):
            blocks.note(cards.truce(as_of), "handshake")

    figures.block("Both sides' duties", lambda: both_sides(as_of))

    with written.together():

        @blocks.part("Facts")
        def numbers() -> None:
            blocks.note(headline(as_of)[1])
            blocks.metrics(facts(as_of))

        @blocks.part("Laws")
        def laws_and_reach() -> None:
            basis = _laws_behind(as_of)
            if basis:
                written.write(html_text.marked(f"{basis} {law_average.sentence(as_of)}"))
            blocks.known_until(_known_until(as_of))


@kept_figure
def both_sides(as_of: date) -> Figure:
    """Both sides' duties in time; where the US duty was once higher, the title says so.

    Raises NothingToShowError on a day before the first.
    """
    steps = duty_steps(as_of)
    if steps.empty:
        case = "undrawn" if len(cards.listed(as_of)) else "none"  # none in force, or only such as the chart leaves out
        raise NothingToShowError(SAY("duties", case, day=terms.day(as_of)))
    events = key_events(cache.table("events", as_of), as_of)
    caption = charts.steps_caption(steps, as_of)
    fallen = answers.fallen_duty(steps, as_of, is_latest=as_of >= compiled_on())
    return Figure(
        "duties",
        replace(caption, finding=fallen) if fallen else caption,
        steps,
        {"Chart": lambda palette: charts.mirrored_steps(steps, events, as_of, palette)},
        events=events,
    )


@kept
def duty_steps(as_of: date) -> pd.DataFrame:
    """Both sides' steps up to the day, as ``tariffs.both_sides_steps`` gives them."""
    return tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)


@kept
def headline(as_of: date) -> tuple[str, str]:
    """The page's answer and the line below it."""
    is_latest = as_of >= compiled_on()
    return answers.headline_answer(duty_steps(as_of), cards.listed(as_of), as_of, is_latest=is_latest)


@kept
def facts(as_of: date) -> list[Metric]:
    """Duties, duty collected and imports: see ``cards.facts``."""
    return cards.facts(duty_steps(as_of), as_of)


@kept
def _laws_behind(as_of: date) -> str:
    return laws(duty_steps(as_of), cache.table("events", as_of))


@kept
def _known_until(as_of: date) -> str:
    return answers.known_until(duty_steps(as_of), as_of)


def laws(steps: pd.DataFrame, events: pd.DataFrame) -> str:
    """One Markdown line: what makes up the last day's headline duty of each side; empty before there was one.

    ``steps``: as ``tariffs.both_sides_steps`` gives them; ``events``: the acts, for their links.
    """
    links = events.set_index("event_id")["source_url"]
    sides = []
    for importer, goods in GOODS.items():
        stack = tariffs.latest_step(steps, importer)
        if len(stack):
            laws_ = terms.listed([_law(row, links) for row in stack.to_dict("records")])
            sides.append(SAY("laws.side", goods=goods, laws=laws_))
    return SAY("laws.line", sides="; ".join(sides)) if sides else ""


def _law(row: dict[Any, Any], links: pd.Series) -> str:
    link = links.get(row["event_id"])
    named = f"[{row['instrument']}]({link})" if isinstance(link, str) else row["instrument"]
    fields = {"rate": terms.law_rate(row["rate_pct"]), "instrument": named, "day": terms.day(row["since"])}
    if row["authority"] == "china_retaliation":  # the goods say whose it is
        return SAY("laws.law_of_china", **fields)
    return SAY("laws.law", authority=LEGEND[row["authority"]], **fields)


def key_events(events: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The main turns of ``events`` up to the day, with ``date``: what is known but still ahead is not on the chart."""
    return dated.between(dated.key_events(events, KEY_EVENTS), BREAK, pd.Timestamp(as_of))
