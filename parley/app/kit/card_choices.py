"""Choices that belong to a card: each has its value in the session and its parameter in the address.

Called by ``controls`` where a card is being made.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

from parley import terms
from parley.app.kit import address, card, session
from parley.app.kit.sheet import Reader
from parley.charts.document import Choice, Scale

T = TypeVar("T")
Values = Sequence[str]


def _held(key: str, default: Any, read: Callable[[Values], Any], implied: Values = ()) -> Any:
    """The value of a choice: what the session holds, else what the page was opened with, else its default."""
    begun = address.begin(key, default, read, tuple(implied))
    return session.state().get(key, begun)


def of_options(
    kind: Literal["one", "subjects", "list"],
    label: str,
    options: Sequence[T],
    key: str,
    names: Callable[[T], str],
    first: T,
    implied: Values = (),
    is_labelled: bool = True,
    help: str | None = None,
    above: tuple[str, ...] = (),
) -> T:
    """One of the options, ``first`` where none of them is chosen; ``above``: see ``Choice``."""
    read = address.named(options, names)
    at = _held(key, first, read, implied)
    chosen: T = at if at in options else first
    labels = tuple(map(names, options))
    choice = Choice(key, label, kind, labels, (names(chosen),), is_labelled, help=_paragraphs(help), above=above)
    card.collect(choice, read)
    address.show(key, *(() if chosen == first else (names(chosen),)))
    return chosen


def several(label: str, options: Sequence[T], key: str, names: Callable[[T], str], default: Sequence[T]) -> list[T]:
    """Any of the options, in their order."""

    def read(values: Values) -> list[T]:
        return [option for option in options if names(option) in values]

    at = _held(key, list(default), read)
    chosen = [option for option in options if option in at]
    card.collect(Choice(key, label, "several", tuple(map(names, options)), tuple(map(names, chosen))), read)
    address.show(key, *(() if set(chosen) == set(default) else map(names, chosen)))
    return chosen


def switch(label: str, key: str, default: bool) -> bool:
    """A box of one option that is chosen or not; in the address it is true or false."""

    def read(values: Values) -> bool | None:
        choice = values[-1].lower() if values else "false"  # a press says what is chosen
        return {label.lower(): True, "true": True, "false": False}.get(choice)

    is_on: bool = _held(key, default, read)
    card.collect(Choice(key, label, "several", (label,), (label,) if is_on else (), is_labelled=False), read)
    address.show(key, *(() if is_on == default else (str(is_on).lower(),)))
    return is_on


def words(label: str, key: str, hint: str, most: int) -> str:
    """Words typed by the visitor, without blanks at the ends; what cannot be printed is a blank."""

    def read(values: Values) -> str:
        return "".join(sign if sign.isprintable() else " " for sign in values[-1][:most]) if values else ""

    typed: str = _held(key, "", read).strip()
    card.collect(Choice(key, label, "words", (), (typed,), hint=hint, most=most), read)
    address.show(key, *((typed,) if typed else ()))
    return typed


def day(label: str, key: str) -> date | None:
    """A day, or none; it stands in the address as 2027-01-10."""

    def read(values: Values) -> str:
        try:
            return date.fromisoformat(values[-1]).isoformat() if values else ""
        except ValueError:  # an emptied field, or an address written by hand
            return ""

    iso: str = _held(key, "", read)
    card.collect(Choice(key, label, "date", chosen=(iso,)), read)
    address.show(key, *((iso,) if iso else ()))
    return date.fromisoformat(iso) if iso else None


def slider(label: str, scale: Scale, default: float, key: str, help: str | None = None) -> float:
    """A number on a scale, whole where its step is; the session holds it from the first time it is drawn.

    Where the address or an earlier choice asks for more than the scale holds, a note says so.
    """
    whole = int if float(scale.step).is_integer() else float

    def read(values: Values) -> float | None:
        typed = number(values[-1]) if values else None
        return None if typed is None else whole(_within(typed, scale))

    written = address.opened_with(key)
    named = number(written[-1]) if written else None
    begun = address.begin(key, default, read)
    before = session.state().get(key)
    at: float = whole(_within(begun if before is None else before, scale))
    if before != at:
        session.state()[key] = at
    card.collect(Choice(key, label, "slider", chosen=(f"{at:.10g}",), scale=scale, help=_paragraphs(help)), read)
    # said for as long as the slider stands at the end it was asked beyond
    beyond = next((value for value in (named, before) if value not in (None, at) and _within(value, scale) == at), None)
    if beyond is not None:
        limit = "maximum" if beyond > at else "minimum"
        wanted, end = (terms.quantity(rate, scale.unit) for rate in (f"{beyond:,.10g}", f"{at:g}"))
        said = f"{label}: the link asks for {wanted}; the {limit} is {end}"
        note(said, f"{key}_held")
    address.show(key, *(() if at == default else (f"{at:.10g}",)))
    return at


def _within(value: float, scale: Scale) -> float:
    return min(max(value, scale.least), scale.most)


def number(text: str) -> float | None:
    """A finite number that was written, else None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def button(label: str, key: str, act: Callable[[], object]) -> None:
    """A button; ``act`` is called when it has been pressed, before the page is drawn again."""

    def read(_: Values) -> None:
        act()

    card.collect(Choice(key, label, "button"), read)


def pick(
    label: str, hint: str, options: Sequence[T], key: str, names: Callable[[T], str], act: Callable[[T], object]
) -> None:
    """A list that asks for one of the options and keeps none: ``act`` is called with the one chosen."""
    card.collect(_list(label, (hint, *map(names, options)), hint, key), _acting(options, names, act))


def acting(
    label: str, options: Sequence[T], chosen: T, key: str, names: Callable[[T], str], act: Callable[[T], object]
) -> None:
    """A list that shows one of the options, kept elsewhere: ``act`` is called with the one chosen in its place."""
    card.collect(_list(label, tuple(map(names, options)), names(chosen), key), _acting(options, names, act))


def _list(label: str, labels: tuple[str, ...], chosen: str, key: str) -> Choice:
    return Choice(key, label, "list", labels, (chosen,))


def _acting(options: Sequence[T], names: Callable[[T], str], act: Callable[[T], object]) -> Reader:
    by_name = address.named(options, names)

    def read(values: Values) -> None:
        option = by_name(values)
        if option is not None:
            act(option)

    return read


def note(words: str, name: str) -> None:
    """A sentence between the choices; ``name`` is its own among them."""
    card.collect(Choice(name, words, "note"), lambda _: None)


def heading(words: str, name: str) -> None:
    """The name of the choices below; ``name`` is its own among them."""
    card.collect(Choice(name, words, "heading"), lambda _: None)


def sheet(label: str, name: str) -> None:
    """A button that opens all other choices as a sheet from below on a narrow screen, where they are out of sight."""
    card.collect(Choice(name, label, "sheet"), lambda _: None)


def _paragraphs(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n\n")) if text else ()
