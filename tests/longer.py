"""Two sets of tests: ``make test`` runs everything of one kind of fault once, ``make test-all`` every case of it.

``PARTS`` says what the short set leaves out, and which folders that looks at. ``pytest --set short`` runs the short
set, ``--set all``, and pytest by itself, every case. ``--set changed`` runs half the cases that the short set leaves
out and a quarter of the rounds or more, in the parts whose folders differ from the commit in ``tests/last_full``, at
which all tests passed. Which half is drawn with the commit: the next one has others.
"""

import math
import random
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.seeds import seed

ROOT = Path(__file__).resolve().parent.parent
LAST_FULL = ROOT / "tests" / "last_full"
SEED = seed(20261202)
SHORT, CHANGED, ALL = SETS = ("short", "changed", "all")

# Of what the short set leaves out, as far as a test function has several cases or rounds.
CASES_OF_CHANGED, ROUNDS_OF_CHANGED = 0.5, 0.25


class Some(NamedTuple):
    """The cases that begin so, each with this share of its rounds."""

    cases: tuple[str, ...]
    rounds: float


# What the short set has of each test function: so many of its cases, drawn with a seed; those that begin so; or all of
# them, each with this share of its rounds.
Kept = int | tuple[str, ...] | float | Some


class Part(NamedTuple):
    """What tests look at beside their own files; the tests by how their ids begin, of which the longest decides."""

    places: tuple[str, ...]
    tests: Mapping[str, Kept]


CORE = ("parley/tables", "parley/*.py")
PAGES = ("pages", "parley/app", "parley/charts", "parley/explore", "parley/search")
SHELL = (*CORE, *PAGES, "static", "dashboard.py", "serve.py")
NUMBERS = ("parley/measures", "parley/models", "parley/calibration", "parley/results", "data")
INPUTS = ("parley/sources", "parley/refresh", "parley/recipes", "data")
# Neither part of the app nor looked at by a test of the longer set; what else no part names concerns every part.
APART = ("docs", "benchmarks", "tests", ".ci")

