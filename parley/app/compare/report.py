"""The printable report of Compare, made when it is asked for."""

from collections.abc import Mapping
from datetime import UTC, datetime

from parley.app.compare import sides, subjects, words
from parley.app.compare.printed import page
from parley.app.kit import citations, controls
from parley.app.what_if import all_models
from parley.app.what_if.share import LETTERS
from parley.home import VERSION
from parley.models.policy_scenario import Scenario
from parley.results.solution import Model
from parley.tables import made_on

IN_REPORT: tuple[Model, ...] = ("product", "world", "sectors")


def document(texts: Mapping[str, str], link: str) -> bytes:
    """The report as a file: both scenarios through every model that holds them."""
    found = {model: subjects.possible(texts, model) for model in IN_REPORT}
    runs = {model: pair for model, (pair, _) in found.items() if pair is not None}
    refused = tuple(dict.fromkeys(f"{words.STAMPS[m]}: {why}" for m, (_, why) in found.items() if why))
    a, b = (sides.scenario_of(texts[side]) for side in LETTERS)
    about = page.About(link, datetime.now(UTC).date(), _citation(a, b, link), VERSION)
    asked = {f"Scenario {side}": all_models.of_scenario(sides.scenario_of(texts[side])).answer for side in LETTERS}
    found_by = {side: answer for side, answer in asked.items() if answer is not None}
    models, _ = subjects.every_answer(texts)
    return page.report(a, b, runs, refused, about, found_by, models).encode("utf-8")


def _citation(a: Scenario, b: Scenario, link: str) -> str:
    finding = f"comparison of {a.title or 'scenario A'} with {b.title or 'scenario B'}"
    shown = citations.Shown(finding, controls.as_of(), made_on(), link, is_modelled=True)
    return citations.apa(shown, []).strip()
