"""Controls on a page as a visitor's keys move them."""

import re
from typing import Protocol

from playwright.sync_api import Locator, Page

from benchmarks.cases import Kind


class Presser(Protocol):
    """A control that is about to be moved."""

    def prepare(self) -> str:
        """Give the control the focus; the key that moves it to its next value."""


class Slider:
    """A slider of Streamlit's: one step to the right, back from the end of its range."""

    def __init__(self, page: Page, label: str):
        self._thumb = page.get_by_role("slider", name=starting(label)).first
        self._key = "ArrowRight"

    def prepare(self) -> str:
        """Focus the thumb; the key to press, turned round at either end."""
        self._thumb.focus()
        value, low, high = (float(self._read(name)) for name in ("value", "min", "max"))
        if value >= high:
            self._key = "ArrowLeft"
        elif value <= low:
            self._key = "ArrowRight"
        return self._key

    def _read(self, name: str) -> str:
        return str(self._thumb.evaluate("(thumb, name) => thumb[name]", name))


class Segments:
    """Options side by side, radio buttons of a card or Streamlit's segments: the next one, the first after the last."""

    def __init__(self, page: Page, label: str):
        group = page.get_by_role("radiogroup", name=starting(label)).first
        group.wait_for()
        self._options = group.get_by_role("radio")
        self._chosen = group.locator("input[type=radio]:checked")

    def prepare(self) -> str:
        """Focus the chosen radio button, whose arrow key chooses the next, or else the segment that Enter chooses."""
        if self._chosen.count():
            self._chosen.focus()
            return "ArrowRight"
        count = self._options.count()
        checked = [self._options.nth(i).get_attribute("aria-checked") == "true" for i in range(count)]
        chosen = checked.index(True) if True in checked else -1
        self._options.nth((chosen + 1) % count).focus()
        return "Enter"


class List:
    """A list of a card: the option below, back from the last one."""

    def __init__(self, page: Page, label: str):
        self._list = page.locator("label[data-choice]", has_text=starting(label)).locator("select").first
        self._key = "ArrowDown"

    def prepare(self) -> str:
        """Focus the list; the key to press, turned round at either end."""
        self._list.focus()
        place, count = self._list.evaluate("list => [list.selectedIndex, list.length]")
        if place >= count - 1:
            self._key = "ArrowUp"
        elif place <= 0:
            self._key = "ArrowDown"
        return self._key


PRESSERS: dict[Kind, type[Slider] | type[Segments] | type[List]] = {
    "slider": Slider,
    "segments": Segments,
    "list": List,
}
ALL = {
    "slider": "[role=slider], input[type=range]",
    "segments": "[role=radiogroup]",
    "list": "label[data-choice]:has(select)",
}


def labels(page: Page) -> dict[str, list[str]]:
    """By kind, the labels of the controls in sight, those of ``pressers`` alone."""
    return {kind: [_label(found) for found in page.locator(where).all()] for kind, where in ALL.items()}


def _label(control: Locator) -> str:
    said = "e => e.ariaLabel || e.querySelector('legend, span')?.textContent || ''"
    return str(control.evaluate(said))


def starting(label: str) -> re.Pattern[str]:
    """Names that start with the label."""
    return re.compile(rf"^{re.escape(label)}")
