"""A control as a simulated visitor moves it, by what Streamlit's messages say of it and what a browser answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

from benchmarks.cases import Control

CARD, CHART, ADDRESS = "parley_card", "parley_chart", "parley_address"
HINT = 'class="parley-hint"'  # of a sentence in the place of what cannot be shown
CHART_ENDS = "}}}"  # how a card with a chart ends: the chart, the document, the card
# Streamlit's own widgets and a card's choices, by the kind of control they are.
WIDGETS = {"slider": "slider", "segments": "button_group", "list": "selectbox"}
CHOICES = {"segments": "one", "list": "list", "slider": "slider"}


@dataclass
class Handle:
    """A control: the element it belongs to, the part of the page that is run again, and its values in turn.

    ``choice``: its name in a card, empty for a widget of Streamlit's own; ``place``: its place there; ``card``: the key
    of the card. ``tag``: what a browser keeps many choices of a card under. ``kind``: of the ``value`` that is sent.
    ``asked``: what was last asked for.
    """

    element: str
    fragment: str
    kind: str
    values: Iterator[Any]
    choice: str = ""
    place: int = 0
    card: str = ""
    tag: str = ""
    value: Any = None
    asked: Any = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def move(self, state: Any) -> None:
        """Ask for the next value, as the browser would."""
        self.value = self.asked = next(self.values)
        if self.choice:  # as ``static/card.js`` tells a press
            press = {"number": next(self._numbers), "values": {self.choice: [self.asked]}}
            told = {**press, "kept": [self.tag]} if self.tag else press
            self.value = json.dumps({"choice": {"cards": {self.card: told}}})
        self.tell(state)
        state.fragment_id = self.fragment

    def tell(self, state: Any) -> None:
        """Say where the control stands."""
        entry = state.widget_states.widgets.add(id=self.element)
        if self.kind.endswith("array_value"):
            getattr(entry, self.kind).data.append(self.value)
        else:
            setattr(entry, self.kind, self.value)

    def keep(self, element: Any) -> None:
        """Keep the choices of this card, as the browser would."""
        if self.tag and element.bidi_component.id == self.element:
            self.tag = dict(cards(element.bidi_component))[self.card]["tag"]

    def is_refused_by(self, element: Any) -> bool:
        """Whether this is the card of the choice, drawn with another option than the one asked for."""
        return self._is_drawn_by(element) and not self._shows_asked(element)

    def is_taken_up_by(self, element: Any) -> bool:
        """Whether this is the card of the choice, drawn with the option asked for."""
        return self._is_drawn_by(element) and self._shows_asked(element)

    def _is_drawn_by(self, element: Any) -> bool:
        return self.asked is not None and bool(self.choice) and element.bidi_component.id == self.element

    def _shows_asked(self, element: Any) -> bool:
        told = dict(cards(element.bidi_component))[self.card]
        if "chosen" in told:  # the rest is kept
            return bool(told["chosen"][self.place] == [self.asked])
        choices = told["document"]["choices"]
        return [self.asked] in [choice["chosen"] for choice in choices if choice["name"] == self.choice]


def found(element: Any, fragment: str, control: Control) -> Handle | None:
    """The control, where this element is it or holds it; its first value is the one after the one shown."""
    kind = element.WhichOneof("type")
    if kind == "bidi_component" and element.bidi_component.component_name == CARD:
        return _in_card(element.bidi_component, fragment, control)
    if kind != WIDGETS[control.kind]:
        return None
    widget = getattr(element, kind)
    return _of_widget(widget, fragment, control) if widget.label.startswith(control.label) else None


def _in_card(sheet: Any, fragment: str, control: Control) -> Handle | None:
    for key, told in cards(sheet):
        for place, choice in enumerate(told["document"]["choices"]):
            if choice["kind"] == CHOICES.get(control.kind) and choice["label"].startswith(control.label):
                options = choice["options"] or _steps(**choice["scale"])
                values = _from(options, options.index(*choice["chosen"]))
                return Handle(sheet.id, fragment, "json_value", values, choice["name"], place, key, told["tag"])
    return None


def _lines(sheet: Any) -> list[list[str]]:
    return [line.split("\t") for line in sheet.bytes.decode().strip("\n").split("\n")]


def cards(sheet: Any) -> Iterator[tuple[str, Any]]:
    """The cards of a sheet (``parley/app/kit/sheet.py``) by their key."""
    return ((key, json.loads(told)) for key, _, told in _lines(sheet) if key)


def _steps(least: float, most: float, step: float, **_: object) -> list[str]:
    """The values of a slider as a card tells them."""
    return [f"{least + i * step:.10g}" for i in range(round((most - least) / step) + 1)]


def _of_widget(widget: Any, fragment: str, control: Control) -> Handle:
    if control.kind == "slider":
        step = widget.step or 1.0
        steps = range(round((widget.max - widget.min) / step) + 1)
        values = _from([widget.min + i * step for i in steps], round((widget.default[0] - widget.min) / step))
        return Handle(widget.id, fragment, "double_array_value", values)
    if control.kind == "segments":
        options = [f"{option.content_icon} {option.content}".strip() for option in widget.options]
        start = widget.default[0] if widget.default else 0
        return Handle(widget.id, fragment, "string_array_value", _from(options, start))
    return Handle(widget.id, fragment, "string_value", _from(list(widget.options), widget.default))


def _from(values: list[Any], shown: int) -> Iterator[Any]:
    """All values again and again, from the one after the one shown."""
    return cycle([*values[shown + 1 :], *values[: shown + 1]])


def is_chart(element: Any) -> bool:
    """Whether an element draws a chart: one of Streamlit's, or a card or component of Parley's."""
    if element.WhichOneof("type") == "plotly_chart":
        return True
    if element.WhichOneof("type") != "bidi_component":
        return False
    component = element.bidi_component
    return component.component_name == CHART or (
        component.component_name == CARD and any(told.endswith(CHART_ENDS) for *_, told in _lines(component))
    )


def says_why_none(element: Any) -> bool:
    """Whether an element says why there is no chart, in its place: words of Parley's, by themselves or in a sheet."""
    if element.WhichOneof("type") == "html":
        return HINT in element.html.body
    component = element.bidi_component
    return component.component_name == CARD and any(
        HINT in json.loads(told) for key, _, told in _lines(component) if not key
    )


@dataclass(frozen=True)
class Painted:
    """A part of a page that waits for the browser to say that it has been painted: the server then draws more.

    ``pause_s``: how long the browser waits before it says so.
    """

    element: str
    fragment: str
    word: str
    pause_s: float

    def tell(self, state: Any) -> None:
        """Say so, as Streamlit's browser part tells a trigger of a component."""
        entry = state.widget_states.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{self.element}__events")
        entry.json_trigger_value = json.dumps([{"event": "painted", "value": self.word}])
        state.fragment_id = self.fragment


def waiting(element: Any, fragment: str) -> Painted | None:
    """What waits to be told that the part this element ends has been painted."""
    if element.WhichOneof("type") != "bidi_component" or element.bidi_component.component_name != ADDRESS:
        return None
    writer = element.bidi_component
    told = json.loads(writer.json)
    word = told.get("then")
    return Painted(writer.id, fragment, word, told["pause"] / 1000) if word else None
