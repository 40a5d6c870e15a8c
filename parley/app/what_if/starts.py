"""Where the sliders of a what-if page start: duties in force, those of a dated regime line by line, or an example.

An example puts controls where it has them; it is no value of its own, so the address holds what was put.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import streamlit as st

from parley import words
from parley.app.kit import address, cache, card_choices, controls, session, written
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if import parts, starting_duties
from parley.app.what_if.sliders import put
from parley.tables.parameters import Preset, preset_faults

IN_FORCE = "Duties in force"
SAY = words.beside(__file__)
Subject = Callable[[], None]
Says = Mapping[str, Callable[[str], bool]]


@dataclass(frozen=True)
class Example:
    """A scenario in words and the positions of its controls by key."""

    words: str
    positions: Mapping[str, object]


class Start(NamedTuple):
    """What the list says, the regime if it is one, and the controls that an example just chosen puts elsewhere."""

    said: str
    regime: Preset | None
    positions: Mapping[str, object]


def says_a_duty(
    as_of: date, *, sliders: Collection[str], regime: str, laws: str, partners: str, reply: str, name: str
) -> Says:
    """By parameter that says a duty, whether a value of it in an address does: one that no choice has says nothing.

    ``sliders``: their keys; of the other choices the key of each. A name belongs to the rest, and says none by itself.
    """
    return {
        **dict.fromkeys(sliders, lambda said: card_choices.number(said) is not None),
        regime: lambda said: said in {IN_FORCE, *starting_duties.regimes(as_of)},
        laws: lambda said: said in map(starting_duties.law_name, starting_duties.laws(as_of)),
        partners: lambda said: not cache.country_names().keys().isdisjoint(said.split(",")),
        reply: lambda said: said in parts.REPLY_NAMES.values(),
        name: lambda _: False,
    }


def open_with(positions: Mapping[str, object], says: Says) -> None:
    """Call before the first choice of a page: what it opens with where neither the address nor the visit says a duty.

    An address that says one (``says_a_duty``) says all of them: what it leaves out is in force.
    """
    named = {name: address.opened_with(name) for name in says if address.is_waiting(name)}
    is_said = any(any(map(says[name], values)) for name, values in named.items())
    if is_said and not address.is_first():
        address.reopen(named, says)
    elif not is_said and not any(name in session.state() for name in says):
        put(positions)


def choose_start(as_of: date, key: str, examples: Sequence[Example]) -> Start:
    """One list of all there is to start from; regimes stand in the address, of an example what it puts."""
    dated = starting_duties.regimes(as_of)
    by_words = {example.words: example.positions for example in examples}
    wanted = by_words.get(str(session.state().get(key, "")), {})
    if wanted:
        session.state()[key] = IN_FORCE
    chosen = controls.select("Start from", [IN_FORCE, *by_words, *dated], key, IN_FORCE, help=SAY("regime.help"))
    regime = dated.get(chosen)
    if regime:
        card_choices.note(SAY("regime.acts", acts=regime.legal_source), f"{key}_acts")
    tell_lost()
    return Start(chosen, regime, wanted)


def tell_lost() -> None:
    """Where regimes are chosen, a sentence for each whose file cannot be read."""
    for fault in preset_faults().values():
        written.flush()
        st.warning(fault, icon=":material/error:")


def at_rest(subjects: Mapping[str, Subject], kept: Collection[str]) -> dict[str, Subject]:
    """The subjects of a page where nothing is moved: those ``kept``, and a sentence in the place of the others."""
    return {name: subject if name in kept else _nothing for name, subject in subjects.items()}


def _nothing() -> None:
    raise NothingToShowError(SAY("examples.nothing"))