PARTS = {
    "presses in every order, a walk, servers that are lost": Part(
        (*SHELL, "deploy"),
        {
            "tests/browser/test_one_date.py::test_presses_in_quick_succession": Some(
                ("a view between dates", "a choice on a page", "a page, a date and back"), 0.02
            ),
            "tests/browser/test_one_date.py::test_what_is_pressed": 1,
            "tests/browser/test_one_date.py::test_a_walk": 0.05,
            "tests/browser/test_cards.py::test_a_press": 1,
            "tests/browser/test_cards.py::test_a_press_in_a_card_that_a_table": 0,
            "tests/browser/test_cards.py::test_all_charts_follow": 1,
            "tests/browser/test_cards.py::test_choices_the_browser_keeps": 0,
            "tests/browser/test_chart.py::test_lists_of_who_gained": 0,
            "tests/browser/test_new_tables.py": 0,
            "tests/browser/test_subjects.py::test_back_and_forward": 0,
            "tests/browser/test_former_addresses.py": 0,
            "tests/browser/test_cards.py::test_pages_whose_server_is_lost": 0,
            "tests/browser/test_order.py": 0,
            "tests/browser/test_replicas.py": 0,
            "tests/browser/test_slow_line.py": 0,
            "tests/browser/test_sub_path.py": 0,
        },
    ),
    "every page and subject in a browser": Part(
        (*SHELL, "data"),
        {
            "tests/browser/test_pages.py::test_a_page": 1,
            "tests/browser/test_pages.py::test_one_click_sets_every_page": 0,
            "tests/browser/test_pages.py::test_a_page_that_answers": ("look_up",),
            "tests/browser/test_pages.py::test_the_rows_a_page_shows": ("chips",),
            "tests/browser/test_every_subject.py": ("chips",),
            "tests/browser/test_explore.py::test_a_slow_question": 0,
            "tests/browser/test_first_screen.py::test_the_first_chart": ("explore",),
            "tests/browser/test_readme_pictures.py": 1,
            "tests/browser/test_pictures.py::test_a_picture_of_an_answer": 1,
            "tests/browser/test_subjects.py::test_charts_of_subjects": 1,
            "tests/browser/test_words.py::test_no_line": 1,
            "tests/browser/test_first_visit.py": 0,
            "tests/browser/test_masthead.py": 1,
            "tests/browser/test_masthead.py::test_by_keys_alone": 0,
            "tests/browser/test_citations.py": ("light",),
            "tests/browser/test_story.py::test_a_step_fits": 1,
        },
    ),
    "every figure by its address at two days": Part(
        (*CORE, *PAGES, *NUMBERS),
        {
            "tests/app/test_figures.py::test_a_figure_by_its_name": 8,
            "tests/app/test_figures.py::test_every_figure_of_a_page": 4,
            "tests/browser/test_export.py::test_the_whole_site": 0,
        },
    ),
    "questions, tasks and journeys of visitors in a browser": Part(
        (*SHELL, *NUMBERS),
        {
            "tests/browser/test_thirty_questions.py::test_a_question": 1,
            "tests/browser/test_importer.py": 0,
            "tests/browser/test_ten_tasks.py": 0,
            "tests/browser/test_journey": 0,
            "tests/browser/test_journey_1": 1,
            "tests/browser/test_journey_5.py::test_every_stage": 1,
            "tests/browser/test_journey_6.py::test_another_year": 1,
            "tests/browser/test_briefing.py::test_a_statement_leads": 0,
            "tests/browser/test_briefing.py::test_every_statement_stands": 0,
            "tests/browser/test_preview.py": 0,
            "tests/browser/test_preview.py::test_a_key_pressed_again": 1,
            "tests/browser/test_scenario_steps.py": 0,
            "tests/browser/test_what_if_parts.py": 1,
            "tests/browser/test_what_if_parts.py::test_after_many_moves": 0,
            "tests/browser/test_what_if_parts.py::test_an_example_moves": 0,
            "tests/browser/test_world.py": 1,
        },
    ),
    "every page and subject on six dates, with damaged files and nonsense": Part(
        (*SHELL, *NUMBERS),
        {
            "tests/app/": 1,
            "tests/app/test_pages.py::test_a_page_and_its_subjects": ("2025-06-09-", "-chips", "2018-07-01-tariffs"),
            "tests/app/test_budgets.py": ("chips",),
            "tests/app/test_damage.py": ("datapackage.json cut",),
            "tests/app/test_reader.py::test_every_subject_can_be_printed": 0,
            "tests/app/what_if/test_sum_of_laws.py": 1,
            "tests/app/what_if_product/test_in_motion.py::test_every_percent": 0.1,
            "tests/app/rare_earths/test_page.py::test_no_title_of_controls": 0.2,
            "tests/app/outlook/test_page.py::test_every_path": Some(("day0", "day3"), 0.1),
            "tests/app/outlook/test_page.py::test_every_edition": Some(("day0",), 0.1),
            "tests/app/outlook/test_page.py::test_every_area": Some(("day0",), 0.1),
            "tests/app/serving/test_counting.py::test_runs_solved": 0,
            "tests/app/serving/test_typefaces.py::test_every_letter": 0,
        },
    ),
    "questions to the interface made by chance": Part(
        (*SHELL, *NUMBERS),
        {"tests/app/api/": 200, "tests/app/api/test_hostile.py::test_answers_are_as_described": 0.02},
    ),
    "what agents ask, over a pipe too": Part(
        (*SHELL, *NUMBERS, "parley/agents"),
        {
            "tests/agents/test_agents.py::test_a_question": 8,
            "tests/agents/test_tokens.py": 3,
            "tests/agents/test_protocol.py::test_an_agent": ("http",),
            "tests/agents/test_protocol.py::test_a_question_given_up": ("http",),
            "tests/agents/test_protocol.py::test_two_clients": ("http",),
        },
    ),
    "the same numbers on a page, in Python, by command and in files": Part(
        (*NUMBERS, *CORE, "parley/app", "parley/charts", "docs/large.md", "docs/notebooks"),
        {
            "tests/test_same_numbers.py::test_page": ("partners_and_laws",),
            "tests/app/what_if/test_five_shocks.py": 0,
            "tests/app/what_if/test_all_models.py::test_compare": 0,
            "tests/calibration/test_product_presets.py::test_layers": 0,
            "tests/measures/test_tariffs.py::test_the_steps_add_up": 2,
            "tests/results/": 2,
            "tests/results/test_law_averages.py::test_the_steps_are": 0.3,
            "tests/results/test_law_rates.py::test_a_wide_range": ("GBR",),
            "tests/results/test_law_rates.py::test_at_the_share": 1,
            "tests/test_one_duty.py": 1,
            "tests/test_one_duty.py::test_of_a_product_every_page": ("day0-CHN", "day3-VNM"),
            "tests/test_one_duty.py::test_the_average_of_another": ("VNM",),
            "tests/test_one_table.py": ("answered",),
            "tests/test_one_default.py": 1,
            "tests/results/test_ranges_hold.py": 1,
            "tests/results/test_ranges_hold.py::test_of_drawn_scenarios": 0,
            "tests/results/test_many_files.py::test_the_lines_of_the_page_on_large_work": 0,
            "tests/results/test_many_files.py::test_stopped_from": 0,
            "tests/test_notebook.py": 0,
        },
    ),
    "every table from its raw files, checked": Part(
        (*INPUTS, *CORE, "parley/measures", "parley/results"),
        {
            "tests/test_tables.py::test_a_build_of_every_table": 0.05,
            "tests/test_tables.py::test_a_second_validator": 0,
            "tests/test_as_of.py::test_between_two_days": 10,
            "tests/recipes/test_us_tariff_printed_lists.py": 2,
            "tests/test_refusal.py::test_each_column": 0.25,
            "tests/test_main.py::test_check_passes_on_every": 0,
            "tests/test_main.py::test_a_folder_named": 2,
            "tests/test_main.py::test_build_replaces": 1,
            "tests/test_integrity.py::test_every_flipped_bit": ("events",),
        },
    ),
    "every source broken in every way, tables replaced": Part(
        (*INPUTS, *CORE),
        {
            "tests/refresh/": 1,
            "tests/refresh/test_fixed_files.py": 2,
            "tests/refresh/test_running_server.py": 0,
            "tests/refresh/test_whole_run.py": 0,
            "tests/refresh/test_wrong_contents.py::test_no_broken": ("census.chapters", "treasury.daily"),
            "tests/refresh/test_waiting.py::test_the_right_answer_enters": ("treasury", "waugh"),
            "tests/refresh/test_command.py::test_of_two_refreshes_at_once": 0,
            "tests/test_staging.py::test_killed": 0.4,
            "tests/test_building.py::test_builds_at_the_same_time": 0,
        },
    ),
    "the wheel": Part(
        (*SHELL, *NUMBERS, *INPUTS, "parley/ingest", "setup.py", "MANIFEST.in", "docs/law.schema.json"),
        {"tests/deploy/test_wheel.py": 0, "tests/deploy/test_install.py": 0},
    ),
    "Spark, many processes, nginx": Part(
        (*NUMBERS, *CORE, "parley/explore", "parley/ingest", "parley/app/serving", "deploy"),
        {
            "tests/explore/test_spark.py": 0,
            "tests/explore/test_spark.py::test_without": 1,
            "tests/deploy/test_nginx.py": 0,
            "tests/ingest/test_ingest.py::test_killed": 0,
            "tests/ingest/test_ingest.py::test_the_sums_of_a_year": ("baci",),
            "tests/results/test_many.py::test_a_cluster_of_dask": 0,
            "tests/results/test_many.py::test_a_run_killed": 0,
        },
    ),
}


