"""Many visitors on one process and on two behind nginx: ``python -m benchmarks.load [--write]``, some ten minutes.

With ``--soak MINUTES`` instead: how memory goes while twenty visitors come, press and leave, and after 10,000 different
choices, which takes hours. With ``--pages``: memory after each page. With ``--fresh``: only the visitors whose every
press is new; with ``--different N``: only the memory after so many different choices.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import linear_regression, median

from benchmarks import fresh, report, visitors
from benchmarks.cases import CHIPS, OUTLOOK, PAGES, REAL, ROOT, RSS_GOAL_MB, WHAT_IF, Page
from benchmarks.report import p95
from benchmarks.server import Server, serving
from tests.proxies import running_nginx

TABLE = ROOT / "docs" / "speed.md"
COUNTS = (1, 20, 100)
CROWD, EVERY_S = 20, 2.0
# Pages on which visitors press, the query that opens them, and the goal for 20 visitors.
CASES: tuple[tuple[str, tuple[Page, ...], str, float], ...] = (
    ("Chips and Outlook", (CHIPS, OUTLOOK), "", 150.0),
    (WHAT_IF.title, (WHAT_IF,), WHAT_IF.moved, 300.0),
)
GAIN_GOAL = 1.8
SAMPLE_S = 10.0
REST_S = 5.0  # until what was let go of is given back
FRESH_GOAL_S, DIFFERENT, DIFFERENT_GOAL_MB = 4.0, 10_000, 700.0


@dataclass(frozen=True)
class Site:
    """What visitors ask, and the servers behind it."""

    url: str
    servers: tuple[Server, ...]

    def rss_mb(self) -> float:
        """Memory of the largest process."""
        return max(server.rss_mb() for server in self.servers)

    def own_mb(self) -> float:
        """Memory of the largest process that is its alone."""
        return max(server.own_mb() for server in self.servers)


@contextmanager
def one() -> Iterator[Site]:
    """One process, on a core of its own."""
    with serving(REAL.script) as server:
        server.pin(0)
        yield Site(server.url, (server,))


@contextmanager
def one_free() -> Iterator[Site]:
    """One process, on all cores."""
    with serving(REAL.script) as server:
        yield Site(server.url, (server,))


@contextmanager
def two() -> Iterator[Site]:
    """Two processes, each on a core of its own, behind nginx."""
    with ExitStack() as stack:
        servers = tuple(stack.enter_context(serving(REAL.script)) for _ in range(2))
        for core, server in enumerate(servers):
            server.pin(core)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        limits = {"PARLEY_CONNECTIONS": "1000", "PARLEY_RATE": "1000"}  # all visitors come from one address
        proxy = stack.enter_context(running_nginx(folder, [server.url for server in servers], **limits))
        yield Site(proxy.url, servers)


SITES = {"one process": one, "two behind nginx": two}


@dataclass(frozen=True)
class Measured:
    """What one case gave: milliseconds of each press with a pause between them, and presses a second without."""

    paced_ms: list[float]
    per_s: float
    faults: int


async def measured(site: Site, pages: Sequence[Page], query: str, count: int, seconds: float) -> Measured:
    """That many visitors: first each presses every two seconds, then without pause."""
    crowd = await visitors.open_all(site.url, pages, count, query)
    await visitors.work(crowd, 0.5)
    paced = await visitors.work(crowd, seconds, EVERY_S)
    hurried = await visitors.work(crowd, seconds / 2)
    for visitor in crowd:
        await visitor.close()
    return Measured([1000 * s for s in paced.rerun_s], hurried.reruns_per_s, hurried.faults)


async def open_twice(site: Site, page: Page) -> None:
    """Open a page twice on each server."""
    for visitor in await visitors.open_all(site.url, [replace(page, control=None)], 2 * len(site.servers), page.query):
        await visitor.close()


async def open_every_page(site: Site) -> tuple[float, float]:
    """Megabytes of the largest process when every page, the world by industry too, was opened: all, and its own."""
    for page in PAGES:
        await open_twice(site, page)
    return site.rss_mb(), site.own_mb()


def by_page() -> str:
    """Megabytes of one process after its start and after each page in the order of the menu, as a table."""
    with one() as site:
        rows = [line("After", "resident, MB", "its own, MB"), line("---", "---:", "---:")]

        def add(what: str) -> None:
            rows.append(line(what, f"{site.rss_mb():.0f}", f"{site.own_mb():.0f}"))

        add("the start")
        for page in PAGES:
            asyncio.run(open_twice(site, page))
            add(page.name)
    return "\n".join(rows)


def line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def loads(counts: Sequence[int], seconds: float) -> str:
    """The table of loads."""
    found: dict[tuple[str, str, int], Measured] = {}
    memory: dict[str, tuple[float, float]] = {}
    before = report.load_average()
    for name, start in SITES.items():
        with start() as site:
            memory[name] = asyncio.run(open_every_page(site))
            for what, pages, query, _ in CASES:
                for count in counts:
                    say(f"{name}, {what}: {count}")
                    found[name, what, count] = asyncio.run(measured(site, pages, query, count, seconds))
    rows = [
        line("Visitors", "Pages", "Servers", "Press every 2 s: median / 95th percentile", "Goal", "Presses a second"),
        line("---:", "---", "---", "---:", "---", "---:"),
    ]
    for (name, what, count), got in found.items():
        goal = next(goal for label, _, _, goal in CASES if label == what) if count == CROWD else None
        late = p95(got.paced_ms)
        told = "-" if goal is None else f"at most {goal:g} ms: {met(late <= goal)}"
        rows.append(
            line(f"{count}", what, name, f"{median(got.paced_ms):,.0f} / {late:,.0f} ms", told, f"{got.per_s:,.0f}")
        )
    notes = [
        f"Two processes give {found[b].per_s / found[a].per_s:.2f} times the presses a second of one, {count} visitors "
        f"on {what} (goal {GAIN_GOAL:g} times: {met(found[b].per_s / found[a].per_s >= GAIN_GOAL)})."
        for what, *_ in CASES
        for count in counts
        for a, b in [tuple((name, what, count) for name in SITES)]
        if count == max(counts)
    ]
    most, own = max(memory.values())
    notes.append(
        f"With every page opened {most:.0f} MB of a process are resident (goal {RSS_GOAL_MB:g}: "
        f"{met(most <= RSS_GOAL_MB)}), {own:.0f} of them its own; the rest is program files, which replicas share."
    )
    faults = sum(got.faults for got in found.values())
    notes.append(
        f"{faults} error boxes. Presses a second are without pauses. The simulated visitors share the cores with the "
        f"servers. {report.machine()}; load average {before} before, {report.load_average()} after."
    )
    return "\n".join(rows) + "\n\n" + " ".join(notes)


def fresh_presses(seconds: float) -> str:
    """Twenty visitors whose every press is a new scenario or day, in a sentence."""
    before = report.load_average()
    with one_free() as site:
        asyncio.run(open_every_page(site))
        got = asyncio.run(fresh.work(site.url, CROWD, seconds, EVERY_S))
    late = p95(got.rerun_s)
    return (
        f"**Each press a new scenario or day**, {CROWD} visitors who look at each answer for {EVERY_S:g} s, on one "
        "process and both cores, ranges and all models asked for until the next press: the answer after "
        f"{median(got.rerun_s):.1f} s, 95th percentile {late:.1f} (goal {FRESH_GOAL_S:g}: "
        f"{met(late <= FRESH_GOAL_S)}); {len(got.rerun_s):,} presses, {got.faults} error boxes. "
        f"{report.machine()}; load average {before} before, {report.load_average()} after."
    )


def different(count: int) -> str:
    """Memory after that many presses, each a new scenario, day and address, in a sentence."""
    before = report.load_average()
    with one_free() as site:
        asyncio.run(open_every_page(site))
        at_first = site.rss_mb()
        got = asyncio.run(fresh.work(site.url, CROWD, float("inf"), 0.0, count))
        time.sleep(REST_S)
        after = site.rss_mb()
    return (
        f"{len(got.rerun_s):,} presses, each a new scenario, day or address: {at_first:.0f} MB before, {after:.0f} "
        f"after (goal {DIFFERENT_GOAL_MB:g}: {met(after <= DIFFERENT_GOAL_MB)}), {got.faults} error boxes. "
        f"{report.machine()}; load average {before} before, {report.load_average()} after."
    )


def met(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


async def soaked(site: Site, minutes: float) -> tuple[list[tuple[float, float]], int]:
    """Minutes and megabytes, every ten seconds, while twenty visitors come, press a minute and leave; and presses."""
    samples: list[tuple[float, float]] = []
    presses, began = 0, time.monotonic()
    pages = [page for page in PAGES if page.control]
    turn = 0

    async def sample() -> None:
        while True:
            samples.append(((time.monotonic() - began) / 60, site.rss_mb()))
            await asyncio.sleep(min(SAMPLE_S, minutes * 60 / 20))

    watch = asyncio.create_task(sample())
    while (left := minutes * 60 - (time.monotonic() - began)) > 0:
        page = pages[turn % len(pages)]
        turn += 1
        crowd = await visitors.open_all(site.url, [page], CROWD, page.query)
        presses += len((await visitors.work(crowd, min(60.0, left), EVERY_S)).rerun_s)
        for visitor in crowd:
            await visitor.close()
    watch.cancel()
    return samples, presses


def soak(minutes: float) -> str:
    """The result of a soak in a sentence: memory at both ends, and its slope over the last half."""
    before = report.load_average()
    with one() as site:
        asyncio.run(open_every_page(site))
        samples, presses = asyncio.run(soaked(site, minutes))
    late = [(at, mb) for at, mb in samples if at >= minutes / 2]
    slope, _ = linear_regression(*zip(*late, strict=True))
    return (
        f"Soak of {minutes:g} minutes: {CROWD} visitors at a time press every {EVERY_S:g} s and leave after a minute; "
        f"{presses:,} presses. Memory {samples[0][1]:.0f} MB at first, {samples[-1][1]:.0f} at the end, most "
        f"{max(mb for _, mb in samples):.0f}; over the last half {slope:+.2f} MB a minute. {report.machine()}; "
        f"load average {before} before, {report.load_average()} after."
    )


def say(text: str) -> None:
    """Progress, apart from the result."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30, help="length of a load with pauses (default 30)")
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS, help="visitors (default 1 20 100)")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="measure memory for so long instead")
    parser.add_argument("--pages", action="store_true", help="measure memory after each page instead")
    parser.add_argument("--write", action="store_true", help="put the result into docs/speed.md")
    parser.add_argument("--fresh", action="store_true", help="measure visitors whose every press is new instead")
    parser.add_argument("--different", type=int, metavar="N", help="measure memory after N different choices instead")
    options = parser.parse_args()
    if options.pages or options.fresh or options.different:
        alone = by_page if options.pages else lambda: fresh_presses(options.seconds)
        print(different(options.different) if options.different else alone())
        return
    if options.soak:
        name, told = "soak", f"{soak(options.soak)}\n\n{different(DIFFERENT)}"
    else:
        name, told = "load", f"{loads(options.counts, options.seconds)}\n\n{fresh_presses(options.seconds)}"
    print(told)
    if options.write:
        report.write(TABLE, told, name)


if __name__ == "__main__":
    main()
