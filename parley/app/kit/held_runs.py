"""A run whose messages are held back for a while, and what is seen of them from outside."""

from dataclasses import dataclass, field
from typing import Any

from parley.app.kit import chart_view
from parley.app.kit.repeats import RunContents


@dataclass
class HeldRun:
    """What the browser has not been told of a session's run yet.

    ``parcel``: the number of what is held, for its clock. ``drawn``: what the run before has drawn, nothing where that
    was not told of whole; ``reached``: whether it has left for the browser. ``is_quiet``: this run draws the same
    elements and is not told of. ``page``: the page last drawn. ``opens``: whether it opens a page whose charts have not
    left yet, ``is_first``: a visitor's first; ``charts``: how many it has drawn. ``rest``: what waits for the browser
    to draw those, None where there is none.
    """

    held: list[Any] = field(default_factory=list)
    parcel: int = 0
    running: Any = None
    told_running: bool = False
    another_follows: bool = False
    drawn: RunContents = field(default_factory=RunContents)
    reached: bool = False
    is_quiet: bool = False
    page: str = ""
    opens: bool = False
    is_first: bool = False
    charts: int = 0
    rest: list[Any] | None = None

    @property
    def has_only_begun(self) -> bool:
        """Whether the run has drawn nothing yet."""
        return [message.WhichOneof("type") for message in self.held] == ["new_session"]

    def begin(self, page: str) -> None:
        """A run of this page begins; it opens the page if the run before was of another one."""
        self.opens, self.is_first = page != self.page, not self.page
        self.page, self.is_quiet, self.charts = page, False, 0


def end_of_charts(messages: list[Any]) -> int:
    """The number of messages up to the last chart; 0 where there is none, or nothing after it."""
    end = max((n for n, message in enumerate(messages, start=1) if is_chart(message)), default=0)
    return end if end < len(messages) else 0


def is_chart(message: Any) -> bool:
    """Whether a message draws one of our charts."""
    return bool(message.delta.new_element.bidi_component.component_name == chart_view.NAME)