def rule_of(test: str) -> tuple[str, Kept] | tuple[None, None]:
    """The part a test belongs to and what the short set has of it; nothing of a test that it has whole."""
    rules = [(start, name) for name, part in PARTS.items() for start in part.tests if test.startswith(start)]
    if not rules:
        return None, None
    start, name = max(rules, key=lambda rule: len(rule[0]))
    return name, PARTS[name].tests[start]


def short(tests: Iterable[str]) -> set[str]:
    """The tests that the short set has of these."""
    cases = defaultdict(list)
    for test in tests:
        cases[test.partition("[")[0]].append(test)
    return {test for function, ids in cases.items() for test in _kept(function, ids)}


def _kept(function: str, tests: list[str]) -> list[str]:
    match rule_of(function)[1]:
        case int(count):
            return random.Random(f"{SEED} {function}").sample(tests, min(count, len(tests)))
        case Some(cases=names) | tuple(names):
            return [test for test in tests if test.partition("[")[2].startswith(names)]
        case _:
            return tests


def lost(tests: Iterable[str]) -> list[str]:
    """The rules that name a case which none of these tests has, as far as they have tests of the rule at all."""
    cases = defaultdict(list)
    for test in tests:
        function, _, case = test.partition("[")
        cases[rule_of(function)].append(case)
    return [
        f"{part}: {name}"
        for (part, kept), ids in cases.items()
        if isinstance(kept, tuple)
        for name in (kept.cases if isinstance(kept, Some) else kept)
        if not any(case.startswith(name) for case in ids)
    ]


