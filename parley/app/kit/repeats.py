"""A run that draws the elements of the run before, all and no other, is not told of: the browser gets what differs.

Of every run Streamlit tells the browser the beginning and the end, sends all it has drawn, and the browser goes through
every element of the page to clear away what was not drawn again. Where a slider moves, nothing is to be cleared away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RunContents:
    """What a run has drawn: fragment, place, kind and name of each element, and the hashes of what they show."""

    elements: tuple[tuple[Any, ...], ...] = ()
    hashes: tuple[str, ...] = ()


def drawn(messages: Sequence[Any]) -> RunContents:
    """What the messages of a whole run draw; nothing where they are not a whole run, from its beginning."""
    if not messages or messages[0].WhichOneof("type") != "new_session":
        return RunContents()
    deltas = [message for message in messages if _draws(message)]
    return RunContents(tuple(map(_element, deltas)), tuple(message.hash for message in deltas))


def differing(messages: Sequence[Any], before: RunContents) -> list[Any]:
    """The messages but for the elements that show what they showed ``before``, in a run that draws the same ones.

    All, where a container differs: a container that is sent again need not keep what is in it.
    """
    hashes = iter(before.hashes)
    is_same = [_draws(message) and message.hash == next(hashes) != "" for message in messages]
    holds = [_draws(message) and message.delta.WhichOneof("type") == "add_block" for message in messages]
    if any(hold and not same for hold, same in zip(holds, is_same, strict=True)):
        return list(messages)
    return [message for message, same in zip(messages, is_same, strict=True) if not same]


def _draws(message: Any) -> bool:
    return bool(message.WhichOneof("type") == "delta")


def _element(message: Any) -> tuple[Any, ...]:
    delta = message.delta
    kind, name = delta.WhichOneof("type"), ""
    if kind == "new_element":
        kind = delta.new_element.WhichOneof("type")
        name = getattr(getattr(delta.new_element, kind), "id", "")
    return delta.fragment_id, tuple(message.metadata.delta_path), kind, name
