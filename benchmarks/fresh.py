"""Visitors whose every press is new: a scenario nobody has chosen before, or another day.

In turn a visitor moves a slider of a scenario that is his alone, and opens the page by an address with other rates and
another day. Ranges and what all models say are asked for as browsers ask for them, until the next press; what counts is
the answer.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice

from benchmarks.cases import SECTORS, WHAT_IF, WORLD, Page
from benchmarks.visitors import Load, Visitor

PAGES = (replace(WHAT_IF, draws_range=True), WORLD, SECTORS)  # ranges of products are all models' alone
RATES = {"what_if_product": ("us_total", "cn_total"), "what_if_world": ("world_us", "world_cn")}
FIRST, LAST = date(2025, 5, 14), date(2026, 11, 20)


def addresses(page: Page, seed: int) -> Iterator[str]:
    """Queries of the page, each with other rates and another day."""
    draw = random.Random(seed)
    rates = RATES[page.path]
    while True:
        day = FIRST + timedelta(days=draw.randrange((LAST - FIRST).days))
        told = [f"{name}={draw.randint(11, 99)}" for name in rates]
        yield "&".join(filter(None, (page.subject, *told, f"as_of={day}")))


class Fresh:
    """One visitor. Raises as ``Visitor`` does."""

    def __init__(self, url: str, page: Page, seed: int):
        self._url, self._page = url, page
        self._addresses = addresses(page, seed)
        self._visitor: Visitor | None = None
        self._moves = False
        self.faults = 0

    async def press(self) -> None:
        """Move the slider, or open another day."""
        if self._visitor is not None and self._moves:
            await self._visitor.move()
        else:
            await self.leave()
            self._visitor = Visitor(self._url, self._page, next(self._addresses), overtakes=True)
            await self._visitor.open()
        self._moves = not self._moves

    async def follow(self, seconds: float) -> None:
        """Take what follows the answer for so long; the next press ends it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._visitor is not None and await self._visitor.follow(pauses=True):
                    pass

    async def leave(self) -> None:
        """Close the page."""
        if self._visitor is not None:
            self.faults += self._visitor.faults
            await self._visitor.close()
            self._visitor = None


async def work(url: str, count: int, seconds: float, every_s: float, most: int | None = None) -> Load:
    """That many visitors press, each press new, and look at each answer so many seconds; ``most`` presses in all."""
    crowd = [Fresh(url, page, number) for number, page in enumerate(islice(cycle(PAGES), count))]
    load, began = Load(), time.perf_counter()

    async def one(visitor: Fresh, due: float) -> None:
        while due - began < seconds and (most is None or len(load.rerun_s) < most):
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            pressed = time.perf_counter()
            await visitor.press()
            due = time.perf_counter() + every_s
            load.rerun_s.append(due - every_s - pressed)
            await visitor.follow(every_s)
        await visitor.leave()

    await asyncio.gather(*(one(visitor, began + every_s * n / count) for n, visitor in enumerate(crowd)))
    load.lasted_s = time.perf_counter() - began
    load.faults = sum(visitor.faults for visitor in crowd)
    return load