def further(tests: Iterable[str], draw: str) -> set[str]:
    """Half the cases of each test function that the short set leaves out, drawn; every one that has rounds."""
    tests = list(tests)
    has, cases, result = short(tests), defaultdict(list), set()
    for test in tests:
        if type(rule_of(test)[1]) in (float, Some):
            result.add(test)
        elif test not in has:
            cases[test.partition("[")[0]].append(test)
    for function, ids in cases.items():
        result |= {*random.Random(f"{draw} {function}").sample(ids, math.ceil(len(ids) * CASES_OF_CHANGED))}
    return result


def chosen(tests: Iterable[str], which: str, changed: Iterable[str] = (), draw: str = "") -> set[str]:
    """The tests that a set has of these; ``changed``: the parts whose places differ; ``draw``: the seed of a half."""
    tests = list(tests)
    if which == ALL:
        return set(tests)
    if which == SHORT:
        return short(tests)
    return {test for test in further(tests, draw) if rule_of(test)[0] in changed}


def share(test: str, which: str) -> float:
    """The share of its rounds that a test goes through which does one thing many times."""
    match rule_of(test)[1]:
        case float(rounds) | Some(rounds=rounds):
            return {SHORT: rounds, CHANGED: min(max(2 * rounds, ROUNDS_OF_CHANGED), 1.0)}.get(which, 1.0)
    return 1.0


def commit() -> str:
    """The commit the tests look at, nothing where git knows none."""
    try:
        command = ["git", "rev-parse", "HEAD"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):  # no git, no repository
        return ""


def changed_parts() -> set[str]:
    """The parts that look at what differs from the last commit at which all passed; all where git does not know it."""
    command = ["git", "diff", "--name-only", "--no-renames", LAST_FULL.read_text(encoding="utf-8").strip(), "--"]
    try:
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):  # no git, no repository, no such commit
        return set(PARTS)
    return {part for file in result.stdout.splitlines() for part in parts_of(file)}


def parts_of(file: str) -> set[str]:
    """The parts that a changed file concerns."""
    path = Path(file)
    parts = {name for name, part in PARTS.items() if _looks_at(part, path)}
    is_apart = path.suffix == ".md" or path.parts[0] in APART
    return parts if parts or is_apart else set(PARTS)


def _looks_at(part: Part, path: Path) -> bool:
    """A test looks at its own file, and at what it shares with others: each file that holds no tests above it."""
    modules = {Path(test.partition("::")[0]) for test in part.tests}
    if path.parts[0] == "tests" and not path.name.startswith("test_"):
        return path != LAST_FULL.relative_to(ROOT) and any(path.parent in module.parents for module in modules)
    is_test = any(path.as_posix().startswith(test.partition("::")[0]) for test in part.tests)
    return is_test or any(path.is_relative_to(place) or path.match(place) for place in part.places)
