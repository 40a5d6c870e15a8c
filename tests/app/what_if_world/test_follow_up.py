"""What comes after the world model's answer: its range, then what all models say."""

from types import SimpleNamespace
from typing import Any

import pytest

from parley.app.kit import address
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import later
from parley.app.what_if_world import answer as world_answer
from parley.app.what_if_world import words
from parley.models.policy_scenario import Scenario
from tests import apps
from tests.app.what_if_world.test_page import DATE, PAGE, answer_of, opened, whole
from tests.apps import at_address, press, title
from tests.wording import told


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the answer had its range, each time its facts were drawn."""
    ranged: list[bool] = []
    facts_of = words.facts

    def noted(shown: world_answer.Shown) -> Any:
        ranged.append(shown.ranges is not None)
        return facts_of(shown)

    monkeypatch.setattr(words, "facts", noted)
    return ranged


def as_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the page answer as a part of it does that is drawn by itself."""
    monkeypatch.setattr(later, "address", SimpleNamespace(**{**vars(address), "is_whole": lambda: False}))


def test_the_range_comes_after_the_point_where_a_slider_moved(
    monkeypatch: pytest.MonkeyPatch, drawn: list[bool]
) -> None:
    """Not drawn whole the page draws as a fragment does: the point, and a browser that says when it has
    been painted; then the range; then what all models say."""
    painted = apps.painted
    monkeypatch.setattr(apps, "painted", lambda app: app)
    as_a_part(monkeypatch)
    app = opened({**DATE, "world_us": "57"})
    assert drawn == [False]
    assert apps.waits(app) == [later.SHORT_MS]
    app.session_state[later.ASKED] = app.session_state[later.WAITED]  # it has been painted
    app.run()
    assert drawn == [False, True]
    assert told(PAGE, "title", title(app))[0] == "no_range"
    assert apps.waits(app) == [later.PAUSE_MS]
    painted(app)
    assert drawn == [False, True, True]
    assert told(PAGE, "title", title(app))[0] != "no_range"
    assert apps.waits(app) == []
    press(app, "world_us", 58)
    assert drawn == [False, True, True, False]
    assert apps.waits(app) == [later.SHORT_MS]


def test_a_whole_run_has_its_range_at_once(monkeypatch: pytest.MonkeyPatch, drawn: list[bool]) -> None:
    monkeypatch.setattr(apps, "painted", lambda app: app)
    opened({**DATE, "world_us": "59"})
    assert drawn == [True]


def test_a_range_asked_for_before_the_visitor_moved_on_is_not_worked_out(
    monkeypatch: pytest.MonkeyPatch, drawn: list[bool]
) -> None:
    as_a_part(monkeypatch)
    monkeypatch.setattr(later, "follow_up", lambda: None)
    query = {**DATE, "world_us": "56"}
    scenario, model, _ = answer_of(opened(query))
    assert model == "world"
    drawn.clear()
    for own in (Scenario(LONDON_TALKS), scenario):  # of before, and of now
        whole(at_address("what_if_world", query, {later.ASKED: (world_answer.RANGE, model, own)}))
    assert drawn == [False, True]
