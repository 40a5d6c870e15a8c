"""What a visitor does, by what can be seen and pressed, and what a visitor reads; each press and each entry counts.

``pick``, ``enter``, ``choose`` and ``drag`` act on a page of a test that counts nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import link, press_subject, redrawn, settle

FIELD, CANDIDATE = "#parley-find", ".parley-find [role=option]"
THUMB_PX = 16  # its middle stays half its width inside the ends of its track


def plain(text: str) -> str:
    """As a reader sees it: every stretch of blanks, no-break ones too, is one."""
    return " ".join(text.split())


def pick(page: Page, choice: str, option: str) -> None:
    """An option of a list, by the name of the choice."""
    options = page.locator(f"[data-choice={choice}] select")
    redrawn(page, lambda: options.select_option(option) and None)


def choose(page: Page, words: str) -> None:
    """One of the options that stand side by side."""
    redrawn(page, page.get_by_role("radio", name=words, exact=True).click)


def enter(field: Locator, text: str) -> None:
    """Words, a number or a day typed into a field, and Enter; a field of a day asks as soon as its day is whole."""

    def typed() -> None:
        field.fill(text)
        field.press("Enter")

    redrawn(field.page, typed)


def drag(slider: Locator, to: int) -> None:
    """Drag a slider of 0 to 200 percent with the mouse, and put right a pixel too far or too short by arrow key."""
    page = slider.page
    settle(page)  # what stands above it keeps its height
    slider.scroll_into_view_if_needed()
    start, track = int(slider.input_value()), slider.bounding_box()
    assert track is not None
    along, y = (track["width"] - THUMB_PX) / 200, track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + THUMB_PX / 2 + start * along, y)
    page.mouse.down()
    page.mouse.move(track["x"] + THUMB_PX / 2 + to * along, y, steps=4)
    page.mouse.up()
    reached = int(slider.input_value())
    assert abs(reached - to) <= 3
    for _ in range(abs(to - reached)):
        slider.press("ArrowRight" if reached < to else "ArrowLeft")
    expect(slider).to_have_value(str(to))


@dataclass
class Visitor:
    """Somebody at the app; ``done``: the presses and entries so far."""

    page: Page
    done: int = 0

    def _do(self, target: Locator, act: Callable[[], None]) -> None:
        expect(target).to_be_visible()
        self.done += 1
        act()

    def press(self, target: Locator) -> None:
        """A click that asks for something."""
        self._do(target, lambda: redrawn(self.page, target.click))

    def enter(self, field: Locator, text: str) -> None:
        self._do(field, lambda: enter(field, text))

    def find(self, words: str, candidate: str | re.Pattern[str] = "") -> None:
        """Type into the search and press the first candidate with these words."""
        self.page.locator(FIELD).fill(words)
        first = self.page.locator(CANDIDATE, has_text=candidate).first
        self._do(first, first.click)
        expect(self.page.locator(FIELD)).to_have_value("")
        settle(self.page)
        self.done += 1

    def pick(self, label: str, option: str) -> None:
        """An option of a list by its label."""
        options = self.page.locator(f'label:has(> span:text-is("{label}")) select')
        self._do(options, lambda: redrawn(self.page, lambda: options.select_option(option) and None))

    def pick_in(self, choice: str, option: str) -> None:
        """An option of a list by the name of its choice."""
        self._do(self.page.locator(f"[data-choice={choice}] select"), lambda: pick(self.page, choice, option))

    def go_to(self, name: str) -> None:
        """A page by its link in the menu."""
        self.press(link(self.page, name))

    def open_fold(self, heading: str) -> None:
        fold = self.page.locator("summary", has_text=heading)
        self._do(fold, fold.click)

    def reset(self) -> None:
        """Every slider back to the tariffs in force."""
        self.press(self.page.get_by_role("button", name="Reset", exact=True))

    def number(self, label: str, value: int) -> None:
        """A slider by the field for its number."""
        self.enter(self.page.get_by_label(f"{label}, number", exact=True), f"{value}")

    def amount(self, choice: str, text: str) -> None:
        """A field by the name of its choice."""
        self.enter(self.page.locator(f"[data-choice={choice}] input"), text)

    def radio(self, name: str) -> None:
        """A radio button or box by its words."""
        self.press(self.page.locator(f'label:has(> input[value="{name}"])').first)

    def subject(self, choice: str, name: str) -> None:
        """A subject of the page, in sight or under its group."""
        self.done += press_subject(self.page, choice, name)

    def fact(self, label: str) -> str:
        """What stands beside a fact."""
        fact = self.page.locator(".parley-facts > div", has=self.page.get_by_text(label, exact=True))
        return fact.locator(".parley-value").inner_text()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """It stands on the page, in a list, a title or a fact."""
        expect(self.page.get_by_text(text).first).to_be_visible()
