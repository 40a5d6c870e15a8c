"""How much one address may ask, in memory alone: a bucket of tokens that fills again, and turns for heavy work.

Nothing of a visitor is logged or kept: a bucket that is full again is forgotten.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import Request

from parley.app.serving.problems import busy

SETTING = "PARLEY_PROXIES"
FORWARDED = "X-Forwarded-For"
FULL, A_SECOND, MOST_ADDRESSES = 120.0, 10.0, 20_000
Network = IPv4Network | IPv6Network


class Buckets:
    """Tokens by address: ``full`` at first, ``a_second`` of them come back each second."""

    def __init__(
        self, full: float = FULL, a_second: float = A_SECOND, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._full, self._a_second, self._clock = full, a_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, tokens: float) -> None:
        """Take tokens. Raises ProblemError 429 that says when to come again; nothing is then taken."""
        now = self._clock()
        self._forget_full(now)
        before, since = self._left.pop(address, (self._full, now))
        left = min(self._full, before + (now - since) * self._a_second)
        enough = left >= tokens
        self._left[address] = left - tokens if enough else left, now
        if not enough:
            wait = math.ceil((min(tokens, self._full) - left) / self._a_second)
            raise busy(f"This address may ask again in {wait} s.", max(1, wait), 429)

    def _forget_full(self, now: float) -> None:
        """Forget who has not come for as long as an empty bucket takes to fill, and the eldest beyond the limit."""
        whole = self._full / self._a_second
        while self._left:
            _, since = next(iter(self._left.values()))
            if now - since < whole and len(self._left) < MOST_ADDRESSES:
                return
            self._left.popitem(last=False)


class Turns:
    """So many pieces of work at once, and so many that wait for a turn."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._turns, self._most, self._here = asyncio.Semaphore(at_once), at_once + waiting, 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Inside, it is one's turn. Raises ProblemError 503 where too many wait."""
        if self._here >= self._most:
            raise busy("Others are being answered. Ask again in a few seconds.")
        self._here += 1
        try:
            async with self._turns:
                yield
        finally:
            self._here -= 1


def proxies(setting: str) -> tuple[Network, ...]:
    """The proxies that are believed: addresses or networks between commas. Raises ValueError naming what is none."""
    try:
        return tuple(ip_network(part.strip()) for part in setting.split(",") if part.strip())
    except ValueError as error:
        raise ValueError(f"{SETTING}: {error}; give addresses or networks between commas") from None


def address_of(request: Request, believed: tuple[Network, ...]) -> str:
    """Where a question comes from: who connected, or whom a believed proxy names last that is none itself."""
    peer = request.client.host if request.client else ""
    named = [part.strip() for part in ",".join(request.headers.getlist(FORWARDED)).split(",") if part.strip()]
    while named and _is_in(peer, believed):
        peer = named.pop()
    return peer[:64]


def _is_in(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False
