"""How long each part of the tests takes: ``python -m tests.seconds build/tests.xml [--write]`` after ``make test``.

Seconds of a process; a run on two takes half of their sum and more. ``--write`` puts the table into CONTRIBUTING.md.
"""

import argparse
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "CONTRIBUTING.md"
PLACE = re.compile(r"(<!-- seconds:start -->\n).*?(<!-- seconds:end -->)", re.DOTALL)
BASE = "tables, models, pages and the card"
# What a part came with, by how the module of its tests begins; the rest is the base.
PARTS = {
    "one date: sequences of presses, the walk, lost servers": (
        "tests.browser.test_one_date",
        "tests.browser.test_new_tables",
        "tests.browser.test_cards",
        "tests.browser.test_slow_line",
        "tests.browser.test_order",
        "tests.browser.test_runs",
    ),
    "robustness: damaged files, hostile visitors": ("tests.app.test_damage", "tests.app.test_hostile"),
    "refresh from the official sources": (
        "tests.refresh",
        "tests.sources",
        "tests.app.test_what_changed",
        "tests.app.kit.test_overdue",
        "tests.app.kit.test_renewal",
        "tests.test_staging",
    ),
    "models reconciled, who pays, back-test": (
        "tests.results.test_reconciled",
        "tests.results.test_product_draws",
        "tests.results.test_household",
        "tests.results.test_backtest",
        "tests.results.test_timing",
        "tests.results.test_agreement",
        "tests.results.test_comparison_models",
        "tests.test_one_table",
        "tests.app.what_if.test_all_models",
        "tests.app.what_if.test_skill",
        "tests.app.what_if_product.test_households",
        "tests.models.test_content",
        "tests.app.trade.test_content",
    ),
    "deployment, engines, Spark, many scenarios": (
        "tests.deploy",
        "tests.explore",
        "tests.ingest",
        "tests.results.test_many",
        "tests.models.test_armington_many",
        "tests.models.test_armington_batch",
        "tests.app.serving",
        "tests.app.explore",
        "tests.browser.test_replicas",
        "tests.browser.test_explore",
        "tests.browser.test_sub_path",
        "tests.test_notebook",
        "tests.test_answers",
        "tests.test_requirements",
    ),
    "making a scenario, ten tasks": (
        "tests.browser.test_scenario_steps",
        "tests.browser.test_ten_tasks",
        "tests.browser.test_what_if_parts",
        "tests.browser.test_preview",
        "tests.app.what_if_product.test_in_motion",
        "tests.app.what_if_world.test_in_motion",
        "tests.app.what_if_product.test_parts",
        "tests.app.what_if.",
    ),
    "find, quote, take away, thirty questions": (
        "tests.search",
        "tests.browser.test_find",
        "tests.browser.test_thirty_questions",
        "tests.browser.test_citations",
        "tests.browser.test_every_subject",
        "tests.browser.test_first_screen",
        "tests.browser.test_pictures",
        "tests.browser.test_sources",
        "tests.browser.test_subjects",
        "tests.app.look_up",
        "tests.app.test_finder",
        "tests.app.test_search_openings",
        "tests.app.test_seen_faults",
        "tests.app.test_subjects",
        "tests.app.kit.test_citations",
        "tests.app.kit.test_pictured",
        "tests.app.kit.test_taken",
        "tests.app.kit.test_workbook",
    ),
}


def times(reports: Iterable[Path]) -> dict[str, float]:
    """Seconds by module of all tests that JUnit reports list, set-up and tear-down with them."""
    found: dict[str, float] = {}
    for report in reports:
        for case in ET.parse(report).iter("testcase"):
            module = case.get("classname", "")
            found[module] = found.get(module, 0.0) + float(case.get("time", 0))
    return found


def by_part(seconds: Mapping[str, float]) -> dict[str, float]:
    """Seconds by part, the base first; a module belongs to the part that names most of it."""
    found = dict.fromkeys([BASE, *PARTS], 0.0)
    for module, took in seconds.items():
        fits = [(len(start), part) for part, starts in PARTS.items() for start in starts if module.startswith(start)]
        found[max(fits, default=(0, BASE))[1]] += took
    return found


def table(parts: Mapping[str, float]) -> str:
    """The parts as a Markdown table."""
    whole = sum(parts.values())
    lines = [f"| {part} | {took:,.0f} | {100 * took / whole:.0f} % |" for part, took in parts.items()]
    head = ["| part of the tests | seconds of a process | of all |", "|---|---:|---:|"]
    return "\n".join([*head, *lines, f"| all | {whole:,.0f} | 100 % |"]) + "\n"


def main() -> None:
    reader = argparse.ArgumentParser(description="How long each part of the tests takes.")
    reader.add_argument("reports", nargs="+", type=Path, metavar="FILE", help="JUnit report, as make test writes it")
    reader.add_argument("--write", action="store_true", help="put the table into CONTRIBUTING.md")
    asked = reader.parse_args()
    made = table(by_part(times(asked.reports)))
    print(made, end="")
    if asked.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(PLACE.sub(rf"\g<1>{made}\g<2>", text), encoding="utf-8")


if __name__ == "__main__":
    main()
