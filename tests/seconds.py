"""How long the tests take: ``python -m tests.seconds build/tests.xml [--write]`` after a run of them.

Seconds of a process; a run on two takes half of their sum and more. ``--write`` puts the slowest modules into
CONTRIBUTING.md.
"""

import argparse
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "CONTRIBUTING.md"
PLACE = re.compile(r"(<!-- seconds:start -->\n).*?(<!-- seconds:end -->)", re.DOTALL)
SLOWEST = 40


def times(reports: Iterable[Path]) -> dict[str, float]:
    """Seconds by module of all tests that JUnit reports list, set-up and tear-down with them."""
    seconds: dict[str, float] = {}
    for report in reports:
        for case in ET.parse(report).iter("testcase"):
            module = case.get("classname", "")
            seconds[module] = seconds.get(module, 0.0) + float(case.get("time", 0))
    return seconds


def table(seconds: Mapping[str, float]) -> str:
    """The slowest modules, the others and all as a Markdown table."""
    whole = sum(seconds.values())
    slowest = dict(sorted(seconds.items(), key=lambda item: -item[1])[:SLOWEST])
    rest = {f"{len(seconds) - len(slowest)} others": whole - sum(slowest.values())}
    lines = [f"| {name} | {took:,.0f} |" for name, took in {**slowest, **rest, "all": whole}.items()]
    return "\n".join(["| module | seconds of a process |", "|---|---:|", *lines]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path, help="reports of pytest --junitxml, one a run")
    parser.add_argument("--write", action="store_true", help="put the table into CONTRIBUTING.md")
    options = parser.parse_args()
    text = table(times(options.reports))
    print(text)
    if options.write:
        page = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(PLACE.sub(lambda place: place[1] + text + place[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
