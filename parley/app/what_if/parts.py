"""Controls both trade what-if pages have: laws to remove, who answers, first and last day, US duties to start from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from parley import terms
from parley.app.kit import address, card_choices, controls, session
from parley.app.what_if import starting_duties
from parley.app.what_if.sliders import LEAST_POINTS, MOST_POINTS, Slider, points_slider
from parley.app.what_if.starting_duties import CHINA, US
from parley.models.policy_parts import EVERYBODY, TariffChange
from parley.models.policy_scenario import Scenario
from parley.models.scenario import DUTIES, REPLIES, Duties, Reply
from parley.results.scenario import sentence
from parley.tables.parameters import parameter
from parley.words import beside

SAY = beside(__file__)
LONGEST_NAME = 60
MORE = "More: sections, partners, assumptions"
US_ON_CHINA, CHINA_ON_US = "US on Chinese goods", "China on US goods"
FOR = {EVERYBODY: "All partners", CHINA: "China alone"}
REPLY_NAMES: dict[Reply, str] = {"": "Only as moved here", "in_kind": "Every partner in kind"}
Values = dict[str, str | list[str]]
DUTY_NAMES: Mapping[Duties, str] = {"by_law": "By law", "collected": "Collected"}


@dataclass(frozen=True)
class Removed:
    """US laws struck out as changes of tariffs, and the address parameters of the controls with their values."""

    changes: tuple[TariffChange, ...] = ()
    values: Values = field(default_factory=dict)


def name(scenario: Scenario, key: str) -> tuple[str, str]:
    """What is typed as the scenario's name, and its name: else the one proposed from what it moves, if anything."""
    proposed = sentence.proposed(scenario)
    typed = controls.search("Name of the scenario", key, proposed or SAY("name.hint"), LONGEST_NAME)
    return typed, typed or proposed


def removed_laws(on: date, key: str) -> Removed:
    options, whom = starting_duties.laws(on), f"{key}_for"
    laws = controls.several("Remove US laws", options, key, starting_duties.law_name)
    exporter = controls.choose("For", tuple(FOR), whom, FOR.__getitem__)
    changes = tuple(TariffChange(US, exporter, kind="without", authority=law) for law in laws)
    return Removed(changes, {key: [starting_duties.law_name(law) for law in laws], whom: FOR[exporter]})


def everybody(key: str, others: bool, most: int = MOST_POINTS) -> Slider:
    """Points on top of the US duties on all partners; ``others``: on all but China, whose slider says its duty."""
    slider = Slider(key, 0, (TariffChange(US, EVERYBODY),), LEAST_POINTS, min(MOST_POINTS, most))
    points_slider(SAY("everybody", "others" if others else "all"), slider, SAY("everybody.help"))
    return slider


def is_asked(*keys: str) -> bool:
    """Whether one of these choices holds something, by a press or by the address: what it lies under is open."""
    return any(session.state().get(key) or address.is_waiting(key) for key in keys)


def reply(key: str) -> Reply:
    return controls.choose("Partners answer", REPLIES, key, REPLY_NAMES.__getitem__, help=SAY("reply.help"))


def dates(key: str) -> tuple[Mapping[str, Any], Values]:
    """First and last day of the scenario: its fields, and the address parameters with their values."""
    keys = {"begins": f"{key}_begins", "ends": f"{key}_ends"}
    card_choices.note(SAY("dates.note"), f"{key}_dates")
    begins = card_choices.day("First day", keys["begins"])
    ends = card_choices.day("Last day", keys["ends"])
    written: Values = {keys["begins"]: f"{begins or ''}", keys["ends"]: f"{ends or ''}"}
    return {"begins": begins, "ends": ends}, written


def choose_duties(key: str, whole_link: Collection[str]) -> Duties:
    """The choice; by law unless another is chosen.

    ``whole_link``: parameters that stand together in links saved whole alone. Such a link without ``key`` is older than
    the choice and holds every slider at the rates collected, from which it is opened.
    """
    is_older = not address.opened_with(key) and all(address.opened_with(name) for name in whole_link)
    implied: Duties | None = "collected" if is_older else None
    return controls.choose(
        "US duties start", DUTIES, key, DUTY_NAMES.__getitem__, help=SAY("duties.help"), implied=implied
    )


def cited(*names: str) -> str:
    """Default, range, status, citation and note of each parameter, a paragraph each."""
    return "\n\n".join(map(_cited, names))


def _cited(name: str) -> str:
    entry = parameter(name)
    named = [name for name, has in (("ends", entry.low != entry.high), ("works", bool(entry.citation))) if has]
    return SAY(
        "cited",
        "_".join(named) or "plain",
        title=entry.title,
        value=f"{entry.value:g}",
        low=f"{entry.low:g}",
        high=f"{entry.high:g}",
        status=entry.status,
        works=", ".join(map(short_reference, entry.citation)),
        note=entry.note,
    )


def short_reference(key: str) -> str:
    """A key of the bibliography as authors and year: ``Ignatenko et al. 2025``."""
    *authors, year = key.split("_")
    if authors[-2:] == ["et", "al"]:
        return f"{authors[0].title()} et al. {year}"
    return f"{terms.listed([author.title() for author in authors])} {year}"
