"""How long the tests take: ``python -m tests.seconds build/tests.xml [--write]`` after a run of them.

Seconds of a process; a run on two takes half of their sum and more. ``--write`` puts the slowest modules into
CONTRIBUTING.md.
"""

import argparse
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests import longer

DOCUMENT = longer.ROOT / "CONTRIBUTING.md"
PLACE = re.compile(r"(<!-- seconds:start -->\n).*?(<!-- seconds:end -->)", re.DOTALL)
SLOWEST = 40


def times(reports: Iterable[Path]) -> Counter[str]:
    """Seconds by the id of each test that JUnit reports list, set-up and tear-down with them."""
    seconds: Counter[str] = Counter()
    for report in reports:
        for case in ET.parse(report).iter("testcase"):
            module = case.get("classname", "").replace(".", "/")
            seconds[f"{module}.py::{case.get('name')}"] += float(case.get("time", 0))  # type: ignore[assignment]
    return seconds


def in_short(seconds: Counter[str]) -> Counter[str]:
    """The seconds of the short set; of a test that goes through some of its rounds, that share."""
    return Counter({test: seconds[test] * longer.share(test, longer.SHORT) for test in longer.short(seconds)})


def by_module(seconds: Counter[str]) -> Counter[str]:
    modules: Counter[str] = Counter()
    for test, took in seconds.items():
        modules[test.partition("::")[0]] += took
    return modules


def table(seconds: Counter[str]) -> str:
    """The slowest modules, the others and all, whole and in the short set, as a Markdown table."""
    every, short = by_module(seconds), by_module(in_short(seconds))
    slowest = [module for module, _ in every.most_common(SLOWEST)]
    lines = [f"| {module} | {every[module]:,.0f} | {short[module]:,.0f} |" for module in slowest]
    for name, modules in ((f"{len(every) - len(slowest)} others", {*every} - {*slowest}), ("all", {*every})):
        lines.append(f"| {name} | {sum(every[m] for m in modules):,.0f} | {sum(short[m] for m in modules):,.0f} |")
    return "\n".join(["| module | seconds of a process | in the short set |", "|---|---:|---:|", *lines]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path, help="reports of pytest --junitxml, one a run")
    parser.add_argument("--write", action="store_true", help="put the table into CONTRIBUTING.md")
    options = parser.parse_args()
    rows = table(times(options.reports))
    print(rows, end="")
    if options.write:
        page = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(PLACE.sub(lambda place: place[1] + rows + place[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
