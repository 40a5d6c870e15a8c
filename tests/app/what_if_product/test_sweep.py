"""Every partner, section, regime and switch of the product what-if at its ends, and a seeded sample of combinations."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import partners, starting_duties
from parley.app.what_if.skill import HORIZON_NAMES
from parley.app.what_if.sliders import at_rest
from parley.app.what_if_product import controls
from parley.models.scenario import RULES
from parley.tables.read import compiled_on
from tests.apps import at_address, first_run, hints, metrics, positions, title
from tests.seeds import seed
from tests.wording import told

SEED = seed(20250609)
SAMPLE = 16
DATES = ("2018-07-06", "2019-09-01", "2022-06-30", "2025-04-12", "2025-06-09", "2026-02-24", "2026-11-24")
SUBJECTS = ("Suppliers", "Who pays", "Flows", "Prices", "All rows", "How sure")
SWITCHES: Mapping[str, Sequence[str]] = {
    "horizon": list(HORIZON_NAMES.values()),
    "border": list(controls.border_settings().values()),
    "retail": ["0.20", "0.50"],
    "rule": [controls.RULE_NAMES[rule] for rule in RULES],
    "what_if_section": SUBJECTS,
    "us_mode": [controls.BY_SECTION, controls.IN_TOTAL],
}
SECTIONS = [controls.section_key(section) for section in starting_duties.largest_sections()]
PARTNERS = [origin for origin in starting_duties.inputs().us.origins if origin != starting_duties.CHINA]

AT_ONCE = partners.MOST
BATCHES = [tuple(PARTNERS[i : i + AT_ONCE]) for i in range(0, len(PARTNERS), AT_ONCE)]


def opened(query: Mapping[str, Any], until: Callable[[str, Mapping[str, Any]], AppTest] = at_address) -> AppTest:
    """The page from an address: an answer, or a sentence in its place, and never a fault."""
    app = until("what_if_product", query)
    assert not app.exception, query
    assert title(app), query
    faults = [w.value for w in app.warning]
    assert faults == [], query
    assert metrics(app) or hints(app), query
    return app


@pytest.mark.parametrize("end", [0, 200])
@pytest.mark.parametrize("batch", BATCHES, ids=lambda b: b[0])
def test_every_partner_reaches_both_ends(batch: tuple[str, ...], end: int) -> None:
    sliders = {f"us_from_{origin}": str(end) for origin in batch}
    app = opened({"partners": ",".join(batch), "rule": "One flat rate", **sliders}, first_run)
    assert set(positions(app)) >= set(sliders)
    assert len(metrics(app)) == 4
    start = starting_duties.start(compiled_on())
    off_rest = {origin for origin in batch if at_rest(starting_duties.rate_of(start, origin)) != end}
    moved = app.session_state["what_if_product_last_good"].scenario.tariffs
    assert off_rest
    assert {change.exporter for change in moved} == off_rest
    assert {change.rate_pct for change in moved} == {end}


@pytest.mark.parametrize("law", starting_duties.laws(LONDON_TALKS))
def test_every_law_can_be_struck_out(law: str) -> None:
    app = opened({"as_of": str(LONDON_TALKS), "without": starting_duties.law_name(law)}, first_run)
    _, fields = told("what_if_product", "title", title(app))
    assert told("what_if_product", "what.without", fields["what"].replace("Ending", "ending"))
    assert len(metrics(app)) == 4


def combinations() -> Iterator[dict[str, Any]]:
    draw = random.Random(SEED)
    for _ in range(SAMPLE):
        query: dict[str, Any] = {"as_of": draw.choice(DATES)}
        query |= {switch: draw.choice(options) for switch, options in SWITCHES.items()}
        query |= {key: str(draw.choice([0, 1, 37, 100, 200])) for key in draw.sample(SECTIONS, draw.randint(0, 6))}
        query |= {key: str(draw.randint(0, 200)) for key in ("us_total", "cn_total") if draw.random() < 0.5}
        if draw.random() < 0.4:
            partner = draw.choice(PARTNERS)
            query |= {"partners": partner, f"us_from_{partner}": str(draw.randint(0, 200))}
        if draw.random() < 0.4:
            query |= {"goods_codes": "85, 870380", "us_85": str(draw.randint(0, 200)), "us_870380": "200"}
        if draw.random() < 0.5:
            query["regime"] = draw.choice(list(starting_duties.regimes(LONDON_TALKS)))
        yield query


@pytest.mark.parametrize("query", list(combinations()), ids=range(SAMPLE))
def test_a_combination_has_an_answer_or_the_reason_why_not(query: dict[str, Any]) -> None:
    app = opened(query)
    for reason in hints(app):
        assert len(reason) > 20
