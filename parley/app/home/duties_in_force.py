"""What Home begins with: the answer, its facts and laws, and both sides' duties in time."""

from dataclasses import replace
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.home import answers, cards, laws
from parley.app.kit import blocks, cache, error_sentences, figures, html_text, law_average, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.tariffs import duty_steps as charts
from parley.charts.figure import Caption
from parley.measures import tariffs
from parley.tables import compiled_on

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """The answer in words and the chart, whole on the first screen; below it the facts, the laws and their reach."""

    @blocks.head("Duties in force", title="Where the dispute stands")
    def answer() -> None:
        told, _ = headline(as_of)
        blocks.page_header(told)
        with error_sentences.guarded("Truce"):
            blocks.note(cards.truce(as_of), "handshake")

    figures.block("Both sides' duties", lambda: both_sides(as_of))

    with written.together():

        @blocks.part("Facts")
        def numbers() -> None:
            _, covers = headline(as_of)
            blocks.note(covers)
            blocks.metrics(facts(as_of))

        @blocks.part("Laws")
        def laws_and_reach() -> None:
            basis = laws_behind(as_of)
            if basis:
                written.write(html_text.marked(f"{basis} {law_average.sentence(as_of)}"))
            blocks.known_until(known_until(as_of))


@kept
def both_sides(as_of: date) -> Figure:
    """Both sides' duties in time. Raises NothingToShowError on a day before the first."""
    steps = duty_steps(as_of)
    if steps.empty:
        case = "undrawn" if len(cards.listed(as_of)) else "none"  # none in force, or only such as the chart leaves out
        raise NothingToShowError(SAY("duties", case, day=terms.day(as_of)))
    events = laws.key_events(cache.table("events", as_of), as_of)
    return Figure(
        "duties",
        _caption(steps, as_of),
        steps,
        {"Chart": lambda palette: charts.mirrored_steps(steps, events, as_of, palette)},
        events=events,
        state=(as_of,),
    )


def _caption(steps: pd.DataFrame, as_of: date) -> Caption:
    """The words of the chart; where the duty was once higher, the title says what it was and what it is on the day."""
    caption = charts.steps_caption(steps, as_of)
    fallen = answers.fallen_duty(steps, as_of, is_latest=as_of >= compiled_on())
    return replace(caption, finding=fallen) if fallen else caption


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
def laws_behind(as_of: date) -> str:
    """The laws behind the last day's duties: see ``laws.laws``."""
    return laws.laws(duty_steps(as_of), cache.table("events", as_of))


@kept
def known_until(as_of: date) -> str:
    """Until which day both sides' duties are confirmed: see ``answers.known_until``."""
    return answers.known_until(duty_steps(as_of), as_of)
